/** Assesses a list of persons from outside: each item names a model and its inputs, each answer stands for itself. */
import { z } from 'zod';
import { modelNamed, prepareModels } from './models.ts';
import type { RiskContent } from './content.ts';
import type { FaultyText } from './facts.ts';
import type { Model } from './models.ts';
import type { TierRules } from './tier-rules.ts';

export type Refusal = { readonly code: 'notAnObject' | 'unknownModel' | 'wrongType' | 'implausible' | 'unknownWord' | 'invalid'; readonly at: string; readonly message: string };
/** `id` as it came. The rest depends on the model. */
export type Answer =
  | ({ readonly id: unknown; readonly model: string } & Readonly<Record<string, unknown>>)
  | { readonly id: unknown; readonly error: Refusal };

export type Assessor = { readonly assess: (items: unknown) => readonly Answer[]; readonly tierRules: TierRules };
export type PreparedAssessor = ({ readonly ok: true } & Assessor) | { readonly ok: false; readonly faulty: readonly FaultyText[] };

/** Compiles the content once; assessing then fails for no batch. */
export function prepareAssessor(content: RiskContent): PreparedAssessor {
  const prepared = prepareModels(content);
  if (!prepared.ok) return prepared;
  return { ok: true, tierRules: prepared.tierRules, assess: (items) => assess(items, prepared.models) };
}

/** A list of `{ id, model, inputs }`; a single item is a list of one. */
function assess(items: unknown, models: readonly Model[]): readonly Answer[] {
  const list: readonly unknown[] = Array.isArray(items) ? items : [items];
  return list.map((item, i) => answer(item, { place: `[${i}]`, models }));
}

const Item = z.object({ id: z.unknown().optional(), model: z.unknown().optional(), inputs: z.unknown().optional() });
const Inputs = z.record(z.string(), z.unknown());

function answer(item: unknown, { place, models }: { place: string; models: readonly Model[] }): Answer {
  const read = Item.safeParse(item);
  if (!read.success) return { id: null, error: { code: 'notAnObject', at: place, message: `An item is an object with id, model and inputs, not ${kindOf(item)}` } };
  const id = read.data.id ?? null;
  const model = typeof read.data.model === 'string' ? modelNamed(read.data.model, models) : undefined;
  if (model === undefined) return { id, error: unknownModel(read.data.model, models) };
  const inputs = Inputs.safeParse(read.data.inputs);
  if (!inputs.success) return { id, error: { code: 'notAnObject', at: 'inputs', message: `inputs must be an object of named values, not ${kindOf(read.data.inputs)}` } };
  const { values, givenAs, ignored } = canonical(inputs.data, model);
  const result = model.run(values);
  if (!result.ok) return { id, error: refusalOf(result.error, givenAs) };
  const named = (name: string) => givenAs.get(name) ?? name;
  return { id, model: model.name, ...result.answer, missing: result.missing.map(named), ...(ignored.length > 0 ? { ignored } : {}) };
}

type Canonical = { readonly values: Readonly<Record<string, unknown>>; readonly givenAs: ReadonlyMap<string, string>; readonly ignored: readonly string[] };

/** Aliases become the model's own names; what the model does not know is set aside and named. */
function canonical(inputs: Readonly<Record<string, unknown>>, model: Model): Canonical {
  const values: Record<string, unknown> = {};
  const givenAs = new Map<string, string>();
  const ignored: string[] = [];
  for (const [given, value] of Object.entries(inputs)) {
    const name = model.inputs.includes(given) ? given : model.aliases[given];
    if (name === undefined) ignored.push(given);
    else if (name === given || !Object.hasOwn(inputs, name)) {
      values[name] = value;
      if (name !== given) givenAs.set(name, given);
    }
  }
  return { values, givenAs, ignored };
}

const codes: Readonly<Record<string, Refusal['code']>> = { invalid_type: 'wrongType', too_small: 'implausible', too_big: 'implausible', invalid_value: 'unknownWord' };

function refusalOf(error: z.ZodError, givenAs: ReadonlyMap<string, string>): Refusal {
  const [issue] = error.issues;
  const [name, ...rest] = (issue?.path ?? []).map(String);
  const at = ['inputs', ...(name === undefined ? [] : [givenAs.get(name) ?? name]), ...rest].join('.');
  return { code: codes[issue?.code ?? ''] ?? 'invalid', at, message: issue === undefined ? 'Not valid' : wordsOf(issue, at) };
}

/** The reason in a sentence: what was found, and what may stand there. */
function wordsOf(issue: z.core.$ZodIssue, at: string): string {
  switch (issue.code) {
    case 'invalid_type':
      return `${at} must be ${issue.expected === 'array' ? 'a list' : `a ${issue.expected}`}: ${/received (.*)$/.exec(issue.message)?.[1] ?? 'something else'} was given`;
    case 'too_small':
      return issue.origin === 'array' ? `${at} must have ${issue.minimum} entries` : `${at} must be ${issue.minimum} or more; nothing below is plausible`;
    case 'too_big':
      return issue.origin === 'array' ? `${at} must have ${issue.maximum} entries` : `${at} must be ${issue.maximum} or less; nothing above is plausible`;
    case 'invalid_value':
      return `${at} must be one of ${issue.values.join(', ')}`;
    default:
      return `${at}: ${issue.message}`;
  }
}

function kindOf(given: unknown): string {
  if (given === undefined || given === null) return 'nothing';
  if (Array.isArray(given)) return 'a list';
  return typeof given === 'object' ? 'an object' : `a ${typeof given}`;
}

function unknownModel(given: unknown, models: readonly Model[]): Refusal {
  return { code: 'unknownModel', at: 'model', message: `Unknown model ${JSON.stringify(given) ?? 'undefined'}; known are ${models.map(({ name }) => name).join(', ')}` };
}
