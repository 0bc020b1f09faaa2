/** Next year's plan: this year's results as baselines, and for each goal a target that can be argued for. */
import { addDays, addMonths, daysBetween, partsOf, type Day } from '../../kernel/day.ts';
import type { Locale } from '../../kernel/text.ts';
import { wordsOf } from '../../kernel/text.ts';
import { levelUnit } from '../programmes/goal-bar.ts';
import { amount } from './amounts.ts';
import { dayWords } from './day-words.ts';
import type { GoalMaterial, Material } from './material.ts';
import { chineseNumber, heading, paragraph, type Block, type OfficialDocument } from './official.ts';
import { plainly } from './proofs.ts';

export interface Proposal {
  readonly comparator: GoalMaterial['comparator'];
  readonly target: number;
  readonly targetMax: number | null;
  readonly unit: GoalMaterial['unit'];
}

/** Of what a share still lacks to 100 %, a met goal aims for this part more; a count for this part of itself. */
const ambition = { ofGap: 0.1, ofCount: 0.05 } as const;

/**
 * A target for next year. What was not reached is aimed for again. What was met is raised a little: a share by a tenth of what it
 * lacks, a count by a twentieth; the other way where lower is better. A wanted change is wanted again from the new baseline.
 * Null for a goal that has no number.
 */
export function proposalFor(goal: GoalMaterial): Proposal | null {
  const { comparator, target, targetMax, unit, current, standing } = goal;
  if (target === null) return null;
  const again = { comparator, target, targetMax, unit };
  if (standing !== 'met' || current === null || comparator === 'increase' || comparator === 'decrease' || comparator === 'range') return again;
  if (comparator === '<=' || comparator === '<') return { ...again, target: stepped(Math.min(target, current * (1 - ambition.ofGap)), unit, 'down') };
  const reached = Math.max(target, current);
  const raised = unit === 'percent' ? reached + (100 - reached) * ambition.ofGap : reached * (1 + ambition.ofCount);
  return { ...again, target: unit === 'percent' ? Math.min(100, stepped(raised, unit, 'up')) : stepped(raised, unit, 'up') };
}

const whole = new Set(['persons', 'person-times', 'sessions', 'count', 'percent', 'score', 'yuan']);

/** To a number that people would write: whole for what comes whole and for shares, else to one decimal; never past 100 % or below 0. */
function stepped(value: number, unit: GoalMaterial['unit'], way: 'up' | 'down'): number {
  const scale = unit !== null && whole.has(unit) ? 1 : 10;
  const round = way === 'up' ? Math.ceil : Math.floor;
  return Math.max(0, round(Number((value * scale).toFixed(6))) / scale);
}

/** The year after a programme: as long as it, beginning the day after its end. */
export function nextPeriod({ startsOn, endsOn }: { startsOn: Day; endsOn: Day }): { startsOn: Day; endsOn: Day } {
  const start = addDays(endsOn, 1);
  const length = daysBetween(startsOn, endsOn);
  return { startsOn: start, endsOn: length >= 360 && length <= 370 ? addDays(addMonths(start, 12), -1) : addDays(start, length) };
}

/** 2026年 → 2027年 wherever the title names this year; a title without a year gets the next one before it. */
export function nextTitle(title: string, { startsOn, endsOn }: { startsOn: Day; endsOn: Day }, next: Day): string {
  const [year] = partsOf(next);
  const now = [partsOf(startsOn)[0], partsOf(endsOn)[0]].find((known) => title.includes(String(known)));
  return now === undefined ? `${year}年${title.replace(/^\d{4}年(度)?/, '')}` : title.replaceAll(String(now), String(year));
}

export function tellNextPlan(material: Material, locale: Locale): OfficialDocument {
  const say = (zh: string, en: string) => (locale === 'en' ? en : zh);
  const period = nextPeriod(material.programme);
  const chapters: { key: string; title: string; blocks: Block[] }[] = [
    { key: 'basis', title: say('编制依据', 'Basis'), blocks: [paragraph('basis.text', [plainly(say(`根据《${material.programme.title}》执行情况的评估结果,结合实际,制定本计划。`, `This plan follows from the evaluation of “${material.programme.title}”.`))])] },
    { key: 'period', title: say('实施周期', 'Period'), blocks: [paragraph('period.text', [plainly(`${dayWords(period.startsOn, locale)}${say('至', ' to ')}${dayWords(period.endsOn, locale)}${say('。', '.')}`)])] },
    { key: 'population', title: say('目标人群', 'Target population'), blocks: material.population.map((text, i) => paragraph(`population.${i}`, [plainly(stopped(text, say('。', '.')))])) },
    { key: 'goals', title: say('工作目标', 'Goals'), blocks: goalList(material, locale) },
    { key: 'activities', title: say('主要措施', 'Activities'), blocks: material.series.map((series, i) => paragraph(`activity.${i}`, [plainly(`${i + 1}. ${series.title}${series.cadence ? say(':', ': ') + series.cadence : ''}${say('。', '.')}`)])) },
    { key: 'budget', title: say('经费预算', 'Budget'), blocks: budgetTable(material, say) },
    { key: 'risks', title: say('风险与应对', 'Risks'), blocks: riskTable(material, say) },
    { key: 'evaluation', title: say('评估方法', 'Evaluation'), blocks: material.evaluation.map((text, i) => paragraph(`evaluation.${i}`, [plainly(stopped(text, say('。', '.')))])) },
  ].filter(({ blocks }) => blocks.length > 0);
  return {
    title: nextTitle(material.programme.title, material.programme, period.startsOn),
    subtitle: say('(草案)', '(draft)'),
    blocks: [
      ...chapters.flatMap(({ key, title, blocks }, i) => [heading(1, key, say(`${chineseNumber(i + 1)}、${title}`, `${i + 1}. ${title}`)), ...blocks]),
      { kind: 'signature', key: 'signature', lines: [wordsOf(material.programme.organization, locale)] },
    ],
  };
}

function stopped(text: string, stop: string): string {
  return text.replace(/[。.;;\s]+$/, '') + stop;
}

function goalList(material: Material, locale: Locale): Block[] {
  return material.goals.map((goal, i) => paragraph(`goal.${goal.goalId}`, [plainly(`${i + 1}. ${goalWords(goal, locale)}`)]));
}

/** One goal as a plan words it, so that a reader finds metric, comparator, value, unit and baseline again. */
export function goalWords(goal: GoalMaterial, locale: Locale): string {
  const proposal = proposalFor(goal);
  const now = goal.current === null ? '' : amount(goal.current, levelUnit(goal, goal.definition), locale);
  if (locale === 'en') return `${goal.metric}: ${proposal ? `${proposal.comparator} ${amount(proposal.target, proposal.unit, 'en')}` : 'to be set'}${now ? ` (now ${now})` : ''}.`;
  const baseline = now === '' ? '' : `(基线${now})`;
  if (proposal === null) return `${goal.metric}:待定${baseline}。`;
  return `${goal.metric}${wanted(proposal)}${baseline}。`;
}

function wanted({ comparator, target, targetMax, unit }: Proposal): string {
  const value = amount(target, unit, 'zh-CN');
  switch (comparator) {
    case '>=':
      return `达到${value}以上`;
    case '>':
      return `超过${value}`;
    case '<=':
      return `控制在${value}以内`;
    case '<':
      return `低于${value}`;
    case '=':
      return `达到${value}`;
    case '~':
      return `达到约${value}`;
    case 'increase':
      return `提高${value}`;
    case 'decrease':
      return `降低${value}`;
    case 'range':
      return targetMax === null ? `达到${value}` : `保持在${target}–${amount(targetMax, unit, 'zh-CN')}`;
  }
}

function budgetTable({ budget }: Material, say: (zh: string, en: string) => string): Block[] {
  if (budget.length === 0) return [];
  return [
    {
      kind: 'table',
      key: 'budget.table',
      caption: say('经费预算表', 'Budget'),
      columns: [
        { title: say('项目', 'Line'), width: 60, align: 'left' },
        { title: say('预算(元)', 'Yuan'), width: 40, align: 'right' },
      ],
      rows: budget.map((line) => [line.item, line.amount === null ? '' : String(line.amount)]),
    },
  ];
}

function riskTable({ risks }: Material, say: (zh: string, en: string) => string): Block[] {
  if (risks.length === 0) return [];
  return [
    {
      kind: 'table',
      key: 'risks.table',
      caption: say('风险与应对措施', 'Risks and responses'),
      columns: [
        { title: say('风险', 'Risk'), width: 40, align: 'left' },
        { title: say('应对措施', 'Response'), width: 60, align: 'left' },
      ],
      rows: risks.map(({ risk, mitigations }) => [risk, mitigations.join(say(';', '; '))]),
    },
  ];
}
