/** Reasons in words, for cards and letters. */
import type { Text } from '../../kernel/text.ts';
import type { Value } from '../../kernel/expression/evaluate.ts';
import type { Reason } from './tier-explanation.ts';

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
