/** Answers as they come from outside: a list in the order of the paper, or values by name. */
import { z } from 'zod';
import type { Value } from './answers.ts';
import { isChoice, isQuestion, itemsWithin, type Form, type Item, type Option } from './form.ts';
import { valueFaults, type ValueFault } from './typing.ts';

export type GivenFault = ValueFault & { readonly at: string; readonly found: unknown };
export type Given = {
  /** By linkId; several only where the item repeats. */
  readonly values: ReadonlyMap<string, readonly Value[]>;
  readonly faults: readonly GivenFault[];
  readonly ignored: readonly string[];
};

const Fields = z.record(z.string(), z.unknown());
/** Every item answered alike but for some, by item number. */
const Alike = z.strictObject({ default: z.unknown(), overrides: Fields.default({}) });

function questionsOf(form: Form): readonly Item[] {
  return itemsWithin(form.items).map(({ item }) => item).filter((item) => isQuestion(item) && item.calculated === null);
}

/** Null when `source` is neither a list nor an object. */
export function readGiven(source: unknown, form: Form): Given | null {
  const questions = questionsOf(form);
  if (Array.isArray(source)) return judge(positional(source, questions.map(({ linkId }) => linkId)), questions);
  const alike = Alike.safeParse(source);
  if (alike.success && alike.data.default !== undefined) {
    const rest = named(alike.data.overrides, form);
    return judge([...questions.filter(({ linkId }) => !rest.some(([name]) => name === linkId)).map(({ linkId }) => [linkId, alike.data.default] as const), ...rest], questions);
  }
  const fields = Fields.safeParse(source);
  return fields.success ? judge(named(fields.data, form), questions) : null;
}

type Named = readonly (readonly [name: string, value: unknown])[];

/** A value beyond the last item keeps its place as a name, which no item has. */
function positional(values: readonly unknown[], linkIds: readonly string[]): Named {
  return values.map((value, i) => [linkIds[i] ?? `[${i}]`, value]);
}

function named(fields: Readonly<Record<string, unknown>>, form: Form): Named {
  const questions = questionsOf(form);
  const byName = new Map(questions.map(({ linkId }) => [plain(linkId), linkId]));
  return Object.entries(fields).flatMap(([name, value]): Named => {
    const list = form.scoring?.lists[name];
    if (list !== undefined && Array.isArray(value)) return positional(value, list).map(([at, one]) => [at.startsWith('[') ? `${name}${at}` : at, one]);
    const [, number] = /^(?:item|question|q|第)?[ _-]?(\d+)题?$/i.exec(name) ?? [];
    const numbered = number === undefined ? undefined : questions[Number(number) - 1]?.linkId;
    return [[byName.get(plain(name)) ?? numbered ?? name, value]];
  });
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function judge(given: Named, questions: readonly Item[]): Given {
  const values = new Map<string, readonly Value[]>();
  const faults: GivenFault[] = [];
  const ignored: string[] = [];
  for (const [name, found] of given) {
    const item = questions.find(({ linkId }) => linkId === name);
    if (item === undefined && name.endsWith(']')) faults.push({ at: name, found, code: 'unknownItem', params: {} });
    else if (item === undefined) ignored.push(name);
    else if (found !== null && found !== undefined && found !== '') {
      const read = (item.repeats && Array.isArray(found) ? found : [found]).map((one: unknown) => readOne(item, one));
      const right = read.flatMap(({ value }) => (value === null ? [] : [value]));
      faults.push(...read.flatMap((one) => one.faults.map((fault) => ({ ...fault, at: name, found: one.found }))));
      if (right.length > 0) values.set(name, right);
    }
  }
  return { values, faults, ignored };
}

function readOne(item: Item, found: unknown): { readonly found: unknown; readonly value: Value | null; readonly faults: readonly ValueFault[] } {
  const value = valueFrom(item, found);
  if (value === null) return { found, value, faults: [isChoice(item) ? { code: 'notAnOption', params: {} } : { code: 'wrongType', params: { wanted: item.type } }] };
  const faults = valueFaults(item, value);
  return { found, value: faults.length > 0 ? null : value, faults };
}

function valueFrom(item: Item, found: unknown): Value | null {
  if (isChoice(item)) return optionFor(item.options, found)?.code ?? null;
  switch (item.type) {
    case 'boolean':
      return typeof found === 'boolean' ? found : found === 1 ? true : found === 0 ? false : null;
    case 'integer':
    case 'decimal':
      return typeof found === 'number' ? found : null;
    case 'quantity':
      return typeof found === 'number' ? { value: found, unit: item.unit } : null;
    case 'time':
      return typeof found === 'string' ? found.trim().replace(/^(\d):/, '0$1:') : null;
    default:
      return typeof found === 'string' ? found : null;
  }
}

/** An option by its code, by its score where that is one option's alone, by its words, or by yes and no. */
function optionFor(options: readonly Option[], found: unknown): Option | undefined {
  if (typeof found === 'boolean') return options.find(({ code }) => code === (found ? 'yes' : 'no'));
  if (typeof found !== 'string' && typeof found !== 'number') return undefined;
  const text = String(found).trim();
  const same = options.filter(({ score }) => score !== null && String(score) === text);
  return options.find(({ code }) => code === text) ?? (same.length === 1 ? same[0] : undefined) ?? options.find((option) => option.text.zh === text || option.text.en === text);
}
