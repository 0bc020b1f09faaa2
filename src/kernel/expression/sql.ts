import { amountOf, type Binary, type Call, type Expression, type Iif, type List, type Literal } from './expression.ts';
import { quotientPlaces, step } from './decimal.ts';

/**
 * Where facts stand. `column` gives the SQL of a fact: `numeric` with at most 8 decimals for numbers (integers and floats
 * cast), text under the "C" collation, `boolean`, `date`, or `text[]` for codes.
 */
export type Source = { readonly column: (fact: string) => string };

/** Parameters are text (arrays for lists); each placeholder carries its type. */
export type Sql = { readonly sql: string; readonly params: readonly (string | readonly string[])[] };
export type SqlList = { readonly list: readonly string[]; readonly params: Sql['params'] };

/** One SQL expression that means, row by row, what `evaluate` means person by person. Unknown is NULL. */
export function compileToSql(expression: Expression, source: Source): Sql {
  const { list, params } = compileAllToSql([expression], source);
  return { sql: list[0] ?? 'NULL', params };
}

/** Several expressions over the same row, sharing their parameters. */
export function compileAllToSql(expressions: readonly Expression[], source: Source): SqlList {
  const compiler = new Compiler(source);
  const list = expressions.map((expression) => compiler.of(expression));
  return { list, params: compiler.params };
}

class Compiler {
  readonly params: (string | readonly string[])[] = [];
  readonly #source: Source;
  readonly #known = new Map<string, string>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** An expression that is always unknown has no type in SQL: it is folded into those around it. */
  of(expression: Expression): string {
    if (isAlwaysUnknown(expression)) return 'NULL';
    switch (expression.kind) {
      case 'nothing':
      case 'list':
        return 'NULL';
      case 'fact':
        return this.#source.column(expression.name);
      case 'minus':
        return `(-${this.of(expression.of)})`;
      case 'call':
        return this.#call(expression);
      case 'iif':
        return this.#iif(expression);
      case 'binary':
        return this.#binary(expression);
      default:
        return this.#literal(expression);
    }
  }

  #literal(literal: Literal): string {
    switch (literal.kind) {
      case 'boolean':
        return literal.value ? 'TRUE' : 'FALSE';
      case 'string':
        return `(${this.#param(literal.value, 'text')} COLLATE "C")`;
      case 'date':
        return this.#param(literal.value, 'date');
      default:
        return this.#param(amountOf(literal), 'numeric');
    }
  }

  #call(call: Call): string {
    if (isAlwaysUnknown(call.of)) return call.method === 'exists' ? 'FALSE' : call.method === 'empty' ? 'TRUE' : '0::numeric';
    const of = this.of(call.of);
    const many = call.of.kind === 'fact' && call.of.many;
    switch (call.method) {
      case 'exists':
        return many ? `(coalesce(cardinality(${of}), 0) > 0)` : `(${of} IS NOT NULL)`;
      case 'empty':
        return many ? `(coalesce(cardinality(${of}), 0) = 0)` : `(${of} IS NULL)`;
      case 'count':
        return many ? `coalesce(cardinality(${of}), 0)::numeric` : `(CASE WHEN ${of} IS NULL THEN 0 ELSE 1 END)::numeric`;
      case 'not':
        return `(NOT ${of})`;
      case 'abs':
        return `abs(${of})`;
      case 'round':
        return `round(${of}, ${this.#param(String(call.digits), 'int')})`;
    }
  }

  #iif({ condition, result, otherwise }: Iif): string {
    if (isAlwaysUnknown(condition)) return otherwise === null ? 'NULL' : this.of(otherwise);
    return `(CASE WHEN ${this.of(condition)} THEN ${this.of(result)} ELSE ${otherwise === null ? 'NULL' : this.of(otherwise)} END)`;
  }

  #binary(binary: Binary): string {
    const { operator } = binary;
    switch (operator) {
      case 'in':
        return this.#membership(binary.left, binary.right);
      case 'contains':
        return this.#membership(binary.right, binary.left);
      case 'and':
      case 'or':
        return `(${this.#truth(binary.left)} ${operator.toUpperCase()} ${this.#truth(binary.right)})`;
      case 'implies':
        return `((NOT ${this.#truth(binary.left)}) OR ${this.#truth(binary.right)})`;
      case '+':
      case '-':
      case '*':
        return `(${this.of(binary.left)} ${operator} ${this.of(binary.right)})`;
      case '/':
        return `(div(${this.of(binary.left)} * 1e${quotientPlaces}, nullif(${this.of(binary.right)}, 0)) * 1e-${quotientPlaces})`;
      case 'xor':
      case '!=':
        return `(${this.#atStep(binary.left)} <> ${this.#atStep(binary.right)})`;
      default:
        return `(${this.#atStep(binary.left)} ${operator} ${this.#atStep(binary.right)})`;
    }
  }

  #truth(expression: Expression): string {
    return isAlwaysUnknown(expression) ? 'NULL::boolean' : this.of(expression);
  }

  /** Comparison looks at 8 decimals: what may have more is rounded to them. */
  #atStep(expression: Expression): string {
    return hasMoreDecimals(expression) ? `round(${this.of(expression)}, ${step})` : this.of(expression);
  }

  /** Unknown when the item is; an empty set holds nothing. */
  #membership(item: Expression, set: Expression): string {
    if (set.kind === 'list') return `(${this.#atStep(item)} = ANY (${this.#array(set)}))`;
    const one = this.of(item);
    const found = isAlwaysUnknown(set) ? 'FALSE' : `${one} = ANY (coalesce(${this.of(set)}, '{}'))`;
    return `(CASE WHEN ${one} IS NOT NULL THEN ${found} END)`;
  }

  #array({ items }: List): string {
    const type = sqlTypes[items[0]?.kind ?? 'string'];
    const values = items.map((item) => (item.kind === 'number' || item.kind === 'quantity' ? amountOf(item) : String(item.value)));
    return this.#param(values, `${type}[]`);
  }

  /** The placeholder of a value; the same value is sent once. */
  #param(value: string | readonly string[], type: string): string {
    const key = JSON.stringify([type, value]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const placeholder = `$${this.params.push(value)}::${type}`;
    this.#known.set(key, placeholder);
    return placeholder;
  }
}

const sqlTypes: Readonly<Record<Literal['kind'], string>> = { boolean: 'boolean', number: 'numeric', quantity: 'numeric', string: 'text', date: 'date' };

/** No facts could ever give it a value: `{}`, or built on it. */
function isAlwaysUnknown(expression: Expression): boolean {
  switch (expression.kind) {
    case 'nothing':
      return true;
    case 'minus':
      return isAlwaysUnknown(expression.of);
    case 'call':
      return !['exists', 'empty', 'count'].includes(expression.method) && isAlwaysUnknown(expression.of);
    case 'iif':
      if (expression.otherwise !== null && !isAlwaysUnknown(expression.otherwise)) return false;
      return isAlwaysUnknown(expression.condition) || isAlwaysUnknown(expression.result);
    case 'binary': {
      const [left, right] = [isAlwaysUnknown(expression.left), isAlwaysUnknown(expression.right)];
      if (['and', 'or', 'implies'].includes(expression.operator)) return left && right;
      if (expression.operator === 'in') return left;
      return expression.operator === 'contains' ? right : left || right;
    }
    default:
      return false;
  }
}

function hasMoreDecimals(expression: Expression): boolean {
  switch (expression.kind) {
    case 'minus':
      return hasMoreDecimals(expression.of);
    case 'call':
      return expression.method === 'abs' && hasMoreDecimals(expression.of);
    case 'iif':
      return hasMoreDecimals(expression.result) || (expression.otherwise !== null && hasMoreDecimals(expression.otherwise));
    case 'binary':
      if (expression.operator === '+' || expression.operator === '-') return hasMoreDecimals(expression.left) || hasMoreDecimals(expression.right);
      return expression.operator === '*' || expression.operator === '/';
    default:
      return false;
  }
}
