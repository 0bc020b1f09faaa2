/** Glucose Measurement 0x2A18 and its context 0x2A34, and the Record Access Control Point 0x2A52 of the Glucose service 0x1808. */
import { has, readerOf } from './bytes.ts';
import type { MeterReading } from './reading.ts';
import { numberIn } from './sfloat.ts';

/** Grams of glucose in a mole: what turns a mass into mmol. */
const molarMass = 180.156;
/** A test of the meter with its bottle, not of a person. */
const controlSolution = { type: 10, location: 4 } as const;
/** Bits of the sensor's status with which a result cannot be trusted: malfunction, too little blood, strip, range, temperature, faults. */
const faults = 0b1111_1111_1110;

export interface GlucoseMeasurement {
  readonly sequence: number;
  readonly at: string | null;
  /** mmol/L to the tenth; null where the meter gives none. */
  readonly value: number | null;
  readonly control: boolean;
  readonly faulty: boolean;
  /** A context of the same number follows. */
  readonly contextFollows: boolean;
}

export function readGlucose(view: DataView): GlucoseMeasurement {
  const read = readerOf(view);
  const flags = read.uint8();
  const sequence = read.uint16();
  const base = read.moment();
  const offset = has(flags, 0) ? read.int16() : 0;
  const amount = has(flags, 1) ? numberIn(read.sfloat()) : null;
  const kind = has(flags, 1) ? read.uint8() : 0;
  const status = has(flags, 3) ? read.uint16() : 0;
  return {
    sequence,
    at: base === null ? null : shifted(base, offset),
    value: amount === null ? null : Math.round((has(flags, 2) ? amount * 1000 : (amount * 1_000_000) / molarMass) * 10) / 10,
    control: (kind & 0x0f) === controlSolution.type || kind >> 4 === controlSolution.location,
    faulty: (status & faults) !== 0,
    contextFollows: has(flags, 4),
  };
}

/** The user facing time: the base time and the minutes by which the clock was set since. */
function shifted(at: string, minutes: number): string {
  return new Date(Date.parse(`${at}Z`) + minutes * 60_000).toISOString().slice(0, 19);
}

export type Meal = 'before' | 'after' | 'fasting' | 'casual' | 'bedtime';

const meals: Readonly<Record<number, Meal>> = { 1: 'before', 2: 'after', 3: 'fasting', 4: 'casual', 5: 'bedtime' };

export interface GlucoseContext {
  readonly sequence: number;
  readonly meal: Meal | null;
}

export function readGlucoseContext(view: DataView): GlucoseContext {
  const read = readerOf(view);
  const flags = read.uint8();
  const sequence = read.uint16();
  if (has(flags, 7)) read.uint8();
  if (has(flags, 0)) {
    read.uint8();
    read.sfloat();
  }
  return { sequence, meal: has(flags, 1) ? (meals[read.uint8()] ?? null) : null };
}

/** Under which code a value is kept, by when it was taken. */
export function glucoseCode(meal: Meal | null): string {
  return meal === 'fasting' ? 'fasting-glucose' : meal === 'after' ? 'glucose-2h-after-meal' : 'random-glucose';
}

/** The measurements of persons, each with its context; tests with control solution and what the sensor itself doubts are left out. */
export function glucoseReadings(measurements: readonly GlucoseMeasurement[], contexts: readonly GlucoseContext[]): readonly MeterReading[] {
  return measurements.flatMap(({ sequence, at, value, control, faulty }) => {
    if (value === null || control || faulty) return [];
    const meal = contexts.find((context) => context.sequence === sequence)?.meal ?? null;
    return [{ at, sequence, user: null, values: [{ code: glucoseCode(meal), value, value2: null }], warnings: [] }];
  });
}

/** What to write to the control point: all that is stored, or what came after a number. */
export function reportRecords(after: number | null): Uint8Array<ArrayBuffer> {
  if (after === null) return Uint8Array.of(0x01, 0x01);
  const from = after + 1;
  return Uint8Array.of(0x01, 0x03, 0x01, from & 0xff, from >> 8);
}

const responses: Readonly<Record<number, 'done' | 'none'>> = { 1: 'done', 6: 'none' };

/** How a request of records ended; null for what is no answer to one. */
export function readControlPoint(view: DataView): 'done' | 'none' | 'failed' | null {
  if (view.byteLength < 4 || view.getUint8(0) !== 0x06 || view.getUint8(2) !== 0x01) return null;
  return responses[view.getUint8(3)] ?? 'failed';
}
