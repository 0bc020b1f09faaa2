/** What becomes of answers that are handed in: refused with places and reasons, or kept, scored, and listened to. */
import type { Text } from '../../kernel/text.ts';
import { isQuantity, type Answers, type ResponseItem, type Value } from './answers.ts';
import { fillForm, type Filled, type Instance } from './fill.ts';
import { isQuestion, itemsWithin, type Form, type Item } from './form.ts';
import { isMarked } from './marking.ts';
import type { Context } from './names.ts';
import type { PreparedForm } from './prepare.ts';
import { scoreForm, shownValue, type Outcome, type ResultValue } from './results.ts';
import type { CrisisRule, Result } from './scoring.ts';
import { faultsOf, type AnswerFault } from './validity.ts';

export type ShownResult = { readonly id: string; readonly title: Text; readonly value: number | string | boolean; readonly words: Text | null };
/** A value for the record, under a code of content/observations.yaml. */
export type Noted = { readonly code: string; readonly value: Value };

export type Handed = {
  /** Answers to what was asked, with what the form calculated. */
  readonly answers: Answers;
  readonly scores: Readonly<Record<string, ResultValue>>;
  readonly shown: readonly ShownResult[];
  readonly crisis: readonly CrisisRule[];
  readonly noted: readonly Noted[];
};
export type Submission = { readonly ok: true; readonly handed: Handed } | { readonly ok: false; readonly faults: readonly AnswerFault[]; readonly crisis: readonly CrisisRule[] };

export function submission(prepared: PreparedForm, answers: Answers, context: Context): Submission {
  const filled = fillForm(prepared, { answers, context });
  const crisis = crisisIn(prepared, { answers, context, filled });
  const faults = faultsOf(filled, answers);
  if (faults.length > 0) return { ok: false, faults, crisis };
  const outcome = scoreForm(filled);
  const scoring = prepared.form.scoring;
  const results = scoring === null || outcome.excluded ? [] : scoring.results;
  const valued = results.map((result) => ({ result, value: scoring === null ? null : shownValue(result, outcome, scoring) }));
  return {
    ok: true,
    handed: {
      answers: { items: filled.roots.flatMap(kept) },
      scores: Object.fromEntries(valued.map(({ result, value }) => [result.id, value])),
      shown: valued.flatMap(({ result, value }) => shownOf(result, value, outcome)),
      crisis,
      noted: [...notedItems(filled), ...valued.flatMap(({ result, value }) => (result.observation !== null && typeof value === 'number' ? [{ code: result.observation, value }] : []))],
    },
  };
}

/** Rules that hold on the answers that count, or on all that came. */
function crisisIn(prepared: PreparedForm, { answers, context, filled }: { answers: Answers; context: Context; filled: Filled }): readonly CrisisRule[] {
  const rules = prepared.form.scoring?.crisis ?? [];
  if (rules.length === 0) return [];
  const heard = new Set([...scoreForm(filled).crisis, ...scoreForm(fillForm(prepared, { answers, context, everything: true })).crisis].map(({ id }) => id));
  return rules.filter(({ id }) => heard.has(id));
}

function kept(instance: Instance): ResponseItem[] {
  if (!instance.enabled) return [];
  const { item, values } = instance;
  const below = instance.children.flatMap(kept);
  if (!isQuestion(item)) return below.length === 0 ? [] : [{ linkId: item.linkId, answers: [], items: below }];
  if (values.length === 0) return below.length === 0 ? [] : [{ linkId: item.linkId, answers: [], items: below }];
  return [{ linkId: item.linkId, answers: values.map((value, i) => ({ value, items: i === 0 ? below : [] })), items: [] }];
}

function shownOf(result: Result, value: ResultValue, { bands }: Outcome): ShownResult[] {
  if (!result.shown || result.title === null || value === null || typeof value === 'object') return [];
  return [{ id: result.id, title: result.title, value, words: bands.get(result.id)?.title ?? null }];
}

function notedItems({ all }: Filled): Noted[] {
  return all.flatMap(({ item, enabled, values }) => {
    const [value, ...more] = values;
    return item.observation !== null && enabled && value !== undefined && more.length === 0 ? [{ code: item.observation, value }] : [];
  });
}

/** The form as a respondent may see it: a quiz keeps its right answers to itself. */
export function respondentsForm(form: Form): Form {
  const isQuiz = itemsWithin(form.items).some(({ item }) => isMarked(item));
  return { ...form, items: form.items.map(withoutAnswers), scoring: isQuiz ? null : form.scoring, notes: [], aliases: [] };
}

function withoutAnswers(item: Item): Item {
  return { ...item, correct: [], points: null, items: item.items.map(withoutAnswers) };
}

/** About how long a form takes: a question in 8 seconds, one's own words in 30. */
export function minutesFor({ items }: Form): number {
  const seconds = itemsWithin(items).filter(({ item }) => isQuestion(item) && !item.hidden && item.calculated === null).reduce((sum, { item }) => sum + (item.type === 'text' ? 30 : 8), 0);
  return Math.max(1, Math.round(seconds / 60));
}

export function questionsIn({ items }: Form): number {
  return itemsWithin(items).filter(({ item }) => isQuestion(item) && !item.hidden && item.calculated === null).length;
}

/** The number of an answer in the record; null for words. */
export function numberIn(value: Value): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' && isQuantity(value) ? value.value : null;
}

/** The results of an answer given earlier, as they were shown then. */
export function shownBefore(form: Form, scores: Readonly<Record<string, unknown>>): ShownResult[] {
  return (form.scoring?.results ?? []).flatMap((result): ShownResult[] => {
    const value = scores[result.id];
    if (!result.shown || result.title === null || (typeof value !== 'number' && typeof value !== 'string' && typeof value !== 'boolean')) return [];
    return [{ id: result.id, title: result.title, value, words: wordsFor(result, value) }];
  });
}

function wordsFor(result: Result, value: number | string | boolean): Text | null {
  if (result.kind === 'band') return result.bands.find(({ code }) => code === value)?.title ?? null;
  if (result.kind === 'cases') return value === result.otherwise ? result.otherwiseTitle : (result.cases.find(({ give }) => give === value)?.title ?? null);
  return null;
}
