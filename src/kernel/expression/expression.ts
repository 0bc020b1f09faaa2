/** Where a piece stands in the text: from `start` up to, not including, `end`. */
export type Span = readonly [start: number, end: number];

/**
 * A rule expression: the FHIRPath subset, parsed. Immutable, and complete: the text can be printed back from it.
 * `{}` (nothing) is the unknown value; a fact without a value is `{}` too.
 */
export type Expression = Literal | Nothing | FactReference | List | Minus | Binary | Call | Iif;

export type Literal =
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: Span }
  /** `value` is the decimal as written. */
  | { readonly kind: 'number'; readonly value: string; readonly at: Span }
  /** `140 'mm[Hg]'`. `scaled` is the same amount in the unit of the fact it is compared with; the checker sets it. */
  | { readonly kind: 'quantity'; readonly value: string; readonly unit: string; readonly scaled: string; readonly at: Span }
  | { readonly kind: 'string'; readonly value: string; readonly at: Span }
  /** A whole day, 2026-11-22. */
  | { readonly kind: 'date'; readonly value: string; readonly at: Span };

export type Nothing = { readonly kind: 'nothing'; readonly at: Span };
/** `%name`. `many` (set by the checker) marks a fact that holds a set of codes. */
export type FactReference = { readonly kind: 'fact'; readonly name: string; readonly many: boolean; readonly at: Span };
/** `('a' | 'b')`, only beside `in` and `contains`. */
export type List = { readonly kind: 'list'; readonly items: readonly Literal[]; readonly at: Span };
export type Minus = { readonly kind: 'minus'; readonly of: Expression; readonly at: Span };
export type Binary = {
  readonly kind: 'binary';
  readonly operator: Operator;
  readonly left: Expression;
  readonly right: Expression;
  readonly at: Span;
};
/** `of.method(digits)`; only `round` has digits. */
export type Call = { readonly kind: 'call'; readonly method: Method; readonly of: Expression; readonly digits: number; readonly at: Span };
export type Iif = {
  readonly kind: 'iif';
  readonly condition: Expression;
  readonly result: Expression;
  readonly otherwise: Expression | null;
  readonly at: Span;
};

export const methods = ['not', 'exists', 'empty', 'count', 'abs', 'round'] as const;
export type Method = (typeof methods)[number];

/** How tightly each operator binds, as FHIRPath says; all of them associate to the left. */
export const binding = {
  implies: 1,
  or: 2,
  xor: 2,
  and: 3,
  in: 4,
  contains: 4,
  '=': 5,
  '!=': 5,
  '<': 6,
  '<=': 6,
  '>': 6,
  '>=': 6,
  '+': 8,
  '-': 8,
  '*': 9,
  '/': 9,
} as const;
export type Operator = keyof typeof binding;
export const unionBinding = 7;
export const minusBinding = 10;
export const primaryBinding = 11;

export function isOperator(text: string): text is Operator {
  return Object.hasOwn(binding, text);
}

export function isMethod(text: string): text is Method {
  return methods.some((method) => method === text);
}

/** The decimal text of a number or quantity literal, in the unit that counts. */
export function amountOf(literal: Extract<Literal, { kind: 'number' | 'quantity' }>): string {
  return literal.kind === 'number' ? literal.value : literal.scaled;
}

/** The direct sub-expressions, in reading order. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'minus':
    case 'call':
      return [expression.of];
    case 'binary':
      return [expression.left, expression.right];
    case 'iif':
      return [expression.condition, expression.result, ...(expression.otherwise === null ? [] : [expression.otherwise])];
    default:
      return [];
  }
}

/** Names of the facts that the expression mentions, each once, in reading order. */
export function factsIn(expression: Expression): string[] {
  const names = expression.kind === 'fact' ? [expression.name] : partsOf(expression).flatMap(factsIn);
  return [...new Set(names)];
}

/** The expression with each fact that `replacement` answers for written out; the rest stands. */
export function substitute(expression: Expression, replacement: (fact: string) => Expression | null): Expression {
  const inside = (part: Expression): Expression => substitute(part, replacement);
  switch (expression.kind) {
    case 'fact':
      return replacement(expression.name) ?? expression;
    case 'minus':
    case 'call':
      return Object.freeze({ ...expression, of: inside(expression.of) });
    case 'binary':
      return Object.freeze({ ...expression, left: inside(expression.left), right: inside(expression.right) });
    case 'iif':
      return Object.freeze({
        ...expression,
        condition: inside(expression.condition),
        result: inside(expression.result),
        otherwise: expression.otherwise === null ? null : inside(expression.otherwise),
      });
    default:
      return expression;
  }
}
