/**
 * How a person under treatment stands in a month. Always by that reference month, never by today, so that a past month says the same
 * whenever it is asked; ages of facts are counted in calendar months. Source of the states and their limits: the WHO hypertension cohort
 * indicators as the Simple project reports them (12 months without a visit: lost; outcomes over the last 3 months).
 */
import { z } from 'zod';
import type { Day } from '../../kernel/day.ts';

/** A calendar month, written 2026-11. */
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/).brand('Month');
export type Month = z.infer<typeof Month>;

/** What was known at the end of the month; every day lies in the month or before it. A visit is any contact with care, measured or not. */
export interface Standing {
  readonly registeredOn: Day;
  readonly diedOn: Day | null;
  readonly movedOn: Day | null;
  readonly visitedOn: Day | null;
  readonly measuredOn: Day | null;
  readonly sbp: number | null;
  readonly dbp: number | null;
}

export const CareState = z.enum(['dead', 'moved', 'under-care', 'lost']);
export type CareState = z.infer<typeof CareState>;

export const Outcome = z.enum(['missed', 'visited-unmeasured', 'controlled', 'uncontrolled']);
export type Outcome = z.infer<typeof Outcome>;

/** Whole calendar months without a visit after which somebody is lost; months whose measurement counts; months in which one is new. */
export const limits = { lostMonths: 12, outcomeMonths: 3, newMonths: 3, sbp: 140, dbp: 90 } as const;

/** Calendar months from a day to a month: 0 in the month itself, whatever the date. */
export function monthsUntil(day: Day, month: Month): number {
  const index = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
  return index(month) - index(day);
}

export function careState({ registeredOn, diedOn, movedOn, visitedOn }: Standing, month: Month): CareState {
  if (diedOn !== null) return 'dead';
  if (movedOn !== null) return 'moved';
  const since = monthsUntil(visitedOn !== null && visitedOn > registeredOn ? visitedOn : registeredOn, month);
  return since < limits.lostMonths ? 'under-care' : 'lost';
}

/** What came of the last three months, the reference month included. */
export function outcomeOf({ visitedOn, measuredOn, sbp, dbp }: Standing, month: Month): Outcome {
  const recent = (day: Day | null) => day !== null && monthsUntil(day, month) < limits.outcomeMonths;
  if (!recent(measuredOn) || sbp === null || dbp === null) return recent(visitedOn) || recent(measuredOn) ? 'visited-unmeasured' : 'missed';
  return sbp < limits.sbp && dbp < limits.dbp ? 'controlled' : 'uncontrolled';
}

/** Whether somebody counts in the denominator of control: under care, and registered at least three months. */
export function isCounted(standing: Standing, month: Month): boolean {
  return careState(standing, month) === 'under-care' && monthsUntil(standing.registeredOn, month) >= limits.newMonths;
}

export function lastDayOf(month: Month): Day {
  const [year = 0, index = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, index, 0)).toISOString().slice(0, 10) as Day;
}

/**
 * The same as SQL: `select *, care_state, outcome, counted` over a query whose columns are registered_on, died_on, moved_on, visited_on,
 * measured_on, sbp and dbp as of the month's end. Indicators build their cohorts on it: the denominator is `where counted`.
 */
export function standingSql(query: string, month: Month): string {
  const [year = 0, index = 0] = month.split('-').map(Number);
  const months = (column: string) => `(${year * 12 + index} - extract(year from ${column})::int * 12 - extract(month from ${column})::int)`;
  const state = `case when s.died_on is not null then 'dead' when s.moved_on is not null then 'moved'
      when ${months('greatest(s.visited_on, s.registered_on)')} < ${limits.lostMonths} then 'under-care' else 'lost' end`;
  const recent = (column: string) => `(s.${column} is not null and ${months(`s.${column}`)} < ${limits.outcomeMonths})`;
  return `
    select s.*, ${state} as care_state,
      case when not ${recent('measured_on')} or s.sbp is null or s.dbp is null
        then case when ${recent('visited_on')} or ${recent('measured_on')} then 'visited-unmeasured' else 'missed' end
        when s.sbp < ${limits.sbp} and s.dbp < ${limits.dbp} then 'controlled' else 'uncontrolled' end as outcome,
      ${state} = 'under-care' and ${months('s.registered_on')} >= ${limits.newMonths} as counted
    from (${query}) s`;
}
