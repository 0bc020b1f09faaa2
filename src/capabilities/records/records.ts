/** Records: what is known about a person, with the time it was so and the time we knew. */
import { z } from 'zod';
import { addDays, Instant, type Day } from '../../kernel/day.ts';
import { problems } from '../../kernel/problem.ts';

// Words

/** Where a value came from; the number stands in the rows. `counselling` is that of sealed rows, and of no other: what is sealed never gets into the way of what is not. */
export const observationSources = { 'check-up': 1, 'follow-up': 2, home: 3, screening: 4, survey: 5, import: 6, counselling: 7 } as const;
export const ObservationSource = z.enum(['check-up', 'follow-up', 'home', 'screening', 'survey', 'import', 'counselling']);
export type ObservationSource = z.infer<typeof ObservationSource>;

export function sourceNamed(sourceId: number): ObservationSource {
  return ObservationSource.options.find((name) => observationSources[name] === sourceId) ?? 'import';
}

/** How a version ended: another value took its place, or it should never have stood there. */
export const Change = z.enum(['corrected', 'withdrawn']);
export type Change = z.infer<typeof Change>;

/** Why something on record is changed; kept for good, beside who changed it. */
export const Reason = z.string().trim().min(2).max(300);

// Rules

/** The record as known at the end of a past day in China; null is now. */
export function knownAt(asOf: Day | undefined, today: Day): Instant | null {
  return asOf === undefined || asOf >= today ? null : Instant.parse(new Date(Date.parse(`${addDays(asOf, 1)}T00:00:00+08:00`)).toISOString());
}

/** The first instant of a day in China. */
export function startOfDay(day: Day): Instant {
  return Instant.parse(new Date(Date.parse(`${day}T00:00:00+08:00`)).toISOString());
}

// Contract

export const refuse = problems('records', {
  noSuchPerson: 404,
  noSuchEntry: 404,
  notOnTeam: 403,
  notTheirClass: 422,
  noSuchTeacher: 404,
  overAlready: 422,
  unknownCode: 422,
  wrongUnit: 422,
  wrongAnswer: 422,
  impossibleValue: 422,
  unlikelyValue: 409,
  inTheFuture: 422,
  beforeBirth: 422,
  alreadyRecorded: 409,
  changedMeanwhile: 409,
  nothingChanged: 422,
  wrongPeriod: 422,
  documentType: 415,
  documentTooLarge: 413,
  documentEmpty: 422,
});
