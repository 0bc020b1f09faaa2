import type { Goal, Span } from '../plan.ts';
import type { GoalContext } from './goals.ts';
import { comparatorOf, countName, isLowerBetter, unitOf } from './goal-values.ts';
import { numberOf, tidy } from './numbers.ts';
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
  const bare = metricName(name.replace(unitBracket, ''));
  const scale = scaleOf(name);
  const year = /20\d\d年?/.exec(heading)?.[0] ?? whenOf(table, row, folded);
  const base = baselineOf(table, row, folded);
  const common = { text: context.source.text.slice(...span), span, ...(year === undefined ? {} : { deadline: year }), ...(base === null ? {} : { baseline: tidy(base * scale) }) };
  const made = { common, metric: bare, scale, lower: isLowerBetter(bare, context.words) };
  const plain = unitless(written, name, made);
  if (plain.length > 0) return plain;
  const statement = statementsIn(folded, cell, context.words)[0];
  const quantity = statement?.quantities[0];
  if (statement === undefined || quantity === undefined) return [];
  const metric = /率|度|水平|比例|分|寿命|时间/.test(bare.slice(-3)) ? bare : countedName(bare, quantity.unit);
  const { comparator, atLeast } = comparatorOf(statement, quantity, isLowerBetter(metric, context.words));
  const marks = /满分\s?(\d+)|(\d+)分制/.exec(written);
  return [{ ...common, metric, comparator, value: quantity.value, unit: unitOf(quantity, name + written), ...(quantity.max === null ? {} : { value_max: quantity.max }), ...(atLeast ? { at_least: true } : {}), ...(marks ? { scale_max: Number(marks[1] ?? marks[2]) } : {}) }];
}

const countedName = (name: string, unit: Goal['unit']): string => (/[数量次]$/.test(name) ? name : countName('', name, unit));

/** (%), (万人), (1/10万): the unit of a measure stands in brackets behind its name. */
const unitBracket = /\((?:单位:)?(?:%|‰|[^()]{0,4}\/[^()]{0,5}|[十百千万亿]{0,2}(?:人次|平方米|小时|分钟|人|次|岁|个|家|所|张|户|例|分|克|场|期|名|天|台|条|支|千米|公里|元|年))\)/;
const scaleOf = (name: string): number => (/[千万亿]/.exec(/\(/.test(name) ? unitBracket.exec(name)?.[0].replace(/\/.*/, '') ?? '' : '')?.[0] === '万' ? 10_000 : 1);

const unitForms: ReadonlyArray<readonly [RegExp, Goal['unit']]> = [
  [/\(‰\)/, 'permille'], [/\/\s?10万|\/十万|十万分之/, 'per-100k'], [/\(岁\)|寿命/, 'years'], [/\(万?人次\)/, 'person-times'], [/\((?:万|千)?(?:人|名)\)|人数$/, 'persons'],
  [/\((?:次|场|期)\)/, 'sessions'], [/\(分\)/, 'score'], [/\(小时\)/, 'hours'], [/\(分钟\)/, 'minutes'], [/\(天\)/, 'days'], [/\([^)]*(?:克|个|家|所|张|户|例|台|条|支|平方米)\)/, 'count'],
  [/%|率|比例|比重|占比|水平|满意度/, 'percent'],
];
const signs: Readonly<Record<string, Goal['comparator']>> = { '≥': '>=', '>=': '>=', '≤': '<=', '<=': '<=', '>': '>', '<': '<', 以上: '>=', 以下: '<=', 以内: '<=', 左右: '~' };
type Unitless = { readonly common: Pick<Goal, 'text' | 'span'>; readonly metric: string; readonly scale: number; readonly lower: boolean };

/** 指标(%) 85 or ≥90: the unit stands in the name or is that of a rate. */
function unitless(written: string, name: string, { common, metric, scale, lower }: Unitless): Goal[] {
  const hit = /^([≥≤<>]=?|>=|<=)?\s?(\d+(?:,\d{3})*(?:\.\d+)?)(?:\s?(?:-|至)\s?(\d+(?:\.\d+)?))?(以上|以下|以内|左右)?$/.exec(written);
  if (!hit) return [];
  const unit = unitForms.find(([form]) => form.test(name))?.[1] ?? 'count';
  const exact = unit === 'count' || unit === 'persons' || unit === 'sessions';
  const comparator = hit[3] === undefined ? signs[hit[1] ?? hit[4] ?? ''] ?? (exact ? '=' : lower ? '<=' : '>=') : 'range';
  return [{ ...common, metric, comparator, value: tidy(numberOf(hit[2] ?? '') * scale), unit, ...(hit[3] === undefined ? {} : { value_max: tidy(numberOf(hit[3]) * scale) }) }];
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
