/** Goals: a table of them all, then process and outcome, each with what it was counted from. */
import type { GoalMaterial } from './material.ts';
import { countedAs, levelUnit } from '../programmes/goal-bar.ts';
import { amount, figure, unitWords } from './amounts.ts';
import { heading, paragraph, type Block, type Sentence } from './official.ts';
import { plainly, type Telling } from './proofs.ts';

/** What the work itself gives is process; what it changes in people is outcome. */
const process = new Set(['attended', 'sessions', 'attendance', 'respondents', 'covered']);
const mostTrends = 4;

export function goalBlocks(tell: Telling): Block[] {
  const { material, say } = tell;
  const { goals } = material;
  if (goals.length === 0) return qualitative(tell);
  const judged = goals.filter((goal) => ['met', 'on-track', 'behind'].includes(goal.standing));
  const standing = (name: GoalMaterial['standing']) => goals.filter((goal) => goal.standing === name).length;
  const parts = [
    { key: 'goals.process', title: say('过程评价', 'Process'), goals: judged.filter((goal) => process.has(goal.definition?.measure.by ?? '')) },
    { key: 'goals.outcome', title: say('结果评价', 'Outcome'), goals: judged.filter((goal) => !process.has(goal.definition?.measure.by ?? '')) },
  ].filter((part) => part.goals.length > 0);
  return [
    paragraph('goals.sum', [
      tell.fromWork('overview', say(`${goals.length}项量化目标中,已达标${standing('met')}项,按进度推进${standing('on-track')}项,进度落后${standing('behind')}项`, `Of ${goals.length} quantified goals ${standing('met')} are met, ${standing('on-track')} on track and ${standing('behind')} behind`) + say(`,暂无数据或尚不能计算${goals.length - judged.length}项。`, `; ${goals.length - judged.length} have no data yet. `)),
    ]),
    goalTable(tell),
    ...progressChart(tell, judged),
    ...parts.flatMap((part, i) => [heading(2, part.key, say(`(${['一', '二'][i]})${part.title}`, `(${i + 1}) ${part.title}`)), ...part.goals.map((goal) => paragraph(`goal.${goal.goalId}`, goalSentences(goal, tell)))]),
    ...judged.filter((goal) => goal.trend.filter(({ value }) => value !== null).length >= 3).slice(0, mostTrends).map((goal) => trendChart(goal, tell)),
    ...qualitative(tell),
  ];
}

function qualitative({ material, say }: Telling): Block[] {
  if (material.qualitativeGoals.length === 0) return [];
  return [paragraph('goals.qualitative', [plainly(say('计划中未量化的目标:', 'Goals without a number: ') + material.qualitativeGoals.map((text) => text.replace(/[。;;.\s]+$/, '')).join(say(';', '; ')) + say('。请结合实际补充完成情况。', '. Please add how they were met.'))])];
}

function goalTable(tell: Telling): Block {
  const { material, say, locale } = tell;
  const level = (goal: GoalMaterial, value: number | null) => (value === null ? '—' : amount(value, levelUnit(goal, goal.definition), locale));
  return {
    kind: 'table',
    key: 'goals.table',
    caption: say('目标完成情况', 'Goals'),
    columns: [
      { title: say('目标', 'Goal'), width: 34, align: 'left' },
      { title: say('基线', 'Baseline'), width: 15, align: 'right' },
      { title: say('目标值', 'Target'), width: 17, align: 'right' },
      { title: say('实际值', 'Now'), width: 15, align: 'right' },
      { title: say('评价', 'Standing'), width: 19, align: 'center' },
    ],
    rows: material.goals.map((goal) => [goal.metric, level(goal, goal.baseline), targetWords(goal, tell), level(goal, goal.current), standingWords(goal, tell)]),
  };
}

/** ≥70%, 提高10%, 70–80分: the target as the plan has it. */
export function targetWords(goal: Pick<GoalMaterial, 'target' | 'targetMax' | 'unit' | 'comparator'>, { say, locale }: Pick<Telling, 'say' | 'locale'>): string {
  if (goal.target === null) return '—';
  const value = amount(goal.target, goal.unit, locale);
  switch (goal.comparator) {
    case 'increase':
      return say(`提高${value}`, `up by ${value}`);
    case 'decrease':
      return say(`降低${value}`, `down by ${value}`);
    case 'range':
      return goal.targetMax === null ? value : `${figure(goal.target)}–${amount(goal.targetMax, goal.unit, locale)}`;
    case '~':
      return say(`约${value}`, `about ${value}`);
    case '=':
      return value;
    case '>=':
      return `≥${value}`;
    case '<=':
      return `≤${value}`;
    case '<':
    case '>':
      return `${goal.comparator}${value}`;
  }
}

export function standingWords({ standing }: Pick<GoalMaterial, 'standing'>, { say }: Pick<Telling, 'say'>): string {
  const words: Record<GoalMaterial['standing'], [string, string]> = { met: ['已达标', 'met'], 'on-track': ['按进度推进', 'on track'], behind: ['进度落后', 'behind'], 'no-data': ['暂无数据', 'no data'], 'not-measurable': ['尚不能计算', 'not measurable yet'], unbound: ['未绑定指标', 'no indicator'] };
  return say(...words[standing]);
}

function progressChart({ say }: Telling, judged: readonly GoalMaterial[]): Block[] {
  const drawn = judged.filter((goal) => goal.progress !== null);
  if (drawn.length < 2) return [];
  return [
    {
      kind: 'chart',
      key: 'goals.chart',
      caption: say('目标完成进度(基线为0,目标为100)', 'Progress towards the goals (baseline 0, target 100)'),
      chart: {
        kind: 'bar',
        categories: drawn.map((goal) => goal.metric),
        series: [{ name: say('完成进度', 'Progress'), values: drawn.map((goal) => Math.round(100 * Math.min(1.5, goal.progress ?? 0))) }],
        unit: '%',
        level: { name: say('目标', 'Target'), value: 100 },
      },
    },
  ];
}

function goalSentences(goal: GoalMaterial, tell: Telling): Sentence[] {
  const { say, locale, fromGoal } = tell;
  if (goal.current === null) return [];
  const unit = levelUnit(goal, goal.definition);
  const made = madeOf(goal, tell);
  const from = goal.baseline === null || isFromNothing(goal) ? '' : say(`,基线为${amount(goal.baseline, unit, locale)}`, `, from a baseline of ${amount(goal.baseline, unit, locale)}`);
  return [
    fromGoal(goal, say(`${goal.metric}:目前为${amount(goal.current, unit, locale)}${made}${from},目标为${targetWords(goal, tell)},${standingWords(goal, tell)}。`, `${goal.metric}: now ${amount(goal.current, unit, locale)}${made}${from}; target ${targetWords(goal, tell)}: ${standingWords(goal, tell)}. `)),
  ];
}

/** A count from nothing: its baseline of 0 says nothing. */
function isFromNothing(goal: GoalMaterial): boolean {
  return goal.baseline === 0 && goal.baselineIs === 'measured';
}

function madeOf(goal: GoalMaterial, { say }: Telling): string {
  const { numerator, denominator, definition } = goal;
  if (denominator === null || definition === null) return '';
  const counted = countedAs(definition.measure.by);
  if (counted === 'number') return '';
  if (counted === 'mean') return say(`(${denominator}人的均值)`, ` (mean of ${denominator} people)`);
  if (counted === 'pairs') return say(`(${denominator}人前后配对)`, ` (${denominator} people before and after)`);
  return numerator === null ? '' : say(`(${figure(numerator)}/${figure(denominator)})`, ` (${figure(numerator)} of ${figure(denominator)})`);
}

function trendChart(goal: GoalMaterial, { say, locale }: Telling): Block {
  const points = goal.trend.filter(({ value }) => value !== null);
  return {
    kind: 'chart',
    key: `trend.${goal.goalId}`,
    caption: say(`${goal.metric}变化趋势`, `${goal.metric} over time`),
    chart: {
      kind: 'line',
      categories: points.map(({ on }) => on.slice(0, 7)),
      series: [{ name: goal.metric, values: points.map(({ value }) => (value === null ? null : Number(value.toFixed(2)))) }],
      unit: unitWords(levelUnit(goal, goal.definition), locale),
      level: goal.targetLevel === null ? null : { name: say('目标', 'Target'), value: goal.targetLevel },
    },
  };
}
