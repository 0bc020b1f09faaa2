import { addDays, addMonths, Day, daysBetween, makeDay, partsOf } from '../../kernel/day.ts';
import { previousWorkday, type WorkingCalendar } from '../../kernel/working-days.ts';
import type { Recurrence } from '../activities/activities.ts';
import { resemblance } from '../indicators/indicators.ts';
import { planSessions, type NamedDay, type PlannedSession, type Window } from '../activities/sessions.ts';
import { weekdaySlot } from '../activities/weekdays.ts';
import type { Draft, DraftActivity, DraftPhase, DraftTask } from '../plans/draft.ts';

/** Share of likeness from which a goal's metric is taken to name one activity of the plan. */
const sameActivity = 0.6;

/** The one series that a goal counts (线下深度工作坊场次 → 线下深度工作坊); undefined when it counts the programme's sessions of every series. */
export function seriesMeant<T extends { readonly title: string }>(metric: string, series: readonly T[]): T | undefined {
  const name = metric.replace(/(?:举办|开展|组织|完成)?(?:的)?(?:场次|场数|次数|期数|节数|人次|人数|数量|数)$/, '');
  if (name.length < 3) return undefined;
  const best = series.map((each) => ({ each, likeness: resemblance(name, each.title) })).toSorted((a, b) => b.likeness - a.likeness)[0];
  return best && best.likeness >= sameActivity ? best.each : undefined;
}

/** A draft laid out in time: what a launch will make. */
export interface Schedule {
  readonly phases: readonly ScheduledPhase[];
  readonly tasks: readonly ScheduledTask[];
  readonly series: readonly ScheduledSeries[];
}
export interface ScheduledPhase extends Window {
  readonly key: string;
  readonly name: string;
}
export interface ScheduledTask {
  readonly phaseKey: string | null;
  readonly title: string;
  readonly owner: string | null;
  readonly dueOn: Day;
}
export interface ScheduledSeries {
  readonly activity: DraftActivity;
  readonly recurrence: Recurrence | null;
  readonly sessions: readonly PlannedSession[];
}

export interface Setup extends Window {
  /** The document's text, whose headings tell where a phase's part ends. */
  readonly text: string;
  readonly calendar: WorkingCalendar;
  readonly namedDays: readonly NamedDay[];
}

/** Phases get dates, recurring activities sessions, tasks due dates. */
export function scheduleOf(draft: Draft, setup: Setup): Schedule {
  const shift = yearsAhead(draft, setup);
  const phases = schedulePhases(draft.phases, { ...setup, shift });
  const inPhases = phases.flatMap((phase) => (draft.phases.find((p) => p.key === phase.key)?.tasks ?? []).map((title) => ({ phaseKey: phase.key, title, owner: null, dueOn: dueBy(phase.to, setup) })));
  const stated = draft.tasks.map((task) => scheduleTask(task, { ...setup, shift }));
  return {
    phases,
    tasks: [...inPhases, ...stated],
    series: draft.activities.map((activity) => scheduleSeries(activity, { phases: draft.phases, windows: phases, setup })),
  };
}

/** The launch period that a plan suggests: its own dates moved to the year of `today`; a plan without dates runs the calendar year of `today`. */
export function proposedPeriod(draft: Pick<Draft, 'period'>, today: Day): { startsOn: Day; endsOn: Day } {
  const { start, end } = draft.period;
  const [year] = partsOf(today);
  const from = start ? Day.parse(start) : makeDay(year, 1, 1);
  const to = end ? Day.parse(end) : makeDay(partsOf(from)[0], 12, 31);
  if (to >= today) return { startsOn: from, endsOn: to };
  const shift = 12 * (year - partsOf(from)[0]);
  return { startsOn: addMonths(from, shift), endsOn: addMonths(to, shift) };
}

/** A plan of 2024 launched in 2026 keeps its months: its dates move by two years. */
function yearsAhead(draft: Draft, { from }: Window): number {
  const dated = draft.period.start ?? draft.phases.find((phase) => phase.start)?.start;
  return dated ? partsOf(from)[0] - Number(dated.slice(0, 4)) : 0;
}

type Shifted = Setup & { readonly shift: number };

/** Stated dates first, then quarters and months named in words; phases that neither places inside the programme take their even share of it, in order. */
function schedulePhases(phases: readonly DraftPhase[], setup: Shifted): ScheduledPhase[] {
  const length = daysBetween(setup.from, setup.to) + 1;
  return phases.map((phase, i) => {
    const even = { from: addDays(setup.from, Math.floor((i * length) / phases.length)), to: addDays(setup.from, Math.floor(((i + 1) * length) / phases.length) - 1) };
    const asked = [statedDates(phase, setup), namedPeriod(`${phase.period ?? ''} ${phase.name}`, setup)];
    const found = asked.map((period) => period && insideOf(setup, period)).find((period) => period !== null);
    return { key: phase.key, name: phase.name, ...(found ?? even) };
  });
}

function statedDates({ start, end }: DraftPhase, { shift }: Shifted): Window | null {
  if (!start || !end) return null;
  const turn = end < start ? 1 : 0;
  return { from: addMonths(Day.parse(start), 12 * shift), to: addMonths(Day.parse(end), 12 * (shift + turn)) };
}

const numerals = ['一', '二', '三', '四'];

/** 第一季度, 第二、三季度, 上半年, 3月—5月 … as days of the programme's first year; null when the words name no period. */
export function namedPeriod(words: string, { from }: Window): Window | null {
  const [year] = partsOf(from);
  const quarters = /第?([一二三四1-4](?:[、,和至—-][一二三四1-4])*)季度/.exec(words)?.[1];
  if (quarters) {
    const named = [...quarters.matchAll(/[一二三四1-4]/g)].map(([n]) => (numerals.indexOf(n) + 1 || Number(n)));
    return monthsOf(year, Math.min(...named) * 3 - 2, Math.max(...named) * 3);
  }
  if (words.includes('上半年')) return monthsOf(year, 1, 6);
  if (words.includes('下半年')) return monthsOf(year, 7, 12);
  const months = [...words.matchAll(/(\d{1,2})月?\s*(?:[-—–~至到]+\s*(\d{1,2}))?月/g)].flatMap((m) => [m[1], m[2]].filter((n) => n !== undefined).map(Number));
  const inYear = months.filter((month) => month >= 1 && month <= 12);
  const [first, last] = [inYear[0], inYear.at(-1)];
  if (first === undefined || last === undefined) return null;
  const turn = last < first || /\d.*(?:次年|翌年)/.test(words) ? 1 : 0;
  return { from: makeDay(year, first, 1), to: addDays(addMonths(makeDay(year + turn, last, 1), 1), -1) };
}

function monthsOf(year: number, first: number, last: number): Window {
  return { from: makeDay(year, first, 1), to: addDays(addMonths(makeDay(year, last, 1), 1), -1) };
}

/** The part of a period inside the programme; one that is over before it starts is meant a year later. Null when neither year meets the programme. */
function insideOf(outer: Window, period: Window): Window | null {
  const meant = period.to < outer.from ? { from: addMonths(period.from, 12), to: addDays(addMonths(addDays(period.to, 1), 12), -1) } : period;
  const inner = { from: meant.from > outer.from ? meant.from : outer.from, to: meant.to < outer.to ? meant.to : outer.to };
  return inner.from <= inner.to ? inner : null;
}

function scheduleTask(task: DraftTask, setup: Shifted): ScheduledTask {
  return { phaseKey: null, title: task.name, owner: task.owner ?? null, dueOn: dueBy(deadlineOf(task.deadline, setup) ?? setup.to, setup) };
}

/** The last day that words such as 2025年6月底前, 9月15日前, 第三季度, 年底前 allow; null when they name none. */
export function deadlineOf(words: string | undefined, setup: Pick<Shifted, 'from' | 'to' | 'shift'>): Day | null {
  if (!words) return null;
  const full = /(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})?/.exec(words);
  const month = full ? Number(full[2]) : Number(/(\d{1,2})\s*月/.exec(words)?.[1] ?? 0);
  const year = full ? Number(full[1]) + setup.shift : partsOf(setup.from)[0];
  const date = full?.[3] ?? /月\s*(\d{1,2})\s*[日号]/.exec(words)?.[1];
  if (month >= 1 && month <= 12 && year >= 1900 && year <= 2200) {
    const last = addDays(addMonths(makeDay(year, month, 1), 1), -1);
    return within(date ? addDays(makeDay(year, month, 1), Math.min(Number(date), 31) - 1) : last, setup);
  }
  const named = namedPeriod(words, setup);
  return named ? within(named.to, setup) : /年底|年末|年内|全年/.test(words) ? within(makeDay(partsOf(setup.from)[0], 12, 31), setup) : null;
}

/** A month that is over before the programme starts is meant a year later; a day outside the programme becomes its last. */
function within(day: Day, { from, to }: Window): Day {
  const meant = day < from ? addDays(addMonths(addDays(day, 1), 12), -1) : day;
  return meant < from || meant > to ? to : meant;
}

function dueBy(day: Day, { calendar, from }: Setup): Day {
  const due = previousWorkday(day, calendar);
  return due >= from ? due : day;
}

/** An activity of a phase is held in the phase; any other through the whole programme. A stated number of sessions is never exceeded. */
function scheduleSeries(activity: DraftActivity, { phases, windows, setup }: { phases: readonly DraftPhase[]; windows: readonly ScheduledPhase[]; setup: Setup }): ScheduledSeries {
  const recurrence = recurrenceOf(activity);
  const home = phaseAround(activity, { phases, text: setup.text });
  const window = windows.find((phase) => phase.key === home?.key) ?? setup;
  const sessions = recurrence ? planSessions(recurrence, window, setup) : [];
  return { activity, recurrence, sessions: activity.count ? sessions.slice(0, activity.count) : sessions };
}

function recurrenceOf({ cadence }: DraftActivity): Recurrence | null {
  return cadence ? { text: cadence.text, times: cadence.times, per: cadence.per, on: cadence.on ?? slotIn(cadence.text) } : null;
}

/** The slot inside the cadence's own words, where the reader kept it there: 每周四晚. */
function slotIn(text: string): string | null {
  return weekdaySlot.exec(text)?.[0] ?? /\d{1,2}[日号]|(?:学)?年[末底初]|晚上?|上午|下午/.exec(text)?.[0] ?? null;
}

/** The phase whose part of the document holds the activity: the last one before it, unless a heading of the phases' own parent stands between. */
function phaseAround(activity: DraftActivity, { phases, text }: { phases: readonly DraftPhase[]; text: string }): DraftPhase | undefined {
  const at = activity.span?.[0];
  if (at === undefined) return undefined;
  const before = phases.filter(({ span }) => span !== null && span[0] <= at).toSorted((a, b) => (a.span?.[0] ?? 0) - (b.span?.[0] ?? 0));
  const [first, last] = [before[0]?.span, before.at(-1)?.span];
  if (!first || !last) return undefined;
  const parent = parentForm(text, first[0]);
  const between = text.slice(last[1], at).split('\n').slice(1);
  return parent && between.some((line) => parent.test(line)) ? undefined : before.at(-1);
}

const headingForms = [/^\s*第[一二三四五六七八九十]+(?:部分|章)/, /^\s*[一二三四五六七八九十]+、/, /^\s*[((][一二三四五六七八九十]+[))]/, /^\s*\d+[.、](?!\d)/];

/** The form of the heading under which the phases stand. */
function parentForm(text: string, at: number): RegExp | undefined {
  const own = headingForms.find((form) => form.test(lineAt(text, at)));
  const above = text.slice(0, text.lastIndexOf('\n', at) + 1).split('\n').toReversed();
  for (const line of above) {
    const form = headingForms.find((each) => each.test(line));
    if (form && form !== own) return form;
  }
  return own;
}

function lineAt(text: string, at: number): string {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  return text.slice(start, end < 0 ? text.length : end);
}
