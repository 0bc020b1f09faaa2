import { connectAsync, type MqttClient } from 'mqtt';
import { expect, test } from 'vitest';
import { openBroker } from '../../app/server.ts';
import { testApp } from '../../app/testing.ts';
import { addPerson } from '../../app/testing-people.ts';
import { PersonId } from '../people/people.ts';
import { acknowledgeAlarm, closeAlarm, countAlarms, listAlarms, openAlarm, alarmFatigue, setLimit } from './alarms.ts';
import { addDevice, bindDevice, deliverReadings, newDeviceKey, type DeviceKind } from './devices.ts';

const { app, store, organizations, as, anonymous } = await testApp();
const nurse = await as('nurse', 'hospital');
const doctor = await as('doctor', 'hospital');
const stranger = await as('nurse', 'hospital-b');

let next = 8000;
async function person(at = 'hospital'): Promise<PersonId> {
  next += 1;
  await addPerson(store.owner, { personId: next, at: organizations.get(at) });
  return PersonId.parse(next);
}

async function device(kind: DeviceKind, personId: PersonId | null): Promise<{ deviceId: string; serial: string; key: string }> {
  next += 1;
  const serial = `SN-${next}`;
  const { deviceId } = (await nurse.call(addDevice, { kind, serial, model: 'HEM-7136' })).body;
  if (personId !== null) await nurse.call(bindDevice, { deviceId, personId });
  await store.owner.query(`update device_binding set since = '2026-11-01' where device_id = $1`, [deviceId]);
  const { key } = (await nurse.call(newDeviceKey, { deviceId })).body;
  return { deviceId, serial, key };
}

type Given = Record<string, unknown>;

async function send(key: string, readings: readonly Given[]) {
  const answer = await app.inject({ method: 'POST', url: deliverReadings.path, headers: { authorization: `Bearer ${key}` }, payload: { readings } });
  return { status: answer.statusCode, body: answer.json() };
}

const pressure = (id: string, minute: number, value: number, value2: number): Given => ({ id, code: 'blood-pressure', value, value2, at: `2026-11-22T02:${String(minute).padStart(2, '0')}:00.000Z` });
const stored = async (personId: PersonId) => (await store.owner.query<{ value: number; implausible: boolean }>('select value, implausible from observation where person_id = $1 order by effective_at', [personId])).rows;

test('a device delivers for whoever it measures; what it sends again is stored once', async () => {
  const personId = await person();
  const { key } = await device('blood-pressure-monitor', personId);
  const batch = [pressure('1', 1, 132, 84), pressure('2', 2, 136, 85)];
  expect((await send(key, batch)).body).toMatchObject({ stored: 2, duplicates: 0, refused: [] });
  expect((await send(key, [...batch, pressure('3', 3, 138, 86)])).body).toMatchObject({ stored: 1, duplicates: 2, refused: [] });
  expect((await stored(personId)).map(({ value }) => value)).toEqual([132, 136, 138]);
  const { rows } = await store.owner.query('select count(*)::int as n from dirty_person where person_id = $1', [personId]);
  expect(rows[0]).not.toEqual({ n: 0 });
});

test('another unit is converted; what nobody can have is kept and believed by nobody; what is no reading is refused by name', async () => {
  const personId = await person();
  const { key } = await device('glucose-meter', personId);
  const at = '2026-11-22T01:00:00.000Z';
  const { body } = await send(key, [
    { id: 'a', code: 'capillary-glucose', value: 126, unit: 'mg/dL', at },
    { id: 'b', code: '8867-4', value: 5000, at },
    { id: 'c', code: 'horoscope', value: 1, at },
    { id: 'd', code: 'heart-rate', value: 70, at: '2026-11-22T03:00:00.000Z' },
    { id: 'e', code: 'blood-pressure', value: 120, at },
    { id: 'f', code: 'heart-rate', value: 70, unit: 'kg', at },
    { id: 'g', serial: 'nobody has it', code: 'heart-rate', value: 70, at },
    { id: 'h', code: 'capillary-glucose', value: 9, at },
  ]);
  expect(body).toMatchObject({ stored: 2, flagged: 1, alarms: 0 });
  expect(body.refused.map(({ id, why }: { id: string; why: string }) => `${id} ${why}`).toSorted()).toEqual(['c unknown-code', 'd in-the-future', 'e wrong-value', 'f wrong-unit', 'g unknown-device', 'h clash']);
  expect(await stored(personId)).toEqual(expect.arrayContaining([{ value: 7, implausible: false }, { value: 5000, implausible: true }]));
});

test('a reading belongs to whoever the device measured then', async () => {
  const [first, second] = [await person(), await person()];
  const { deviceId, key } = await device('scale', first);
  await nurse.call(bindDevice, { deviceId, personId: second });
  await send(key, [{ id: '1', code: 'body-weight', value: 60, at: '2026-11-20T00:00:00.000Z' }, { id: '2', code: 'body-weight', value: 80, at: '2026-11-22T02:00:00.000Z' }]);
  expect([await stored(first), await stored(second)]).toEqual([[{ value: 60, implausible: false }], [{ value: 80, implausible: false }]]);
});

test('a key opens nothing but its own device; a gateway delivers inside its organisation', async () => {
  const [mine, other, elsewhere] = [await person(), await person(), await person('hospital-b')];
  const { key } = await device('scale', mine);
  const foreign = await device('scale', other);
  expect((await send(key, [{ id: '1', code: 'body-weight', value: 60, personId: other, at: '2026-11-22T02:00:00.000Z' }])).body.refused).toEqual([{ id: '1', why: 'unknown-person' }]);
  expect((await send(key, [{ id: '2', code: 'body-weight', value: 60, serial: foreign.serial, at: '2026-11-22T02:00:00.000Z' }])).body.refused).toEqual([{ id: '2', why: 'unknown-device' }]);
  expect((await app.inject({ method: 'GET', url: `/api/people/${mine}/record/latest`, headers: { authorization: `Bearer ${key}` } })).statusCode).toBe(403);
  const gateway = await device('gateway', null);
  const { body } = await send(gateway.key, [
    { id: '1', serial: foreign.serial, code: 'body-weight', value: 61, at: '2026-11-22T02:00:00.000Z' },
    { id: '2', personId: elsewhere, code: 'body-weight', value: 61, at: '2026-11-22T02:00:00.000Z' },
  ]);
  expect(body).toMatchObject({ stored: 1, refused: [{ id: '2', why: 'unknown-person' }] });
  expect((await send('kcd_wrong', [{ id: '1', code: 'body-weight', value: 60, at: '2026-11-22T02:00:00.000Z' }])).status).toBe(401);
  expect((await anonymous.call(deliverReadings, { readings: [] })).status).toBe(401);
});

test('an alarm is listed in reach, acknowledged, closed with what was done, and counted', async () => {
  const personId = await person();
  const { key } = await device('glucose-meter', personId);
  expect((await send(key, [{ id: '1', code: 'capillary-glucose', value: 2.4, at: '2026-11-22T01:30:00.000Z' }])).body.alarms).toBe(1);
  const { alarms } = (await nurse.call(listAlarms, { level: 'red' })).body;
  const alarm = alarms.find((one) => one.person.personId === personId);
  expect(alarm).toMatchObject({ level: 'red', state: 'open', rule: { id: 'GLU_SEVERE_LOW' }, readings: [{ value: 2.4 }] });
  expect((await stranger.call(listAlarms, {})).body.alarms).toEqual([]);
  const which = { personId, alarmId: alarm?.alarmId ?? '' };
  expect((await stranger.call(openAlarm, which)).status).toBe(404);
  expect((await stranger.call(acknowledgeAlarm, which)).status).toBe(404);
  expect((await nurse.call(acknowledgeAlarm, which)).status).toBe(200);
  expect((await nurse.call(closeAlarm, { ...which, action: 'nothing', note: '' })).problem.type).toBe('monitoring.noteNeeded');
  expect((await nurse.call(closeAlarm, { ...which, action: 'called', note: '已进食,复测 5.1' })).status).toBe(200);
  expect((await doctor.call(closeAlarm, { ...which, action: 'called', note: '' })).problem.type).toBe('monitoring.alreadyClosed');
  expect((await nurse.call(openAlarm, which)).body).toMatchObject({ state: 'closed', action: 'called', history: [{ value: 2.4 }] });
  expect((await nurse.call(countAlarms, {})).body.red).toBe(0);
  const fatigue = (await nurse.call(alarmFatigue, {})).body;
  expect(fatigue).toMatchObject({ alarms: 1, closed: 1, withoutAction: 0, clinicians: 1 });
  const { rows } = await store.owner.query(`select state, outcome from work_item where person_id = $1`, [personId]);
  expect(rows).toEqual([{ state: 'done', outcome: 'called' }]);
});

test('a value typed into the record alarms too', async () => {
  const personId = await person();
  const { enterObservations } = await import('../records/observations.ts');
  await doctor.call(enterObservations, { personId, effectiveAt: '2026-11-22T01:00:00.000Z', source: 'follow-up', values: [{ code: 'fasting-glucose', value: 17.2 }] });
  const { rows } = await store.owner.query('select rule_id, level from alarm where person_id = $1', [personId]);
  expect(rows).toEqual([{ rule_id: 'GLU_FASTING_CRISIS', level: 3 }]);
});

test('only doctors set limits of a person’s own, and never for a crisis', async () => {
  const personId = await person();
  const limit = { personId, ruleId: 'BP_HIGH_GRADE2', first: 170, second: null, off: false, reason: '高龄,耐受' };
  expect((await nurse.call(setLimit, limit)).status).toBe(403);
  expect((await doctor.call(setLimit, limit)).body).toMatchObject([{ ruleId: 'BP_HIGH_GRADE2', first: 170 }]);
  expect((await doctor.call(setLimit, { ...limit, ruleId: 'BP_CRISIS' })).problem.type).toBe('monitoring.noPersonalLimit');
});

test('over MQTT: known by its key, acknowledged after the commit, on its own topic alone', async () => {
  const personId = await person();
  const { serial, key } = await device('blood-pressure-monitor', personId);
  const broker = await openBroker(app, { port: 0, host: '127.0.0.1' });
  const connect = (password: string): Promise<MqttClient> => connectAsync({ host: '127.0.0.1', port: broker.port, username: serial, password, reconnectPeriod: 0 });
  await expect(connect('kcd_wrong')).rejects.toThrow();
  const client = await connect(key);
  await client.publishAsync(`kangcheng/${serial}/readings`, JSON.stringify({ readings: [pressure('m1', 1, 128, 80)] }), { qos: 1 });
  expect(await stored(personId)).toEqual([{ value: 128, implausible: false }]);
  await client.publishAsync(`kangcheng/${serial}/readings`, JSON.stringify({ readings: [pressure('m1', 1, 128, 80)] }), { qos: 1 });
  expect(await stored(personId)).toHaveLength(1);
  await client.publishAsync(`kangcheng/${serial}/readings`, 'no json', { qos: 1 });
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  client.publish('kangcheng/SN-1/readings', '{}', { qos: 1 });
  await closed;
  await broker.close();
});
