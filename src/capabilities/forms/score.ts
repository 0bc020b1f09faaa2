/** Scores a list of respondents from outside by one scale; each answer stands for itself. */
import { z } from 'zod';
import { factsIn } from '../../kernel/expression/expression.ts';
import type { Value as FactValue } from '../../kernel/expression/evaluate.ts';
import type { Answers, ResponseItem, Value } from './answers.ts';
import { fillForm } from './fill.ts';
import type { Form, Item } from './form.ts';
import { readGiven, type Given, type GivenFault } from './given.ts';
import type { Context } from './names.ts';
import { prepareForm, type PreparedForm } from './prepare.ts';
import type { FormFault } from './structure.ts';
import { scoreForm, shownValue, type Outcome } from './results.ts';
import { missingOf } from './validity.ts';

/** `id` as it came, then what the scale gives. Keys beside those of the scale stand only where something is amiss. */
export type Scored = { readonly id: unknown } & Readonly<Record<string, unknown>>;
export type Scorer = {
  /** By id, alias or title, whatever the case and the hyphens; null when no scale is called so. */
  readonly find: (name: string) => PreparedForm | null;
  readonly names: readonly string[];
};
export type PreparedScorer = ({ readonly ok: true } & Scorer) | { readonly ok: false; readonly faults: readonly FormFault[] };

export function prepareScorer(forms: readonly Form[]): PreparedScorer {
  const scales = forms.filter(({ scoring }) => scoring !== null).map(prepareForm);
  const faults = scales.flatMap((scale) => (scale.ok ? [] : scale.faults));
  if (faults.length > 0) return { ok: false, faults };
  const prepared = scales.flatMap((scale) => (scale.ok ? [scale.prepared] : []));
  const byName = new Map(prepared.flatMap((one) => namesOf(one.form).map((name) => [plain(name), one] as const)));
  return { ok: true, names: prepared.map(({ form }) => form.aliases[0] ?? form.id), find: (name) => byName.get(plain(name)) ?? null };
}

function namesOf({ id, aliases, title }: Form): readonly string[] {
  return [title.zh, title.en, ...aliases, id];
}

function plain(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** A list of `{ id, answers, sex? }`; a single respondent is a list of one. */
export function scoreAll(prepared: PreparedForm, source: unknown): readonly Scored[] {
  const list: readonly unknown[] = Array.isArray(source) ? source : [source];
  return list.map((one) => scoreOne(prepared, one));
}

const Respondent = z.looseObject({ id: z.unknown().optional(), answers: z.unknown().optional(), input: z.unknown().optional(), sex: z.unknown().optional(), age: z.unknown().optional() });

function scoreOne(prepared: PreparedForm, source: unknown): Scored {
  const read = Respondent.safeParse(source);
  if (!read.success) return refused(null, [{ at: 'item', code: 'notAnObject', message: 'a respondent is an object with id and answers' }]);
  const { id = null, answers, input, sex, age, ...rest } = read.data;
  if (input !== undefined && answers === undefined && isFields(input)) return scoreOne(prepared, { id, ...(sex === undefined ? {} : { sex }), ...(age === undefined ? {} : { age }), ...input });
  const inner = isFields(answers) && 'answers' in answers ? answers : null;
  if (inner !== null) return scoreOne(prepared, { id, sex, age, ...inner });
  return scoreGiven(prepared, { id, answers: answers ?? rest, sex, age, rest });
}

function isFields(source: unknown): source is Record<string, unknown> {
  return typeof source === 'object' && source !== null && !Array.isArray(source);
}

type Source = { readonly id: unknown; readonly answers: unknown; readonly sex: unknown; readonly age: unknown; readonly rest: Readonly<Record<string, unknown>> };

function scoreGiven(prepared: PreparedForm, { id, answers, sex, age, rest }: Source): Scored {
  const known = sexOf(sex);
  if (known === undefined) return refused(id, [{ at: 'sex', code: 'wrongType', message: `sex is M or F, not ${shown(sex)}` }]);
  const given = readGiven(answers, prepared.form);
  if (given === null) return refused(id, [{ at: 'answers', code: 'wrongType', message: 'answers are a list in the order of the items, or values by item' }]);
  const context = { sex: known, age: typeof age === 'number' ? age : null };
  if (given.faults.length > 0) return { ...refused(id, given.faults.map(messageOf)), ...crisisOf(prepared, given) };
  return report(prepared, { id, given, context, parameters: parametersOf(prepared, rest) });
}

/** An answer that calls for help is heard even where another one is wrong. */
function crisisOf(prepared: PreparedForm, given: Given): Readonly<Record<string, unknown>> {
  const { crisis } = scoreForm(fillForm(prepared, { answers: answersFrom(prepared.form.items, given.values), everything: true }));
  return crisis.length > 0 ? { crisis: true } : {};
}

/** Undefined when it is no sex at all. GB/T 2261.1 writes 1 and 2. */
function sexOf(source: unknown): 'M' | 'F' | null | undefined {
  if (source === undefined || source === null || source === '') return null;
  const word = typeof source === 'string' || typeof source === 'number' ? String(source).trim().toLowerCase() : '';
  if (['m', 'male', '男', '男性', '1'].includes(word)) return 'M';
  return ['f', 'female', '女', '女性', '2'].includes(word) ? 'F' : undefined;
}

function parametersOf({ form }: PreparedForm, rest: Readonly<Record<string, unknown>>): Readonly<Record<string, FactValue>> {
  const options = isFields(rest['options']) ? { ...rest, ...rest['options'] } : rest;
  return Object.fromEntries((form.scoring?.parameters ?? []).flatMap(({ name, value }): [string, FactValue][] => {
    const found = options[name];
    return (typeof found === 'boolean' || typeof found === 'number' || typeof found === 'string') && typeof found === typeof value ? [[name, found]] : [];
  }));
}

type Reported = { readonly id: unknown; readonly given: Given; readonly context: Context; readonly parameters: Readonly<Record<string, FactValue>> };

function report(prepared: PreparedForm, { id, given, context, parameters }: Reported): Scored {
  const { form } = prepared;
  const filled = fillForm(prepared, { answers: answersFrom(form.items, given.values), context, parameters, everything: true });
  const outcome = scoreForm(filled);
  if (outcome.excluded) return { id, excluded: true };
  const results = (form.scoring?.results ?? []).filter((result) => result.shown).map((result) => [result.id, form.scoring === null ? null : shownValue(result, outcome, form.scoring)] as const);
  const blank = new Set([...outcome.missing, ...missingOf(filled)]);
  const undecided = results.some(([, value]) => value === null) && context.sex === null && readsSex(prepared);
  const missing = [...prepared.items.keys()].filter((linkId) => blank.has(linkId)).concat(undecided ? ['sex'] : []);
  return { id, ...Object.fromEntries(results), ...stateOf(outcome, missing), ...(given.ignored.length > 0 && !isParameter(given.ignored, prepared) ? { ignored: given.ignored } : {}) };
}

function stateOf({ beyondRule, incomplete, prorated }: Outcome, missing: readonly string[]): Readonly<Record<string, unknown>> {
  if (missing.length === 0) return {};
  if (beyondRule.length > 0) return { status: 'invalid', invalid: true, missing, reason: `too few answers: ${missing.length} items are missing` };
  if (prorated.length > 0 && incomplete.length === 0) return { status: 'prorated', prorated: true, missing };
  return { status: 'incomplete', incomplete: true, missing, reason: `not answered: ${missing.join(', ')}` };
}

function readsSex({ expressions }: PreparedForm): boolean {
  return [...expressions.values()].some((ast) => factsIn(ast).includes('sex'));
}

function isParameter(names: readonly string[], { form }: PreparedForm): boolean {
  const known = ['options', ...(form.scoring?.parameters ?? []).map(({ name }) => name)];
  return names.every((name) => known.includes(name));
}

/** Flat values as the tree of the form has them. */
function answersFrom(items: readonly Item[], values: ReadonlyMap<string, readonly Value[]>): Answers {
  return { items: items.flatMap((item) => responsesOf(item, values)) };
}

function responsesOf(item: Item, values: ReadonlyMap<string, readonly Value[]>): ResponseItem[] {
  const below = item.items.flatMap((child) => responsesOf(child, values));
  const mine = values.get(item.linkId) ?? [];
  if (mine.length > 0) return [{ linkId: item.linkId, answers: mine.map((value, i) => ({ value, items: i === 0 ? below : [] })), items: [] }];
  return below.length === 0 ? [] : [{ linkId: item.linkId, answers: [], items: below }];
}

type Refusal = { readonly at: string; readonly code: string; readonly message: string };

function refused(id: unknown, faults: readonly Refusal[]): Scored {
  const [first] = faults;
  return { id, status: 'invalid', invalid: true, error: first, ...(faults.length > 1 ? { faults } : {}) };
}

function messageOf({ at, code, found, params }: GivenFault): Refusal {
  const reasons: Readonly<Record<string, string>> = {
    notAnOption: `${shown(found)} is none of the answers of ${at}`,
    wrongType: `${at} wants ${String(params['wanted'])}, not ${shown(found)}`,
    belowMinimum: `${shown(found)} is below ${String(params['limit'])}, the least that ${at} may be`,
    aboveMaximum: `${shown(found)} is above ${String(params['limit'])}, the most that ${at} may be`,
    unknownItem: `more answers than the scale has items: ${at}`,
  };
  return { at, code, message: reasons[code] ?? `${shown(found)} does not fit ${at}: ${code}` };
}

function shown(found: unknown): string {
  return JSON.stringify(found) ?? 'nothing';
}
