import { amountOf, type Binary, type Call, type Expression, type Iif } from './expression.ts';
import { absolute, add, compare, decimalOf, decimalOfNumber, divide, multiply, negate, numberOf, round, type Decimal } from './decimal.ts';

/** A fact's value: null or absent is unknown. Days are text, 2026-11-22. */
export type Value = null | boolean | number | string | readonly string[];
export type Values = Readonly<Record<string, Value | undefined>>;

/**
 * How a value came about: the sub-expression, its value and its parts. `missing` names the facts that could still decide
 * an unknown value; it is empty when the value is known, and when no fact could help.
 */
export type Trace = {
  readonly expression: Expression;
  readonly value: Value;
  readonly missing: readonly string[];
  readonly parts: readonly Trace[];
};

/** What an expression is worth for these facts, and why. Expects an expression that `checkExpression` passed. */
export function evaluate(expression: Expression, values: Values): { readonly value: Value; readonly trace: Trace } {
  const { trace } = new Evaluation(values).of(expression);
  return { value: trace.value, trace };
}

/** Numbers are exact inside, and plain in the trace. */
type Raw = null | boolean | string | Decimal | readonly string[];
type Step = { readonly raw: Raw; readonly trace: Trace };

class Evaluation {
  readonly #values: Values;

  constructor(values: Values) {
    this.#values = values;
  }

  of(expression: Expression): Step {
    switch (expression.kind) {
      case 'nothing':
      case 'list':
        return leaf(expression, null, []);
      case 'fact': {
        const raw = rawOf(this.#values[expression.name]);
        return leaf(expression, raw, raw === null ? [expression.name] : []);
      }
      case 'number':
      case 'quantity':
        return leaf(expression, decimalOf(amountOf(expression)), []);
      case 'boolean':
      case 'string':
      case 'date':
        return leaf(expression, expression.value, []);
      case 'minus': {
        const of = this.of(expression.of);
        return strict(expression, [of], isDecimal(of.raw) ? negate(of.raw) : null);
      }
      case 'call':
        return this.#call(expression);
      case 'iif':
        return this.#iif(expression);
      case 'binary':
        return this.#binary(expression);
    }
  }

  #call(expression: Call): Step {
    const of = this.of(expression.of);
    const count = of.raw === null ? 0 : Array.isArray(of.raw) ? of.raw.length : 1;
    switch (expression.method) {
      case 'exists':
        return known(expression, [of], count > 0);
      case 'empty':
        return known(expression, [of], count === 0);
      case 'count':
        return known(expression, [of], { digits: BigInt(count), places: 0 });
      case 'not':
        return strict(expression, [of], typeof of.raw === 'boolean' ? !of.raw : null);
      case 'abs':
        return strict(expression, [of], isDecimal(of.raw) ? absolute(of.raw) : null);
      case 'round':
        return strict(expression, [of], isDecimal(of.raw) ? round(of.raw, expression.digits) : null);
    }
  }

  /** Only the branch that counts is walked; an unknown condition takes the other branch. */
  #iif(expression: Iif): Step {
    const condition = this.of(expression.condition);
    const branch = condition.raw === true ? expression.result : expression.otherwise;
    const chosen = branch === null ? null : this.of(branch);
    const raw = chosen?.raw ?? null;
    const parts = chosen === null ? [condition] : [condition, chosen];
    return made(expression, { parts, raw, missing: raw === null ? union(parts) : [] });
  }

  #binary(expression: Binary): Step {
    const { operator } = expression;
    if (operator === 'in') return this.#membership(expression, expression.left, expression.right);
    if (operator === 'contains') return this.#membership(expression, expression.right, expression.left);
    const parts = [this.of(expression.left), this.of(expression.right)] as const;
    const [left, right] = [parts[0].raw, parts[1].raw];
    if (operator === 'and' || operator === 'or' || operator === 'implies') {
      const raw = decided(operator, left, right);
      return made(expression, { parts, raw, missing: raw === null ? union(parts) : [] });
    }
    if (isDecimal(right) && right.digits === 0n && operator === '/') return made(expression, { parts, raw: null, missing: [] });
    return strict(expression, parts, left === null || right === null ? null : operated(operator, left, right));
  }

  #membership(expression: Binary, item: Expression, set: Expression): Step {
    const one = this.of(item);
    const literals = set.kind === 'list' ? set.items.map((literal) => this.of(literal).raw) : null;
    const many = this.of(set);
    const among = literals ?? (Array.isArray(many.raw) ? many.raw : many.raw === null ? [] : [many.raw]);
    const parts = expression.operator === 'in' ? [one, many] : [many, one];
    if (one.raw === null) return made(expression, { parts, raw: null, missing: one.trace.missing });
    return known(expression, parts, among.some((other) => ordered(one.raw, other) === 0));
  }
}

function isDecimal(raw: Raw): raw is Decimal {
  return typeof raw === 'object' && raw !== null && 'digits' in raw;
}

function rawOf(value: Value | undefined): Raw {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? decimalOfNumber(value) : null;
  return Array.isArray(value) && value.length === 0 ? null : value;
}

function valueOf(raw: Raw): Value {
  return isDecimal(raw) ? numberOf(raw) : raw;
}

type Making = { readonly parts: readonly Step[]; readonly raw: Raw; readonly missing: readonly string[] };

function made(expression: Expression, { parts, raw, missing }: Making): Step {
  return { raw, trace: { expression, value: valueOf(raw), missing, parts: parts.map((part) => part.trace) } };
}

function leaf(expression: Expression, raw: Raw, missing: readonly string[]): Step {
  return made(expression, { parts: [], raw, missing });
}

function known(expression: Expression, parts: readonly Step[], raw: Raw): Step {
  return made(expression, { parts, raw, missing: [] });
}

/** Unknown when any part is; and then for good, when a part is that no fact could decide. */
function strict(expression: Expression, parts: readonly Step[], raw: Raw): Step {
  const hopeless = parts.some((part) => part.raw === null && part.trace.missing.length === 0);
  return made(expression, { parts, raw, missing: raw !== null || hopeless ? [] : union(parts) });
}

function union(parts: readonly Step[]): readonly string[] {
  return [...new Set(parts.flatMap((part) => part.trace.missing))];
}

function decided(operator: 'and' | 'or' | 'implies', left: Raw, right: Raw): boolean | null {
  if (operator === 'implies') return decided('or', typeof left === 'boolean' ? !left : null, right);
  const decisive = operator === 'or';
  if (left === decisive || right === decisive) return decisive;
  return left === null || right === null ? null : !decisive;
}

function operated(operator: Exclude<Binary['operator'], 'and' | 'or' | 'implies' | 'in' | 'contains'>, left: Raw, right: Raw): Raw {
  switch (operator) {
    case 'xor':
    case '!=':
      return ordered(left, right) !== 0;
    case '=':
      return ordered(left, right) === 0;
    case '<':
      return ordered(left, right) < 0;
    case '<=':
      return ordered(left, right) <= 0;
    case '>':
      return ordered(left, right) > 0;
    case '>=':
      return ordered(left, right) >= 0;
    default:
      return isDecimal(left) && isDecimal(right) ? arithmetic[operator](left, right) : null;
  }
}

const arithmetic: Readonly<Record<'*' | '/' | '+' | '-', (a: Decimal, b: Decimal) => Decimal | null>> = {
  '*': multiply,
  '/': divide,
  '+': add,
  '-': (a, b) => add(a, negate(b)),
};

/** Numbers at the step, text and days by Unicode code point, as the "C" collation does. */
function ordered(a: Raw, b: Raw): number {
  if (isDecimal(a) && isDecimal(b)) return compare(a, b);
  if (typeof a === 'string' && typeof b === 'string') return byCodePoint(a, b);
  return a === b ? 0 : 1;
}

function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
