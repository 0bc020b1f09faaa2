/** Thresholds of a criterion as numbers that a form can change, the text around them staying as it is. */
import { checkCriterion, type FactTypes } from '../../kernel/expression/check.ts';
import { partsOf, type Expression, type Span } from '../../kernel/expression/expression.ts';

export type Threshold = { readonly fact: string; readonly operator: string; readonly value: number; readonly unit: string | null; readonly at: Span };

/** Every comparison of a fact, or of how many it holds, with a number, in reading order. None when the text is at fault. */
export function thresholdsIn(text: string, types: FactTypes): readonly Threshold[] {
  const checked = checkCriterion(text, types);
  return checked.ok ? found(checked.ast, types) : [];
}

function found(expression: Expression, types: FactTypes): readonly Threshold[] {
  const inside = partsOf(expression).flatMap((part) => found(part, types));
  if (expression.kind !== 'binary' || !['<', '<=', '>', '>=', '=', '!='].includes(expression.operator)) return inside;
  const { left, right, operator } = expression;
  const fact = left.kind === 'fact' ? left.name : left.kind === 'call' && left.of.kind === 'fact' ? left.of.name : null;
  if (fact === null || (right.kind !== 'number' && right.kind !== 'quantity')) return inside;
  const unit = right.kind === 'quantity' ? right.unit : left.kind === 'fact' ? (types[fact]?.unit ?? null) : null;
  return [...inside, { fact, operator, value: Number(right.value), unit, at: right.at }];
}

/** The text with another number at a threshold; a written unit stays. */
export function withThreshold(text: string, { at: [start, end] }: Threshold, value: number): string {
  const rest = text.slice(start, end).replace(/^[\d.]+/, String(value));
  return text.slice(0, start) + rest + text.slice(end);
}
