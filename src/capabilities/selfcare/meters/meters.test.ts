import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBloodPressure } from './blood-pressure.ts';
import { ShortMessage } from './bytes.ts';
import { glucoseReadings, readControlPoint, readGlucose, readGlucoseContext, reportRecords } from './glucose.ts';
import { fresh, instantOf, keyOf } from './reading.ts';
import { sfloat } from './sfloat.ts';
import { readWeight } from './weight.ts';

const bytes = (hex: string) => new DataView(Uint8Array.from(hex.split(' '), (pair) => Number.parseInt(pair, 16)).buffer);

describe('SFLOAT', () => {
  test.each([
    // IEEE 11073-20601, table of special values.
    [0x07fe, 'positive-infinity'],
    [0x07ff, 'not-a-number'],
    [0x0800, 'not-at-this-resolution'],
    [0x0801, 'reserved'],
    [0x0802, 'negative-infinity'],
    // GATT Specification Supplement, medfloat16: 114 is 0x0072.
    [0x0072, 114],
    [0xf048, 7.2],
    [0xb1f4, 0.005],
    [0x1003, 30],
    [0x0fff, -1],
    [0x07fd, 2045],
    [0x0803, -2045],
    [0x8001, 1e-8],
    [0x7001, 1e7],
    [0x0000, 0],
  ])('%i', (raw, value) => {
    expect(sfloat(raw)).toBe(value);
  });

  test('every pattern of bits is a number, or one of the five that are none', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff }), (raw) => {
        const value = sfloat(raw);
        const reserved = raw >= 0x07fe && raw <= 0x0802;
        expect(typeof value === 'number').toBe(!reserved);
        if (typeof value === 'number') expect(Math.abs(value)).toBeLessThanOrEqual(2045e7);
      }),
    );
  });
});

describe('blood pressure (0x2A35)', () => {
  test('mmHg with time, pulse, user and status', () => {
    // flags 1E; 132/84, mean 100; 2026-11-22 07:05:30; pulse 72; user 2; irregular pulse and cuff too loose
    const reading = readBloodPressure(bytes('1e 84 00 54 00 64 00 ea 07 0b 16 07 05 1e 48 00 02 06 00'));
    expect(reading).toEqual({
      at: '2026-11-22T07:05:30', sequence: null, user: 2,
      values: [{ code: 'blood-pressure', value: 132, value2: 84 }, { code: 'heart-rate', value: 72, value2: null }],
      warnings: ['cuff-loose', 'irregular-pulse'],
    });
  });

  test('kPa become mmHg: 17.6/11.2 kPa are 132/84', () => {
    expect(readBloodPressure(bytes('01 b0 f0 70 f0 85 f0'))?.values).toEqual([{ code: 'blood-pressure', value: 132, value2: 84 }]);
  });

  test('the wrist held wrongly, and a body that moved', () => {
    expect(readBloodPressure(bytes('10 78 00 50 00 5d 00 21 00'))?.warnings).toEqual(['body-moved', 'wrong-position']);
  });

  test('no pressure, an unknown user, a clock that was never set', () => {
    expect(readBloodPressure(bytes('00 ff 07 ff 07 ff 07'))).toBeNull();
    expect(readBloodPressure(bytes('0a 78 00 50 00 5d 00 00 00 00 00 00 00 00 ff'))).toMatchObject({ at: null, user: null });
  });

  test('a message that is cut off is said to be so', () => {
    expect(() => readBloodPressure(bytes('1e 84 00 54 00'))).toThrow(ShortMessage);
  });
});

describe('glucose (0x2A18, 0x2A34)', () => {
  // flags 1B: offset, concentration in kg/L, status, context; number 5; 2026-11-22 07:00:00; +65 min; 101 × 10⁻⁵ kg/L; capillary plasma, finger
  const mass = '1b 05 00 ea 07 0b 16 07 00 00 41 00 65 b0 12 00 00';

  test('kg/L become mmol/L: 101 mg/dL are 5.6, and the offset moves the time', () => {
    expect(readGlucose(bytes(mass))).toEqual({ sequence: 5, at: '2026-11-22T08:05:00', value: 5.6, control: false, faulty: false, contextFollows: true });
  });

  test('mol/L become mmol/L: 72 × 10⁻⁴ mol/L are 7.2', () => {
    expect(readGlucose(bytes('06 06 00 ea 07 0b 16 0c 1e 00 48 c0 11'))).toMatchObject({ sequence: 6, value: 7.2, at: '2026-11-22T12:30:00' });
  });

  test('the clock was set back over midnight', () => {
    expect(readGlucose(bytes('03 07 00 ea 07 01 01 00 1e 00 c4 ff 65 b0 11')).at).toBe('2025-12-31T23:30:00');
  });

  test('the meal of the context decides under which code a value is kept', () => {
    const measured = [readGlucose(bytes(mass)), readGlucose(bytes('06 06 00 ea 07 0b 16 0c 1e 00 48 c0 11')), readGlucose(bytes('06 08 00 ea 07 0b 16 0f 00 00 48 c0 11'))];
    // Number 5: carbohydrates before the meal field, fasting; number 6: extended flags, after a meal.
    const contexts = [readGlucoseContext(bytes('03 05 00 01 1e d0 03')), readGlucoseContext(bytes('82 06 00 00 02'))];
    expect(contexts).toEqual([{ sequence: 5, meal: 'fasting' }, { sequence: 6, meal: 'after' }]);
    expect(glucoseReadings(measured, contexts).map(({ sequence, values }) => [sequence, values[0]?.code])).toEqual([[5, 'fasting-glucose'], [6, 'glucose-2h-after-meal'], [8, 'random-glucose']]);
  });

  test('control solution and what the sensor doubts are nobody’s values', () => {
    const control = readGlucose(bytes('02 09 00 ea 07 0b 16 07 00 00 65 b0 4a'));
    const tooLittleBlood = readGlucose(bytes('0a 0a 00 ea 07 0b 16 07 00 00 65 b0 11 04 00'));
    const lowBattery = readGlucose(bytes('0a 0b 00 ea 07 0b 16 07 00 00 65 b0 11 01 00'));
    const nothing = readGlucose(bytes('02 0c 00 ea 07 0b 16 07 00 00 ff 07 11'));
    expect([control.control, tooLittleBlood.faulty, lowBattery.faulty, nothing.value]).toEqual([true, true, false, null]);
    expect(glucoseReadings([control, tooLittleBlood, lowBattery, nothing], []).map(({ sequence }) => sequence)).toEqual([11]);
  });

  test('the control point: all records, those after number 5, and how it ended', () => {
    expect([...reportRecords(null)]).toEqual([1, 1]);
    expect([...reportRecords(5)]).toEqual([1, 3, 1, 6, 0]);
    expect([...reportRecords(0x01ff)]).toEqual([1, 3, 1, 0, 2]);
    expect(['06 00 01 01', '06 00 01 06', '06 00 01 08', '05 00 03 00'].map((answer) => readControlPoint(bytes(answer)))).toEqual(['done', 'none', 'failed', null]);
  });
});

describe('weight (0x2A9D)', () => {
  test.each([
    ['kilograms by five grams', '00 b8 33', 66.2],
    ['pounds by hundredths', '01 00 39', 66.2],
    ['with time, user, index and height', '0e b8 33 ea 07 0b 16 06 1e 00 01 f5 00 72 06', 66.2],
  ])('%s', (_name, hex, value) => {
    expect(readWeight(bytes(hex))?.values).toEqual([{ code: 'body-weight', value, value2: null }]);
  });

  test('a scale that could not weigh says nothing', () => {
    expect(readWeight(bytes('00 ff ff'))).toBeNull();
  });
});

test('what a meter sends again is not new, and two of one memory are one', () => {
  const reading = { at: '2026-11-22T07:05:30', sequence: 5, user: null, values: [{ code: 'random-glucose', value: 5.6, value2: null }], warnings: [] } as const;
  const live = { ...reading, at: null, sequence: null };
  expect(fresh([reading, reading, { ...reading, sequence: 6 }, live, live], new Set()).length).toBe(4);
  expect(fresh([reading], new Set([keyOf(reading) ?? ''])).length).toBe(0);
  expect(instantOf(reading.at)).toBe('2026-11-21T23:05:30.000Z');
});
