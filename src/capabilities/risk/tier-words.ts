/** Reasons in words, for cards and letters. */
import type { Text } from '../../kernel/text.ts';
import type { Value } from '../../kernel/expression/evaluate.ts';
import type { Day } from '../../kernel/day.ts';
import type { Operator } from '../../kernel/expression/expression.ts';

/** One comparison that holds. `limit` null: a fact that is simply so. */
export type Reason = {
  readonly fact: string;
  readonly title: Text;
  readonly value: Value;
  readonly unit: string | null;
  readonly operator: Operator | null;
  readonly limit: Value;
  readonly daysOld: number | null;
  readonly date: Day | null;
};

const signs: Readonly<Record<string, string>> = { '>=': '≥', '<=': '≤', '>': '>', '<': '<', '=': '=', '!=': '≠', in: '∈' };

export function textOf(reasons: readonly Reason[]): Text {
  const zh = reasons.map((reason) => wordsOf(reason, reason.title.zh)).join('；');
  const en = reasons.map((reason) => wordsOf(reason, reason.title.en)).join('; ');
  return { zh: zh === '' ? '-' : zh, en: en === '' ? '-' : en };
}

function wordsOf({ value, unit, operator, limit }: Reason, title: string): string {
  if (operator === null || operator === 'in' || operator === '=') return value === true ? title : `${title} ${plain(value)}`;
  return `${title} ${plain(value)} ${signs[operator] ?? operator} ${plain(limit)}${unit === null ? '' : ` ${unit}`}`;
}

function plain(value: Value): string {
  if (value === null) return '-';
  return Array.isArray(value) ? value.join(', ') : String(value);
}
