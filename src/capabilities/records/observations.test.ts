import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { testApp, testTenant, type Client } from '../../app/testing.ts';
import { systemScope } from '../../app/open.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { within } from '../../platform/database.ts';
import { PersonId } from '../people/people.ts';
import { addPerson } from '../../app/testing-people.ts';
import { registry } from './codes.gateway.ts';
import { correctObservation, enterObservations, isImplausible, listLatest, listObservations, observationVersions, withdrawObservation, type NewObservation } from './observations.ts';
import { correctObservationRow, insertObservations, observationsOf, withdrawObservationRow } from './observations.store.ts';

const { store, as, organizations } = await testApp();
const at = (text: string) => Instant.parse(text);
const personId = PersonId.parse(41);
const outside = PersonId.parse(42);
let doctor: Client;

beforeAll(async () => {
  await addPerson(store.owner, { personId, at: organizations.get('ward'), birthDate: '1960-05-01' });
  await addPerson(store.owner, { personId: outside, at: organizations.get('hospital-b'), birthDate: '1960-05-01' });
  doctor = await as('doctor', 'hospital');
});

const measured = at('2026-11-20T01:00:00.000Z');
const pressure = (value: number, value2: number, more: object = {}) => ({ code: 'blood-pressure', value, value2, ...more });

describe('entering', () => {
  test.each([
    ['a plausible value', pressure(132, 84), 200, null],
    ['the other unit', { code: 'fasting-glucose', value: 126, unit: 'mg/dL' }, 200, null],
    ['an answer of the list', { code: 'smoking-status', value: 3 }, 200, null],
    ['an unlikely value', { code: 'heart-rate', value: 230 }, 409, 'records.unlikelyValue'],
    ['an unlikely value, looked at again', { code: 'heart-rate', value: 230, confirmed: true }, 200, null],
    ['an impossible value, although confirmed', { code: 'body-height', value: 1.72, confirmed: true }, 422, 'records.impossibleValue'],
    ['the right number in the wrong unit', { code: 'body-weight', value: 65, unit: 'mg/dL' }, 422, 'records.wrongUnit'],
    ['no answer of the list', { code: 'smoking-status', value: 9 }, 422, 'records.wrongAnswer'],
    ['an unknown code', { code: 'aura', value: 1 }, 422, 'records.unknownCode'],
    ['the same again', pressure(132, 84), 409, 'records.alreadyRecorded'],
  ])('%s', async (_name, value, status, refusal) => {
    const answer = await doctor.call(enterObservations, { personId, effectiveAt: measured, source: 'follow-up', values: [value] });
    expect([answer.status, answer.status === 200 ? null : answer.problem.type]).toEqual([status, refusal]);
  });

  test('all or nothing', async () => {
    const effectiveAt = at('2026-11-20T02:00:00.000Z');
    const answer = await doctor.call(enterObservations, { personId, effectiveAt, source: 'home', values: [pressure(128, 80), { code: 'body-height', value: 9 }] });
    expect(answer.status).toBe(422);
    const { body } = await doctor.call(listObservations, { personId, codes: 'blood-pressure' });
    expect(body.filter((view) => view.effectiveAt === effectiveAt)).toEqual([]);
  });

  test.each([
    ['2026-11-23T00:00:00.000Z', 'records.inTheFuture'],
    ['1959-01-01T00:00:00.000Z', 'records.beforeBirth'],
  ])('not at %s', async (effectiveAt, refusal) => {
    const answer = await doctor.call(enterObservations, { personId, effectiveAt: at(effectiveAt), source: 'home', values: [pressure(128, 80)] });
    expect(answer.problem.type).toBe(refusal);
  });

  test('nobody outside the reach, and no role without the right', async () => {
    const values = [pressure(128, 80)];
    expect((await doctor.call(enterObservations, { personId: outside, effectiveAt: measured, source: 'home', values })).problem.type).toBe('records.noSuchPerson');
    expect((await doctor.call(listObservations, { personId: outside })).status).toBe(404);
    const manager = await as('programme-manager', 'district');
    expect((await manager.call(listObservations, { personId })).status).toBe(403);
  });
});

test('a correction keeps the old value, who changed it and why', async () => {
  const effectiveAt = at('2026-11-19T01:00:00.000Z');
  await doctor.call(enterObservations, { personId, effectiveAt, source: 'follow-up', values: [{ code: 'hba1c', value: 7.8 }] });
  const key = { code: 'hba1c', effectiveAt, source: 'follow-up' as const };
  const [first] = (await doctor.call(observationVersions, { personId, ...key })).body;
  const change = { personId, key, seen: first?.recordedAt ?? measured, effectiveAt, reason: '抄错小数' };
  expect((await doctor.call(correctObservation, { ...change, to: { value: 7.8 } })).problem.type).toBe('records.nothingChanged');
  expect((await doctor.call(correctObservation, { ...change, to: { value: 6.8 } })).status).toBe(200);
  const versions = (await doctor.call(observationVersions, { personId, ...key })).body;
  expect(versions.map(({ value, ended }) => [value, ended?.change ?? null, ended?.reason ?? null])).toEqual([[6.8, null, null], [7.8, 'corrected', '抄错小数']]);
  expect(versions[1]?.ended?.by).toMatch(/^doctor-/);
  expect((await doctor.call(listLatest, { personId })).body.find((view) => view.code === 'hba1c')).toMatchObject({ value: 6.8, earlier: 1 });
});

test('what was typed in another unit is kept beside the converted value, and a correction changes unit and time too', async () => {
  const effectiveAt = at('2026-11-17T01:00:00.000Z');
  const later = at('2026-11-17T02:30:00.000Z');
  await doctor.call(enterObservations, { personId, effectiveAt, source: 'follow-up', values: [{ code: 'fasting-glucose', value: 126, unit: 'mg/dL' }] });
  const shown = async () => (await doctor.call(listObservations, { personId, codes: 'fasting-glucose', from: Day.parse('2026-11-17'), to: Day.parse('2026-11-17') })).body;
  const [typed] = await shown();
  expect(typed).toMatchObject({ value: 7, typed: { value: 126, value2: null, unit: 'mg/dL' } });
  const key = { code: 'fasting-glucose', effectiveAt, source: 'follow-up' as const };
  expect((await doctor.call(correctObservation, { personId, key, seen: typed?.recordedAt ?? measured, to: { value: 7, unit: 'mmol/L' }, effectiveAt: later, reason: '单位与时间更正' })).status).toBe(200);
  expect(await shown()).toMatchObject([{ value: 7, typed: null, effectiveAt: later, earlier: 1 }]);
  const versions = (await doctor.call(observationVersions, { personId, ...key, effectiveAt: later })).body;
  expect(versions.map(({ typed: was, effectiveAt: when }) => [was?.value ?? null, when])).toEqual([[null, later], [126, effectiveAt]]);
});

test('a correction of what somebody else changed meanwhile is refused', async () => {
  const effectiveAt = at('2026-11-18T01:00:00.000Z');
  const key = { code: 'creatinine', effectiveAt, source: 'follow-up' as const };
  await doctor.call(enterObservations, { personId, effectiveAt, source: 'follow-up', values: [{ code: 'creatinine', value: 90 }] });
  const answer = await doctor.call(correctObservation, { personId, key, seen: at('2026-01-01T00:00:00.000Z'), to: { value: 91 }, effectiveAt, reason: '复核' });
  expect(answer.problem.type).toBe('records.changedMeanwhile');
});

test('what was entered in error leaves the record and stays in its history', async () => {
  const effectiveAt = at('2026-11-17T01:00:00.000Z');
  const key = { code: 'triglycerides', effectiveAt, source: 'home' as const };
  await doctor.call(enterObservations, { personId, effectiveAt, source: 'home', values: [{ code: 'triglycerides', value: 2.1 }] });
  const [standing] = (await doctor.call(observationVersions, { personId, ...key })).body;
  expect((await doctor.call(withdrawObservation, { personId, key, seen: standing?.recordedAt ?? measured, reason: '录入他人结果' })).status).toBe(200);
  expect((await doctor.call(listObservations, { personId, codes: 'triglycerides' })).body).toEqual([]);
  expect((await doctor.call(observationVersions, { personId, ...key })).body.map(({ ended }) => ended?.change)).toEqual(['withdrawn']);
  expect((await doctor.call(enterObservations, { personId, effectiveAt, source: 'home', values: [{ code: 'triglycerides', value: 1.1 }] })).status).toBe(200);
});

const own = { tenantId: testTenant, sourceId: 1, recordedBy: null, positions: null, label: 1, value2: null };
const row = (fields: Partial<NewObservation> & Pick<NewObservation, 'personId' | 'code' | 'value' | 'effectiveAt' | 'recordedAt'>): NewObservation =>
  ({ ...own, organizationPos: organizations.get('ward')?.pos ?? 0, implausible: false, ...fields });

test('an implausible value is kept, shown as such, and never the latest', async () => {
  const code = registry.byCode('body-weight');
  if (!code) throw new Error('no body-weight');
  const brought = [65, 650].map((value, i) => row({ personId, code: code.id, value, effectiveAt: at(`2026-10-0${i + 1}T00:00:00.000Z`), recordedAt: at('2026-10-05T00:00:00.000Z'), implausible: isImplausible(code, { value, value2: null }) }));
  await within(store.database, systemScope(testTenant), (tx) => insertObservations(tx, brought));
  const { body } = await doctor.call(listObservations, { personId, codes: 'body-weight' });
  expect(body.map(({ value, implausible }) => [value, implausible])).toEqual([[65, false], [650, true]]);
  expect((await doctor.call(listLatest, { personId })).body.find((view) => view.code === 'body-weight')?.value).toBe(65);
});

describe('the record as of a day', () => {
  type Act = { kind: 'insert' | 'correct' | 'withdraw' | 'move'; slot: number; value: number };
  const acts = fc.array(fc.record<Act>({ kind: fc.constantFrom('insert', 'correct', 'withdraw', 'move'), slot: fc.integer({ min: 0, max: 3 }), value: fc.integer({ min: 50, max: 90 }) }), { minLength: 1, maxLength: 14 });
  const minute = (n: number) => Instant.parse(new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString());
  const slotAt = (slot: number) => Instant.parse(new Date(Date.UTC(2025, 11, 1 + slot)).toISOString());
  let next = 1000;

  test('is the replay of everything up to it', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (sequence) => {
        const person = PersonId.parse(next++);
        const expected: [Instant, string][] = [];
        await within(store.database, systemScope(testTenant), async (tx) => {
          const standing = new Map<number, { value: number; recordedAt: Instant }>();
          for (const [i, { kind, slot, value }] of sequence.entries()) {
            const now = minute(i * 2);
            const before = standing.get(slot);
            const key = { personId: person, code: 10, effectiveAt: slotAt(slot), sourceId: 1 };
            const correction = { key, seen: before?.recordedAt ?? now, at: now, by: null, reason: 'because' };
            const target = kind === 'move' ? (slot + 1) % 4 : slot;
            if (kind === 'insert') {
              const added = await insertObservations(tx, [row({ personId: person, code: 10, value, effectiveAt: slotAt(slot), recordedAt: now })]);
              expect(added).toBe(before ? 0 : 1);
              if (!before) standing.set(slot, { value, recordedAt: now });
            } else if (kind === 'withdraw') {
              expect(await withdrawObservationRow(tx, correction)).toBe(before !== undefined);
              standing.delete(slot);
            } else if (kind === 'correct' || !standing.has(target)) {
              expect(await correctObservationRow(tx, correction, { value, value2: null, effectiveAt: slotAt(target), implausible: false, typedValue: null, typedValue2: null, typedUnit: null })).toBe(before !== undefined);
              standing.delete(slot);
              if (before) standing.set(target, { value, recordedAt: now });
            }
            expected.push([minute(i * 2 + 1), JSON.stringify([...standing].toSorted(([a], [b]) => a - b).map(([s, v]) => [slotAt(s), v.value]))]);
          }
          for (const [instant, state] of expected) {
            const known = await observationsOf(tx, person, { codes: null, from: null, to: null, at: instant });
            expect(JSON.stringify(known.map(({ effectiveAt, value }) => [effectiveAt, value]))).toBe(state);
          }
          const now = await observationsOf(tx, person, { codes: null, from: null, to: null, at: null });
          expect(JSON.stringify(now.map(({ effectiveAt, value }) => [effectiveAt, value]))).toBe(expected.at(-1)?.[1]);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('over HTTP: a day later than a correction shows the new value, a day before it the old one', async () => {
    const code = registry.byCode('uric-acid')?.id ?? 0;
    const effectiveAt = at('2026-03-01T00:00:00.000Z');
    await within(store.database, systemScope(testTenant), async (tx) => {
      await insertObservations(tx, [row({ personId, code, value: 400, effectiveAt, recordedAt: at('2026-03-02T00:00:00.000Z') })]);
      await correctObservationRow(tx, { key: { personId, code, effectiveAt, sourceId: 1 }, seen: at('2026-03-02T00:00:00.000Z'), at: at('2026-04-10T08:00:00.000Z'), by: null, reason: '复核' }, { value: 410, value2: null, effectiveAt, implausible: false, typedValue: null, typedValue2: null, typedUnit: null });
    });
    const valueAsOf = async (asOf: string) => (await doctor.call(listObservations, { personId, codes: 'uric-acid', asOf: Day.parse(asOf) })).body.map(({ value }) => value);
    expect([await valueAsOf('2026-03-01'), await valueAsOf('2026-03-02'), await valueAsOf('2026-04-09'), await valueAsOf('2026-04-10'), await valueAsOf('2026-11-22')]).toEqual([[], [400], [400], [410], [410]]);
  });
});
