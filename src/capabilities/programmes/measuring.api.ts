import { addDays, addMonths, makeDay, partsOf, type Day, type Instant } from '../../kernel/day.ts';
import { readContent } from '../../platform/content.ts';
import type { Tx } from '../../platform/database.ts';
import { IndicatorDefinitions, type IndicatorDefinition, type Measured } from '../indicators/indicators.ts';
import { Month } from '../care/reference-month.ts';
import { countingSql, measuredOf, prepareDefinitions, type Sums } from '../indicators/counting.ts';
import { measureMembers, measureSessions } from '../indicators/indicators.store.ts';
import { MonthFacts } from '../indicators/month-facts.ts';
import { firstDayOf, type Reading, type Reference } from '../indicators/month-sql.ts';
import { passes, valuesOf } from '../indicators/values.store.ts';
import { ObservationCodes } from '../records/observation-codes.ts';
import type { GoalValue, Programme, ProgrammeGoal } from './programmes.ts';
import { goalsOf, upsertValues } from './programmes.store.ts';

const content = readContent('indicators.yaml', IndicatorDefinitions);
const definitions = new Map(content.map((definition) => [definition.id, definition]));
const facts = readContent('indicator-facts.yaml', MonthFacts);
const reading: Reading = { facts, codes: readContent('observations.yaml', ObservationCodes) };
const ready = prepareDefinitions(content, facts);
const prepared = ready.ok ? ready.prepared : [];

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

interface When {
  readonly days: readonly Day[];
  /** What was recorded before this is counted. */
  readonly known: Instant;
}

/** Measure bound goals of a programme as they were on each of the days, and keep the values; all of them unless `only` some are named. */
export async function measureGoals(tx: Tx, programme: Programme, { days, known, only }: When & { readonly only?: readonly ProgrammeGoal[] }): Promise<void> {
  const goals = (only ?? (await goalsOf(tx, programme.programmeId))).flatMap((goal) => {
    const definition = definitionOf(goal);
    return definition === null || definition.measure.by === 'none' ? [] : [{ goal, definition }];
  });
  const values: GoalValue[] = [];
  for (const day of days) {
    const sums = await sumsOn(tx, programme, { definitions: goals.map(({ definition }) => definition), day, known });
    for (const { goal, definition } of goals) {
      const { tenantId, programmeId, organizationPos } = programme;
      values.push({ tenantId, programmeId, organizationPos, goalId: goal.goalId, measuredOn: day, ...(await oneOf(tx, programme, { sums, definition, day, seriesId: goal.seriesId })) });
    }
  }
  await upsertValues(tx, values);
}

/** One indicator over a programme's people and work, as it is known of a day. */
export async function measureIndicator(tx: Tx, programme: Programme, { definition, day, known }: { definition: IndicatorDefinition; day: Day; known: Instant }): Promise<Measured> {
  return oneOf(tx, programme, { sums: await sumsOn(tx, programme, { definitions: [definition], day, known }), definition, day, seriesId: null });
}

interface One {
  readonly sums: ReadonlyMap<string, Sums>;
  readonly definition: IndicatorDefinition;
  readonly day: Day;
  readonly seriesId: ProgrammeGoal['seriesId'];
}

/** What was summed over persons, else what the sessions give. */
async function oneOf(tx: Tx, { programmeId, startsOn }: Programme, { sums, definition, day, seriesId }: One): Promise<Measured> {
  const sum = sums.get(definition.id) ?? (await measureSessions(tx, definition.measure, { programmeId, seriesId, from: startsOn, to: day }));
  return measuredOf(definition, sum ?? nobody);
}

const nobody = { upper: 0, lower: 0, persons: 0 };

interface On {
  readonly definitions: readonly IndicatorDefinition[];
  readonly day: Day;
  readonly known: Instant;
}

/** What is counted over persons: the month's values where they were counted on that very day, or counted now. People who answered count from the programme's start. */
async function sumsOn(tx: Tx, programme: Programme, { definitions: wanted, day, known }: On): Promise<ReadonlyMap<string, Sums>> {
  const month = Month.parse(day.slice(0, 7));
  const ids = new Set(wanted.map(({ id }) => id));
  const ofMonth = await countedOn(tx, { month, day, organizationId: programme.organizationId });
  const own = prepared.filter(({ definition }) => ids.has(definition.id) && (definition.measure.by === 'count' || ofMonth === null));
  const reach = { posFrom: programme.organizationPos, posTo: programme.organizationPosEnd };
  const measured = new Map<string, Sums>();
  for (const counts of [true, false]) {
    const some = own.filter(({ definition }) => (definition.measure.by === 'count') === counts);
    const reference: Reference = { month, day, known, ...(counts ? { since: programme.startsOn } : {}) };
    for (const [id, sums] of await measureMembers(tx, { reading, counted: countingSql(some, facts) }, { reference, reach })) measured.set(id, sums);
  }
  return new Map([...(ofMonth ?? []), ...measured]);
}

/** The sums of a month over persons; null where the month was not counted, or on another day. */
async function countedOn(tx: Tx, { month, day, organizationId }: { month: Month; day: Day; organizationId: number }): Promise<ReadonlyMap<string, Sums> | null> {
  const first = firstDayOf(month);
  if (!(await passes(tx)).some((pass) => pass.month === first && pass.day === day)) return null;
  const values = await valuesOf(tx, { months: [first], organizations: [organizationId], definition: null, breakdowns: ['all'] });
  const byId = new Map(values.map((value): [string, Sums] => [value.definition, value]));
  return new Map(prepared.map(({ definition }) => [definition.id, byId.get(definition.id) ?? nobody]));
}
