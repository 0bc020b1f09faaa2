/** Papers of a quiz: questions out of a bank by chance, and the time to answer them. */
import { z } from 'zod';
import { chanceFrom, shuffled } from './chance.ts';
import { itemsWithin, type Form, type Item } from './form.ts';
import { isMarked, isRight, pointsOf } from './marking.ts';
import type { Value } from './answers.ts';

/** `perTopic`: how many questions of each group of the bank; otherwise `questions` out of all. Times in seconds; null is no limit. */
export const PaperRules = z.strictObject({
  questions: z.int().positive(),
  perTopic: z.record(z.string(), z.int().positive()).default({}),
  shuffleOptions: z.boolean().default(true),
  secondsPerQuestion: z.int().positive().nullable().default(null),
  secondsInAll: z.int().positive().nullable().default(null),
  /** What a slow network is allowed on top. */
  graceSeconds: z.int().min(0).default(2),
});
export type PaperRules = z.infer<typeof PaperRules>;

/** One question as the person sees it: the codes of its options in the order shown. */
export type PaperQuestion = { readonly linkId: string; readonly options: readonly string[] };
export type Paper =
  | { readonly ok: true; readonly questions: readonly PaperQuestion[] }
  /** The bank holds too few. */
  | { readonly ok: false; readonly topic: string | null; readonly wanted: number; readonly found: number };

/** The same bank, rules and seed give the same paper; a seed of event and person gives everybody their own. */
export function paperFrom(bank: Form, rules: PaperRules, seed: string): Paper {
  const chance = chanceFrom(`paper:${seed}`);
  const topics = Object.keys(rules.perTopic).length > 0 ? Object.entries(rules.perTopic).map(([topic, wanted]) => ({ topic, wanted })) : [{ topic: null, wanted: rules.questions }];
  const chosen: Item[] = [];
  for (const { topic, wanted } of topics) {
    const found = questionsOn(topic, bank);
    if (found.length < wanted) return { ok: false, topic, wanted, found: found.length };
    chosen.push(...shuffled(found, chance).slice(0, wanted));
  }
  const questions = shuffled(chosen, chance).map(({ linkId, options }) => {
    const codes = options.map(({ code }) => code);
    return { linkId, options: rules.shuffleOptions ? shuffled(codes, chance) : codes };
  });
  return { ok: true, questions };
}

function questionsOn(topic: string | null, bank: Form): readonly Item[] {
  return itemsWithin(bank.items).filter(({ item, above }) => isMarked(item) && (topic === null || above.some(({ linkId }) => linkId === topic))).map(({ item }) => item);
}

/** The moments of one question, in milliseconds since any common start. `answered` null: not yet. */
export type Moments = { readonly started: number; readonly asked: number; readonly answered: number | null };

/** When a question closes, without and with grace; null when there is no limit. */
export function closesAt({ started, asked }: Moments, rules: PaperRules): { readonly shown: number; readonly final: number } | null {
  const ends = [
    ...(rules.secondsPerQuestion === null ? [] : [asked + rules.secondsPerQuestion * 1_000]),
    ...(rules.secondsInAll === null ? [] : [started + rules.secondsInAll * 1_000]),
  ];
  if (ends.length === 0) return null;
  const shown = Math.min(...ends);
  return { shown, final: shown + rules.graceSeconds * 1_000 };
}

/** An answer on the last moment counts. One from before its question was asked does not. */
export function standingOf(moments: Moments, rules: PaperRules, now: number): 'open' | 'inTime' | 'late' {
  const closes = closesAt(moments, rules)?.final ?? Infinity;
  if (moments.answered === null) return now <= closes ? 'open' : 'late';
  return moments.answered >= moments.asked && moments.answered <= closes ? 'inTime' : 'late';
}

/** Milliseconds left on the clock that the person sees; null without a limit. */
export function leftOf(moments: Moments, rules: PaperRules, now: number): number | null {
  const closes = closesAt(moments, rules);
  return closes === null ? null : Math.max(0, closes.shown - now);
}

/** One answer marked: what the ranking is made of. A late answer earns nothing. */
export type Marked = { readonly linkId: string; readonly right: boolean; readonly points: number; readonly milliseconds: number; readonly limit: number | null };

export function markedAnswer(item: Item, values: readonly Value[], { moments, rules }: { readonly moments: Moments; readonly rules: PaperRules }): Marked {
  const answered = moments.answered ?? moments.asked;
  const right = moments.answered !== null && standingOf(moments, rules, answered) === 'inTime' && isRight(item, values);
  const closes = closesAt(moments, rules);
  return { linkId: item.linkId, right, points: right ? pointsOf(item) : 0, milliseconds: Math.max(0, answered - moments.asked), limit: closes === null ? null : closes.shown - moments.asked };
}
