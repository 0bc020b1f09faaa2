import { describe, expect, test } from 'vitest';
import { systemScope } from '../../app/open.ts';
import { testApp, testTenant } from '../../app/testing.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { readContent } from '../../platform/content.ts';
import { within, type Tx } from '../../platform/database.ts';
import { ObservationCodes } from '../records/observation-codes.ts';
import { Condition } from '../records/entries.ts';
import { insertConditions } from '../records/entries.store.ts';
import { insertObservations } from '../records/observations.store.ts';
import { observationSources, type ObservationSource } from '../records/records.ts';
import { PersonId } from '../people/people.ts';
import { factRegistry, Facts } from './facts.ts';
import { factTableColumns } from './person-fact.ts';
import { deriveFacts, forgetChanged, markChanged, takeChanged } from './facts.store.ts';
import { storedColumns } from './stored-facts.ts';
import { readFacts } from './fact-reading.store.ts';
import type { Derivation } from './fact-derivation.ts';

const facts = readContent('facts.yaml', Facts);
const codes = readContent('observations.yaml', ObservationCodes);
const made = factRegistry(facts);
const registry = made.ok ? made.registry : expect.fail();
const today = Day.parse('2026-11-22');
const derivation: Derivation = {
  facts,
  codes,
  limits: { sbp: 140, dbp: 90, olderFrom: 65, olderSbp: 150, olderDbp: 90, fpg: 7 },
  egfr: ({ creatinine }) => `round(8000 / ${creatinine}, 2)`,
  place: { north: false, urban: true },
};

const { store } = await testApp({ today });
const inside = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => within(store.database, systemScope(testTenant), work);

let next = 1;
/** A person of the test's own, born in 1960 unless told otherwise. */
async function person(born = '1960-03-01'): Promise<PersonId> {
  const id = PersonId.parse(next++);
  await store.owner.query(
    `insert into person (tenant_id, person_id, organization_id, organization_pos, name, pinyin, sex, birth_date, registered_at) values ($1, $2, 1, 16, '李', 'li', 'male', $3, '2020-01-01')`,
    [testTenant, id, born],
  );
  return id;
}

type Given = { readonly code: string; readonly on: string; readonly value: number; readonly value2?: number; readonly source?: ObservationSource; readonly implausible?: boolean };

async function observe(personId: PersonId, given: readonly Given[]): Promise<void> {
  const rows = given.map(({ code, on, value, value2 = null, source = 'check-up', implausible = false }) => {
    const id = codes.observations.find((one) => one.code === code)?.id ?? expect.fail(code);
    const at = Instant.parse(`${on}T02:00:00.000Z`);
    return { tenantId: testTenant, personId, code: id, effectiveAt: at, sourceId: observationSources[source], recordedAt: at, value, value2, recordedBy: null, organizationPos: 16, positions: null, label: 1, implausible };
  });
  await inside((tx) => insertObservations(tx, rows));
}

async function diagnose(personId: PersonId, code: string, onsetOn: string, more: object = {}): Promise<void> {
  const row = { tenantId: testTenant, personId, entryId: crypto.randomUUID(), code, title: code, clinicalStatus: 'active', verificationStatus: 'confirmed', onsetOn, abatementOn: null, note: null, sourceId: 1, recordedAt: '2026-01-01T00:00:00.000Z', recordedBy: null, organizationPos: 16, positions: null, label: 1, teamId: null, ...more };
  await inside((tx) => insertConditions(tx, [Condition.parse(row)]));
}

async function factsOf(personId: PersonId, day: Day = today): Promise<Readonly<Record<string, unknown>>> {
  return inside(async (tx) => {
    await deriveFacts(tx, { derivation, whom: { persons: [personId] }, asOf: day });
    const [row] = await readFacts(tx, { registry, today: day, persons: [personId], wanted: facts.flatMap(({ id, source }) => (['expression', 'model'].includes(source.kind) ? [] : [id])) });
    return row?.values ?? {};
  });
}

test('the shipped columns are those that the facts need', () => {
  const needed = facts.flatMap(storedColumns).map(({ name, type }) => `${name} ${type}`);
  expect(factTableColumns.map(({ name, type }) => `${name} ${type}`).toSorted()).toEqual(needed.toSorted());
});

describe('facts of a person', () => {
  test('nothing is known of somebody without records', async () => {
    expect(await factsOf(await person())).toEqual({ age: 66, sex: 'M', north: false, urban: true });
  });

  test('are the latest believable values, with their days', async () => {
    const li = await person();
    await observe(li, [
      { code: 'blood-pressure', on: '2026-10-01', value: 150, value2: 95 },
      { code: 'blood-pressure', on: '2026-11-02', value: 138, value2: 84, source: 'home' },
      { code: 'blood-pressure', on: '2026-11-20', value: 84, value2: 138, implausible: true },
      { code: 'body-height', on: '2026-03-01', value: 170 },
      { code: 'body-weight', on: '2026-11-02', value: 81 },
      { code: 'creatinine', on: '2026-05-01', value: 80 },
      { code: 'smoking-status', on: '2026-05-01', value: 3 },
      { code: 'retinopathy', on: '2026-05-01', value: 1 },
      { code: 'ldl-cholesterol', on: '2026-05-01', value: 2.59 },
    ]);
    expect(await factsOf(li)).toMatchObject({ sbp: 138, dbp: 84, bp_source: 'home', bp_days: 20, bmi: 28.03, egfr: 100, egfr_days: 205, smoker: true, retinopathy: 'mild_npdr', retina_days: 205, ldl: 2.59, lipid_days: 205, lifestyle: ['smoking', 'obesity'] });
  });

  test.each([
    ['2026-08-24', 138, 90],
    ['2026-08-23', undefined, 91],
  ])('a pressure of %s is %s on 22 November, %s days on', async (on, sbp, days) => {
    const li = await person();
    await observe(li, [{ code: 'blood-pressure', on, value: 138, value2: 84 }]);
    const known = await factsOf(li);
    expect([known['sbp'], known['bp_days']]).toEqual([sbp, days]);
  });

  test('what was not recorded as ill in a record is not ill; without a record it is unknown', async () => {
    const li = await person();
    await diagnose(li, 'I10', '2025-11-22');
    await diagnose(li, 'E11.9', '2015-11-23');
    await diagnose(li, 'I63', '2020-01-01', { clinicalStatus: 'resolved' });
    await diagnose(li, 'I50', '2020-01-01', { clinicalStatus: 'resolved' });
    await diagnose(li, 'I48', '2020-01-01', { verificationStatus: 'refuted' });
    expect(await factsOf(li)).toMatchObject({ dx_htn: true, dx_t2dm: true, ascvd: true, heart_failure: false, atrial_fibrillation: false, dx_days: 4017, dm_years: 10, bp_treated: false });
  });

  test.each<[string, readonly [number, number][], number, number]>([
    ['two good visits after a bad one', [[150, 80], [138, 80], [139, 89]], 2, 0],
    ['one bad visit at the end', [[138, 80], [140, 80]], 0, 1],
    ['one good visit', [[130, 80]], 1, 0],
  ])('%s', async (_, pressures, controlled, uncontrolled) => {
    const li = await person('1980-01-01');
    await diagnose(li, 'I10', '2025-11-22');
    await observe(li, pressures.map(([value, value2], i) => ({ code: 'blood-pressure', on: `2026-0${i + 1}-15`, value, value2, source: 'follow-up' })));
    expect(await factsOf(li)).toMatchObject({ controlled_in_row: controlled, uncontrolled_in_row: uncontrolled, face_to_face_12m: pressures.length, follow_up_days: expect.any(Number) });
  });

  test('events count within their window', async () => {
    const li = await person();
    await observe(li, ['2026-08-20', '2026-09-20', '2026-11-20'].map((on) => ({ code: 'capillary-glucose', on, value: 3.5, source: 'home' })));
    expect(await factsOf(li)).toMatchObject({ hypo_count_3m: 2, severe_hypo_12m: 0 });
  });

  test('as of an earlier day only what was known then', async () => {
    const li = await person();
    await observe(li, [{ code: 'blood-pressure', on: '2026-03-01', value: 150, value2: 95 }, { code: 'blood-pressure', on: '2026-06-01', value: 130, value2: 80 }]);
    expect(await factsOf(li, Day.parse('2026-03-10'))).toMatchObject({ sbp: 150, bp_days: 9, age: 66 });
  });
});

describe('changes', () => {
  test('are noted, taken once, and derived again only where they made a difference', async () => {
    const [li, wang] = [await person(), await person()];
    await inside(async (tx) => {
      await forgetChanged(tx);
      await markChanged(tx, [li, wang, li]);
      expect(await takeChanged(tx, 1000)).toEqual([li, wang]);
      expect(await takeChanged(tx, 1000)).toEqual([]);
      const whom = { persons: [li, wang] };
      expect(await deriveFacts(tx, { derivation, whom, asOf: today })).toBe(2);
      expect(await deriveFacts(tx, { derivation, whom, asOf: today })).toBe(0);
    });
  });
});
