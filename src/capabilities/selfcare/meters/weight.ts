/** Weight Measurement, characteristic 0x2A9D of the Weight Scale service 0x181D. */
import { has, readerOf } from './bytes.ts';
import type { MeterReading } from './reading.ts';

const pound = 0.453_592_37;
/** The scale could not weigh. */
const unsuccessful = 0xffff;

/** In kg to the tenth. The scale's own height and index are not kept: the record derives them. */
export function readWeight(view: DataView): MeterReading | null {
  const read = readerOf(view);
  const flags = read.uint8();
  const raw = read.uint16();
  const at = has(flags, 1) ? read.moment() : null;
  const user = has(flags, 2) ? read.uint8() : null;
  if (raw === unsuccessful) return null;
  const kilograms = has(flags, 0) ? (raw / 100) * pound : (raw * 5) / 1000;
  return { at, sequence: null, user: user === 0xff ? null : user, values: [{ code: 'body-weight', value: Math.round(kilograms * 10) / 10, value2: null }], warnings: [] };
}
