import {
  binding,
  isMethod,
  isOperator,
  methods,
  minusBinding,
  unionBinding,
  type Expression,
  type Literal,
  type Span,
} from './expression.ts';
import { fault, nearest, type Fault, type FaultCode } from './fault.ts';
import { lex, type Token } from './lex.ts';

export type Parsed = { readonly ok: true; readonly ast: Expression } | { readonly ok: false; readonly faults: readonly Fault[] };

const longest = 4_000;
const deepest = 200;
const mostDecimals = 8;
const words = ['true', 'false', 'iif', 'and', 'or', 'xor', 'implies', 'in', 'contains'];

/** Reads a rule text. Either the whole expression, or the first thing that is wrong with it. */
export function parse(text: string): Parsed {
  if (text.length > longest) return { ok: false, faults: [fault('tooLong', [longest, text.length], { limit: longest })] };
  const lexed = lex(text);
  if (!lexed.ok) return { ok: false, faults: [lexed.fault] };
  return new Parser(text, lexed.tokens).whole();
}

/** Precedence climbing. After the first fault the reader stands at the end, so that every loop stops by itself. */
class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  #position = 0;
  #depth = 0;
  #fault: Fault | null = null;

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text;
    this.#tokens = tokens;
    this.#end = tokens.at(-1) ?? { kind: 'end', text: '', at: [0, 0] };
  }

  whole(): Parsed {
    const ast = this.#expression(0);
    if (this.#next.kind !== 'end') this.#unexpected(this.#next);
    return this.#fault === null ? { ok: true, ast } : { ok: false, faults: [this.#fault] };
  }

  #expression(least: number): Expression {
    this.#depth += 1;
    let left = this.#depth > deepest ? this.#fail('tooDeep', this.#next.at) : this.#prefix();
    for (let power = this.#power(); power > least; power = this.#power()) {
      const { text } = this.#take();
      const right = this.#expression(power);
      const at: Span = [left.at[0], right.at[1]];
      if (isOperator(text)) left = made({ kind: 'binary', operator: text, left, right, at });
      else left = this.#union(left, right);
    }
    this.#depth -= 1;
    return left;
  }

  /** How tightly the coming operator binds; 0 when none comes. */
  #power(): number {
    const { kind, text } = this.#next;
    if (kind !== 'symbol' && kind !== 'word') return 0;
    if (text === '|') return unionBinding;
    return isOperator(text) ? binding[text] : 0;
  }

  #prefix(): Expression {
    if (!this.#comes('-')) return this.#postfix();
    const { at } = this.#take();
    const of = this.#expression(minusBinding - 1);
    return made({ kind: 'minus', of, at: [at[0], of.at[1]] });
  }

  #postfix(): Expression {
    let of = this.#primary();
    while (this.#comes('.')) {
      this.#take();
      of = this.#call(of);
    }
    return of;
  }

  #call(of: Expression): Expression {
    const name = this.#take();
    if (name.kind !== 'word' || !isMethod(name.text)) return this.#unknownWord(name, methods);
    this.#expect('(');
    const digits = name.text === 'round' && this.#next.kind === 'number' ? this.#take() : null;
    if (digits !== null && !(Number(digits.text) <= mostDecimals && /^\d$/.test(digits.text))) {
      return this.#fail('badNumber', digits.at, { found: digits.text });
    }
    const { at } = this.#expect(')');
    return made({ kind: 'call', method: name.text, of, digits: Number(digits?.text ?? 0), at: [of.at[0], at[1]] });
  }

  #primary(): Expression {
    const token = this.#take();
    const { kind, text, at } = token;
    if (kind === 'number') return this.#amount(token);
    if (kind === 'string') return made({ kind, value: text, at });
    if (kind === 'date') return made({ kind, value: text, at });
    if (kind === 'fact') return made({ kind, name: text, many: false, at });
    if (text === '(' && kind === 'symbol') return this.#group(token);
    if (text === '{' && kind === 'symbol') return made({ kind: 'nothing', at: [at[0], this.#expect('}').at[1]] });
    if (kind === 'word' && (text === 'true' || text === 'false')) return made({ kind: 'boolean', value: text === 'true', at });
    if (kind === 'word' && text === 'iif') return this.#iif(token);
    if (kind === 'word' && !isOperator(text)) return this.#unknownWord(token, words);
    return this.#unexpected(token);
  }

  #amount(number: Token): Expression {
    if (this.#next.kind !== 'string') return made({ kind: 'number', value: number.text, at: number.at });
    const unit = this.#take();
    return made({ kind: 'quantity', value: number.text, unit: unit.text, scaled: number.text, at: [number.at[0], unit.at[1]] });
  }

  #group(open: Token): Expression {
    const inner = this.#expression(0);
    const { at } = this.#expect(')');
    return made({ ...inner, at: [open.at[0], at[1]] });
  }

  #iif(word: Token): Expression {
    this.#expect('(');
    const condition = this.#expression(0);
    this.#expect(',');
    const result = this.#expression(0);
    let otherwise: Expression | null = null;
    if (this.#comes(',')) {
      this.#take();
      otherwise = this.#expression(0);
    }
    const { at } = this.#expect(')');
    return made({ kind: 'iif', condition, result, otherwise, at: [word.at[0], at[1]] });
  }

  #union(left: Expression, right: Expression): Expression {
    const items: Literal[] = [];
    for (const side of [left, right]) {
      const found = literals(side);
      if (found === null) return this.#fail('notALiteral', side.at);
      items.push(...found);
    }
    return made({ kind: 'list', items: Object.freeze(items), at: [left.at[0], right.at[1]] });
  }

  get #next(): Token {
    return this.#tokens[this.#position] ?? this.#end;
  }

  #take(): Token {
    const token = this.#next;
    this.#position += 1;
    return token;
  }

  #comes(symbol: string): boolean {
    return this.#next.kind === 'symbol' && this.#next.text === symbol;
  }

  #expect(symbol: string): Token {
    if (this.#comes(symbol)) return this.#take();
    this.#fail('expected', this.#next.at, { wanted: symbol, found: this.#text.slice(...this.#next.at) });
    return this.#end;
  }

  #unexpected({ at }: Token): Expression {
    return this.#fail('unexpected', at, { found: this.#text.slice(...at) });
  }

  #unknownWord(token: Token, known: readonly string[]): Expression {
    if (token.kind !== 'word') return this.#unexpected(token);
    return this.#fail('unknownWord', token.at, { word: token.text, nearest: nearest(token.text, known) });
  }

  #fail(code: FaultCode, at: Span, params: Fault['params'] = {}): Expression {
    this.#fault ??= fault(code, at, params);
    this.#position = this.#tokens.length;
    return { kind: 'nothing', at };
  }
}

function made(expression: Expression): Expression {
  return Object.freeze(expression);
}

/** The literals that an operand of `|` stands for, or null when it is something else. */
function literals(side: Expression): readonly Literal[] | null {
  switch (side.kind) {
    case 'boolean':
    case 'number':
    case 'quantity':
    case 'string':
    case 'date':
      return [side];
    case 'list':
      return side.items;
    case 'minus':
      return side.of.kind === 'number' && !side.of.value.startsWith('-') ? [{ ...side.of, value: `-${side.of.value}`, at: side.at }] : null;
    default:
      return null;
  }
}
