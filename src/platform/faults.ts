import type { z } from 'zod';
import type { Locale } from '../kernel/text.ts';

type Words = (code: string, params: Readonly<Record<string, unknown>>, locale: Locale) => string;

export interface Fault {
  /** The path of the field in what was sent, for programs. */
  readonly at: string;
  /** Where and what, for people. */
  readonly message: string;
}

/** What is wrong with what was sent, and where, in the reader's language. Names of fields and kinds of faults are words of the locales. */
export function faultsOf(error: z.ZodError, { words, locale }: { words: Words; locale: Locale }): Fault[] {
  return error.issues.map((issue) => {
    const where = placeOf(issue.path, { words, locale });
    const [code, params] = kindOf(issue);
    const what = words(`fault.${code}`, params, locale);
    return { at: issue.path.join('.'), message: where === '' ? what : words('fault.at', { where, what }, locale) };
  });
}

function placeOf(path: readonly PropertyKey[], { words, locale }: { words: Words; locale: Locale }): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return words('fault.item', { number: step + 1 }, locale);
    const code = `field.${String(step)}`;
    const said = words(code, {}, locale);
    return said === code ? String(step) : said;
  });
  return steps.join(' › ');
}

type Kind = readonly [code: string, params: Readonly<Record<string, unknown>>];

const dates = ['date', 'datetime', 'time'];

function kindOf(issue: z.core.$ZodIssue): Kind {
  switch (issue.code) {
    case 'invalid_type':
      return /received (undefined|NaN|null)$/.test(issue.message) ? ['missing', {}] : [['int', 'number'].includes(issue.expected) ? 'number' : 'type', {}];
    case 'too_small':
      return sized('few', issue.origin, Number(issue.minimum));
    case 'too_big':
      return sized('many', issue.origin, Number(issue.maximum));
    case 'invalid_format':
      return [dates.includes(issue.format) ? 'date' : 'format', {}];
    case 'invalid_value':
      return ['choice', {}];
    case 'unrecognized_keys':
      return ['unknown', { names: issue.keys.join(', ') }];
    default:
      return ['other', {}];
  }
}

function sized(way: 'few' | 'many', origin: string, limit: number): Kind {
  if (way === 'few' && origin !== 'number' && origin !== 'int' && limit === 1) return ['missing', {}];
  const of = origin === 'string' ? 'characters' : origin === 'array' || origin === 'set' ? 'items' : 'number';
  return [`${way}.${of}`, { limit }];
}
