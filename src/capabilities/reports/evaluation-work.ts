/** What was done: tasks by phase, activities, and how people moved between tiers. */
import { wordsOf } from '../../kernel/text.ts';
import type { SeriesMaterial, TierFlow, TierName } from './material.ts';
import { heading, paragraph, type Block } from './official.ts';
import { plainly, type Telling } from './proofs.ts';

export function workBlocks(tell: Telling): Block[] {
  const { say } = tell;
  const parts = [
    { key: 'work.tasks', title: say('阶段与任务', 'Phases and tasks'), blocks: taskBlocks(tell) },
    { key: 'work.activities', title: say('活动开展', 'Activities'), blocks: activityBlocks(tell) },
    { key: 'work.tiers', title: say('人群风险分层与管理', 'Tiers of risk'), blocks: tierBlocks(tell) },
  ].filter(({ blocks }) => blocks.length > 0);
  return parts.flatMap(({ key, title, blocks }, i) => [heading(2, key, say(`(${['一', '二', '三'][i]})${title}`, `(${i + 1}) ${title}`)), ...blocks]);
}

function taskBlocks({ material, say, fromWork }: Telling): Block[] {
  const { tasks, phases, asOf } = material;
  if (tasks.length === 0) return [];
  const done = tasks.filter((task) => task.state === 'done').length;
  const late = tasks.filter((task) => task.state !== 'done' && task.dueOn < asOf).length;
  const ofPhase = (phaseId: string) => tasks.filter((task) => task.phaseId === phaseId);
  return [
    paragraph('work.tasks.sum', [
      fromWork('tasks', say(`项目共分解任务${tasks.length}项,已完成${done}项,完成率${share(done, tasks.length)}%`, `Of ${tasks.length} tasks ${done} are done (${share(done, tasks.length)}%)`) + (late === 0 ? say(',无逾期任务。', '; none is late. ') : say(`,逾期未完成${late}项。`, `; ${late} are late. `))),
      phases.length === 0 ? null : fromWork('tasks', say(`计划分${phases.length}个阶段实施。`, `The plan has ${phases.length} phases. `)),
    ]),
    ...(phases.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            key: 'work.tasks.phases',
            caption: say('各阶段任务完成情况', 'Tasks by phase'),
            columns: [
              { title: say('阶段', 'Phase'), width: 40, align: 'left' as const },
              { title: say('起止时间', 'Period'), width: 40, align: 'center' as const },
              { title: say('任务数', 'Tasks'), width: 10, align: 'right' as const },
              { title: say('已完成', 'Done'), width: 10, align: 'right' as const },
            ],
            rows: phases.map((phase) => [phase.name, `${phase.startsOn} — ${phase.endsOn}`, String(ofPhase(phase.phaseId).length), String(ofPhase(phase.phaseId).filter((task) => task.state === 'done').length)]),
          },
        ]),
  ];
}

function activityBlocks({ material, say, fromWork, locale }: Telling): Block[] {
  const { series } = material;
  if (series.length === 0) return [];
  const sum = (of: (one: SeriesMaterial) => number) => series.reduce((total, one) => total + of(one), 0);
  const [due, held, attended, registered] = [sum((one) => one.due), sum((one) => one.held), sum((one) => one.attended), sum((one) => one.registered)];
  const busiest = series.filter((one) => one.attended > 0).toSorted((a, b) => b.attended - a.attended)[0];
  return [
    paragraph('work.activities.sum', [
      fromWork('activities', say(`项目安排系列活动${series.length}项,截至目前应开展${due}场,已开展${held}场`, `${series.length} series of activities were planned; ${due} sessions were due and ${held} were held`) + say(due === 0 ? '。' : `,开展率${share(held, due)}%。`, due === 0 ? '. ' : ` (${share(held, due)}%). `)),
      attended === 0 ? null : fromWork('activities', say(`签到${attended}人次`, `${attended} attendances were signed`) + (registered > attended ? say(`,报名到场率${share(attended, registered)}%。`, `, ${share(attended, registered)}% of those registered. `) : say('。', '. '))),
      busiest === undefined ? null : fromWork('activities', say(`参与最多的是“${busiest.title}”,共${busiest.attended}人次。`, `The best attended was “${busiest.title}” with ${busiest.attended}.`)),
    ]),
    {
      kind: 'table',
      key: 'work.activities.table',
      caption: say('活动开展情况', 'Activities'),
      columns: [
        { title: say('活动', 'Activity'), width: 36, align: 'left' },
        { title: say('类别', 'Kind'), width: 20, align: 'center' },
        { title: say('频次', 'How often'), width: 14, align: 'center' },
        { title: say('应开展', 'Due'), width: 10, align: 'right' },
        { title: say('已开展', 'Held'), width: 10, align: 'right' },
        { title: say('人次', 'Attended'), width: 10, align: 'right' },
      ],
      rows: series.map((one) => [one.title, one.kind ? wordsOf(one.kind, locale) : '—', one.cadence ?? '—', String(one.due), String(one.held), String(one.attended)]),
    },
  ];
}

const tierWords: Readonly<Record<TierName, readonly [string, string]>> = { low: ['低危-稳定', 'low'], mid: ['中危-观察', 'middle'], high: ['高危-强化干预', 'high'], not_tiered: ['未分层', 'not tiered'] };
const order = { low: 0, mid: 1, high: 2 } as const;

/** The name of a tier in the report's language. */
export function tierName(tier: TierName, { say }: Pick<Telling, 'say'>): string {
  return say(...tierWords[tier]);
}

function tierBlocks(tell: Telling): Block[] {
  const { material, say, fromWork } = tell;
  const told = material.tiers.filter((flow): flow is TierFlow & { persons: number } => flow.persons !== null);
  const suppressed = material.tiers.length > told.length;
  const at = (side: 'from' | 'to', tier: TierName) => told.filter((flow) => flow[side] === tier).reduce((total, flow) => total + flow.persons, 0);
  const tiers = ['low', 'mid', 'high'] as const;
  if (tiers.every((tier) => at('to', tier) === 0)) return [];
  // People first placed in a tier since then have no place to come from.
  const known = tiers.some((tier) => at('from', tier) > 0);
  const moved = (better: boolean) =>
    told.filter(({ from, to }) => isTier(from) && isTier(to) && (better ? order[to] < order[from] : order[to] > order[from])).reduce((total, flow) => total + flow.persons, 0);
  return [
    paragraph('work.tiers.sum', [
      fromWork('tiers', say(`截至目前,纳入分层管理的人员中低危${at('to', 'low')}人、中危${at('to', 'mid')}人、高危${at('to', 'high')}人。`, `Of the people in tiers ${at('to', 'low')} now stand low, ${at('to', 'mid')} in the middle, ${at('to', 'high')} high. `)),
      !known ? null : fromWork('tiers', say(`项目期内风险等级下降${moved(true)}人,上升${moved(false)}人。`, `Since the start ${moved(true)} moved to a lower tier and ${moved(false)} to a higher one. `)),
      suppressed ? plainly(say('人数过少的流向为保护个人隐私不予列出。', 'Movements of too few people are withheld to protect them.')) : null,
    ]),
    {
      kind: 'chart',
      key: 'work.tiers.chart',
      caption: known ? say('风险分层变化', 'Tiers at the start and now') : say('目前风险分层', 'Tiers now'),
      chart: {
        kind: 'column',
        categories: tiers.map((tier) => tierName(tier, tell)),
        series: [
          ...(known ? [{ name: say('项目开始时', 'At the start'), values: tiers.map((tier) => at('from', tier)) }] : []),
          { name: say('目前', 'Now'), values: tiers.map((tier) => at('to', tier)) },
        ],
        unit: say('人', 'people'),
        level: null,
      },
    },
  ];
}

function isTier(tier: TierFlow['from']): tier is keyof typeof order {
  return tier in order;
}

/** A share in percent with at most one decimal; nothing of nothing is 0. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '0' : String(Number(((100 * part) / whole).toFixed(1)));
}
