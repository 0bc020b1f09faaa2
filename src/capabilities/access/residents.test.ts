import { expect, test } from 'vitest';
import { addPerson } from '../../app/testing-people.ts';
import { testApp, testTenant } from '../../app/testing.ts';
import { numbersOnFile } from '../../app/person-numbers.ts';
import { sealedIdentifier } from '../people/identifiers.gateway.ts';
import { PersonId } from '../people/people.ts';
import { demoTenant, signIn } from './access.ts';
import { hindrance, openResidentAccount, residentAccountOf, setResidentActive, signInByPhone } from './residents.ts';
import { blindCode, blindPhone } from './signing.gateway.ts';
import { sendPhoneCode } from './signing.ts';

const { store, as, anonymous, organizations } = await testApp();
const ward = organizations.get('ward');

async function onFile(personId: number, { phone, idCard, birthDate = '1960-05-01' }: { phone: string | null; idCard: string; birthDate?: string }): Promise<void> {
  await addPerson(store.owner, { personId, at: ward, birthDate });
  for (const one of [...(phone === null ? [] : [{ kind: 'phone' as const, number: phone }]), { kind: 'id-card' as const, number: idCard }]) {
    const row = sealedIdentifier(store.vault, { tenantId: testTenant, personId: PersonId.parse(personId) }, one);
    await store.owner.query('insert into person_identifier values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [row.tenantId, row.personId, row.kind, row.sealed, row.keyId, row.whole, row.tail4, row.tail6, ward?.pos]);
  }
}

await onFile(601, { phone: '13511112222', idCard: '110101196005010025' });
await onFile(602, { phone: '13533334444', idCard: '11010119600501004X' });
await onFile(603, { phone: null, idCard: '110101196005010068' });
await onFile(604, { phone: '13555556666', idCard: '110101201605010023', birthDate: '2016-05-01' });

/** A code as if it had been sent. */
async function coded(phone: string, code = '123456'): Promise<void> {
  const [number, blinded] = [blindPhone(store.vault, phone), blindCode(store.vault, phone, code)];
  await store.owner.query(`delete from phone_code where phone = $1`, [number]);
  await store.owner.query(`insert into phone_code values ($1, $2, '2026-11-22T02:00:00Z', '2026-11-22T02:05:00Z', 0, false)`, [number, blinded]);
}

test.each([
  [{ under14: false, left: false }, null],
  [{ under14: true, left: false }, 'child'],
  [{ under14: true, left: true }, 'left'],
])('%j: %s', (given, expected) => {
  expect(hindrance(given)).toBe(expected);
});

test('staff open an account with the phone on file, in their reach alone; the person signs in with a code', async () => {
  const nurse = await as('nurse', 'hospital');
  expect((await nurse.call(residentAccountOf, { personId: 601 })).body).toEqual({ account: null, phoneOnFile: '2222', hindrance: null });
  expect((await nurse.call(openResidentAccount, { personId: 601, by: 'phone' })).body).toEqual({ login: 'r601', password: null, phoneTail: '2222' });
  await coded('13511112222');
  expect((await anonymous.call(signInByPhone, { phone: '13511112222', code: '123456' })).status).toBe(200);
  expect((await nurse.call(residentAccountOf, { personId: 601 })).body.account).toMatchObject({ active: true, phoneTail: '2222', hasPassword: false, sessions: 1 });
  expect((await nurse.call(setResidentActive, { personId: 601, active: false })).status).toBe(200);
  expect((await nurse.call(residentAccountOf, { personId: 601 })).body.account).toMatchObject({ active: false, sessions: 0 });
  await coded('13511112222');
  expect((await anonymous.call(signInByPhone, { phone: '13511112222', code: '123456', idTail: '010025' })).problem.type).toBe('access.notOnFile');
  const stranger = await as('nurse', 'hospital-b');
  expect((await stranger.call(openResidentAccount, { personId: 602, by: 'phone' })).problem.type).toBe('access.noSuchPerson');
});

test('without a phone a password is handed out; a child has no account', async () => {
  const doctor = await as('doctor', 'hospital');
  expect((await doctor.call(openResidentAccount, { personId: 603, by: 'phone' })).problem.type).toBe('access.noPhoneOnFile');
  const { login, password } = (await doctor.call(openResidentAccount, { personId: 603, by: 'password' })).body;
  expect((await anonymous.call(signIn, { login, password: password ?? '' })).status).toBe(200);
  expect((await doctor.call(openResidentAccount, { personId: 604, by: 'phone' })).problem.type).toBe('access.noOwnAccount');
});

test('a person opens the own account with the phone and the ID card on file; the code serves once', async () => {
  const enter = (code: string, idTail?: string) => anonymous.call(signInByPhone, { phone: '13533334444', code, ...(idTail === undefined ? {} : { idTail }) });
  await coded('13533334444');
  expect((await enter('000000')).problem.type).toBe('access.wrongCode');
  expect((await enter('123456')).problem.type).toBe('access.activationNeeded');
  expect((await enter('123456', '000000')).problem.type).toBe('access.notOnFile');
  expect((await enter('123456', '01004X')).problem.type).toBe('access.wrongCode'); // spent
  await coded('13533334444');
  expect((await enter('123456', '01004x')).status).toBe(200);
  await coded('13533334444');
  expect((await enter('123456')).status).toBe(200);
  await coded('13555556666');
  expect((await anonymous.call(signInByPhone, { phone: '13555556666', code: '123456', idTail: '010023' })).problem.type).toBe('access.notOnFile');
});

test('a demo tells the code to whoever is on its file, and to nobody else', async () => {
  await store.owner.query(`insert into tenant values (${demoTenant}, 'demo') on conflict do nothing`);
  expect((await anonymous.call(sendPhoneCode, { phone: '13533334444' })).problem.type).not.toBe('');
  expect(numbersOnFile.phone(store.vault, demoTenant, '13533334444')).not.toBe(numbersOnFile.phone(store.vault, testTenant, '13533334444'));
});
