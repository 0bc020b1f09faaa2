import type { BudgetLine, Phase, PlanActivity, PlanRisk, PlanTask, Span } from '../plan.ts';
import { cadencesIn } from './cadences.ts';
import { moneyIn } from './budget.ts';
import type { Source } from './fold.ts';
import { numberOf, tidy } from './numbers.ts';
import { cellOf } from './tables.ts';
import type { Column, Row, Table } from './tables.ts';

const nameColumns: readonly Column[] = ['activity', 'task', 'name', 'phase', 'other'];

function nameCell(table: Table, row: Row, columns: readonly Column[] = nameColumns): Span | null {
  for (const column of columns) {
    const cell = cellOf(table, row, column);
    if (cell !== null) return cell;
  }
  return null;
}

/** Rows of a table with a sum column. A column headed 万元 counts in ten thousands. */
export function budgetInTables(tables: readonly Table[], source: Source): BudgetLine[] {
  return tables.filter((table) => table.columns.includes('amount')).flatMap((table) => table.rows.flatMap((row): BudgetLine[] => {
    const at = table.columns.lastIndexOf('amount');
    const cell = row.cells[at];
    const item = nameCell(table, row, ['name', 'activity', 'task', 'other', 'number']);
    if (cell === undefined || item === null || item[0] === cell[0]) return [];
    const name = source.text.slice(...item).trim();
    const span: Span = [item[0], Math.max(cell[1], item[1])];
    const total = /^(?:总计|合计|共计|总额)/.test(name);
    return [{ item: name, amount: amountOf(cell, `${table.headings[at] ?? ''}${titleAbove(table, source)}`, source), unit: 'yuan', text: source.text.slice(...span), span, ...(total ? { total: true } : {}) }];
  }));
}

/** The unit often stands in the line above the table: 预算(单位:万元). */
function titleAbove(table: Table, source: Source): string {
  const first = table.rows[0]?.block.start ?? 0;
  return /单位[:]?\s?万元/.exec(source.folded.slice(Math.max(0, first - 90), first))?.[0] ?? '';
}

function amountOf(cell: Span, heading: string, source: Source): number | null {
  const sum = moneyIn(source.folded, cell)[0];
  if (sum !== undefined) return sum.amount;
  const hit = /^\s?((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s?(万)?\s?$/.exec(source.folded.slice(...cell));
  if (!hit) return null;
  return tidy(numberOf(hit[1] ?? '') * (hit[2] !== undefined || /万元/.test(heading) ? 10_000 : 1));
}

export function risksInTables(tables: readonly Table[], source: Source): PlanRisk[] {
  return tables.filter((table) => table.columns.includes('risk') && (table.columns.includes('answer') || table.headings.some((heading) => /措施/.test(heading)))).flatMap((table) => table.rows.flatMap((row): PlanRisk[] => {
    const risk = riskCell(table, row);
    const at = table.columns.includes('answer') ? table.columns.indexOf('answer') : table.headings.findIndex((heading) => /措施/.test(heading));
    const answer = row.cells[at];
    if (risk === null) return [];
    const mitigations = answer === undefined ? [] : source.text.slice(...answer).split(/[,,;;。]/).map((one) => one.trim()).filter((one) => one.length > 1);
    return [{ risk: source.text.slice(...risk).trim(), mitigations, span: [row.block.start, row.block.end] }];
  }));
}

/** 风险描述 before 风险类别 and 风险等级. */
function riskCell(table: Table, row: Row): Span | null {
  const at = [/描述|内容|表现/, /风险(?!等级|类别|类型|程度)/].map((form) => table.headings.findIndex((heading, i) => form.test(heading) && table.columns[i] === 'risk')).find((found) => found >= 0) ?? table.columns.indexOf('risk');
  return row.cells[at] ?? null;
}

export function phasesInTables(tables: readonly Table[], source: Source): Phase[] {
  return tables.filter((table) => table.columns.includes('phase')).flatMap((table) => table.rows.flatMap((row): Phase[] => {
    const cell = cellOf(table, row, 'phase');
    const when = cellOf(table, row, 'when');
    if (cell === null) return [];
    const tasks = nameCell(table, row, ['task', 'name', 'activity']);
    return [{ name: source.text.slice(...cell).trim(), span: [row.block.start, row.block.end], ...(when === null ? {} : { period: source.text.slice(...when).trim() }), ...(tasks === null ? {} : { tasks: source.text.slice(...tasks).split(/[;;。]/).filter((one) => one.trim() !== '') }) }];
  })).filter((phase, i, all) => all.findIndex((one) => one.name === phase.name) === i);
}

/** Rows of a schedule: what, when, how often, by whom. */
export function activitiesInTables(tables: readonly Table[], source: Source): PlanActivity[] {
  return tables.filter(isSchedule).flatMap((table) => table.rows.flatMap((row): PlanActivity[] => {
    const cell = nameCell(table, row, ['activity', 'name', 'task', 'other']);
    if (cell === null) return [];
    const found = cadencesIn(source.folded, [row.block.start, row.block.end])[0];
    const [place, audience] = [cellOf(table, row, 'place'), cellOf(table, row, 'audience')];
    return [{
      name: source.text.slice(...cell).trim().split(/[,,。;;]/)[0] ?? '', span: [row.block.start, row.block.end],
      ...(found ? { cadence: { text: source.text.slice(...found.span), ...found.cadence } } : {}),
      ...(place === null ? {} : { place: source.text.slice(...place).trim() }), ...(audience === null ? {} : { audience: source.text.slice(...audience).trim() }),
    }];
  }));
}

const isSchedule = (table: Table): boolean =>
  !table.columns.includes('amount') && !table.columns.includes('phase') && !table.columns.includes('risk') && !(table.columns.includes('target') && table.headings.some((heading) => /指标/.test(heading))) &&
  (table.columns.includes('activity') || ((table.columns.includes('cadence') || table.columns.includes('when')) && (table.columns.includes('task') || table.columns.includes('name'))));

export function tasksInTables(tables: readonly Table[], source: Source): PlanTask[] {
  return tables.filter((table) => table.columns.includes('owner') && !table.columns.includes('amount') && !table.headings.some((heading) => /指标/.test(heading))).flatMap((table) => table.rows.flatMap((row): PlanTask[] => {
    const cell = nameCell(table, row, ['task', 'activity', 'name', 'phase', 'other']);
    const owner = table.columns.flatMap((column, i) => (column === 'owner' && row.cells[i] ? [source.text.slice(...row.cells[i]).trim()] : [])).filter((one) => one !== '').join(';');
    const when = cellOf(table, row, 'when');
    return cell === null || owner === '' ? [] : [{ name: source.text.slice(...cell).trim(), owner, span: [row.block.start, row.block.end], ...(when === null ? {} : { deadline: source.text.slice(...when).trim() }) }];
  }));
}
