import { Day } from '../day.ts';
import { fault, type Fault } from './fault.ts';
import type { Span } from './expression.ts';

/** `text` is the meaning (a string without quotes and escapes, a fact without its sign); `at` where it stands. */
export type Token = { readonly kind: TokenKind; readonly text: string; readonly at: Span };
export type TokenKind = 'number' | 'string' | 'date' | 'fact' | 'word' | 'symbol' | 'end';

export type Lexed = { readonly ok: true; readonly tokens: readonly Token[] } | { readonly ok: false; readonly fault: Fault };

const patterns: readonly (readonly [TokenKind | 'space', RegExp])[] = [
  ['space', /\s+/y],
  ['date', /@[\d-]*/y],
  ['number', /\d+(\.\d+)?/y],
  ['string', /'(?:[^'\\]|\\[^])*'/y],
  ['fact', /%[A-Za-z_][A-Za-z0-9_]*/y],
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['symbol', /<=|>=|!=|[-+*/<>=|().,{}]/y],
];

/** Cuts a rule text into tokens; the last one is `end`. */
export function lex(text: string): Lexed {
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    const [kind, piece] = match(text, position);
    const at: Span = [position, position + piece.length];
    if (piece === '') {
      return { ok: false, fault: stranger(text, position) };
    }
    if (kind !== 'space') {
      const token = meaning({ kind, text: piece, at });
      if ('code' in token) return { ok: false, fault: token };
      tokens.push(token);
    }
    position += piece.length;
  }
  return { ok: true, tokens: [...tokens, { kind: 'end', text: '', at: [text.length, text.length] }] };
}

function stranger(text: string, position: number): Fault {
  const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
  if (character === "'") return fault('unclosedString', [position, text.length]);
  return fault('unexpectedCharacter', [position, position + character.length], { character });
}

function match(text: string, position: number): readonly [kind: TokenKind | 'space', piece: string] {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = position;
    const found = pattern.exec(text);
    if (found) return [kind, found[0]];
  }
  return ['space', ''];
}

function meaning(token: Token): Token | Fault {
  switch (token.kind) {
    case 'fact':
      return { ...token, text: token.text.slice(1) };
    case 'date':
      return isDay(token.text.slice(1)) ? { ...token, text: token.text.slice(1) } : fault('badDate', token.at, { found: token.text });
    case 'number':
      return isDecimal(token.text) ? token : fault('badNumber', token.at, { found: token.text });
    case 'string':
      return unescape(token);
    default:
      return token;
  }
}

/** FHIRPath decimals have at most 28 digits and 8 of them after the point. */
function isDecimal(text: string): boolean {
  const [whole = '', fraction = ''] = text.split('.');
  return fraction.length <= 8 && whole.length + fraction.length <= 28;
}

function isDay(text: string): boolean {
  return text >= '0001' && Day.safeParse(text).success;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', '\\': '\\', "'": "'", '"': '"', '`': '`', '/': '/' };

function unescape(token: Token): Token | Fault {
  let bad = false;
  const text = token.text.slice(1, -1).replace(/\\(?:u([0-9a-fA-F]{4})|([^]))/g, (_, code: string | undefined, letter: string | undefined) => {
    const plain = code === undefined ? escapes[letter ?? ''] : String.fromCharCode(Number.parseInt(code, 16));
    bad ||= plain === undefined;
    return plain ?? '';
  });
  // Neither of these is text that a database can hold.
  bad ||= text.includes('\0') || !text.isWellFormed();
  return bad ? fault('badEscape', token.at) : { ...token, text };
}
