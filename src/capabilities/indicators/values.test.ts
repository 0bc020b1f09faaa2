import { describe, expect, test } from 'vitest';
import type pg from 'pg';
import { systemScope } from '../../app/open.ts';
import { testApp } from '../../app/testing.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { within, type Tx } from '../../platform/database.ts';
import { Month } from '../care/reference-month.ts';
import { inBulk } from '../rules/facts.store.ts';
import { measuredOf } from './counting.ts';
import { measureMembers } from './indicators.store.ts';
import { countMonth, counted, definitions, reading, referenceOf } from './upkeep.api.ts';
import { passes, refreshPersons, valuesOf } from './values.store.ts';

const { store, organizations } = await testApp();
const { owner } = store;
const tenant = 1;
const today = Day.parse('2026-11-22');
const known = Instant.parse('2026-11-22T10:00:00.000Z');
const inside = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => within(store.database, systemScope(tenant), work);
const places = [...organizations.values()];
const month = Month.parse('2026-10');
const reference = referenceOf(month, { today, known });

/** People whose days and values lie close to every limit: visits around 3 and 12 months ago, pressures around 140/90, the dead, the moved, members of two places. */
async function populate(client: pg.Pool, { seed, from, size }: { seed: number; from: number; size: number }): Promise<void> {
  const ids = places.filter(({ kind }) => kind !== 'district').map(({ organizationId }) => organizationId);
  await client.query(`
    select setseed(${seed / 100});
    insert into person (tenant_id, person_id, organization_id, organization_pos, name, pinyin, sex, birth_date, registered_at, deceased_on, moved_on)
      select ${tenant}, p, o.organization_id, o.pos, '李', 'li', case when random() < 0.5 then 'male' else 'female' end, date '2026-10-31' - (3000 + random() * 28000)::int, timestamptz '2026-11-10' - random() * interval '900 days',
        case when random() < 0.06 then date '2026-10-31' + (random() * 40 - 30)::int end, case when random() < 0.06 then date '2026-10-31' + (random() * 40 - 30)::int end
      from generate_series(${from}, ${from + size - 1}) p join organization o on o.organization_id = (array[${ids.join(', ')}])[1 + (p * 7 + p / 11) % ${ids.length}];
    insert into membership (tenant_id, person_id, organization_id, organization_pos, role, since, until)
      select ${tenant}, person_id, organization_id, organization_pos, 'patient', registered_at::date, case when random() < 0.05 then date '2026-10-31' + (random() * 4 - 2)::int else least(deceased_on, moved_on) end from person where person_id >= ${from}
      union all select ${tenant}, p.person_id, o.organization_id, o.pos, 'resident', date '2025-01-01', null from person p join organization o on o.organization_id = (array[${ids.join(', ')}])[1 + (p.person_id % ${ids.length})::int] where p.person_id >= ${from} and random() < 0.3;
    insert into condition (tenant_id, person_id, entry_id, code, title, clinical_status, verification_status, onset_on, source_id, recorded_at, organization_pos, label)
      select ${tenant}, person_id, gen_random_uuid(), c, c, case when random() < 0.05 then 'resolved' else 'active' end, case when random() < 0.05 then 'refuted' else 'confirmed' end, '2020-01-01', 1, timestamptz '2026-11-05' - random() * interval '600 days', organization_pos, 1
      from person cross join unnest(array['I10', 'E11']) c where person_id >= ${from} and random() < 0.7;
    insert into observation (tenant_id, person_id, code, effective_at, source_id, recorded_at, value, value2, organization_pos, label, implausible)
      select ${tenant}, person_id, o.code, at, o.source, at + random() * interval '4 days', case o.code when 3 then 136 + (random() * 8)::int else round((6.5 + random())::numeric, 1)::float8 end, case o.code when 3 then 86 + (random() * 8)::int end, organization_pos, 1, random() < 0.05
      from person cross join (values (3, 2), (3, 3), (17, 2), (17, 1)) o(code, source) cross join lateral (select timestamptz '2026-11-03' - random() * interval '520 days' + 0 * person_id * interval '1 day' as at from generate_series(1, 3)) t
      where person_id >= ${from} and random() < 0.5
      on conflict do nothing;
    analyze;`);
}

await populate(owner, { seed: 7, from: 50_000, size: 500 });

/** The same counting a second time: the statements that somebody would write by hand for one organisation, disease by disease. */
const plain = `
  with member as (
    select distinct p.* from person p join membership m using (tenant_id, person_id)
    where m.organization_pos between $1 and $2 and m.since <= '2026-10-31' and (m.until is null or m.until > '2026-10-31' or m.until = least(p.deceased_on, p.moved_on))
      and (p.registered_at at time zone 'Asia/Shanghai')::date <= '2026-10-31' and not coalesce(p.deceased_on <= '2026-10-31', false) and not coalesce(p.moved_on <= '2026-10-31', false)),
  patient as (
    select m.person_id, greatest((m.registered_at at time zone 'Asia/Shanghai')::date, (select min((c.recorded_at at time zone 'Asia/Shanghai')::date) from condition c where c.tenant_id = m.tenant_id and c.person_id = m.person_id and c.code = $3 and c.verification_status <> 'refuted' and c.recorded_at < $5)) as since,
      (select max((o.effective_at at time zone 'Asia/Shanghai')::date) from observation o where o.tenant_id = m.tenant_id and o.person_id = m.person_id and o.source_id in (1, 2, 4, 6) and not o.implausible and o.recorded_at < $5
        and (o.effective_at at time zone 'Asia/Shanghai')::date between '2025-11-01' and '2026-10-31') as visit,
      last.day as measured, last.value, last.value2
    from member m left join lateral (
      select (o.effective_at at time zone 'Asia/Shanghai')::date as day, o.value, o.value2 from observation o where o.tenant_id = m.tenant_id and o.person_id = m.person_id and o.code = $4 and o.source_id in (1, 2, 4, 6) and not o.implausible and o.recorded_at < $5
        and (o.effective_at at time zone 'Asia/Shanghai')::date between '2025-11-01' and '2026-10-31' order by o.effective_at desc, o.value desc, o.value2 desc limit 1) last on true
    where exists (select from condition c where c.tenant_id = m.tenant_id and c.person_id = m.person_id and c.code = $3 and c.clinical_status <> 'resolved' and c.verification_status <> 'refuted' and c.recorded_at < $5)),
  judged as (
    select *, greatest(visit, since) < '2025-11-01' as lost, since < '2026-08-01' as old,
      case when measured >= '2026-08-01' then case when $4 = 3 and value < 140 and value2 < 90 or $4 = 17 and value < 7 then 'controlled' else 'uncontrolled' end when visit >= '2026-08-01' then 'unmeasured' else 'missed' end as outcome from patient)
  select count(*) filter (where not lost and old)::int as due, count(*) filter (where not lost and old and outcome = 'controlled')::int as control, count(*) filter (where not lost and old and outcome = 'uncontrolled')::int as uncontrolled,
    count(*) filter (where not lost and old and outcome = 'missed')::int as missed, count(*) filter (where not lost and old and outcome = 'unmeasured')::int as unmeasured, count(*) filter (where lost)::int as lost, count(*)::int as everybody from judged`;

const diseases = [['htn', 'I10', 3, 'bp-control'], ['dm', 'E11', 17, 'glu-control']] as const;
const names = (prefix: string, control: string) => [[control, 'control', 'due'], [`${prefix}-uncontrolled`, 'uncontrolled', 'due'], [`${prefix}-missed`, 'missed', 'due'], [`${prefix}-unmeasured`, 'unmeasured', 'due'], [`${prefix}-lost`, 'lost', 'everybody']] as const;

const everyValue = (tx: Tx) => valuesOf(tx, { months: [Day.parse(`${month}-01`)], organizations: places.map(({ organizationId }) => organizationId), definition: null, breakdowns: ['all', 'tier', 'age', 'sex'] });

describe('control, loss and overdue', () => {
  test.each([7, 23, 61])('agree with plain SQL for every organisation, population %i', async (seed) => {
    if (seed !== 7) await populate(owner, { seed, from: 50_000 + seed * 1_000, size: 300 });
    await inside((tx) => countMonth(tx, tenant, reference));
    const values = await inside(everyValue);
    let met = 0;
    for (const place of places) {
      for (const [prefix, icd, code, control] of diseases) {
        const { rows } = await owner.query<Record<string, number>>(plain, [place.pos, place.posEnd, icd, code, known]);
        for (const [definition, upper, lower] of names(prefix, control)) {
          const value = values.find((one) => one.organizationId === place.organizationId && one.definition === definition && one.breakdown === 'all');
          expect({ place: place.key, definition, upper: value?.upper ?? 0, lower: value?.lower ?? 0 }).toEqual({ place: place.key, definition, upper: rows[0]?.[upper], lower: rows[0]?.[lower] });
          met += value?.upper ?? 0;
        }
      }
    }
    expect(met).toBeGreaterThan(100);
  });

  test('the parts of every breakdown add up to the whole', async () => {
    const values = await inside(everyValue);
    const of = (breakdown: string) => Map.groupBy(values.filter((one) => one.breakdown === breakdown), (one) => `${one.organizationId} ${one.definition}`);
    for (const breakdown of ['tier', 'age', 'sex']) {
      for (const [key, [whole]] of of('all')) {
        const parts = of(breakdown).get(key) ?? [];
        expect([key, breakdown, parts.reduce((sum, one) => sum + one.persons, 0)]).toEqual([key, breakdown, whole?.persons]);
        expect(parts.reduce((sum, one) => sum + one.upper, 0)).toBeCloseTo(whole?.upper ?? 0, 6);
      }
    }
  });

  test('members counted straight from their records are those of the table', async () => {
    const district = places[0] ?? expect.fail();
    const sums = await inside((tx) => measureMembers(tx, { reading, counted }, { reference, reach: { posFrom: district.pos, posTo: district.posEnd } }));
    const values = (await inside(everyValue)).filter((one) => one.organizationId === district.organizationId && one.breakdown === 'all');
    expect(values.length).toBeGreaterThan(20);
    for (const value of values) expect([value.definition, sums.get(value.definition)]).toEqual([value.definition, { upper: value.upper, lower: value.lower, persons: value.persons }]);
  });
});

describe('a change of the records', () => {
  const persons = Array.from({ length: 120 }, (_, i) => 50_000 + 3 * i);

  test('changes every sum as a count of everybody would', async () => {
    await owner.query('update observation set value = value + 9 where person_id = any ($1) and source_id = 2', [persons]);
    await owner.query(`update person set deceased_on = '2026-10-02' where person_id = any ($1) and person_id % 5 = 0`, [persons]);
    await owner.query(`update membership set until = '2026-10-01' where person_id = any ($1) and person_id % 7 = 0`, [persons]);
    const changed = await inside((tx) => inBulk(tx, () => refreshPersons(tx, { reading, counted }, { reference, persons })));
    expect(changed).toBeGreaterThan(40);
    const followed = await inside(everyValue);
    await inside((tx) => countMonth(tx, tenant, reference));
    expect(followed).toEqual(await inside(everyValue));
  });

  test('leaves a month as it was known the same to the byte', async () => {
    const before = JSON.stringify(await inside(everyValue));
    await owner.query(`
      insert into observation_history (tenant_id, person_id, effective_at, recorded_at, value, value2, recorded_by, organization_pos, positions, code, source_id, label, implausible, superseded_at, changed_by, change, reason)
      select o.tenant_id, o.person_id, o.effective_at, o.recorded_at, o.value, o.value2, o.recorded_by, o.organization_pos, o.positions, o.code, o.source_id, o.label, o.implausible, '2026-11-23T01:00:00Z', null, 'corrected', '更正'
        from observation o where person_id % 4 = 0 and code = 3`);
    await owner.query(`update observation set value = value - 12, recorded_at = '2026-11-23T01:00:00Z' where person_id % 4 = 0 and code = 3`);
    await owner.query(`insert into observation select tenant_id, person_id, effective_at + interval '1 hour', '2026-11-23T01:00:00Z', 100, 60, recorded_by, organization_pos, positions, code, source_id, label, false from observation where person_id % 3 = 0 and code = 3 on conflict do nothing`);
    await inside((tx) => countMonth(tx, tenant, reference));
    expect(JSON.stringify(await inside(everyValue))).toBe(before);
    await inside((tx) => countMonth(tx, tenant, { ...reference, known: Instant.parse('2026-11-24T00:00:00.000Z') }));
    expect(JSON.stringify(await inside(everyValue))).not.toBe(before);
    expect((await inside(passes))[0]).toMatchObject({ month: '2026-10-01', day: '2026-10-31' });
  });
});

test.each([
  ['a share in percent', 'bp-control', { upper: 3, lower: 4, persons: 4 }, { value: 75, numerator: 3, denominator: 4 }],
  ['a share of nobody', 'bp-control', { upper: 0, lower: 0, persons: 0 }, { value: null, numerator: 0, denominator: 0 }],
  ['a mean', 'sat', { upper: 270, lower: 3, persons: 3 }, { value: 90, numerator: 270, denominator: 3 }],
  ['a change in percent of the first mean', 'quiz-score', { upper: 30, lower: 120, persons: 2 }, { value: 25, numerator: 15, denominator: 2 }],
  ['follow-ups done of those due', 'followup-rate', { upper: 9, lower: 12, persons: 4 }, { value: 75, numerator: 9, denominator: 12 }],
  ['people', 'respondents', { upper: 5, lower: 5, persons: 5 }, { value: 5, numerator: 5, denominator: null }],
])('%s', (_, id, sums, measured) => expect(measuredOf(definitions.find((one) => one.id === id) ?? expect.fail(id), sums)).toEqual(measured));

test('people whose record is withheld are passed over, and do not stop the others', async () => {
  const [held, other] = [50_000, 50_001];
  await owner.query(`update person_month set label = 3 where person_id = ${held}`);
  await owner.query(`insert into record_hold (tenant_id, person_id, since, reason, organization_pos) select ${tenant}, person_id, now(), 'consent', organization_pos from person where person_id = ${held}`);
  const before = (await owner.query(`select * from person_month where person_id = ${held}`)).rows;
  await inside((tx) => inBulk(tx, () => refreshPersons(tx, { reading, counted }, { reference, persons: [held, other] })));
  await inside((tx) => countMonth(tx, tenant, reference));
  expect((await owner.query(`select * from person_month where person_id = ${held}`)).rows).toEqual(before);
});
