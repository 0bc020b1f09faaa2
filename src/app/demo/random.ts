/** Which part of a person a stream feeds, so that a change in one part leaves the others as they were. */
export const streams = { person: 1, conditions: 2, observations: 3, participation: 4, noise: 5, entries: 6, findings: 7 } as const;
export type Stream = (typeof streams)[keyof typeof streams];

/**
 * Small Fast Counter (sfc32, public domain, Chris Doty-Humphrey), seeded with splitmix32 from (seed, index, stream):
 * the numbers of one person need none of the persons before.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;
  private spare = Number.NaN;

  constructor(seed: number, index: number, stream: number) {
    this.a = mix(seed ^ 0x9e3779b9);
    this.b = mix(this.a ^ (index >>> 0) ^ mix(Math.floor(index / 4_294_967_296)));
    this.c = mix(this.b + Math.imul(stream, 0x85ebca6b));
    for (let i = 0; i < 10; i++) this.uint32();
  }

  private uint32(): number {
    const t = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + t;
    return t >>> 0;
  }

  /** From 0 up to but not including 1. */
  unit(): number {
    return this.uint32() / 4_294_967_296;
  }

  /** An integer from `low` to `high`, ends included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1));
  }

  between(low: number, high: number): number {
    return low + this.unit() * (high - low);
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** Normal by the polar method; both of its numbers are used. */
  normal(mean = 0, deviation = 1): number {
    if (this.spare === this.spare) {
      const kept = this.spare;
      this.spare = Number.NaN;
      return mean + deviation * kept;
    }
    let x = 0;
    let y = 0;
    let square = 0;
    do {
      x = this.unit() * 2 - 1;
      y = this.unit() * 2 - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    this.spare = y * scale;
    return mean + deviation * x * scale;
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[Math.floor(this.unit() * items.length)] ?? items[0];
  }
}

/** A table of weighted choices, prepared once. */
export type Weighted<T> = { readonly items: readonly [T, ...T[]]; readonly upTo: readonly number[] };

export function weighted<T>(pairs: readonly [readonly [T, number], ...(readonly [T, number])[]]): Weighted<T> {
  const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
  let sum = 0;
  const upTo = pairs.map(([, weight]) => (sum += weight / total));
  const [[first], ...rest] = pairs;
  return { items: [first, ...rest.map(([item]) => item)], upTo };
}

export function choose<T>(random: Random, { items, upTo }: Weighted<T>): T {
  const at = random.unit();
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at < (upTo[middle] ?? 1)) high = middle;
    else low = middle + 1;
  }
  return items[low] ?? items[0];
}

function mix(value: number): number {
  let z = (value + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}
