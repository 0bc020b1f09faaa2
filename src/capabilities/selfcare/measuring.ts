/** The forms of measuring: which numbers are asked, in which units, and under which codes they are kept. */
import type { Day } from '../../kernel/day.ts';

/** Whose values they are. */
export interface MeasurePerson {
  readonly personId: number;
  readonly name: string;
  readonly birthDate: Day;
}

/** What was entered, in the units of the record. */
export interface Entered {
  readonly at: string;
  readonly values: readonly { readonly code: string; readonly value: number; readonly value2: number | null }[];
  /** False while it waits for a network. */
  readonly sent: boolean;
}

export interface Asked {
  readonly code: string;
  /** The part of a pair that this field is. */
  readonly part: 'value' | 'value2';
  /** A key of the locales. */
  readonly name: string;
  readonly required: boolean;
}

export interface Measuring {
  readonly id: string;
  readonly fields: readonly Asked[];
  /** Other codes that the same number may be kept under: the moment decides. */
  readonly moments: readonly string[];
  /** UCUM; the first is the one of the record. */
  readonly units: readonly string[];
  /** The GATT service of its meters; null where there is none. */
  readonly service: number | null;
}

const one = (code: string): Asked => ({ code, part: 'value', name: code, required: true });

export const measurings: readonly Measuring[] = [
  {
    id: 'blood-pressure',
    fields: [
      { code: 'blood-pressure', part: 'value', name: 'systolic', required: true },
      { code: 'blood-pressure', part: 'value2', name: 'diastolic', required: true },
      { code: 'heart-rate', part: 'value', name: 'pulse', required: false },
    ],
    moments: [],
    units: ['mm[Hg]'],
    service: 0x1810,
  },
  { id: 'fasting-glucose', fields: [one('fasting-glucose')], moments: ['fasting-glucose', 'glucose-2h-after-meal', 'random-glucose'], units: ['mmol/L', 'mg/dL'], service: 0x1808 },
  { id: 'body-weight', fields: [one('body-weight')], moments: [], units: ['kg', '[jin_cn]'], service: 0x181d },
  { id: 'daily-steps', fields: [one('daily-steps')], moments: [], units: ['/d'], service: null },
  { id: 'sleep-duration', fields: [one('sleep-duration')], moments: [], units: ['h'], service: null },
];

export function measuringOf(id: string): Measuring | undefined {
  return measurings.find((measuring) => measuring.id === id || measuring.moments.includes(id));
}
