import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { documentLimits } from '../../capabilities/plans/document.ts';
import type { Plan } from '../../capabilities/plans/plan.ts';
import { readPlanFile } from '../../capabilities/plans/reading.gateway.ts';
import { Stop } from '../../platform/stop.ts';
import { wordsOfRefusal } from '../words.ts';

/** `kangcheng plan read FILE`: the plans of a file, as JSON, as the text that their spans index, or as a summary to read. */
export async function readPlanCommand(file: string, { json, text }: { json?: boolean; text?: boolean }): Promise<number> {
  const read = await readPlanFile(await bytesOf(file), basename(file));
  if (read.kind === 'refused') {
    const code = `plans.${read.reason}`;
    throw new Stop(`${file}: ${wordsOfRefusal(code, read.params, 'zh-CN')} · ${wordsOfRefusal(code, read.params, 'en')}`);
  }
  const plans = read.plans.map(({ plan }) => plan);
  if (text) process.stdout.write(read.text.endsWith('\n') ? read.text : `${read.text}\n`);
  else if (json) process.stdout.write(`${JSON.stringify(plans, null, 2)}\n`);
  else process.stdout.write(`${plans.map(summaryOf).join('\n\n')}\n`);
  return 0;
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    // A file beyond the limit is refused by its size; its bytes need not be read for that.
    return size > documentLimits.bytes ? new Uint8Array(documentLimits.bytes + 1) : await readFile(file);
  } catch (error) {
    throw new Stop(`无法读取文件 · the file cannot be read: ${file} (${error instanceof Error ? error.message : ''})`);
  }
}

function summaryOf(plan: Plan): string {
  const list = (title: string, lines: readonly string[]) => (lines.length ? [`\n${title}`, ...lines.map((line) => `  - ${line}`)] : []);
  return [
    `# ${plan.title}`,
    `${plan.setting} · ${plan.period.text}`,
    ...list('目标 · goals', plan.goals.map((goal) => `${goal.metric} ${goal.comparator} ${goal.value}${goal.value_max === undefined ? '' : `–${goal.value_max}`} ${goal.unit}${goal.optional ? ' (optional)' : ''}`)),
    ...list('定性目标 · qualitative goals', plan.qualitative_goals.map((goal) => goal.text)),
    ...list('阶段 · phases', plan.phases.map((phase) => `${phase.name} ${phase.period ?? ''}`.trim())),
    ...list('任务 · tasks', plan.tasks.map((task) => [task.name, task.owner, task.deadline].filter(Boolean).join(' · '))),
    ...list('活动 · activities', plan.activities.map((activity) => [activity.name, activity.cadence?.text].filter(Boolean).join(' · '))),
    ...list('预算 · budget', plan.budget.map((line) => `${line.item} ${line.amount ?? '—'} ${line.unit}`)),
    ...list('风险 · risks', plan.risks.map((risk) => risk.risk)),
    ...list('提示 · notes', plan.consistency_notes),
  ].join('\n');
}
