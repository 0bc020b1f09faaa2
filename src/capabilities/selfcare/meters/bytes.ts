/** A characteristic's bytes, read from the front; all numbers are little-endian, as GATT has it. */
import { sfloat, type SFloat } from './sfloat.ts';

/** A message ends before its flags say it does. */
export class ShortMessage extends Error {}

export interface Reader {
  readonly uint8: () => number;
  readonly uint16: () => number;
  readonly int16: () => number;
  readonly sfloat: () => SFloat;
  /** The clock of the meter, as written on its display: `2026-11-22T07:05:30`; null where it does not know the day. */
  readonly moment: () => string | null;
}

export function readerOf(view: DataView): Reader {
  let at = 0;
  const take = (length: number): number => {
    if (at + length > view.byteLength) throw new ShortMessage(`${view.byteLength} bytes, ${at + length} needed`);
    at += length;
    return at - length;
  };
  const uint8 = () => view.getUint8(take(1));
  const uint16 = () => view.getUint16(take(2), true);
  const moment = () => {
    const [year, month, day, hours, minutes, seconds] = [uint16(), uint8(), uint8(), uint8(), uint8(), uint8()];
    const known = year >= 1582 && month >= 1 && month <= 12 && day >= 1 && day <= 31 && hours <= 23 && minutes <= 59 && seconds <= 59;
    return known ? `${year}-${two(month)}-${two(day)}T${two(hours)}:${two(minutes)}:${two(seconds)}` : null;
  };
  return { uint8, uint16, int16: () => view.getInt16(take(2), true), sfloat: () => sfloat(uint16()), moment };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

export function has(flags: number, bit: number): boolean {
  return (flags & (1 << bit)) !== 0;
}
