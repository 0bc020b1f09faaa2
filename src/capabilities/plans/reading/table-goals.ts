import type { Goal, Span } from '../plan.ts';
import type { GoalContext } from './goals.ts';
import { comparatorOf, countName, isLowerBetter, unitOf } from './goal-values.ts';
import { numberOf } from './numbers.ts';
import { statementsIn } from './statements.ts';
import { metricName } from './subjects.ts';
import { cellOf } from './tables.ts';
import type { Row, Table } from './tables.ts';

/** The targets of an indicator table: one for each row and each target column (2025年, 2030年). */
export function goalsInTables(tables: readonly Table[], context: GoalContext): Goal[] {
  return tables.filter(isIndicatorTable).flatMap((table) => table.rows.flatMap((row) => goalsOfRow(table, row, context)));
}

function isIndicatorTable(table: Table): boolean {
  if (!table.columns.includes('target')) return false;
  return table.headings.some((heading) => /指标|目标/.test(heading)) && !table.columns.includes('amount');
}

function goalsOfRow(table: Table, row: Row, context: GoalContext): Goal[] {
  const { folded } = context.source;
  const nameCell = indicatorCell(table, row, folded);
  if (nameCell === null) return [];
  const name = folded.slice(...nameCell);
  return table.columns.flatMap((column, i): Goal[] => {
    const cell = row.cells[i];
    if (column !== 'target' || cell === undefined) return [];
    return goalsOfCell(cell, { table, row, heading: table.headings[i] ?? '', name, nameCell, context });
  });
}

/** The column headed 指标 names the measure; a class column before it (健康水平) does not. */
function indicatorCell(table: Table, row: Row, folded: string): Span | null {
  const named = table.headings.findIndex((heading) => /指标(?!值)|内容|项目|名称/.test(heading) && !/类|目标值/.test(heading));
  const at = named >= 0 ? named : table.columns.findIndex((column) => column === 'name' || column === 'task' || column === 'activity');
  const cell = row.cells[at < 0 ? 0 : at];
  return cell === undefined || /^\d*$/.test(folded.slice(...cell)) ? null : cell;
}

type Cell = { readonly table: Table; readonly row: Row; readonly heading: string; readonly name: string; readonly nameCell: Span; readonly context: GoalContext };

function goalsOfCell(cell: Span, { table, row, heading, name, nameCell, context }: Cell): Goal[] {
  const { folded } = context.source;
  const span: Span = [nameCell[0], Math.max(cell[1], nameCell[1])];
  const written = folded.slice(...cell).trim();
  const bare = metricName(name.replace(/\((?:%|‰|分|人|次|岁|.{0,3}\/.{0,4})\)/, ''));
  const statement = statementsIn(folded, cell, context.words)[0];
  const quantity = statement?.quantities[0];
  const year = /20\d\d年?/.exec(heading)?.[0] ?? whenOf(table, row, folded);
  const base = baselineOf(table, row, folded);
  const common = { text: context.source.text.slice(...span), span, ...(year === undefined ? {} : { deadline: year }), ...(base === null ? {} : { baseline: base }) };
  if (statement !== undefined && quantity !== undefined) {
    const metric = /率|度|水平|比例|分|寿命|时间/.test(bare.slice(-3)) ? bare : countedName(bare, quantity.unit);
    const { comparator, atLeast } = comparatorOf(statement, quantity, isLowerBetter(metric, context.words));
    const scale = /满分\s?(\d+)|(\d+)分制/.exec(written);
    return [{ ...common, metric, comparator, value: quantity.value, unit: unitOf(quantity, name + written), ...(quantity.max === null ? {} : { value_max: quantity.max }), ...(atLeast ? { at_least: true } : {}), ...(scale ? { scale_max: Number(scale[1] ?? scale[2]) } : {}) }];
  }
  return unitless(written, name, { common, metric: bare, lower: isLowerBetter(bare, context.words) });
}

const countedName = (name: string, unit: Goal['unit']): string => (/[数量次]$/.test(name) ? name : countName('', name, unit));

/** 指标(%) 85 or ≥90: the unit stands in the name or is that of a rate. */
function unitless(written: string, name: string, made: { common: Pick<Goal, 'text' | 'span'>; metric: string; lower: boolean }): Goal[] {
  const hit = /^([≥≤<>]=?|>=|<=)?\s?(\d+(?:\.\d+)?)(以上|以下|左右)?$/.exec(written);
  if (!hit) return [];
  const unit = /‰/.test(name) ? 'permille' : /\/10万|十万/.test(name) ? 'per-100k' : /岁|寿命/.test(name) ? 'years' : /\(人次\)/.test(name) ? 'person-times' : /\((?:人|名)\)/.test(name) ? 'persons'
    : /\((?:次|场|期)\)/.test(name) ? 'sessions' : /\(分\)/.test(name) ? 'score' : /%|率|比例|水平|满意度/.test(name) ? 'percent' : 'count';
  const signs: Readonly<Record<string, Goal['comparator']>> = { '≥': '>=', '>=': '>=', '≤': '<=', '<=': '<=', '>': '>', '<': '<', 以上: '>=', 以下: '<=', 左右: '~' };
  const comparator = signs[hit[1] ?? hit[3] ?? ''] ?? (unit === 'count' || unit === 'persons' || unit === 'sessions' ? '=' : made.lower ? '<=' : '>=');
  return [{ ...made.common, metric: made.metric, comparator, value: numberOf(hit[2] ?? ''), unit }];
}

function baselineOf(table: Table, row: Row, folded: string): number | null {
  const cell = cellOf(table, row, 'baseline');
  const hit = cell === null ? null : /(\d+(?:\.\d+)?)/.exec(folded.slice(...cell));
  return hit ? Number(hit[1]) : null;
}

function whenOf(table: Table, row: Row, folded: string): string | undefined {
  const cell = cellOf(table, row, 'when');
  return cell === null ? undefined : folded.slice(...cell);
}
