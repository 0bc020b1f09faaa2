/** What it cost, what deviated and why, whom it helped, and what comes next. */
import { costDifference, ratesOf, type Economics } from './economics.ts';
import { amount, figure } from './amounts.ts';
import { share, tierName } from './evaluation-work.ts';
import { targetWords } from './evaluation-goals.ts';
import { levelUnit } from '../programmes/goal-bar.ts';
import type { CaseMaterial, GoalMaterial } from './material.ts';
import { heading, paragraph, type Block, type Sentence } from './official.ts';
import { proposalFor } from './next-plan.ts';
import { plainly, type Telling } from './proofs.ts';

export function costBlocks(tell: Telling): Block[] {
  return [...budgetBlocks(tell), ...economicsBlocks(tell)];
}

function budgetBlocks({ material, say, fromWork, locale }: Telling): Block[] {
  const lines = material.budget.filter((line) => !line.isTotal);
  const known = lines.filter((line) => line.amount !== null);
  if (lines.length === 0) return [];
  const planned = known.reduce((sum, line) => sum + (line.amount ?? 0), 0);
  const spent = lines.reduce((sum, line) => sum + (line.spent ?? 0), 0);
  const anySpent = lines.some((line) => line.spent !== null);
  const yuan = (value: number | null) => (value === null ? '—' : figure(value));
  return [
    heading(2, 'cost.budget', say('(一)经费执行', '(1) Budget')),
    paragraph('cost.budget.sum', [
      fromWork('budget', say(`计划列支经费${lines.length}项,合计${amount(planned, 'yuan', locale)}`, `The plan has ${lines.length} budget lines, ${amount(planned, 'yuan', locale)} in all`) + (anySpent ? say(`,已支出${amount(spent, 'yuan', locale)},执行率${share(spent, planned)}%。`, `; ${amount(spent, 'yuan', locale)} spent (${share(spent, planned)}%). `) : say('。', '. '))),
      anySpent ? null : plainly(say('系统内尚无支出凭证,请补充实际支出情况。', 'No payment has been entered yet; please add what was spent. ')),
      known.length === lines.length ? null : fromWork('budget', say(`其中${lines.length - known.length}项计划未列明金额。`, `${lines.length - known.length} lines have no amount in the plan.`)),
    ]),
    {
      kind: 'table',
      key: 'cost.budget.table',
      caption: say('经费计划与支出(元)', 'Budget and spending (yuan)'),
      columns: [
        { title: say('科目', 'Line'), width: 52, align: 'left' },
        { title: say('计划', 'Planned'), width: 24, align: 'right' },
        { title: say('支出', 'Spent'), width: 24, align: 'right' },
      ],
      rows: lines.map((line) => [line.item, yuan(line.amount), yuan(line.spent)]),
    },
  ];
}

function economicsBlocks({ material, say, fromWork }: Telling): Block[] {
  const { economics } = material;
  const [before, after] = economics ? [ratesOf(economics.before), ratesOf(economics.after)] : [null, null];
  if (!economics || !before || !after) return [];
  const difference = costDifference(economics);
  return [
    heading(2, 'cost.care', say('(二)医疗利用与费用', '(2) Use and cost of care')),
    paragraph('cost.care.sum', [
      fromWork('care', say(`项目开始前一年,每人年门急诊${figure(before.visits)}次、每百人年住院${figure(before.admissionsPer100, 1)}次、费用${figure(before.costYuan, 0)}元;项目开始后分别为${figure(after.visits)}次、${figure(after.admissionsPer100, 1)}次、${figure(after.costYuan, 0)}元。`, `In the year before, a person-year held ${figure(before.visits)} visits, ${figure(before.admissionsPer100 / 100)} admissions and ${figure(before.costYuan, 0)} yuan; since the start ${figure(after.visits)}, ${figure(after.admissionsPer100 / 100)} and ${figure(after.costYuan, 0)} yuan. `)),
      difference === null ? plainly(say('项目外无可比人群,未作对照分析。', 'Nobody outside the programme is comparable, so there is no comparison. ')) : fromWork('care', comparisonWords(economics, difference, say)),
      plainly(say('上述为非随机前后对照,未排除季节、价格与其他因素的影响,不能单独作为成效的证明。', 'This comparison is not randomised; season, prices and other causes are not excluded.')),
    ]),
  ];
}

function comparisonWords({ unmatched }: Economics, difference: number, say: Telling['say']): string {
  const left = unmatched === 0 ? '' : say(`(另有${unmatched}人未找到可比对象)`, ` (nobody alike was found for ${unmatched})`);
  return say(`与项目外同性别、年龄段及既往就诊情况相近的人群比较,每人年费用变化相差${figure(difference, 0)}元${left}。`, `Against people outside of like sex, age and earlier use, cost a person-year changed by ${figure(difference, 0)} yuan more${left}. `);
}

export function deviationBlocks({ material, say, fromGoal, fromWork, locale }: Telling): Block[] {
  const behind = material.goals.filter((goal) => goal.standing === 'behind');
  const blind = material.goals.filter((goal) => goal.standing === 'no-data' || goal.standing === 'not-measurable' || goal.standing === 'unbound');
  const short = material.series.filter((series) => series.held < series.due).toSorted((a, b) => a.held / a.due - b.held / b.due);
  const late = material.tasks.filter((task) => task.state !== 'done' && task.dueOn < material.asOf);
  const names = (list: readonly string[]) => list.slice(0, 5).join(say('、', '; ')) + (list.length > 5 ? say('等', ' and others') : '');
  const causes: (Sentence | null)[] = [
    short.length === 0 ? null : fromWork('activities', say(`有${short.length}项活动未按频次开展:${names(short.map(({ title, held, due }) => `${title}(${held}/${due})`))}。`, `${short.length} series were held less often than planned: ${names(short.map(({ title, held, due }) => `${title} (${held} of ${due})`))}. `)),
    late.length === 0 ? null : fromWork('tasks', say(`有${late.length}项任务逾期未完成:${names(late.map(({ title }) => title))}。`, `${late.length} tasks are late: ${names(late.map(({ title }) => title))}. `)),
    blind.length === 0 ? null : fromWork('overview', say(`有${blind.length}项目标缺少监测数据,无法评价:${names(blind.map(({ metric }) => metric))}。`, `${blind.length} goals lack data and cannot be judged: ${names(blind.map(({ metric }) => metric))}.`)),
  ];
  const gaps = behind.map((goal) => paragraph(`deviation.${goal.goalId}`, [fromGoal(goal, gapWords(goal, { say, locale }))]));
  if (gaps.length === 0 && causes.every((cause) => cause === null)) return [paragraph('deviations.none', [plainly(say('各项工作按计划推进,未见明显偏差。', 'Work went as planned; no deviation stands out.'))])];
  return [...gaps, ...(causes.some((cause) => cause !== null) ? [paragraph('deviations.causes', [plainly(say('主要原因:', 'Main causes: ')), ...causes])] : [])];
}

function gapWords(goal: GoalMaterial, { say, locale }: Pick<Telling, 'say' | 'locale'>): string {
  const unit = levelUnit(goal, goal.definition);
  const way = goal.progress === null ? '' : say(`,完成进度${Math.round(100 * goal.progress)}%,低于时间进度${Math.round(100 * goal.elapsed)}%`, `: ${Math.round(100 * goal.progress)}% of the way when ${Math.round(100 * goal.elapsed)}% of the time has gone`);
  const gap = goal.current === null || goal.targetLevel === null ? '' : say(`,距目标相差${amount(Math.abs(goal.targetLevel - goal.current), unit === 'percent' ? 'percentage-points' : unit, locale)}`, `, ${amount(Math.abs(goal.targetLevel - goal.current), unit === 'percent' ? 'percentage-points' : unit, locale)} short`);
  return say(`${goal.metric}未达进度${way}${gap}。`, `${goal.metric} is behind${way}${gap}. `);
}

export function caseBlocks(tell: Telling): Block[] {
  return tell.material.cases.map((one, i) => paragraph(`case.${i + 1}`, caseSentences(one, i + 1, tell)));
}

function caseSentences(one: CaseMaterial, no: number, tell: Telling): Sentence[] {
  const { say, fromWork } = tell;
  const who = say(`案例${no}:${one.ageFrom}—${one.ageFrom + 9}岁${one.sex === 'male' ? '男' : '女'}性`, `Case ${no}: a ${one.sex === 'male' ? 'man' : 'woman'} of ${one.ageFrom} to ${one.ageFrom + 9}`);
  const pressure = one.systolicFirst === null || one.systolicLast === null ? '' : say(`,收缩压由${figure(one.systolicFirst, 0)} mmHg变为${figure(one.systolicLast, 0)} mmHg(共测量${one.readings}次)`, `; systolic pressure went from ${figure(one.systolicFirst, 0)} to ${figure(one.systolicLast, 0)} mmHg over ${one.readings} readings`);
  return [
    fromWork('tiers', say(`${who},项目期内由“${tierName(one.from, tell)}”转为“${tierName(one.to, tell)}”${pressure}。`, `${who} moved from the ${tierName(one.from, tell)} to the ${tierName(one.to, tell)} tier${pressure}. `)),
    fromWork('tiers', say(`情况相近者共${one.alike}人,本案例已去除可识别个人身份的信息。`, `${one.alike} people went a like way; nothing here identifies anybody.`)),
  ];
}

export function nextBlocks({ material, say, fromGoal, fromWork, locale }: Telling): Block[] {
  const open = material.goals.filter((goal) => goal.standing === 'behind' || goal.standing === 'no-data');
  const tasks = material.tasks.filter((task) => task.state !== 'done');
  const steps: Block[] = open.slice(0, 6).map((goal) => {
    const proposal = proposalFor(goal);
    const target = proposal ? say(`,下一年度建议目标为${targetWords({ ...goal, ...proposal }, { say, locale })}`, `; proposed target for next year: ${targetWords({ ...goal, ...proposal }, { say, locale })}`) : '';
    return paragraph(`next.${goal.goalId}`, [fromGoal(goal, say(`继续推进“${goal.metric}”${target}。`, `Carry on with “${goal.metric}”${target}.`))]);
  });
  const rest = tasks.length === 0 ? [] : [paragraph('next.tasks', [fromWork('tasks', say(`对未完成的${tasks.length}项任务逐项明确责任人和完成时限。`, `Name an owner and a date for each of the ${tasks.length} open tasks.`))])];
  const close = [paragraph('next.close', [plainly(say('巩固有效做法,完善长效机制,并据此编制下一年度工作计划。', 'Keep what works, and write next year’s plan from it.'))])];
  return [...steps, ...rest, ...close];
}
