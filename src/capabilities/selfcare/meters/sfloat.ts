/** IEEE 11073-20601 SFLOAT: four bits of exponent over twelve of mantissa, both signed; five values stand for what is no number. */

export type SFloat = number | 'not-a-number' | 'not-at-this-resolution' | 'positive-infinity' | 'negative-infinity' | 'reserved';

const special: Readonly<Record<number, SFloat>> = {
  0x07fe: 'positive-infinity',
  0x07ff: 'not-a-number',
  0x0800: 'not-at-this-resolution',
  0x0801: 'reserved',
  0x0802: 'negative-infinity',
};

/** `raw`: the sixteen bits as they stand in the message. */
export function sfloat(raw: number): SFloat {
  const found = special[raw];
  if (found !== undefined) return found;
  const mantissa = signed(raw & 0x0fff, 12);
  const exponent = signed(raw >> 12, 4);
  // Through the written form: 72 × 10⁻¹ is 7.2, and not 7.200000000000001.
  return Number(`${mantissa}e${exponent}`);
}

function signed(bits: number, width: number): number {
  return bits >= 2 ** (width - 1) ? bits - 2 ** width : bits;
}

/** The number, or null where there is none. */
export function numberIn(value: SFloat): number | null {
  return typeof value === 'number' ? value : null;
}
