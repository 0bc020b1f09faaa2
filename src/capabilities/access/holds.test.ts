import { expect, test } from 'vitest';
import { addPerson } from '../../app/testing-people.ts';
import { systemScope } from '../../app/open.ts';
import { testApp, testTenant } from '../../app/testing.ts';
import { Instant } from '../../kernel/day.ts';
import { countingAll, within } from '../../platform/database.ts';
import { PersonId } from '../people/people.ts';
import { enterObservations } from '../records/observations.ts';
import { exportOwnRecord } from '../records/exporting.ts';
import { sql } from 'kysely';
import { signMyConsent, withdrawMyConsent } from './consent.ts';
import { openEmergency } from './emergency.ts';

const { store, as, organizations } = await testApp();
const personId = PersonId.parse(701);
await addPerson(store.owner, { personId, at: organizations.get('ward') });
await addPerson(store.owner, { personId: 702, at: organizations.get('ward') });
const doctor = await as('doctor', 'hospital');
const person = await as('resident', 'hospital', personId);
const measured = { effectiveAt: Instant.parse('2026-11-20T01:00:00.000Z'), source: 'follow-up' as const, values: [{ code: 'blood-pressure', value: 162, value2: 96 }] };
for (const one of [personId, PersonId.parse(702)]) await doctor.call(enterObservations, { personId: one, ...measured });

const scope = systemScope(testTenant);
/** Rows as lists and jobs see them, and as counts for those who see nobody. */
async function seen(): Promise<{ listed: number; counted: number; labels: number[] }> {
  const all = sql<{ n: number }>`select count(*)::int as n from observation`;
  const listed = await within(store.database, scope, (tx) => all.execute(tx));
  const counted = await within(store.database, { ...scope, purpose: 'numbers', label: 0 }, (tx) => countingAll(tx, { ...scope, purpose: 'numbers', label: 0 }, () => all.execute(tx)));
  const { rows } = await store.owner.query<{ label: number }>('select label from observation where person_id = $1', [personId]).catch(() => ({ rows: [] }));
  return { listed: listed.rows[0]?.n ?? -1, counted: counted.rows[0]?.n ?? -1, labels: rows.map(({ label }) => label) };
}

test('with the withdrawal the values leave every list and count; the person and an emergency keep them; consent gives them back', async () => {
  expect(await seen()).toMatchObject({ listed: 2, counted: 2 });
  const signature = { personId, textId: 'health-record', version: 1, signerName: '王秀英', signedBy: 'self' } as const;
  await person.call(signMyConsent, signature);
  expect((await person.call(withdrawMyConsent, { personId, textId: 'health-record' })).status).toBe(200);
  expect(await seen()).toMatchObject({ listed: 1, counted: 1 });
  expect((await person.call(exportOwnRecord, { personId })).body.observations).toHaveLength(1);
  expect((await doctor.call(enterObservations, { personId, ...measured, effectiveAt: Instant.parse('2026-11-21T01:00:00.000Z') })).problem.type).toBe('access.consentWithdrawn');

  await doctor.call(openEmergency, { personId, reason: '昏迷送院,无家属在场,需查既往用药' });
  expect((await doctor.call(enterObservations, { personId, ...measured, effectiveAt: Instant.parse('2026-11-21T01:00:00.000Z') })).status).toBe(200);
  // What the emergency wrote is withheld too.
  expect(await seen()).toMatchObject({ listed: 1, counted: 1 });

  expect((await person.call(signMyConsent, signature)).status).toBe(200);
  expect(await seen()).toMatchObject({ listed: 3, counted: 3 });
});
