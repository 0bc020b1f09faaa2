/** Units by their UCUM code, and how a number goes from one to another: linear, or with an offset (affine). */

/** `base = value * scale + offset`, where `base` is the number in the quantity's base unit. */
export interface Unit {
  readonly ucum: string;
  readonly scale: number;
  readonly offset?: number;
  /** How people write it: `斤`, `mmHg`. The UCUM code itself where absent. */
  readonly written?: string;
}

/** Units of one quantity; the first is its base. */
export type Quantity = readonly [Unit, ...Unit[]];

const millimetresOfMercury = 0.133_322_387_415;

/** Quantities whose units are the same for every substance. One 斤 is half a kilogram by law; mmHg is conventional (UCUM m[Hg]). */
export const quantities = {
  length: [
    { ucum: 'cm', scale: 1 },
    { ucum: 'm', scale: 100 },
    { ucum: '[in_i]', scale: 2.54, written: 'in' },
  ],
  mass: [
    { ucum: 'kg', scale: 1 },
    { ucum: '[jin_cn]', scale: 0.5, written: '斤' },
    { ucum: 'g', scale: 0.001 },
    { ucum: '[lb_av]', scale: 0.453_592_37, written: 'lb' },
  ],
  pressure: [
    { ucum: 'mm[Hg]', scale: 1, written: 'mmHg' },
    { ucum: 'kPa', scale: 1 / millimetresOfMercury },
  ],
  temperature: [
    { ucum: 'Cel', scale: 1, written: '°C' },
    { ucum: '[degF]', scale: 5 / 9, offset: -160 / 9, written: '°F' },
  ],
  density: [
    { ucum: 'g/L', scale: 1 },
    { ucum: 'g/dL', scale: 10 },
  ],
} as const satisfies Record<string, Quantity>;

/** A quantity of one substance that is counted in moles and also weighed: `weightPerMole` is what one of the base unit weighs in the other. */
export function molar(base: string, mass: string, weightPerMole: number): Quantity {
  return [{ ucum: base, scale: 1 }, { ucum: mass, scale: 1 / weightPerMole }];
}

export function convert(value: number, from: Unit, to: Unit): number {
  return (value * from.scale + (from.offset ?? 0) - (to.offset ?? 0)) / to.scale;
}

/** Half away from zero, so that 7.05 becomes 7.1: the number that was meant, not its binary neighbour. */
export function roundTo(value: number, decimals: number): number {
  const shifted = Number(`${Math.abs(value)}e${decimals}`);
  if (!Number.isFinite(shifted)) return value;
  return Math.sign(value) * Number(`${Math.round(shifted + Number.EPSILON * shifted)}e-${decimals}`);
}
