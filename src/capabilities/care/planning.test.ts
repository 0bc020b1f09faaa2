import fc from 'fast-check';
import { expect, test } from 'vitest';
import { systemScope } from '../../app/open.ts';
import { testApp, testTenant } from '../../app/testing.ts';
import { addPerson } from '../../app/testing-people.ts';
import { addDays, addMonths, type Day, type Instant } from '../../kernel/day.ts';
import { isWorkday } from '../../kernel/working-days.ts';
import { within, type Tx } from '../../platform/database.ts';
import { calendar, loadPathways } from './content.gateway.ts';
import { changePathway, listPathways, pathwayCoverage, startPathway, type Pathway } from './pathways.ts';
import { plan } from './planning.api.ts';
import { agreeNext, settleByContact } from './planning.store.ts';

const start = '2026-03-02' as Day;
const { store, organizations, as } = await testApp({ today: start });
const hospital = organizations.get('hospital');
const manager = await as('programme-manager', 'district');
const doctor = await as('doctor', 'hospital');
const system = <T>(work: (tx: Tx) => Promise<T>) => within(store.database, systemScope(testTenant), work);
const planOn = (today: Day, whom: number[] | null = null) => system((tx) => plan(tx, { today, at: `${today}T01:00:00.000Z` as Instant, whom }));

const nurse = '00000000-0000-4000-8000-0000000000aa';
const people = Array.from({ length: 90 }, (_, i) => 6001 + i);
const pathway: Pathway = loadPathways()[0] ?? expect.fail();

type Tier = 'low' | 'mid' | 'high';
async function setTier(personId: number, tier: Tier | 'not_tiered'): Promise<void> {
  await store.owner.query(
    `insert into person_tier (tenant_id, person_id, version, tier, computed, provisional, emergency, urgent, danger, fires, undecided, missing, awaited, assessed_on, tier_since, organization_pos, label)
     values (1, $1, 1, $2, $2, false, false, false, '{}', '{}', '{}', '{}', '{}', $3, $3, $4, 1) on conflict (tenant_id, person_id) do update set tier = excluded.tier, tier_since = excluded.tier_since`,
    [personId, tier, start, hospital?.pos],
  );
}

for (const [i, personId] of people.entries()) {
  await addPerson(store.owner, { personId, at: hospital });
  await store.owner.query(`insert into person_fact (tenant_id, person_id, organization_pos, label, dx_htn) values (1, $1, $2, 1, $3)`, [personId, hospital?.pos, i < 80]);
  await store.owner.query(`insert into clinician (tenant_id, person_id, role, account_id, name, since, organization_pos) values (1, $1, 'nurse', $2, '护士', '2026-01-01', $3)`, [personId, nurse, hospital?.pos]);
  await setTier(personId, i % 3 === 0 ? 'low' : i % 3 === 1 ? 'mid' : 'high');
}
const { body: begun } = await manager.call(startPathway, { title: '慢病管理', template: 'chronic-disease', organizationId: hospital?.organizationId ?? 0, startsOn: start, endsOn: addMonths(start, 12) });

interface Open {
  readonly person_id: number;
  readonly step_id: string;
  readonly tier: Tier;
  readonly due_on: Day;
}
const openSteps = async (): Promise<Open[]> => (await store.owner.query(`select person_id, step_id, tier, due_on from pathway_step where state = 'open' order by 1, 2`)).rows;
const openWork = async () => (await store.owner.query(`select person_id, split_part(source_id, '/', 2) as step_id, due_on, assigned_to from work_item where state = 'open' and source_id not like '%/late' order by 1, 2`)).rows;

/** Whoever meets the criterion and has a tier: one open step of each kind that the tier asks for, no other; the staff's on their lists. */
async function expectWhole(): Promise<void> {
  const { rows } = await store.owner.query<{ person_id: number; tier: Tier }>(`select t.person_id, t.tier from person_tier t join person_fact f using (tenant_id, person_id) where f.dx_htn and t.tier <> 'not_tiered' order by 1`);
  const wanted = rows.flatMap(({ person_id, tier }) => pathway.tiers[tier].map(({ id, by }) => ({ person_id, step_id: id, staff: by !== 'person' && by !== 'system' })));
  const keys = (list: readonly { person_id: number; step_id: string }[]) => list.map(({ person_id, step_id }) => `${person_id} ${step_id}`).toSorted();
  expect(keys(await openSteps())).toEqual(keys(wanted));
  expect(keys(await openWork())).toEqual(keys(wanted.filter(({ staff }) => staff)));
}

test('everybody who meets the criterion is enrolled with the tier, and gets exactly its steps', async () => {
  await planOn(start);
  const { rows } = await store.owner.query('select count(*)::int as n from enrolment where ended_on is null');
  expect(rows[0].n).toBe(80);
  await expectWhole();
  expect((await planOn(start)).opened).toBe(0);
});

test('work falls on working days, within reach of the day wished for, and no day of a nurse is overfull', async () => {
  const work = await openWork();
  expect(work.every(({ due_on, assigned_to }) => isWorkday(due_on, calendar) && (assigned_to === nurse || assigned_to === null))).toBe(true);
  const perDay = Map.groupBy(work.filter(({ assigned_to }) => assigned_to === nurse), ({ due_on }) => due_on);
  expect(Math.max(...[...perDay.values()].map((list) => list.length))).toBeLessThanOrEqual(pathway.capacity);
});

test('contacts, changes of tier and days that pass leave no hole and no duplicate', async () => {
  const act = fc.record({ person: fc.nat(people.length - 1), what: fc.constantFrom('call', 'visit', 'low', 'mid', 'high', 'not_tiered', 'agree'), days: fc.nat(12) });
  let today = addDays(start, 1);
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 12 }), async (acts) => {
      for (const { person, what, days } of acts) {
        const personId = people[person] ?? 0;
        if (what === 'call' || what === 'visit') await system((tx) => settleByContact(tx, personId, { inPerson: what === 'visit', on: today }));
        else if (what === 'agree') await system((tx) => agreeNext(tx, personId, { counts: 'any', on: addDays(today, days) }));
        else await setTier(personId, what);
        if (days % 3 === 0) await planOn(today, [personId]);
      }
      today = addDays(today, 1 + (acts[0]?.days ?? 0));
      await planOn(today);
      await expectWhole();
    }),
    { numRuns: 12 },
  );
});

test('a visit on record fulfils the step, and the next follows from its day, after the holidays', async () => {
  const personId = people[1] ?? 0;
  await setTier(personId, 'mid');
  const today = '2026-09-01' as Day;
  await planOn(today);
  await store.owner.query(`insert into observation (tenant_id, person_id, effective_at, recorded_at, value, value2, organization_pos, code, source_id, label, implausible) values (1, $1, $2, $2, 130, 80, $3, 3, 2, 1, false)`, [personId, '2026-09-03T02:00:00Z', hospital?.pos]);
  await planOn('2026-09-04' as Day);
  const { rows } = await store.owner.query(`select state, due_on, closed_on from pathway_step where person_id = $1 and step_id = 'contact' and state in ('open', 'done') order by occurrence desc limit 2`, [personId]);
  expect(rows).toMatchObject([{ state: 'open', due_on: '2026-10-08' }, { state: 'done', closed_on: '2026-09-03' }]);
});

test('what is missed goes to whom the pathway names, once', async () => {
  const late = () => store.owner.query(`select count(*)::int as n, min(role) as role from work_item where state = 'open' and source_id like '%/late' and person_id = $1`, [people[2]]);
  await setTier(people[2] ?? 0, 'high');
  const today = '2026-10-12' as Day;
  await planOn(today);
  await planOn(addDays(today, 30));
  await planOn(addDays(today, 31));
  expect((await late()).rows).toEqual([{ n: 2, role: 'doctor' }]);
});

test('a manager changes the copy, and sees how many got what they should, but no small group', async () => {
  const [mine] = (await manager.call(listPathways, {})).body;
  expect(mine).toMatchObject({ programmeId: begun.programmeId, version: 1 });
  const fewer = { ...pathway, criterion: '%dx_htn and %age > 200' };
  expect((await manager.call(changePathway, { programmeId: begun.programmeId, version: 1, pathway: { ...pathway, criterion: '%nothing' } })).problem.type).toBe('care.faultyCriterion');
  expect((await manager.call(changePathway, { programmeId: begun.programmeId, version: 1, pathway: fewer })).body).toEqual({ version: 2 });
  expect((await manager.call(changePathway, { programmeId: begun.programmeId, version: 1, pathway: fewer })).problem.type).toBe('care.changedMeanwhile');
  const period = { programmeId: begun.programmeId, from: start, to: addMonths(start, 10) };
  const seen = (await doctor.call(pathwayCoverage, period)).body.rows.find(({ tier, stepId }) => tier === 'high' && stepId === 'contact');
  expect(seen?.due).toBeGreaterThan(5);
  expect((await manager.call(pathwayCoverage, period)).body).toMatchObject({ hiddenBelow: 10 });
  await planOn('2026-12-01' as Day);
  expect(await openSteps()).toEqual([]);
  expect(await openWork()).toEqual([]);
});
