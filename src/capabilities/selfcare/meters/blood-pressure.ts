/** Blood Pressure Measurement, characteristic 0x2A35 of the Blood Pressure service 0x1810. */
import { has, readerOf } from './bytes.ts';
import { numberIn } from './sfloat.ts';
import type { MeterReading } from './reading.ts';

const kilopascal = 0.133_322_387_415;

const statusBits = ['body-moved', 'cuff-loose', 'irregular-pulse'] as const;

/** Null where the meter sends no pressure. Pressures come in mmHg, rounded to whole ones as the meter's display is. */
export function readBloodPressure(view: DataView): MeterReading | null {
  const read = readerOf(view);
  const flags = read.uint8();
  const [systolic, diastolic] = [read.sfloat(), read.sfloat()].map(numberIn);
  read.sfloat(); // the mean pressure is not kept
  const at = has(flags, 1) ? read.moment() : null;
  const pulse = has(flags, 2) ? numberIn(read.sfloat()) : null;
  const user = has(flags, 3) ? read.uint8() : null;
  const status = has(flags, 4) ? read.uint16() : 0;
  if (systolic === null || systolic === undefined || diastolic === null || diastolic === undefined) return null;
  const inMercury = (value: number) => Math.round(has(flags, 0) ? value / kilopascal : value);
  return {
    at,
    sequence: null,
    user: user === 0xff ? null : user,
    values: [
      { code: 'blood-pressure', value: inMercury(systolic), value2: inMercury(diastolic) },
      ...(pulse === null ? [] : [{ code: 'heart-rate', value: Math.round(pulse), value2: null }]),
    ],
    warnings: [...statusBits.filter((_, bit) => has(status, bit)), ...(has(status, 5) ? (['wrong-position'] as const) : [])],
  };
}
