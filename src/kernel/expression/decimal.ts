/**
 * Exact decimal numbers: `digits` × 10^-`places`. The SQL twin is `numeric`.
 *
 * Sums, differences and products are exact. A quotient is cut at 20 decimals. Comparison looks at 8 decimals, the step of
 * a FHIRPath Decimal, so that 0.1 + 0.2 = 0.3 and 1 / 3 * 3 = 1. Rounding is half away from zero.
 */
export type Decimal = { readonly digits: bigint; readonly places: number };

/** Decimals that a comparison looks at. */
export const step = 8;
/** Decimals of a quotient. */
export const quotientPlaces = 20;

/** `text` is a decimal such as -12.50, with or without an exponent. */
export function decimalOf(text: string): Decimal {
  const [mantissa = '0', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return places < 0 ? { digits: digits * tenTo(-places), places: 0 } : { digits, places };
}

/** A stored value, read at the step. */
export function decimalOfNumber(value: number): Decimal {
  if (Number.isSafeInteger(value)) return { digits: BigInt(value), places: 0 };
  return round(decimalOf(String(value)), step);
}

export function numberOf(value: Decimal): number {
  if (value.places === 0) return Number(value.digits);
  return Number(textOf(value));
}

/** The shortest text of the value: 12.5, -3, 0. */
export function textOf({ digits, places }: Decimal): string {
  const negative = digits < 0n;
  const plain = (negative ? -digits : digits).toString().padStart(places + 1, '0');
  const fraction = places === 0 ? '' : plain.slice(-places).replace(/0+$/, '');
  const whole = places === 0 ? plain : plain.slice(0, -places);
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

export function add(a: Decimal, b: Decimal): Decimal {
  const places = Math.max(a.places, b.places);
  return { digits: widen(a, places) + widen(b, places), places };
}

export function negate(a: Decimal): Decimal {
  return { digits: -a.digits, places: a.places };
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, places: a.places + b.places };
}

/** Nothing when `b` is zero. */
export function divide(a: Decimal, b: Decimal): Decimal | null {
  if (b.digits === 0n) return null;
  const places = Math.max(a.places, b.places);
  return { digits: (widen(a, places) * tenTo(quotientPlaces)) / widen(b, places), places: quotientPlaces };
}

/** Half away from zero. */
export function round(a: Decimal, places: number): Decimal {
  if (a.places <= places) return a;
  const unit = tenTo(a.places - places);
  const half = a.digits < 0n ? -unit / 2n : unit / 2n;
  return { digits: (a.digits + half) / unit, places };
}

export function absolute(a: Decimal): Decimal {
  return a.digits < 0n ? negate(a) : a;
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b` at the step. */
export function compare(a: Decimal, b: Decimal): number {
  const [left, right] = [round(a, step), round(b, step)];
  const places = Math.max(left.places, right.places);
  const [first, second] = [widen(left, places), widen(right, places)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function widen(a: Decimal, places: number): bigint {
  return a.places === places ? a.digits : a.digits * tenTo(places - a.places);
}

const tens = Array.from({ length: 2 * quotientPlaces }, (_, power) => 10n ** BigInt(power));

function tenTo(power: number): bigint {
  return tens[power] ?? 10n ** BigInt(power);
}
