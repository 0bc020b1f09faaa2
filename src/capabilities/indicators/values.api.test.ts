import { describe, expect, test } from 'vitest';
import { testApp } from '../../app/testing.ts';
import { systemScope } from '../../app/open.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { within } from '../../platform/database.ts';
import { Month } from '../care/reference-month.ts';
import { exportValues, listValues, openIndicator, personsBehind, proveValue } from './reporting.ts';
import { countMonth, referenceOf } from './upkeep.api.ts';

const { store, organizations, as } = await testApp();
const tenant = 1;
const at = (key: string) => organizations.get(key) ?? expect.fail(key);
const known = Instant.parse('2026-11-20T00:00:00.000Z');
const count = (month: string) => within(store.database, systemScope(tenant), (tx) => countMonth(tx, tenant, referenceOf(Month.parse(month), { today: Day.parse('2026-11-20'), known })));

/** 60 at hospital A (45 controlled), 30 at its ward (28), 40 at hospital B (3). */
const groups = [['hospital', 60, 45], ['ward', 30, 28], ['hospital-b', 40, 3]] as const;
let person = 70_000;
for (const [key, all, controlled] of groups) {
  const { organizationId, pos } = at(key);
  const [from, to] = [person, person + all - 1];
  person += all;
  await store.owner.query(`
    insert into person (tenant_id, person_id, organization_id, organization_pos, name, pinyin, sex, birth_date, registered_at) select ${tenant}, p, ${organizationId}, ${pos}, '陈' || p, 'chen', 'female', '1960-01-01', '2025-01-01' from generate_series(${from}, ${to}) p;
    insert into membership (tenant_id, person_id, organization_id, organization_pos, role, since) select ${tenant}, p, ${organizationId}, ${pos}, 'patient', '2025-01-01' from generate_series(${from}, ${to}) p;
    insert into condition (tenant_id, person_id, entry_id, code, title, clinical_status, verification_status, onset_on, source_id, recorded_at, organization_pos, label) select ${tenant}, p, gen_random_uuid(), 'I10', 'I10', 'active', 'confirmed', '2020-01-01', 1, '2025-01-02', ${pos}, 1 from generate_series(${from}, ${to}) p;
    insert into observation (tenant_id, person_id, code, effective_at, source_id, recorded_at, value, value2, organization_pos, label, implausible)
      select ${tenant}, p, 3, '2026-10-05T02:00:00Z', 2, '2026-10-05T03:00:00Z', case when p < ${from + controlled} then 130 else 150 end, 80, ${pos}, 1, false from generate_series(${from}, ${to}) p`);
}
await count('2026-10');
const [doctor, leader, manager] = await Promise.all([as('doctor', 'hospital'), as('leader', 'district'), as('programme-manager', 'hospital')]);
const bp = { id: 'bp-control' };

describe('values', () => {
  test('roll up without counting anybody twice', async () => {
    const { body } = await doctor.call(openIndicator, bp);
    expect(body).toMatchObject({ own: { value: 81.1111111111, numerator: 73, denominator: 90, held: false }, month: '2026-10', day: '2026-10-31', places: [{ place: { organizationId: at('ward').organizationId }, numerator: 28, denominator: 30 }] });
    expect(body?.parts.find((part) => part.breakdown === 'age' && part.band === '65-74')).toMatchObject({ numerator: 73, denominator: 90 });
  });

  test('small numbers, and what would give them away, are told to nobody who may not see the persons', async () => {
    const { body } = await leader.call(openIndicator, bp);
    expect(body?.own).toMatchObject({ held: false, numerator: 76, denominator: 130 });
    expect(body?.places.map(({ held, value }) => [held, value])).toEqual([[true, null], [true, null]]);
    const own = await manager.call(listValues, {});
    expect(own.body?.rows.find((row) => row.id === 'bp-control')).toMatchObject({ held: true, value: null, numerator: null, persons: null });
    const list = await leader.call(listValues, {});
    expect(list.body?.rows.find((row) => row.id === 'bp-control')).toMatchObject({ held: false, numerator: 76 });
  });

  test('are not told beyond reach, nor of months never counted', async () => {
    expect((await doctor.call(openIndicator, { ...bp, organizationId: at('hospital-b').organizationId })).status).toBe(404);
    expect((await doctor.call(listValues, { month: Month.parse('2024-01') })).status).toBe(404);
    expect((await doctor.call(openIndicator, { id: 'no-such' })).status).toBe(404);
  });
});

describe('the proof of a number', () => {
  test('names version, instant, counts and who was left out; proved again it is the same', async () => {
    const first = await doctor.call(proveValue, bp);
    expect(first.body).toMatchObject({ version: 2, known, own: { numerator: 73, denominator: 90 }, agrees: true, mayName: true, left: [{ reason: 'dead', persons: 0 }, { reason: 'moved' }, { reason: 'lost' }, { reason: 'new' }] });
    expect(first.body?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    await store.owner.query(`update observation set value = 170, recorded_at = '2026-11-21T00:00:00Z' where person_id = 70000`);
    await store.owner.query(`insert into observation_history (tenant_id, person_id, effective_at, recorded_at, value, value2, organization_pos, code, source_id, label, implausible, superseded_at, change, reason)
      select tenant_id, person_id, effective_at, '2026-10-05T03:00:00Z', 130, 80, organization_pos, code, source_id, label, false, '2026-11-21T00:00:00Z', 'corrected', '更正' from observation where person_id = 70000`);
    await count('2026-10');
    expect((await doctor.call(proveValue, bp)).body).toEqual(first.body);
  });

  test('leads to the persons, for those who care for them', async () => {
    const { body } = await doctor.call(personsBehind, { ...bp, side: 'rest' });
    expect(body?.persons.length).toBe(17);
    expect(body?.persons[0]).toMatchObject({ upper: 0, values: { htn_outcome: 'uncontrolled', htn_counted: true } });
    const page = await doctor.call(personsBehind, bp);
    expect([page.body?.persons.length, page.body?.more]).toEqual([50, true]);
    expect((await leader.call(personsBehind, bp)).status).toBe(403);
  });

  test('keeps silent where the number is held back', async () => {
    expect((await manager.call(proveValue, bp)).body).toMatchObject({ fingerprint: null, mayName: false, own: { held: true } });
  });
});

test('the workbook has Chinese headings and says what it held back', async () => {
  const { body } = await manager.call(exportValues, {});
  expect(body?.filename).toBe('指标_甲医院_2026-10.xlsx');
  const bytes = Buffer.from(body?.base64 ?? '', 'base64');
  const { unzipSync, strFromU8 } = await import('fflate');
  const files = unzipSync(bytes);
  const text = Object.entries(files).filter(([name]) => name.endsWith('.xml')).map(([, content]) => strFromU8(content)).join(' ');
  for (const words of ['指标', '分母含义', '血压控制率', '少于10人', '甲医院']) expect(text).toContain(words);
});
