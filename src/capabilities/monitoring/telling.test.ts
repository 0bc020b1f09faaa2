import { expect, test } from 'vitest';
import { systemScope } from '../../app/open.ts';
import { testApp, testTenant } from '../../app/testing.ts';
import { addPerson } from '../../app/testing-people.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { within } from '../../platform/database.ts';
import { tellAlarms, watchSilence } from './telling.api.ts';

const { store, organizations } = await testApp();
const today = Day.parse('2026-11-22');
const at = (time: string) => Instant.parse(`2026-11-22T${time}:00.000Z`);
const ctxAt = <T>(time: string, work: (ctx: Parameters<typeof tellAlarms>[0]) => Promise<T>) => within(store.database, systemScope(testTenant), (db) => work({ db, now: at(time), today, enqueue: async () => {} }));
const account = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;

async function person(personId: number): Promise<void> {
  await addPerson(store.owner, { personId, at: organizations.get('hospital') });
}

test('the line is told one after the other until somebody acknowledges', async () => {
  await person(9001);
  const hospital = organizations.get('hospital');
  for (const [role, n] of [['doctor', 1], ['nurse', 2]] as const) await store.owner.query(`insert into clinician (tenant_id, person_id, role, account_id, name, since, organization_pos) values (1, 9001, $1, $2, '医', '2026-01-01', $3)`, [role, account(n), hospital?.pos]);
  await store.owner.query(`insert into duty_shift values (1, $1, $2, '2026-11-22', $3, '值班')`, [organizations.get('district')?.organizationId, organizations.get('district')?.pos, account(3)]);
  await store.owner.query(
    `insert into alarm (tenant_id, person_id, rule_id, rule_version, level, state, effective_at, opened_at, late, readings, symptoms, due_at, told, organization_pos, label)
     values (1, 9001, 'GLU_SEVERE_LOW', 1, 3, 'open', $1, $1, false, '[]', '{}', $1, 0, $2, 1)`,
    [at('02:00'), hospital?.pos],
  );
  const told = async () => (await store.owner.query<{ account_id: string }>(`select account_id from message where channel = 'sms' and account_id is not null order by source`)).rows.map((row) => Number(row.account_id.slice(-1)));
  await ctxAt('02:00', tellAlarms);
  expect(await told()).toEqual([1]);
  await ctxAt('02:14', tellAlarms);
  expect(await told()).toEqual([1]);
  await ctxAt('02:15', tellAlarms);
  expect(await told()).toEqual([1, 2]);
  await ctxAt('02:30', tellAlarms);
  await ctxAt('02:59', tellAlarms);
  expect(await told()).toEqual([1, 2, 3]);
  const { rows } = await store.owner.query(`select distinct template, params->>'person' as person, urgent from message where channel = 'sms' order by template`);
  expect(rows).toEqual([{ template: 'alarm', person: '王**', urgent: true }, { template: 'alarm-due', person: '王**', urgent: true }]);
});

test('whoever stops measuring is reminded, then alarms once while the silence lasts', async () => {
  for (const [personId, days] of [[9101, 6], [9102, 7], [9103, 14], [9104, 20]] as const) {
    await person(personId);
    await store.owner.query(`insert into person_tier (tenant_id, person_id, version, tier, computed, provisional, emergency, urgent, danger, fires, undecided, missing, awaited, assessed_on, tier_since, organization_pos, label) values (1, $1, 1, 'high', 'high', false, false, false, '{}', '{}', '{}', '{}', '{}', '2026-11-01', '2026-11-01', 16, 1)`, [personId]);
    await store.owner.query(`insert into observation (tenant_id, person_id, code, effective_at, source_id, recorded_at, value, value2, organization_pos, label, implausible) values (1, $1, 3, timestamptz '2026-11-22 00:00Z' - $2 * interval '1 day', 3, now(), 130, 80, 17, 1, false)`, [personId, days]);
  }
  await ctxAt('03:00', watchSilence);
  await ctxAt('04:00', watchSilence);
  const { rows: alarms } = await store.owner.query(`select person_id from alarm where rule_id = 'BP_NO_DATA' order by 1`);
  expect(alarms.map((row) => Number(row.person_id))).toEqual([9103, 9104]);
  const { rows: reminded } = await store.owner.query(`select distinct person_id from message where template = 'measure' order by 1`);
  expect(reminded.map((row) => Number(row.person_id))).toEqual([9102]);
});
