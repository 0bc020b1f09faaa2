import { describe, expect, test } from 'vitest';
import { demoTenant } from '../../app/demo/accounts.ts';
import { loadPopulation, personIdOf } from '../../app/demo/load.ts';
import { systemScope } from '../../app/open.ts';
import { testDatabase } from '../../app/testing.ts';
import { addDays, Day, Instant } from '../../kernel/day.ts';
import { within, type Tx } from '../../platform/database.ts';
import { insertObservations } from '../records/observations.store.ts';
import { markChanged } from '../rules/facts.store.ts';
import { readFacts } from '../rules/fact-reading.store.ts';
import { modelDefinitions } from './model-sql.ts';
import { tierOfValues } from './tier.ts';
import { expireOverrides, historyOf, insertOverride, tierOfPerson, versionOn } from './tiers.store.ts';
import { answerOf } from './model-answers.ts';
import { modelsOfPerson } from './models.store.ts';
import { modelTypes } from './population-models.ts';
import { keptAnswer } from './person-model.ts';
import { content, jobs, population, refreshAll, refreshChanged, registry, rulesInForce } from './upkeep.api.ts';

const store = await testDatabase();
const until = Day.parse('2026-11-22');
const size = 400;
await loadPopulation(store, { size, until }, () => {});
const inside = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => within(store.database, systemScope(demoTenant), work);
const persons = Array.from({ length: size }, (_, i) => personIdOf(i));
const pass = { tenantId: demoTenant, today: until };

describe('everybody', () => {
  test('has the tier that each gets alone from the same facts', async () => {
    await inside(async (tx) => {
      const { rules } = await rulesInForce(tx, { tenantId: demoTenant, day: until });
      const known = await readFacts(tx, { registry, today: until, persons, wanted: Object.keys(rules.facts), models: modelDefinitions(content) });
      expect(known.length).toBeGreaterThan(380);
      for (const { personId, values } of known) {
        const alone = tierOfValues(values, rules);
        const kept = await tierOfPerson(tx, personId);
        expect({ tier: kept?.computed, gate: kept?.gate, fires: kept?.fires, missing: kept?.missing, undecided: kept?.undecided, cell: kept?.cell }).toEqual({
          tier: alone.tier,
          gate: alone.gate?.id ?? null,
          fires: alone.fired.map(({ rule }) => rule.id),
          missing: alone.missing,
          undecided: alone.undecided.map(({ id }) => id),
          cell: alone.cell,
        });
      }
    });
  });

  test('has the answers of the models that each gets alone from the same facts', async () => {
    await inside(async (tx) => {
      const { rules } = await rulesInForce(tx, { tenantId: demoTenant, day: until });
      const known = await readFacts(tx, { registry, today: until, persons, wanted: [...Object.keys(rules.facts), ...Object.keys(modelTypes)], models: modelDefinitions(content) });
      const decided = new Map<string, number>();
      for (const { personId, values } of known) {
        const row = (await modelsOfPerson(tx, personId)) ?? expect.fail();
        for (const one of population) {
          const { applies: _applies, ...alone } = answerOf(one, values);
          expect({ personId, model: one.model.name, ...keptAnswer(row, one.model.name) }).toEqual({ personId, model: one.model.name, ...alone });
          if (alone.category !== null) decided.set(one.model.name, (decided.get(one.model.name) ?? 0) + 1);
        }
      }
      expect([...decided.keys()].toSorted()).toEqual(population.map(({ model }) => model.name).toSorted());
    });
  });

  test('is right already when everybody is derived again: the drift is 0', async () => {
    expect(await inside((tx) => refreshAll(tx, { ...pass, cause: 'records' }))).toMatchObject({ drift: 0, tiers: 0 });
  });

  test('came to the tier at some time, and the first version of the rules is kept', async () => {
    const { rows } = await store.owner.query('select cause, count(*)::int as n from tier_history group by 1');
    expect(rows[0].n).toBeGreaterThanOrEqual(380);
    expect(await inside((tx) => versionOn(tx, until))).toMatchObject({ version: 1, state: 'published' });
  });
});

/** Somebody in the middle tier with a diagnosis. */
async function someone(): Promise<number> {
  const { rows } = await store.owner.query<{ person_id: number }>(`select person_id from person_tier where tier <> 'high' and gate is null order by 1 limit 1`);
  return Number(rows[0]?.person_id ?? expect.fail());
}

const reading = (personId: number, value: number, value2: number) => {
  const at = Instant.parse(`${until}T01:00:00.000Z`);
  return { tenantId: demoTenant, personId: personIdOf(personId - personIdOf(0)), code: 3, effectiveAt: at, sourceId: 2, recordedAt: at, value, value2, recordedBy: null, organizationPos: 16, positions: null, label: 1, implausible: false };
};

test('a new reading moves the person, and leaves nothing to do for the full pass', async () => {
  const person = await someone();
  await inside(async (tx) => {
    await insertObservations(tx, [reading(person, 186, 104)]);
    await markChanged(tx, [person]);
    expect(await refreshChanged(tx, pass)).toBe(1);
    expect(await tierOfPerson(tx, person)).toMatchObject({ tier: 'high', emergency: true, fires: expect.arrayContaining(['H01']), tierSince: until });
    expect((await historyOf(tx, person))[0]).toMatchObject({ tier: 'high', cause: 'records', changedOn: until });
    expect(await refreshAll(tx, { ...pass, cause: 'records' })).toMatchObject({ drift: 0, tiers: 0 });
  });
});

test('an override stands until its last day, then the rules decide again', async () => {
  const { rows } = await store.owner.query<{ person_id: number }>(`select person_id from person_tier where computed = 'mid' order by 1 limit 1`);
  const person = personIdOf(Number(rows[0]?.person_id) - personIdOf(0));
  const account = systemScope(demoTenant).account;
  await inside(async (tx) => {
    await insertOverride(tx, { tenantId: demoTenant, personId: person, overrideId: crypto.randomUUID(), tier: 'high', instead: 'mid', reason: '家属要求', startsOn: until, expiresOn: addDays(until, 2), madeAt: Instant.parse(`${until}T01:00:00.000Z`), madeBy: account, endedAt: null, endedBy: null, organizationPos: 16, positions: null, label: 1 });
    await markChanged(tx, [person]);
    await refreshChanged(tx, pass);
    expect(await tierOfPerson(tx, person)).toMatchObject({ tier: 'high', computed: 'mid' });
    expect(await expireOverrides(tx, addDays(until, 2))).toEqual([]);
    expect(await expireOverrides(tx, addDays(until, 3))).toEqual([person]);
    await markChanged(tx, [person]);
    await refreshChanged(tx, { ...pass, today: addDays(until, 3) });
    expect(await tierOfPerson(tx, person)).toMatchObject({ tier: 'mid', computed: 'mid', tierSince: addDays(until, 3) });
  });
});

test('the nightly job notes that it found nothing', async () => {
  const nightly = jobs.find(({ name }) => name === 'refreshFacts') ?? expect.fail();
  await nightly.run({}, { everyTenant: (work) => inside((db) => work({ db, today: until, tenantId: demoTenant })) });
  const { rows } = await store.owner.query('select facts_drift, persons from risk_pass');
  expect(rows).toEqual([{ facts_drift: 0, persons: expect.any(Number) }]);
});
