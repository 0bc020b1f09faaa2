/** A form as two sheets of a workbook, and back: what people change in columns of its own, the rest as JSON in the last one. */
import { z } from 'zod';
import { Form, Item, ItemType, type Option } from './form.ts';
import { prepareForm } from './prepare.ts';
import type { Cell, Sheet } from './table.ts';

export const sheetNames = { form: '表单 Form', items: '题目 Items' } as const;

const itemHead = ['编号 linkId', '上级 parent', '类型 type', '题目(中文)', 'Text (English)', '必答 required', '多选 repeats', '选项 options: code=中文|English|score', '显示条件 enable', '最小 min', '最大 max', '单位 unit', '正确 correct', '分值 points', '计算 calculated', '其他 more (JSON)'] as const;
const inColumns = ['linkId', 'type', 'text', 'required', 'repeats', 'options', 'enableExpression', 'min', 'max', 'unit', 'correct', 'points', 'calculated', 'items'];
const infoFields = ['id', 'version', 'kind', 'label'] as const;

export function sheetsOf(form: Form): { readonly form: Sheet; readonly items: Sheet } {
  const { title, items, id: _id, version: _version, kind: _kind, label: _label, ...more } = form;
  return {
    form: { head: ['项目 field', '内容 value'], rows: [...infoFields.map((field) => [field, form[field]]), ['title.zh', title.zh], ['title.en', title.en], ['more', JSON.stringify(more)]] },
    items: { head: itemHead, rows: items.flatMap((item) => rowsOf(item, null)) },
  };
}

function rowsOf(item: Item, parent: string | null): Cell[][] {
  const blank: Readonly<Record<string, unknown>> = Item.parse({ linkId: item.linkId, type: item.type });
  const more = Object.entries(item).filter(([key, value]) => !inColumns.includes(key) && JSON.stringify(value) !== JSON.stringify(blank[key]));
  const plain = item.options.every((option) => optionFrom(lineOf(option)) !== null && JSON.stringify(optionFrom(lineOf(option))) === JSON.stringify(option));
  const rest = Object.fromEntries([...more, ...(plain ? [] : [['options', item.options]])]);
  const row: Cell[] = [
    item.linkId, parent, item.type, item.text?.zh ?? null, item.text?.en ?? null, item.required ? '是' : null, item.repeats ? '是' : null, plain ? item.options.map(lineOf).join('\n') || null : null, item.enableExpression,
    item.min, item.max, item.unit, item.correct.join(' ') || null, item.points, item.calculated, Object.keys(rest).length > 0 ? JSON.stringify(rest) : null,
  ];
  return [row, ...item.items.flatMap((child) => rowsOf(child, item.linkId))];
}

function lineOf({ code, text, score }: Option): string {
  return `${code}=${text.zh}|${text.en}${score === null ? '' : `|${score}`}`;
}

function optionFrom(line: string): Option | null {
  const [, code, zh, en, score] = /^([^=]+)=([^|]+)(?:\|([^|]+))?(?:\|(-?\d+(?:\.\d+)?))?$/.exec(line.trim()) ?? [];
  if (code === undefined || zh === undefined) return null;
  return { code: code.trim(), text: { zh: zh.trim(), en: (en ?? zh).trim() }, score: score === undefined ? null : Number(score), system: null, as: 'coding', exclusive: false };
}

export type Fault = { readonly path: string; readonly reason: string };
export type FormFromSheets = { readonly ok: true; readonly form: Form } | { readonly ok: false; readonly refused: readonly Fault[] };
type Rows = readonly (readonly unknown[])[];

/** Rows as they stand in the sheets, heads included. A fault names its cell. */
export function formFromSheets(info: Rows, items: Rows): FormFromSheets {
  const faults: Fault[] = [];
  const fields = new Map(info.slice(1).map((row, i) => [textOf(row[0]), { value: textOf(row[1]), at: `${sheetNames.form}!B${i + 2}` }] as const));
  const entries = items.slice(1).flatMap((row, i) => (row.every((cell) => textOf(cell) === '') ? [] : [entryOf(row, i + 2, faults)]));
  const known = new Set(entries.map(({ item }) => item['linkId']));
  for (const { parent, row } of entries) if (parent !== '' && !known.has(parent)) faults.push({ path: `${sheetNames.items}!B${row}`, reason: `no item ${parent}` });
  const more = fields.get('more');
  const source = {
    ...imported(fields.get('id')?.value ?? ''), ...jsonOf(more?.value ?? '', more?.at ?? '', faults),
    ...Object.fromEntries(infoFields.flatMap((field) => (fields.get(field)?.value ? [[field, fields.get(field)?.value]] : []))),
    title: { zh: fields.get('title.zh')?.value ?? '', en: fields.get('title.en')?.value || fields.get('title.zh')?.value || '' },
    items: treeOf(entries, ''),
  };
  if (entries.length === 0) faults.push({ path: `${sheetNames.items}!A2`, reason: 'no items' });
  if (faults.length > 0) return { ok: false, refused: faults };
  return settled(source, entries);
}

type Entry = { readonly item: Record<string, unknown>; readonly parent: string; readonly row: number };

function imported(id: string): Record<string, unknown> {
  return { id, kind: 'survey', licence: { status: 'own', wording: 'own', text: 'Imported from a workbook.', source: [], confidence: 'product' }, sources: ['xlsx'], confidence: 'product' };
}

function textOf(cell: unknown): string {
  return cell === null || cell === undefined ? '' : String(cell).trim();
}

function jsonOf(text: string, path: string, faults: Fault[]): Record<string, unknown> {
  if (text === '') return {};
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    faults.push({ path, reason: 'not a JSON object' });
    return {};
  }
}

function entryOf(row: readonly unknown[], number: number, faults: Fault[]): Entry {
  const at = (column: number): string => `${sheetNames.items}!${String.fromCharCode(65 + column)}${number}`;
  const cell = (column: number): string => textOf(row[column]);
  if (cell(0) === '') faults.push({ path: at(0), reason: 'a linkId is needed' });
  if (!ItemType.safeParse(cell(2)).success) faults.push({ path: at(2), reason: `${cell(2)} is none of ${ItemType.options.join(', ')}` });
  const lines = cell(7).split(/\r?\n/).filter((line) => line.trim() !== '');
  const options = lines.map((line, i) => {
    const option = optionFrom(line);
    if (option === null) faults.push({ path: at(7), reason: `line ${i + 1} is not code=中文|English|score: ${line}` });
    return option;
  });
  const yes = (column: number): boolean => ['是', 'yes', 'true', '1', 'y', '必答'].includes(cell(column).toLowerCase());
  const limit = (column: number): number | string | null => (cell(column) === '' ? null : Number.isFinite(Number(cell(column))) ? Number(cell(column)) : cell(column));
  const said = { linkId: cell(0), type: cell(2), text: cell(3) === '' && cell(4) === '' ? null : { zh: cell(3) || cell(4), en: cell(4) || cell(3) }, required: yes(5), repeats: yes(6), enableExpression: cell(8) || null, min: limit(9), max: limit(10), unit: cell(11) || null, correct: cell(12).split(/[\s,,]+/).filter((code) => code !== ''), points: cell(13) === '' ? null : Number(cell(13)), calculated: cell(14) || null };
  return { item: { ...said, ...(options.length > 0 ? { options } : {}), ...jsonOf(cell(15), at(15), faults) }, parent: cell(1), row: number };
}

function treeOf(entries: readonly Entry[], parent: string): Record<string, unknown>[] {
  return entries.filter((entry) => entry.parent === parent).map(({ item }) => ({ ...item, items: item['linkId'] === parent ? [] : treeOf(entries, String(item['linkId'])) }));
}

/** Faults of the whole, at the row of the item they are about. */
function settled(source: unknown, entries: readonly Entry[]): FormFromSheets {
  const read = Form.safeParse(source);
  if (!read.success) return { ok: false, refused: read.error.issues.map(({ path, message }) => ({ path: path[0] === 'items' ? `${sheetNames.items}: ${path.join('.')}` : `${sheetNames.form}: ${path.join('.')}`, reason: message })) };
  const prepared = prepareForm(read.data);
  if (prepared.ok) return { ok: true, form: read.data };
  const rowOf = (at: string) => entries.find(({ item }) => item['linkId'] === at)?.row;
  return { ok: false, refused: prepared.faults.map(({ at, message }) => ({ path: rowOf(at) === undefined ? at : `${sheetNames.items}!A${rowOf(at)}`, reason: message })) };
}
