import { expect, test } from 'vitest';
import { systemScope } from '../../app/open.ts';
import { testApp, testTenant } from '../../app/testing.ts';
import { addPerson } from '../../app/testing-people.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { within } from '../../platform/database.ts';
import type { Caller } from '../../platform/handle.ts';
import { PersonId } from '../people/people.ts';
import { settleRepeats } from './alarms.store.ts';
import { announce } from './announcing.api.ts';
import { compiled, rules } from './content.gateway.ts';
import { DeliveredReading } from './devices.ts';
import { deliver } from './readings.api.ts';

const { store, organizations } = await testApp();
const scope = systemScope(testTenant);
const caller: Caller = { account: scope.account, name: '', login: '', session: '', organization: 1, position: 16, role: 'system', permissions: [], emergencies: [], person: null, scope };

let next = 7000;
async function person(facts: readonly string[] = []): Promise<PersonId> {
  next += 1;
  await addPerson(store.owner, { personId: next, at: organizations.get('hospital') });
  if (facts.length > 0) {
    const columns = facts.map((fact) => `"${fact}"`).join(', ');
    await store.owner.query(`insert into person_fact (tenant_id, person_id, organization_pos, label, ${columns}) values (1, $1, 16, 1, ${facts.map(() => 'true').join(', ')})`, [next]);
  }
  return PersonId.parse(next);
}

const instant = (text: string) => Instant.parse(new Date(text).toISOString());
const at = (day: number, time: string) => instant(`2026-11-${String(day).padStart(2, '0')}T${time}:00+08:00`);

interface Said {
  readonly id?: string;
  readonly code: string;
  readonly at: Instant;
  readonly value: number;
  readonly value2?: number;
  readonly symptoms?: string[];
}

/** Readings of one person that arrive together at `now`. */
function arrive(personId: PersonId, readings: readonly Said[], now: Instant) {
  const given = readings.map((one, i) => DeliveredReading.parse({ id: `${personId} ${one.at} ${one.code} ${i}`, personId, ...one }));
  return within(store.database, scope, (db) => deliver({ db, now, today: Day.parse('2026-11-22'), enqueue: async () => {}, note: () => {}, caller }, given));
}

const waited = (now: Instant) => within(store.database, scope, async (db) => announce({ db, now, today: Day.parse('2026-11-22'), enqueue: async () => {} }, await settleRepeats(db, null, { compiled, rules, now })));

async function alarmsOf(personId: PersonId): Promise<string[]> {
  const { rows } = await store.owner.query<{ rule_id: string; level: number }>(`select rule_id, level from alarm where person_id = $1 and level > 0 order by rule_id`, [personId]);
  return rows.map(({ rule_id, level }) => `${rule_id} ${['', 'yellow', 'orange', 'red'][level]}`);
}

const bp = (time: string, value: number, value2: number, symptoms?: string[]): Said => ({ code: 'blood-pressure', at: at(20, time), value, value2, ...(symptoms ? { symptoms } : {}) });
const glucose = (time: string, value: number, code = 'capillary-glucose'): Said => ({ code, at: at(20, time), value });
const weight = (day: number, value: number): Said => ({ code: 'body-weight', at: at(day, '07:00'), value });
const spo2 = (time: string, value: number): Said => ({ code: 'oxygen-saturation', at: at(20, time), value });

const sequences: readonly (readonly [string, readonly string[], readonly Said[], string | null, readonly string[]])[] = [
  ['A1: still so when repeated', [], [bp('08:00', 184, 100), bp('08:05', 182, 98), bp('08:06', 181, 97)], null, ['BP_CRISIS red']],
  ['A2: below when repeated', [], [bp('08:00', 184, 100), bp('08:05', 168, 96), bp('08:06', 166, 95)], null, ['BP_CRISIS orange']],
  ['A3: asked to repeat, and no answer', [], [bp('08:00', 150, 110)], '08:16', ['BP_CRISIS red']],
  ['A3 before its time is over', [], [bp('08:00', 150, 110)], '08:15', ['BP_CRISIS orange']],
  ['A4: a symptom does not wait', [], [bp('08:00', 190, 112, ['chest-pain'])], null, ['BP_CRISIS red']],
  ['just below', [], [bp('08:00', 179, 109)], '09:00', []],
  ['A5: low, then recovered', [], [glucose('07:00', 3.8), glucose('07:15', 4.8)], null, ['GLU_LOW orange']],
  ['A6: 3.9 is low', [], [glucose('07:00', 3.9)], null, ['GLU_LOW orange']],
  ['4.0 is not', [], [glucose('07:00', 4)], null, []],
  ['A7: still low after sugar', [], [glucose('07:00', 3.5), glucose('07:15', 3.6)], null, ['GLU_LOW red']],
  ['A8: 2.8 is severe', [], [glucose('07:00', 2.8)], null, ['GLU_SEVERE_LOW red']],
  ['three low values within 12 hours', [], [glucose('07:00', 3.8), glucose('11:00', 3.7), glucose('18:59', 3.8)], null, ['GLU_LOW orange', 'GLU_LOW_REPEATED red']],
  ['three low values within 13 hours', [], [glucose('07:00', 3.8), glucose('11:00', 3.7), glucose('20:00', 3.8)], null, ['GLU_LOW orange']],
  ['A9: fasting needs no repeat', [], [glucose('07:00', 16.7, 'fasting-glucose')], null, ['GLU_FASTING_CRISIS red']],
  ['A10: below when repeated', [], [glucose('12:00', 16.9, 'random-glucose'), glucose('14:05', 12.1, 'random-glucose')], null, ['GLU_CRISIS_HIGH orange']],
  ['random 20.0 needs no repeat', [], [glucose('12:00', 20, 'random-glucose')], null, ['GLU_RANDOM_20 red']],
  ['A11: 2.1 kg in two days', ['heart_failure'], [weight(18, 60), weight(20, 62.1)], null, ['HF_WEIGHT orange']],
  ['A12: exactly 2.0 kg', ['heart_failure'], [weight(18, 60), weight(20, 62)], null, []],
  ['2.1 kg without heart failure', [], [weight(18, 60), weight(20, 62.1)], null, []],
  ['A13: better when repeated', [], [spo2('09:00', 91), spo2('09:02', 95)], '10:00', []],
  ['91 and no answer', [], [spo2('09:00', 91)], '10:00', ['SPO2_LOW3 orange']],
  ['91 again', [], [spo2('09:00', 91), spo2('09:02', 90)], null, ['SPO2_LOW3 red']],
  ['low oxygen is usual in COPD', ['copd'], [spo2('09:00', 91), spo2('09:02', 90)], '10:00', []],
  ['A14: nobody has 400/200', [], [bp('08:00', 400, 200)], '09:00', []],
];

test.each(sequences)('%s', async (_name, facts, readings, until, expected) => {
  const personId = await person(facts);
  for (const reading of readings) await arrive(personId, [reading], reading.at);
  if (until !== null) await waited(at(20, until));
  expect(await alarmsOf(personId)).toEqual(expected);
});

test.each(sequences.filter(([, , , until]) => until === null))('%s, and all arrive together', async (_name, facts, readings, _until, expected) => {
  const personId = await person(facts);
  await arrive(personId, readings, readings.at(-1)?.at ?? at(20, '08:00'));
  expect(await alarmsOf(personId)).toEqual(expected);
});

const on = (day: number, value: number, value2: number, time = '08:00'): Said => ({ code: 'blood-pressure', at: at(day, time), value, value2 });
const rate = (day: number, value: number, time = '08:00'): Said => ({ code: 'heart-rate', at: at(day, time), value });

test.each<[string, string[], Said[], string[]]>([
  ['grade 2 on two days of seven', [], [on(10, 162, 90), on(16, 160, 95)], ['BP_HIGH_GRADE2 orange']],
  ['grade 2 on two days of eight', [], [on(10, 162, 80), on(17, 160, 80)], []],
  ['grade 2 twice on one day', [], [on(10, 162, 80), on(10, 165, 80, '19:00')], []],
  ['the mean of a session counts, not one value of it', [], [on(10, 164, 80), on(10, 150, 80, '08:02'), on(11, 170, 80)], []],
  ['mean above target, the first day left out', [], [on(10, 120, 70), on(11, 136, 80), on(12, 134, 82)], ['BP_UNCONTROLLED yellow']],
  ['a high first day does not count', [], [on(10, 158, 95), on(11, 130, 80), on(12, 132, 80)], []],
  ['rising three times in a row', [], [on(10, 122, 70), on(11, 126, 70), on(12, 131, 70)], ['BP_RISING yellow']],
  ['rising by too little', [], [on(10, 128, 70), on(11, 129, 70), on(12, 131, 70)], []],
  ['fast three times in a row with diabetes', ['dx_t2dm'], [rate(10, 101), rate(10, 104, '08:05'), rate(10, 102, '08:10')], ['HR_FAST_DM orange']],
  ['fast twice, then not', ['dx_t2dm'], [rate(10, 101), rate(10, 104, '08:05'), rate(10, 98, '08:10')], []],
  ['a heart rate above the usual', ['heart_failure'], [...[1, 2, 3, 4].map((day) => rate(day, 70)), ...[10, 11, 12].map((day) => rate(day, 86))], ['HF_HR_RISE yellow']],
])('%s', async (_name, facts, readings, expected) => {
  const personId = await person(facts);
  for (const reading of readings) await arrive(personId, [reading], reading.at);
  expect(await alarmsOf(personId)).toEqual(expected);
});

test('what stands takes further readings in, and is opened once', async () => {
  const personId = await person();
  for (const time of ['07:00', '07:02', '07:04']) await arrive(personId, [glucose(time, 2.5)], at(20, time));
  const { rows } = await store.owner.query(`select jsonb_array_length(readings) as n from alarm where person_id = $1 and rule_id = 'GLU_SEVERE_LOW'`, [personId]);
  expect(rows).toEqual([{ n: 3 }]);
});

test('closed within the quiet time of its level it is not opened again, a red one always is', async () => {
  const personId = await person();
  const close = () => store.owner.query(`update alarm set state = 'closed', closed_at = '2026-11-20T02:00Z', action = 'called' where person_id = $1 and closed_at is null`, [personId]);
  await arrive(personId, [on(18, 162, 80), on(19, 170, 80), { code: 'fasting-glucose', at: at(19, '08:00'), value: 17 }], at(19, '08:00'));
  expect(await alarmsOf(personId)).toEqual(['BP_HIGH_GRADE2 orange', 'GLU_FASTING_CRISIS red']);
  await close();
  await arrive(personId, [on(20, 165, 80, '20:00'), { code: 'fasting-glucose', at: at(20, '20:00'), value: 17 }], at(20, '20:00'));
  expect(await alarmsOf(personId)).toEqual(['BP_HIGH_GRADE2 orange', 'BP_UNCONTROLLED yellow', 'GLU_FASTING_CRISIS red', 'GLU_FASTING_CRISIS red', 'GLU_FASTING_HIGH orange']);
  await arrive(personId, [on(21, 165, 80, '20:00')], at(21, '20:00'));
  expect((await alarmsOf(personId)).filter((one) => one.startsWith('BP_HIGH'))).toHaveLength(2);
});

test("a person's own limit takes the place of the rule's, and switches it off", async () => {
  const [higher, off] = [await person(), await person()];
  const limit = `insert into alarm_limit (tenant_id, person_id, rule_id, first, second, off, reason, set_by, set_at, organization_pos, label) values (1, $1, 'BP_HIGH_GRADE2', $2, $3, $4, '耐受', gen_random_uuid(), now(), 16, 1)`;
  await store.owner.query(limit, [higher, 170, 110, false]);
  await store.owner.query(limit, [off, null, null, true]);
  const readings = [on(18, 165, 102), on(19, 168, 104)];
  for (const personId of [higher, off]) await arrive(personId, readings, at(19, '08:00'));
  expect([await alarmsOf(higher), await alarmsOf(off)]).toEqual([[], []]);
  await arrive(higher, [on(20, 171, 90), on(21, 172, 90)], at(21, '08:00'));
  expect(await alarmsOf(higher)).toContain('BP_HIGH_GRADE2 orange');
});

test('what arrives late alarms as late, and nobody is asked to repeat it', async () => {
  const personId = await person();
  await arrive(personId, [bp('08:00', 190, 100, ['chest-pain'])], at(22, '08:00'));
  const { rows } = await store.owner.query('select level, late, repeat_until from alarm where person_id = $1', [personId]);
  expect(rows).toEqual([{ level: 2, late: true, repeat_until: null }]);
});

test('adults’ rules are not asked of children and pregnant women, but for red', async () => {
  const pregnant = await person(['pregnant']);
  await arrive(pregnant, [on(18, 165, 102), on(19, 168, 104)], at(19, '08:00'));
  expect(await alarmsOf(pregnant)).toEqual([]);
  await arrive(pregnant, [{ code: 'fasting-glucose', at: at(19, '09:00'), value: 17 }], at(19, '09:00'));
  expect(await alarmsOf(pregnant)).toEqual(['GLU_FASTING_CRISIS red']);
});
