import { expect, test } from 'vitest';
import { verifyTrail } from '../../app/commands/audit-verify.ts';
import { addPerson } from '../../app/testing-people.ts';
import { testApp } from '../../app/testing.ts';
import { moveOrganization } from '../organizations/organizations.ts';
import { openPerson, PersonId } from '../people/people.ts';
import { auditTrail, whoLookedAtMine } from './audit.ts';
import { listEmergencies, openEmergency } from './emergency.ts';

const { store, as, organizations } = await testApp();
const idOf = (key: string) => organizations.get(key)?.organizationId ?? 0;
const personId = PersonId.parse(801);

test('after an organisation moved in the tree its trail is read by those above it now, and the chain holds', async () => {
  await addPerson(store.owner, { personId, at: organizations.get('ward') });
  await addPerson(store.owner, { personId: 802, at: organizations.get('school') });
  const doctor = await as('doctor', 'ward');
  await doctor.call(openPerson, { personId });
  await doctor.call(openEmergency, { personId: 802, reason: '昏迷送院,无家属在场,需查既往用药' });
  const [former, latter] = [await as('auditor', 'hospital'), await as('auditor', 'hospital-b')];
  const seenBy = async (auditor: typeof former) => {
    const trail = (await auditor.call(auditTrail, {})).body.filter(({ contract }) => contract.includes(':personId'));
    return [trail.length, (await auditor.call(listEmergencies, {})).body.length];
  };
  expect([await seenBy(former), await seenBy(latter)]).toEqual([[1, 1], [0, 0]]);
  const admin = await as('organization-admin', 'district');
  expect((await admin.call(moveOrganization, { organizationId: idOf('ward'), parentId: idOf('hospital-b') })).status).toBe(200);
  expect([await seenBy(former), await seenBy(latter)]).toEqual([[0, 0], [1, 1]]);
  expect((await doctor.call(openPerson, { personId })).status).toBe(200);
  const person = await as('resident', 'ward', personId);
  expect((await person.call(whoLookedAtMine, { personId, others: 'true' })).body).toMatchObject([{ organization: { zh: '甲医院内科' } }, { organization: { zh: '甲医院内科' } }]);
  expect(await verifyTrail(store.owner)).toMatchObject({ intact: true });
});
