import { binding, minusBinding, primaryBinding, type Expression, type Literal } from './expression.ts';

/** The text of an expression, with as few parentheses as its meaning allows. Parsing it gives the same expression. */
export function print(expression: Expression): string {
  switch (expression.kind) {
    case 'fact':
      return `%${expression.name}`;
    case 'nothing':
      return '{}';
    case 'list':
      return `(${expression.items.map(printLiteral).join(' | ')})`;
    case 'minus':
      return `-${inside(expression.of, minusBinding)}`;
    case 'binary': {
      const power = binding[expression.operator];
      return `${inside(expression.left, power)} ${expression.operator} ${inside(expression.right, power + 1)}`;
    }
    case 'call':
      return `${inside(expression.of, primaryBinding)}.${expression.method}(${expression.method === 'round' ? expression.digits : ''})`;
    case 'iif': {
      const parts = [expression.condition, expression.result, ...(expression.otherwise === null ? [] : [expression.otherwise])];
      return `iif(${parts.map(print).join(', ')})`;
    }
    default:
      return printLiteral(expression);
  }
}

/** Parentheses where the inner expression binds less tightly than its surroundings ask. */
function inside(expression: Expression, power: number): string {
  const text = print(expression);
  return bindingOf(expression) < power ? `(${text})` : text;
}

function bindingOf(expression: Expression): number {
  if (expression.kind === 'binary') return binding[expression.operator];
  if (expression.kind === 'minus') return minusBinding;
  return primaryBinding;
}

function printLiteral(literal: Literal): string {
  switch (literal.kind) {
    case 'string':
      return quote(literal.value);
    case 'date':
      return `@${literal.value}`;
    case 'quantity':
      return `${literal.value} ${quote(literal.unit)}`;
    default:
      return String(literal.value);
  }
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\f': '\\f', '\\': '\\\\', "'": "\\'" };

function quote(text: string): string {
  return `'${text.replace(/[\n\r\t\f\\']/g, (character) => escapes[character] ?? character)}'`;
}
