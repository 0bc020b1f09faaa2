import type { Span } from '../plan.ts';
import type { Block } from './blocks.ts';
import type { Source } from './fold.ts';
import type { Role } from './words.ts';

/** What a column of a table holds, told by its heading. */
export type Column = 'number' | 'name' | 'target' | 'baseline' | 'cadence' | 'when' | 'owner' | 'amount' | 'price' | 'quantity' | 'note' | 'risk' | 'answer' | 'phase' | 'activity' | 'task' | 'place' | 'audience' | 'other';
export type Row = { readonly block: Block; readonly cells: readonly Span[] };
export type Table = { readonly columns: readonly Column[]; readonly headings: readonly string[]; readonly rows: readonly Row[]; readonly role: Role | null };

const columnForms: ReadonlyArray<readonly [Column, RegExp]> = [
  ['number', /^(?:序号|编号|序|No\.?|#)$/],
  ['baseline', /现状|基线|基期|现值|当前值|上年|去年|基数/],
  ['risk', /风险/],
  ['answer', /应对|对策|防范|缓解/],
  ['name', /^(?:支出|预算|经费|费用|开支|资金)(?:项目|名称|内容|类别|科目|用途|明细)/],
  ['price', /单价|标准(?:\(元|$)/],
  ['amount', /金额|预算|经费|费用|小计|合计|万元|总价|资金/],
  ['phase', /阶段/],
  ['owner', /责任|牵头|负责|承办|主办|配合|部门|单位(?!:)/],
  ['cadence', /频次|频率|次数|周期/],
  ['target', /目标值|指标值|目标$|目标要求|年度目标|达标值|标准值|任务数|计划数|20\d\d年.{0,3}目标|^20\d\d年?(?:[末底])?$|目标\(|目标.{0,2}20\d\d/],
  ['when', /时间|时限|进度|日期|月份|完成期/],
  ['activity', /活动/],
  ['name', /指标|项目|内容|科目|名称|类别|事项|主题|用途|开支/],
  ['task', /任务|工作/],
  ['place', /地点|场所/],
  ['audience', /对象|人群/],
  ['quantity', /数量/],
  ['note', /备注|说明|依据|属性|性质/],
];

/** Tables: runs of rows whose first row is headings. */
export function tablesIn(blocks: readonly Block[], source: Source): Table[] {
  const out: Table[] = [];
  let run: Block[] = [];
  for (const block of [...blocks, null]) {
    const previous = run.at(-1);
    if (block !== null && block.cells !== null && (previous === undefined || block.start - previous.end <= 1)) run.push(block);
    else {
      if (run.length >= 2) out.push(tableOf(run, source));
      run = block !== null && block.cells !== null ? [block] : [];
    }
  }
  return out;
}

function tableOf(run: readonly Block[], source: Source): Table {
  const top = cellTexts(run[0], source);
  const second = cellTexts(run[1], source);
  const two = isSecondHeading(top, second);
  const headings = two ? joinHeadings(top, second) : top;
  const columns = headings.map(columnOf);
  const rows = run.slice(two ? 2 : 1).map((block): Row => ({ block, cells: block.cells ?? [] }));
  return { columns, headings, rows, role: run[0]?.role ?? null };
}

const cellTexts = (block: Block | undefined, source: Source): string[] => (block?.cells ?? []).map((cell) => source.folded.slice(...cell).trim());

const underHeading = /^(?:20\d\d年?(?:[末底])?(?:目标值?|基线值?|现状值?)?|基线值?|现状值?|目标值?|单价.{0,5}|数量.{0,5}|金额.{0,5}|小计|单位|牵头.{0,4}|配合.{0,4}|责任.{0,4})$/;

/** A second heading row fills only the columns that a merged heading above it spans. */
function isSecondHeading(top: readonly string[], second: readonly string[]): boolean {
  const told = second.map((cell, i) => ({ cell, above: top[i] ?? '' })).filter(({ cell }) => cell !== '');
  return told.length >= 2 && told.every(({ cell, above }) => cell === above || underHeading.test(cell)) && told.some(({ cell, above }) => cell !== above);
}

/** 目标值 above 2025年 and 2030年 is 目标值2025年 and 目标值2030年. */
function joinHeadings(top: readonly string[], second: readonly string[]): string[] {
  let spanning = '';
  return Array.from({ length: Math.max(top.length, second.length) }, (_, i) => {
    const [above = '', below = ''] = [top[i], second[i]];
    if (above !== '') spanning = above;
    return below === '' || below === above ? above : spanning + below;
  });
}

const columnOf = (heading: string): Column => columnForms.find(([, form]) => form.test(heading))?.[0] ?? 'other';

export const cellOf = (table: Table, row: Row, column: Column): Span | null => {
  const at = table.columns.indexOf(column);
  const cell = at < 0 ? undefined : row.cells[at];
  return cell === undefined || cell[0] === cell[1] ? null : cell;
};
