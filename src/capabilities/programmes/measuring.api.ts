import { addDays, addMonths, makeDay, partsOf, type Day } from '../../kernel/day.ts';
import { readContent } from '../../platform/content.ts';
import type { Tx } from '../../platform/database.ts';
import { IndicatorDefinitions, type IndicatorDefinition } from '../indicators/indicators.ts';
import { measure, type Population } from '../indicators/indicators.store.ts';
import { ObservationCodes } from '../records/observation-codes.ts';
import type { GoalValue, Programme, ProgrammeGoal } from './programmes.ts';
import { goalsOf, upsertValues } from './programmes.store.ts';

const definitions = new Map(readContent('indicators.yaml', IndicatorDefinitions).map((definition) => [definition.id, definition]));
const codes = new Map(readContent('observations.yaml', ObservationCodes).observations.map((entry) => [entry.code, entry.id]));

export function definitionOf(goal: Pick<ProgrammeGoal, 'indicator'>): IndicatorDefinition | null {
  return (goal.indicator && definitions.get(goal.indicator)) || null;
}

/** A new programme first has to see its people: what is known at the end of its first month is the baseline. */
export function baselineDay({ startsOn }: Pick<Programme, 'startsOn'>): Day {
  return addDays(addMonths(startsOn, 1), -1);
}

/** The days on which a programme has been measured: its baseline, every month's end since, and today. */
export function measuringDays(programme: Pick<Programme, 'startsOn' | 'endsOn'>, today: Day): Day[] {
  const last = today < programme.endsOn ? today : programme.endsOn;
  const ends: Day[] = [];
  for (let month = firstOfMonth(baselineDay(programme)); month <= last; month = addMonths(month, 1)) ends.push(addDays(addMonths(month, 1), -1));
  return [...new Set([baselineDay(programme), ...ends, last])].filter((day) => day <= last).toSorted();
}

function firstOfMonth(day: Day): Day {
  const [year, month] = partsOf(day);
  return makeDay(year, month, 1);
}

/** Measure the bound goals of a programme as they were on each of the days, and keep the values. */
export async function measureGoals(tx: Tx, programme: Programme, days: readonly Day[]): Promise<void> {
  const goals = await goalsOf(tx, programme.programmeId);
  for (const goal of goals) await measureGoal(tx, { programme, goal, days });
}

export async function measureGoal(tx: Tx, { programme, goal, days }: { programme: Programme; goal: ProgrammeGoal; days: readonly Day[] }): Promise<void> {
  const definition = definitionOf(goal);
  if (!definition || definition.measure.by === 'none') return;
  const values: GoalValue[] = [];
  for (const measuredOn of days) {
    const measured = await measure(tx, { how: definition.measure, over: populationOf(programme, { definition, goal, day: measuredOn }), codeOf });
    values.push({ tenantId: programme.tenantId, programmeId: programme.programmeId, organizationPos: programme.organizationPos, goalId: goal.goalId, measuredOn, ...measured });
  }
  await upsertValues(tx, values);
}

const sinceStart = new Set(['attended', 'sessions', 'attendance', 'respondents']);

/** Work done is counted from the programme's start; the state of its people by what is known of the last twelve months. */
function populationOf(programme: Programme, { definition, goal, day }: { definition: IndicatorDefinition; goal: ProgrammeGoal; day: Day }): Population {
  return {
    posFrom: programme.organizationPos,
    posTo: programme.organizationPosEnd,
    from: sinceStart.has(definition.measure.by) ? programme.startsOn : addDays(addMonths(day, -12), 1),
    to: day,
    programmeId: programme.programmeId,
    seriesId: goal.seriesId,
  };
}

function codeOf(code: string): number {
  const id = codes.get(code);
  if (id === undefined) throw new Error(`content/indicators.yaml names an unknown observation code: ${code}`);
  return id;
}
