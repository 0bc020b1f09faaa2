import { factsIn, type Binary, type Call, type Expression, type FactReference, type Iif, type Literal, type Span } from './expression.ts';
import { decimalOf, multiply, round, step, textOf } from './decimal.ts';
import { fault, nearest, type Fault, type FaultCode } from './fault.ts';
import { parse } from './parse.ts';

/** `codes` is a set of words (answers of a multiple choice); `nothing` is `{}`, which fits every place. */
export type ValueType = 'boolean' | 'number' | 'string' | 'date' | 'codes' | 'nothing';

/** What the language needs to know of a fact. Numbers without a unit are counts, shares and scores. */
export type FactType = {
  readonly type: Exclude<ValueType, 'nothing'>;
  /** UCUM. */
  readonly unit?: string | undefined;
  /** Other units it may be compared in: one of them is this many of the fact's own. */
  readonly otherUnits?: Readonly<Record<string, string>> | undefined;
  /** The words that a string or codes fact may hold. */
  readonly codes?: readonly string[] | undefined;
  /** Lowest and highest value that may be true. */
  readonly plausible?: readonly [low: number, high: number] | undefined;
  /** Nobody changes their age: false. */
  readonly changeable?: boolean | undefined;
};
export type FactTypes = Readonly<Record<string, FactType>>;

export type Checked =
  | { readonly ok: true; readonly ast: Expression; readonly type: ValueType; readonly unit: string | null; readonly facts: readonly string[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Parses a text and holds it against the facts: names, types, codes and units. The expression it returns is the one to
 * evaluate or compile: quantities in it are scaled to the unit of the fact beside them.
 * A bare number beside a fact is in the fact's own unit.
 */
export function checkExpression(text: string, facts: FactTypes): Checked {
  const parsed = parse(text);
  if (!parsed.ok) return { ok: false, faults: parsed.faults.map((found) => withPercent(found, facts)) };
  const checker = new Checker(facts);
  const { ast, type, unit } = checker.check(parsed.ast);
  return checker.faults.length > 0 ? { ok: false, faults: checker.faults } : { ok: true, ast, type, unit, facts: factsIn(ast) };
}

/** The same for a text that must be true, false or unknown. */
export function checkCriterion(text: string, facts: FactTypes): Checked {
  const checked = checkExpression(text, facts);
  if (!checked.ok || checked.type === 'boolean' || checked.type === 'nothing') return checked;
  return { ok: false, faults: [fault('notBoolean', checked.ast.at, { found: checked.type })] };
}

/** `sbp > 140` means `%sbp > 140`. */
function withPercent(found: Fault, facts: FactTypes): Fault {
  const { word } = found.params;
  return found.code === 'unknownWord' && typeof word === 'string' && Object.hasOwn(facts, word)
    ? { ...found, params: { word, nearest: `%${word}` } }
    : found;
}

/** `unit` null: a bare number, which takes the unit of what stands beside it. `fact`: where codes and other units come from. */
type Finding = { readonly ast: Expression; readonly type: ValueType; readonly unit: string | null; readonly fact: FactType | null };

class Checker {
  readonly faults: Fault[] = [];
  readonly #facts: FactTypes;

  constructor(facts: FactTypes) {
    this.#facts = facts;
  }

  check(ast: Expression): Finding {
    switch (ast.kind) {
      case 'fact':
        return this.#fact(ast);
      case 'minus': {
        const of = this.#want('number', ast.of);
        return { ...of, ast: Object.freeze({ ...ast, of: of.ast }) };
      }
      case 'call':
        return this.#call(ast);
      case 'iif':
        return this.#iif(ast);
      case 'binary':
        return this.#binary(ast);
      case 'list':
        return this.#refuse('typeMismatch', ast.at, { wanted: 'value', found: 'list' });
      case 'quantity':
        return { ast, type: 'number', unit: ast.unit, fact: null };
      default:
        return { ast, type: ast.kind, unit: null, fact: null };
    }
  }

  #fact(ast: FactReference): Finding {
    const { name } = ast;
    const fact = Object.hasOwn(this.#facts, name) ? this.#facts[name] : undefined;
    if (fact === undefined) return this.#refuse('unknownFact', ast.at, { name, nearest: nearest(name, Object.keys(this.#facts)) });
    const unit = fact.type === 'number' ? (fact.unit ?? '1') : null;
    return { ast: Object.freeze({ ...ast, many: fact.type === 'codes' }), type: fact.type, unit, fact };
  }

  #call(ast: Call): Finding {
    const { method } = ast;
    if (method === 'abs' || method === 'round') {
      const of = this.#want('number', ast.of);
      return { ...of, ast: Object.freeze({ ...ast, of: of.ast }) };
    }
    const of = method === 'not' ? this.#want('boolean', ast.of) : this.check(ast.of);
    return { ast: Object.freeze({ ...ast, of: of.ast }), type: method === 'count' ? 'number' : 'boolean', unit: null, fact: null };
  }

  #iif(ast: Iif): Finding {
    const condition = this.#want('boolean', ast.condition).ast;
    const branches = [this.check(ast.result), ast.otherwise === null ? nothing(ast.at) : this.check(ast.otherwise)] as const;
    const [then, otherwise] = this.#agree(branches);
    const whole = then.type === 'nothing' || (then.unit === null && otherwise.type === 'number') ? otherwise : then;
    return { ...whole, ast: Object.freeze({ ...ast, condition, result: then.ast, otherwise: ast.otherwise === null ? null : otherwise.ast }) };
  }

  #binary(ast: Binary): Finding {
    switch (ast.operator) {
      case 'and':
      case 'or':
      case 'xor':
      case 'implies':
        return truth(ast, this.#want('boolean', ast.left), this.#want('boolean', ast.right));
      case '*':
      case '/':
        return product(ast, this.#want('number', ast.left), this.#want('number', ast.right));
      case '+':
      case '-': {
        const [left, right] = this.#agree([this.#want('number', ast.left), this.#want('number', ast.right)]);
        return { ...(left.unit === null ? right : left), type: 'number', ast: rebuilt(ast, left, right) };
      }
      case 'in':
        return this.#membership(ast, ast.left, ast.right);
      case 'contains':
        return this.#membership(ast, ast.right, ast.left);
      default: {
        const [left, right] = this.#agree([this.check(ast.left), this.check(ast.right)]);
        const types = ast.operator === '=' || ast.operator === '!=' ? ['boolean', 'number', 'string', 'date'] : ['number', 'string', 'date'];
        for (const side of left.type === right.type ? [left] : [left, right]) this.#oneOf(types, side);
        this.#codes(left, right);
        this.#codes(right, left);
        return truth(ast, left, right);
      }
    }
  }

  #membership(ast: Binary, item: Expression, set: Expression): Finding {
    const one = this.check(item);
    this.#oneOf(['boolean', 'number', 'string', 'date'], one);
    const many = isLiteral(set) || set.kind === 'list' ? this.#list(set, one) : this.check(set);
    if (many.ast.kind !== 'list') {
      this.#oneOf(['codes'], many);
      if (many.type === 'codes') this.#oneOf(['string'], one);
      this.#codes(many, one);
    }
    return ast.operator === 'in' ? truth(ast, one, many) : truth(ast, many, one);
  }

  /** Every literal of a list against the value looked for. */
  #list(set: Literal | Extract<Expression, { kind: 'list' }>, one: Finding): Finding {
    const items = (set.kind === 'list' ? set.items : [set]).map((literal) => {
      const [, found] = this.#agree([one, this.check(literal)]);
      this.#codes(one, found);
      return isLiteral(found.ast) ? found.ast : literal;
    });
    return { ast: Object.freeze({ kind: 'list', items, at: set.at }), type: one.type, unit: one.unit, fact: null };
  }

  #want(type: ValueType, ast: Expression): Finding {
    const found = this.check(ast);
    this.#oneOf([type], found);
    return found;
  }

  #oneOf(types: readonly string[], { ast, type }: Finding): void {
    if (type !== 'nothing' && !types.includes(type)) this.#refuse('typeMismatch', ast.at, { wanted: types.join(' | '), found: type });
  }

  /** Both of one type and unit; a quantity is scaled to the unit of the other side. */
  #agree([a, b]: readonly [Finding, Finding]): readonly [Finding, Finding] {
    if (a.type !== b.type) {
      if (a.type !== 'nothing' && b.type !== 'nothing') this.#refuse('typeMismatch', b.ast.at, { wanted: a.type, found: b.type });
      return [a, b];
    }
    if (a.unit === b.unit) return [a, b];
    const scaledB = scaled(b, a);
    if (scaledB !== null) return [a, scaledB];
    const scaledA = scaled(a, b);
    if (scaledA !== null) return [scaledA, b];
    const bare = a.unit === null || b.unit === null;
    if (!bare || isQuantity(a.ast) || isQuantity(b.ast)) {
      this.#refuse('unitMismatch', b.ast.at, { wanted: a.unit ?? '1', found: b.unit ?? '1' });
    }
    return [a, b];
  }

  /** A word that the fact can never hold is a slip of the pen. */
  #codes(side: Finding, other: Finding): void {
    const codes = side.fact?.codes;
    if (codes === undefined || other.ast.kind !== 'string' || codes.includes(other.ast.value)) return;
    this.#refuse('unknownCode', other.ast.at, { code: other.ast.value, nearest: nearest(other.ast.value, codes) });
  }

  #refuse(code: FaultCode, at: Span, params: Fault['params']): Finding {
    this.faults.push(fault(code, at, params));
    return nothing(at);
  }
}

function nothing(at: Span): Finding {
  return { ast: Object.freeze({ kind: 'nothing', at }), type: 'nothing', unit: null, fact: null };
}

function rebuilt(ast: Binary, left: Finding, right: Finding): Expression {
  return Object.freeze({ ...ast, left: left.ast, right: right.ast });
}

function truth(ast: Binary, left: Finding, right: Finding): Finding {
  return { ast: rebuilt(ast, left, right), type: 'boolean', unit: null, fact: null };
}

/** A factor without unit keeps the unit; a quotient of like by like has none; any other unit is not tracked. */
function product(ast: Binary, left: Finding, right: Finding): Finding {
  const made = rebuilt(ast, left, right);
  if (isPure(right)) return { ...left, type: 'number', ast: made };
  if (ast.operator === '*' && isPure(left)) return { ...right, type: 'number', ast: made };
  const unit = ast.operator === '/' && left.unit === right.unit ? '1' : null;
  return { ast: made, type: 'number', unit, fact: null };
}

function isPure({ unit }: Finding): boolean {
  return unit === null || unit === '1';
}

function isLiteral(ast: Expression): ast is Literal {
  return ['boolean', 'number', 'quantity', 'string', 'date'].includes(ast.kind);
}

function isQuantity(ast: Expression): boolean {
  return ast.kind === 'quantity' || (ast.kind === 'minus' && isQuantity(ast.of));
}

/** The quantity in the unit of the other side, or null when no conversion is known. */
function scaled(quantity: Finding, other: Finding): Finding | null {
  const factor = quantity.unit === null ? undefined : other.fact?.otherUnits?.[quantity.unit];
  if (factor === undefined || !isQuantity(quantity.ast)) return null;
  return { ...quantity, ast: scaledBy(quantity.ast, factor), unit: other.unit };
}

function scaledBy(ast: Expression, factor: string): Expression {
  if (ast.kind === 'minus') return Object.freeze({ ...ast, of: scaledBy(ast.of, factor) });
  if (ast.kind !== 'quantity') return ast;
  return Object.freeze({ ...ast, scaled: textOf(round(multiply(decimalOf(ast.value), decimalOf(factor)), step)) });
}
