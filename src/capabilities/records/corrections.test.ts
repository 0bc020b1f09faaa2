import { expect, test } from 'vitest';
import { Instant } from '../../kernel/day.ts';
import { addPerson } from '../../app/testing-people.ts';
import { testApp } from '../../app/testing.ts';
import { PersonId } from '../people/people.ts';
import { listOwnCorrections } from './corrections.ts';
import { addEntry, correctEntry, listEntries, withdrawEntry } from './entries.ts';
import { correctObservation, enterObservations, listObservations } from './observations.ts';

const { as, store, organizations } = await testApp();
const [me, other] = [PersonId.parse(101), PersonId.parse(102)];
for (const personId of [me, other]) await addPerson(store.owner, { personId, at: organizations.get('hospital') });
const [doctor, resident] = [await as('doctor', 'hospital'), await as('resident', 'hospital', me)];
const effectiveAt = Instant.parse('2026-11-20T01:00:00.000Z');

test('one sees what was corrected in the own record: old, new, by whom and why; nobody sees that of others', async () => {
  expect((await resident.call(listOwnCorrections, { personId: me })).body).toEqual([]);
  await doctor.call(enterObservations, { personId: me, effectiveAt, source: 'follow-up', values: [{ code: 'blood-pressure', value: 232, value2: 84, confirmed: true }] });
  const [entered] = (await doctor.call(listObservations, { personId: me })).body;
  const key = { code: 'blood-pressure', effectiveAt, source: 'follow-up' as const };
  expect((await doctor.call(correctObservation, { personId: me, key, seen: entered?.recordedAt ?? effectiveAt, to: { value: 132, value2: 84 }, effectiveAt, reason: '录入有误' })).status).toBe(200);
  const allergy = { resource: 'allergy', substance: '青霉素', kind: 'allergy', category: 'medication', criticality: 'high', clinicalStatus: 'active', reaction: null, notedOn: '2026-11-20', note: null };
  const { body: added } = await doctor.call(addEntry, addEntry.input.parse({ personId: me, entry: allergy }));
  const seenAt = async () => (await doctor.call(listEntries, { personId: me })).body[0]?.recordedAt ?? effectiveAt;
  expect((await doctor.call(correctEntry, correctEntry.input.parse({ personId: me, entryId: added.entryId, seen: await seenAt(), entry: { ...allergy, criticality: 'low' }, reason: '核对病历' }))).status).toBe(200);
  expect((await doctor.call(withdrawEntry, { personId: me, resource: 'allergy', entryId: added.entryId, seen: await seenAt(), reason: '并非本人' })).status).toBe(200);

  const { body } = await resident.call(listOwnCorrections, { personId: me });
  expect(body.map(({ change, reason }) => [change, reason]).toSorted()).toEqual([['corrected', '录入有误'], ['corrected', '核对病历'], ['withdrawn', '并非本人']]);
  expect(body.every(({ by }) => by !== null)).toBe(true);
  expect(body.map(({ what }) => what)).toEqual(expect.arrayContaining([
    { kind: 'value', code: 'blood-pressure', was: { effectiveAt, value: 232, value2: 84 }, now: { effectiveAt, value: 132, value2: 84 } },
    { kind: 'entry', was: expect.objectContaining({ criticality: 'high' }), now: expect.objectContaining({ criticality: 'low' }) },
    { kind: 'entry', was: expect.objectContaining({ criticality: 'low' }), now: null },
  ]));
  expect((await resident.call(listOwnCorrections, { personId: other })).status).toBe(404);
});
