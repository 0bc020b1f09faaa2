import { describe, expect, test } from 'vitest';
import { testApp, testTenant } from '../../app/testing.ts';
import { systemScope } from '../../app/open.ts';
import { addDays, Day } from '../../kernel/day.ts';
import { within } from '../../platform/database.ts';
import { markChanged } from '../rules/facts.store.ts';
import { exportTiered, listTiered, programmeTiers } from './tier-list.ts';
import { tierMovement } from './risk.ts';
import { refreshChanged } from './upkeep.api.ts';

const today = Day.parse('2026-11-22');
const app = await testApp({ today });
const doctor = await app.as('doctor', 'hospital');
const leader = await app.as('leader', 'hospital');
const hospital = app.organizations.get('hospital') ?? expect.fail();

/** Thirty patients with hypertension at 155, 156, … 184 mm[Hg], five of them in the high tier. */
const size = 30;
await app.store.owner.query(`insert into person (tenant_id, person_id, organization_id, organization_pos, name, pinyin, sex, birth_date, registered_at) select $1, i, $2, $3, '李', 'li', 'male', '1980-01-01', '2020-01-01' from generate_series(1, ${size}) i`, [testTenant, hospital.organizationId, hospital.pos]);
await app.store.owner.query(`insert into condition (tenant_id, person_id, entry_id, code, title, clinical_status, verification_status, onset_on, source_id, recorded_at, organization_pos, label) select $1, i, gen_random_uuid(), 'I10', '高血压', 'active', 'confirmed', '2020-01-01', 1, '2020-01-01', $2, 1 from generate_series(1, ${size}) i`, [testTenant, hospital.pos]);
await app.store.owner.query(`insert into observation (tenant_id, person_id, code, effective_at, source_id, recorded_at, value, value2, organization_pos, label, implausible) select $1, i, 3, '2026-11-20', 2, '2026-11-20', 154 + i, 75, $2, 1, false from generate_series(1, ${size}) i`, [testTenant, hospital.pos]);
await within(app.store.database, systemScope(testTenant), async (tx) => {
  await markChanged(tx, Array.from({ length: size }, (_, i) => i + 1));
  await refreshChanged(tx, { tenantId: testTenant, today });
});
const programmeId = '11111111-1111-4111-8111-111111111111';
await app.store.owner.query(
  `insert into programme (tenant_id, programme_id, organization_id, organization_pos, organization_pos_end, draft_id, title, setting, starts_on, ends_on, launched_by, launched_at, qualitative_goals, consistency_notes)
   values ($1, $2, $3, $4, $5, gen_random_uuid(), '慢病', 'hospital', '2026-01-01', '2026-12-31', 'x', '2026-01-01', '[]', '[]')`,
  [testTenant, programmeId, hospital.organizationId, hospital.pos, hospital.posEnd],
);

describe('persons by tier', () => {
  test('are listed with the most urgent first, and found by tier, criterion and organisation', async () => {
    const { body } = await doctor.call(listTiered, {});
    expect(body).toMatchObject({ total: 30 });
    expect(body.persons.slice(0, 6).map(({ tier, emergency }) => `${String(tier)} ${String(emergency)}`)).toEqual([...Array.from({ length: 5 }, () => 'high true'), 'mid false']);
    expect((await doctor.call(listTiered, { tier: 'high' })).body.total).toBe(5);
    expect((await doctor.call(listTiered, { criterion: 'H01', organizationId: hospital.organizationId })).body.total).toBe(5);
    expect((await doctor.call(listTiered, { organizationId: app.organizations.get('ward')?.organizationId })).body.total).toBe(0);
    expect((await doctor.call(listTiered, { emergency: 'true' })).body.total).toBe(5);
    expect((await doctor.call(listTiered, { held: 'stay' })).body.total).toBe(0);
  });

  test('are the very persons that the movement counts', async () => {
    const days = { start: addDays(today, -1), end: today };
    const { flows } = (await doctor.call(tierMovement, { from: days.start, to: days.end })).body;
    expect(flows.length).toBeGreaterThan(1);
    for (const { from, to, persons } of flows) expect((await doctor.call(listTiered, { movedFrom: from, movedTo: to, ...days })).body.total).toBe(persons);
  });

  test('leave a trace, also when exported; who works with numbers sees none', async () => {
    expect((await doctor.call(exportTiered, { tier: 'high' })).body.persons).toHaveLength(5);
    const { rows } = await app.store.owner.query(`select cardinality(persons) as n from audit_event where contract like '%/risk/persons/export%'`);
    expect(rows).toEqual([{ n: 5 }]);
    expect((await leader.call(listTiered, {})).status).toBe(403);
  });
});

describe('the tiers of a programme', () => {
  test('are counted; small ones are not told to who may not see single persons', async () => {
    const told = (tiers: readonly { tier: string; persons: number | null }[]) => Object.fromEntries(tiers.map(({ tier, persons }) => [tier, persons]));
    expect(told((await doctor.call(programmeTiers, { programmeId })).body.tiers)).toEqual({ high: 5, mid: 25, low: 0, not_tiered: 0 });
    expect((await doctor.call(listTiered, { programmeId, tier: 'mid' })).body.total).toBe(25);
    const hidden = (await leader.call(programmeTiers, { programmeId })).body;
    expect(hidden.hiddenBelow).toBe(10);
    expect(told(hidden.tiers)['high']).toBeNull();
  });

  test('of a programme elsewhere are not found', async () => {
    const elsewhere = await app.as('doctor', 'hospital-b');
    expect((await elsewhere.call(programmeTiers, { programmeId })).problem.type).toBe('risk.unknownProgramme');
  });
});
