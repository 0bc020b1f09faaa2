import type { Goal, Phase, Plan, PlanActivity } from '../plan.ts';
import { alike } from './merging.ts';

/** What a careful planner would ask about a plan: contradictions, blanks, sums and missing starting points. */
export function consistencyNotes(plan: Plan): string[] {
  return [...scheduledTooFew(plan), ...withoutBaseline(plan.goals), ...contradictions(plan.goals), ...blanks(plan), ...sums(plan), ...withoutOwner(plan), ...outsidePeriod(plan)];
}

const perMonth: Readonly<Record<string, number>> = { day: 30, week: 52 / 12, 'two-weeks': 26 / 12, month: 1, 'two-months': 0.5, quarter: 1 / 3, 'half-year': 1 / 6, year: 1 / 12 };

/** A goal of 12 workshops, one a month in a phase of two quarters: six are missing. */
function scheduledTooFew(plan: Plan): string[] {
  return plan.goals.filter((goal) => goal.unit === 'sessions' || goal.unit === 'count').flatMap((goal) => {
    const activity = plan.activities.find((one) => one.cadence?.times && /[次场期节集讲轮]/.test(one.cadence.text) && perMonth[one.cadence.per] !== undefined && alike(tail(goal.metric), tail(one.name)));
    if (!activity) return [];
    const phase = plan.phases.find((one) => one.start !== undefined && one.end !== undefined && holds(plan, one, activity)) ?? plan.phases.find((one) => holds(plan, one, activity) && monthsOfText(one.period) !== null);
    const months = phase === undefined ? 12 : monthsOf(phase);
    const expected = Math.floor((activity.cadence?.times ?? 0) * (perMonth[activity.cadence?.per ?? ''] ?? 0) * months + 1e-9);
    return expected > 0 && expected < goal.value ? [`目标“${goal.metric}”为${goal.value},按“${activity.cadence?.text}”在${phase?.period ?? '全年'}只能安排约${expected}次,差${goal.value - expected}次`] : [];
  });
}

const tail = (name: string): string => name.replace(/场次$|次数$|数$/, '').slice(-8);

function holds(plan: Plan, phase: Phase, activity: PlanActivity): boolean {
  const next = plan.phases.find((one) => one.span[0] > phase.span[0]);
  return activity.span[0] >= phase.span[0] && (next === undefined || activity.span[0] < next.span[0]);
}

function monthsOf(phase: Phase): number {
  if (phase.start === undefined || phase.end === undefined) return monthsOfText(phase.period) ?? 12;
  return (Number(phase.end.slice(0, 4)) - Number(phase.start.slice(0, 4))) * 12 + Number(phase.end.slice(5, 7)) - Number(phase.start.slice(5, 7)) + 1;
}

function monthsOfText(period: string | undefined): number | null {
  if (period === undefined) return null;
  if (/季度/.test(period)) return 3 * Math.max(1, (period.match(/[一二三四]/g) ?? []).length);
  const months = [...period.matchAll(/(\d{1,2})月?/g)].map((hit) => Number(hit[1])).filter((month) => month <= 12);
  return /月/.test(period) && months.length >= 2 ? (months.at(-1) ?? 0) - (months[0] ?? 0) + 1 : /半年/.test(period) ? 6 : null;
}

const withoutBaseline = (goals: readonly Goal[]): string[] =>
  goals.filter((goal) => (goal.comparator === 'increase' || goal.comparator === 'decrease') && goal.baseline === undefined).map((goal) => `“${goal.metric}”只写了变化幅度,没有基线值`);

function contradictions(goals: readonly Goal[]): string[] {
  return goals.flatMap((goal, i) => goals.slice(i + 1)
    .filter((other) => other.metric === goal.metric && other.unit === goal.unit && other.value !== goal.value && other.comparator === goal.comparator && other.deadline === goal.deadline && goal.scope === other.scope)
    .map((other) => `“${goal.metric}”前后不一致:${goal.value}与${other.value}`));
}

function blanks(plan: Plan): string[] {
  const empty = plan.budget.filter((line) => line.amount === null && line.text !== undefined);
  if (empty.length === 0) return [];
  return [empty.length === plan.budget.length ? '预算各项均为占位,没有金额' : `预算中有${empty.length}项没有金额:${empty.map((line) => line.item).join('、')}`];
}

function sums(plan: Plan): string[] {
  const total = plan.budget.find((line) => line.total === true && line.amount !== null);
  const items = plan.budget.filter((line) => !line.total && !line.subtotal && !line.income && line.per === undefined);
  if (total?.amount === undefined || total.amount === null || items.length < 2 || items.some((line) => line.amount === null)) return [];
  const sum = items.reduce((all, line) => all + (line.amount ?? 0), 0);
  return Math.abs(sum - total.amount) > 0.5 ? [`预算各项相加为${sum}元,与${total.item}${total.amount}元不符`] : [];
}

function withoutOwner(plan: Plan): string[] {
  const owned = plan.tasks.filter((task) => task.owner !== undefined);
  const open = plan.tasks.filter((task) => task.owner === undefined);
  return owned.length >= 2 && open.length > 0 ? [`未写明责任单位的任务:${open.slice(0, 5).map((task) => task.name).join('、')}`] : [];
}

function outsidePeriod(plan: Plan): string[] {
  const { start, end } = plan.period;
  if (start === undefined || end === undefined) return [];
  return plan.phases.filter((phase) => (phase.end !== undefined && phase.end > end) || (phase.start !== undefined && phase.start < start)).map((phase) => `“${phase.name}”的时间(${phase.period ?? ''})超出计划期${plan.period.text}`);
}
