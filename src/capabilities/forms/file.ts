/**
 * How a form is written in `content/forms`. Beside the words of a form a file may use
 * - `lists`: named lists of options, which `options: <name>` stands for;
 * - `each`: what every question has unless it says otherwise;
 * - `{ numbered: q, count: 20 }`: items q1 to q20 that carry their number only;
 * - `q1..q9` in a list of items of the scoring.
 */
import { z } from 'zod';
import { Form } from './form.ts';

export const FormFile = z.preprocess(expand, Form);

const Fields = z.record(z.string(), z.unknown());
type Fields = z.infer<typeof Fields>;
const File = z.looseObject({ lists: z.record(z.string(), z.array(z.unknown())).default({}), each: Fields.default({}), items: z.array(z.unknown()).default([]), scoring: z.unknown().optional() });

/** A file of another shape is handed on as it is, for the schema to say what is wrong with it. */
function expand(source: unknown): unknown {
  const read = File.safeParse(source);
  if (!read.success) return source;
  const { lists, each, items, scoring, ...form } = read.data;
  return { ...form, items: items.flatMap((item) => itemsOf(item, { lists, each })), ...(scoring === undefined ? {} : { scoring: ranged(scoring) }) };
}

type Shared = { readonly lists: Readonly<Record<string, readonly unknown[]>>; readonly each: Fields };

function itemsOf(source: unknown, shared: Shared): readonly unknown[] {
  const read = Fields.safeParse(source);
  if (!read.success) return [source];
  const { numbered, count, ...item } = read.data;
  if (typeof numbered === 'string' && typeof count === 'number' && count <= 500) {
    return Array.from({ length: count }, (_, i) => itemOf({ ...item, linkId: `${numbered}${i + 1}`, text: { zh: `第${i + 1}题`, en: `Item ${i + 1}` } }, shared));
  }
  return [itemOf(read.data, shared)];
}

function itemOf(source: Fields, shared: Shared): unknown {
  const item: Fields = source['type'] === 'group' || source['type'] === 'display' ? source : { ...shared.each, ...source };
  const { options, items, ...rest } = item;
  return {
    ...rest,
    ...(options === undefined ? {} : { options: typeof options === 'string' ? (shared.lists[options] ?? options) : options }),
    ...(Array.isArray(items) ? { items: items.flatMap((child) => itemsOf(child, shared)) } : {}),
  };
}

/** `q1..q9` written out, wherever it stands in a list. */
function ranged(source: unknown): unknown {
  if (Array.isArray(source)) return source.flatMap((part: unknown): readonly unknown[] => (typeof part === 'string' ? rangeOf(part) : [ranged(part)]));
  const read = Fields.safeParse(source);
  return read.success ? Object.fromEntries(Object.entries(read.data).map(([key, value]) => [key, ranged(value)])) : source;
}

function rangeOf(text: string): readonly string[] {
  const [, prefix = '', from, second, to] = /^(.*?)(\d+)\.\.(.*?)(\d+)$/.exec(text) ?? [];
  if (from === undefined || to === undefined || prefix !== second || Number(to) - Number(from) > 500) return [text];
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => `${prefix}${Number(from) + i}`);
}
