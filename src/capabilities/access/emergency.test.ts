import { expect, test } from 'vitest';
import { addPerson } from '../../app/testing-people.ts';
import { systemScope } from '../../app/open.ts';
import { testApp, testTenant } from '../../app/testing.ts';
import { within } from '../../platform/database.ts';
import { sealedIdentifier } from '../people/identifiers.gateway.ts';
import { checkDigit } from '../people/identifiers.ts';
import { PersonId } from '../people/people.ts';
import { insertObservations } from '../records/observations.store.ts';
import { Instant } from '../../kernel/day.ts';
import { callerByHash } from './access.api.ts';
import { whoLooked, whoLookedAtMine } from './audit.ts';
import { listEmergencies, lookUpForEmergency, myEmergencies, openEmergency, reviewEmergency } from './emergency.ts';
import { sql } from 'kysely';

const { store, as, organizations } = await testApp();
const person = PersonId.parse(77);
const idCard = `11010119600501002${checkDigit('11010119600501002')}`;
const reason = '昏迷送院,无家属在场,需查既往用药';

await within(store.database, systemScope(testTenant), (tx) =>
  insertObservations(tx, [
    { tenantId: testTenant, personId: person, code: 1, effectiveAt: Instant.parse('2026-11-01T00:00:00.000Z'), sourceId: 1, recordedAt: Instant.parse('2026-11-01T00:00:00.000Z'), value: 150, value2: 95, organizationPos: organizations.get('hospital-b')?.pos ?? 0, positions: null, label: 1, recordedBy: null, implausible: false },
  ]),
);

/** What the last session of a role sees of the person's health, some minutes after the test's now. */
async function sees(role: string, minutes: number): Promise<number> {
  const { rows } = await store.owner.query<{ token_hash: string }>('select token_hash from account_session where role = $1 order by created_at desc limit 1', [role]);
  const now = Instant.parse(new Date(Date.parse('2026-11-22T02:00:00.000Z') + minutes * 60_000).toISOString());
  const caller = await callerByHash(store.database, rows[0]?.token_hash ?? '', now);
  if (!caller) throw new Error('the session is gone');
  return within(store.database, caller.scope, async (tx) => (await sql`select 1 from observation where person_id = ${person}`.execute(tx)).rows.length);
}

test('a doctor breaks the glass: one person, three hours, then reviewed', async () => {
  await store.owner.query('update access_policy set idle_minutes = 480');
  const doctor = await as('doctor', 'hospital');
  expect(await sees('doctor', 0)).toBe(0);
  const opened = await doctor.call(openEmergency, { personId: person, reason });
  expect(opened).toMatchObject({ status: 200, body: { expiresAt: '2026-11-22T05:00:00.000Z' } });
  expect([await sees('doctor', 1), await sees('doctor', 180), await sees('doctor', 181)]).toEqual([1, 1, 0]);
  expect((await doctor.call(myEmergencies, {})).body).toMatchObject([{ personId: person, reason, outcome: null }]);

  const auditor = await as('auditor', 'district');
  const [waiting] = (await auditor.call(listEmergencies, {})).body;
  expect(waiting).toMatchObject({ personId: person, reason });
  const review = { emergencyId: waiting?.emergencyId ?? '', outcome: 'justified', remark: '已核实' } as const;
  expect((await auditor.call(reviewEmergency, review)).status).toBe(200);
  expect((await auditor.call(reviewEmergency, review)).problem.type).toBe('access.nothingToReview');
  expect((await auditor.call(listEmergencies, {})).body).toEqual([]);
  expect((await auditor.call(listEmergencies, { state: 'reviewed' })).body).toMatchObject([{ outcome: 'justified', remark: '已核实' }]);

  const resident = await as('resident', 'hospital-b', person);
  expect((await resident.call(whoLookedAtMine, { personId: person, others: 'true' })).body).toMatchObject([{ action: 'write', roleTitle: { zh: '医生' }, organization: { zh: '甲医院' }, outcome: 'done' }]);
  const other = await as('resident', 'hospital-b', 78);
  expect((await other.call(whoLookedAtMine, { personId: person, others: 'true' })).body).toEqual([]);
  expect((await auditor.call(whoLooked, { personId: person })).body.map(({ action }) => action)).toEqual(['sign-in', 'write']);
});

test.each([
  ['a reason is needed', 'doctor', '急', 400],
  ['an administrator has no such right', 'organization-admin', reason, 403],
  ['nor has a teacher', 'teacher', reason, 403],
])('%s', async (_name, role, given, status) => {
  const client = await as(role, 'hospital');
  expect((await client.call(openEmergency, { personId: person, reason: given })).status).toBe(status);
});

test('the reviewer of another subtree sees nothing to review', async () => {
  const auditor = await as('auditor', 'school');
  expect((await auditor.call(listEmergencies, { state: 'reviewed' })).body).toEqual([]);
});

test('the database itself refuses longer, groundless, and self-reviewed access', async () => {
  const row = (hours: number, given: string, reviewer: string | null) =>
    store.owner.query(
      `insert into emergency_access values ($1, gen_random_uuid(), '00000000-0000-4000-8000-000000000001', 'doctor', 2, 32, 77, $2, now(), now() + make_interval(hours => $3), $4, now(), 'justified', '')`,
      [testTenant, given, hours, reviewer],
    );
  await expect(row(4, reason, null)).rejects.toThrow(/check constraint/);
  await expect(row(3, '急', null)).rejects.toThrow(/check constraint/);
  await expect(row(3, reason, '00000000-0000-4000-8000-000000000001')).rejects.toThrow(/check constraint/);
});

test('whoever lies there is found by the whole number of the ID card, veiled; the look is in the trail', async () => {
  await addPerson(store.owner, { personId: 905, at: organizations.get('hospital-b') });
  const row = sealedIdentifier(store.vault, { tenantId: testTenant, personId: PersonId.parse(905) }, { kind: 'id-card', number: idCard });
  await store.owner.query('insert into person_identifier values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [row.tenantId, row.personId, row.kind, row.sealed, row.keyId, row.whole, row.tail4, row.tail6, organizations.get('hospital-b')?.pos]);
  const doctor = await as('doctor', 'hospital');
  const found = await doctor.call(lookUpForEmergency, { idNumber: `${idCard.slice(0, 6)} ${idCard.slice(6)}` });
  expect(found.body).toEqual({ personId: 905, name: '王**', sex: 'female', birthYear: 1960, organization: { zh: '乙医院', en: 'Hospital B' }, inReach: false });
  expect((await doctor.call(lookUpForEmergency, { idNumber: `${idCard.slice(0, 17)}${idCard.endsWith('1') ? '2' : '1'}` })).problem.type).toBe('access.badIdNumber');
  expect((await doctor.call(lookUpForEmergency, { idNumber: `11010119600501004${checkDigit('11010119600501004')}` })).problem.type).toBe('access.noSuchNumber');
  expect((await (await as('nurse', 'hospital-b')).call(lookUpForEmergency, { idNumber: idCard })).body.inReach).toBe(true);
  expect((await (await as('teacher', 'school')).call(lookUpForEmergency, { idNumber: idCard })).status).toBe(403);
  const person = await as('resident', 'hospital-b', 905);
  expect((await person.call(whoLookedAtMine, { personId: 905, others: 'true' })).body.map(({ action }) => action)).toEqual(['look-up', 'look-up']);
});
