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
  const list = expressions.map((expression) => compiler.of(expression) ?? 'NULL');
  return { list, params: compiler.params };
}

/** Null stands for an expression that is always unknown: it has no SQL type, so it is folded away. */
type Fragment = string | null;

class Compiler {
  readonly params: (string | readonly string[])[] = [];
  readonly #source: Source;
  readonly #known = new Map<string, string>();

  constructor(source: Source) {
    this.#source = source;
  }

  of(expression: Expression): Fragment {
    switch (expression.kind) {
      case 'nothing':
      case 'list':
        return null;
      case 'fact':
        return this.#source.column(expression.name);
      case 'minus':
        return wrapped(this.of(expression.of), (of) => `(-${of})`);
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

  #call(call: Call): Fragment {
    const of = this.of(call.of);
    const many = call.of.kind === 'fact' && call.of.many;
    switch (call.method) {
      case 'exists':
        if (of === null) return 'FALSE';
        return many ? `(coalesce(cardinality(${of}), 0) > 0)` : `(${of} IS NOT NULL)`;
      case 'empty':
        if (of === null) return 'TRUE';
        return many ? `(coalesce(cardinality(${of}), 0) = 0)` : `(${of} IS NULL)`;
      case 'count':
        if (of === null) return '0::numeric';
        return many ? `coalesce(cardinality(${of}), 0)::numeric` : `(CASE WHEN ${of} IS NULL THEN 0 ELSE 1 END)::numeric`;
      case 'not':
        return wrapped(of, (sql) => `(NOT ${sql})`);
      case 'abs':
        return wrapped(of, (sql) => `abs(${sql})`);
      case 'round':
        return wrapped(of, (sql) => `round(${sql}, ${this.#param(String(call.digits), 'int')})`);
    }
  }

  #iif({ condition, then, otherwise }: Iif): Fragment {
    const [test, yes, no] = [this.of(condition), this.of(then), otherwise === null ? null : this.of(otherwise)];
    if (yes === null && no === null) return null;
    return test === null ? no : `(CASE WHEN ${test} THEN ${yes ?? 'NULL'} ELSE ${no ?? 'NULL'} END)`;
  }

  #binary(binary: Binary): Fragment {
    const { operator } = binary;
    if (operator === 'in') return this.#membership(binary.left, binary.right);
    if (operator === 'contains') return this.#membership(binary.right, binary.left);
    const [left, right] = [this.of(binary.left), this.of(binary.right)];
    switch (operator) {
      case 'and':
      case 'or':
        return `(${left ?? unknown} ${operator.toUpperCase()} ${right ?? unknown})`;
      case 'implies':
        return `((NOT ${left ?? unknown}) OR ${right ?? unknown})`;
    }
    if (left === null || right === null) return null;
    switch (operator) {
      case '+':
      case '-':
      case '*':
        return `(${left} ${operator} ${right})`;
      case '/':
        return `(div(${left} * 1e${quotientPlaces}, nullif(${right}, 0)) * 1e-${quotientPlaces})`;
      case 'xor':
      case '!=':
        return `(${atStep(left, binary.left)} <> ${atStep(right, binary.right)})`;
      default:
        return `(${atStep(left, binary.left)} ${operator} ${atStep(right, binary.right)})`;
    }
  }

  /** Unknown when the item is; an empty set holds nothing. */
  #membership(item: Expression, set: Expression): Fragment {
    const one = this.of(item);
    if (one === null) return null;
    if (set.kind === 'list') return `(${atStep(one, item)} = ANY (${this.#array(set)}))`;
    const many = this.of(set);
    const found = many === null ? 'FALSE' : `${one} = ANY (coalesce(${many}, '{}'))`;
    return `(CASE WHEN ${one} IS NOT NULL THEN ${found} END)`;
  }

  #array({ items }: List): string {
    const [first] = items;
    const type = first === undefined || first.kind === 'string' ? 'text' : first.kind === 'quantity' || first.kind === 'number' ? 'numeric' : first.kind;
    return this.#param(
      items.map((item) => (item.kind === 'number' || item.kind === 'quantity' ? amountOf(item) : String(item.value))),
      `${type}[]`,
    );
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

const unknown = 'NULL::boolean';

function wrapped(fragment: Fragment, write: (sql: string) => string): Fragment {
  return fragment === null ? null : write(fragment);
}

/** Comparison looks at 8 decimals: what may have more is rounded to them. */
function atStep(sql: string, expression: Expression): string {
  return hasMoreDecimals(expression) ? `round(${sql}, ${step})` : sql;
}

function hasMoreDecimals(expression: Expression): boolean {
  switch (expression.kind) {
    case 'minus':
      return hasMoreDecimals(expression.of);
    case 'call':
      return expression.method === 'abs' && hasMoreDecimals(expression.of);
    case 'iif':
      return hasMoreDecimals(expression.then) || (expression.otherwise !== null && hasMoreDecimals(expression.otherwise));
    case 'binary':
      if (expression.operator === '+' || expression.operator === '-') return hasMoreDecimals(expression.left) || hasMoreDecimals(expression.right);
      return expression.operator === '*' || expression.operator === '/';
    default:
      return false;
  }
}
