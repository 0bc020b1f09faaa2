import { expect, test } from 'vitest';
import { testApp } from '../../app/testing.ts';
import { openFamily, setClinician, listClinicians } from './households.ts';
import { decideTransfer, listTransfers, recordDeparture, requestTransfer, withdrawDeparture } from './moves.ts';
import { openPerson, registerPerson, searchPeople, type PersonId } from './people.ts';

const { as, organizations, store } = await testApp();
const at = (key: string) => organizations.get(key)?.organizationId ?? 0;
const [doctor, doctorB] = [await as('doctor', 'hospital'), await as('doctor', 'hospital-b')];

async function newPerson(name: string, birthDate = '1960-01-01'): Promise<PersonId> {
  const { body } = await doctor.call(registerPerson, { name, birthDate: birthDate as never, sex: 'male', organizationId: at('ward'), evenIfKnown: true });
  return body.personId;
}

test('a transfer shows the person to who is asked, and hands over when accepted', async () => {
  const personId = await newPerson('交接甲');
  expect((await doctorB.call(openPerson, { personId })).status).toBe(404);
  expect((await doctor.call(requestTransfer, { personId, organizationId: at('hospital-b'), reason: '搬家' })).status).toBe(200);
  expect((await doctor.call(requestTransfer, { personId, organizationId: at('hospital-b'), reason: '再次' })).problem.type).toBe('people.transferOpen');
  expect((await doctorB.call(listTransfers, {})).body).toMatchObject([{ reason: '搬家', mine: true, person: { name: '交接甲' } }]);
  expect((await doctor.call(decideTransfer, { personId, decision: 'accepted' })).problem.type).toBe('people.unknownPerson');
  expect((await doctorB.call(decideTransfer, { personId, decision: 'accepted' })).body).toEqual({ state: 'accepted' });
  expect((await doctorB.call(openPerson, { personId })).body).toMatchObject({ organization: { nameZh: '乙医院' } });
  expect((await doctor.call(openPerson, { personId })).status).toBe(404);
  const { rows } = await store.owner.query('select distinct organization_pos from person_name where person_id = $1', [personId]);
  expect(rows).toEqual([{ organization_pos: organizations.get('hospital-b')?.pos }]);
});

test('refused and withdrawn transfers leave everything where it was', async () => {
  const personId = await newPerson('交接乙');
  for (const [client, decision] of [[doctorB, 'refused'], [doctor, 'withdrawn']] as const) {
    await doctor.call(requestTransfer, { personId, organizationId: at('hospital-b'), reason: '搬家' });
    expect((await client.call(decideTransfer, { personId, decision })).body).toEqual({ state: decision });
    expect((await doctorB.call(openPerson, { personId })).status).toBe(404);
    expect((await doctor.call(openPerson, { personId })).body.organization.nameZh).toBe('甲医院内科');
  }
});

test('nobody is ever unowned: many requests and decisions at once, a reader that never sees anything but one home', async () => {
  const personId = await newPerson('交接丙');
  let watching = true;
  const homes = new Set<number>();
  const watch = (async () => {
    while (watching) {
      const { rows } = await store.owner.query<{ home: number; members: number }>(
        `select p.organization_id as home, (select count(*)::int from membership m where m.person_id = p.person_id and m.organization_id = p.organization_id and m.until is null) as members
         from person p join organization o on o.organization_id = p.organization_id and o.pos = p.organization_pos where p.person_id = $1`, [personId]);
      expect(rows).toHaveLength(1);
      expect(rows[0]?.members).toBe(1);
      homes.add(rows[0]?.home ?? 0);
    }
  })();
  for (let round = 0; round < 4; round++) {
    const [giver, taker, to] = round % 2 === 0 ? [doctor, doctorB, 'hospital-b'] : [doctorB, doctor, 'hospital'];
    const asked = await Promise.all([1, 2, 3].map(() => giver.call(requestTransfer, { personId, organizationId: at(to), reason: '并发' })));
    expect(asked.filter(({ status }) => status === 200)).toHaveLength(1);
    const decided = await Promise.all([taker.call(decideTransfer, { personId, decision: 'accepted' }), taker.call(decideTransfer, { personId, decision: 'accepted' }), giver.call(decideTransfer, { personId, decision: 'withdrawn' })]);
    expect(decided.filter(({ status }) => status === 200)).toHaveLength(1);
    if (decided[2]?.status === 200) {
      await giver.call(requestTransfer, { personId, organizationId: at(to), reason: '再来' });
      await taker.call(decideTransfer, { personId, decision: 'accepted' });
    }
  }
  watching = false;
  await watch;
  expect(homes.size).toBeGreaterThan(1);
  const { rows } = await store.owner.query('select 1 from person where person_id = $1 and organization_id is null', [personId]);
  expect(rows).toEqual([]);
  await expect(store.owner.query('update person set organization_id = null where person_id = $1', [personId])).rejects.toThrow('null');
  await expect(store.owner.query('delete from organization where organization_id = $1', [at('hospital')])).rejects.toThrow('foreign key');
});

test('a death ends memberships, responsibility and open transfers, and can be taken back', async () => {
  const personId = await newPerson('故人');
  const [someone] = (await doctor.call(listClinicians, {})).body.filter(({ role }) => role === 'doctor');
  await doctor.call(setClinician, { personId, role: 'doctor', accountId: someone?.accountId ?? null });
  expect((await doctor.call(openFamily, { personId })).body.clinicians).toMatchObject([{ role: 'doctor' }]);
  await doctor.call(requestTransfer, { personId, organizationId: at('hospital-b'), reason: '搬家' });
  expect((await doctor.call(recordDeparture, { personId, why: 'died', on: '2026-11-23' as never })).problem.type).toBe('people.inFuture');
  const left = await doctor.call(recordDeparture, { personId, why: 'died', on: '2026-11-20' as never });
  expect(left.body).toMatchObject({ left: 'died', deceasedOn: '2026-11-20' });
  expect((await doctor.call(openFamily, { personId })).body.clinicians).toEqual([]);
  expect((await doctorB.call(listTransfers, {})).body.filter(({ person }) => person.personId === personId)).toEqual([]);
  expect((await doctor.call(searchPeople, { q: '故人' })).body.people).toMatchObject([{ left: 'died' }]);
  expect((await doctor.call(recordDeparture, { personId, why: 'moved', on: '2026-11-20' as never })).problem.type).toBe('people.alreadyLeft');
  expect((await doctor.call(withdrawDeparture, { personId })).body.left).toBeNull();
});
