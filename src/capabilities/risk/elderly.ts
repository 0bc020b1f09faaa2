/** Self-care ability of older people: five activities of the national basic public health service. */
import { z } from 'zod';
import { Text } from '../../kernel/text.ts';
import { Clause, dates, ends, inOrder } from './estimate.ts';
import type { Estimate } from './estimate.ts';

const columns = 4;
const SelfCareBand = z.strictObject({ code: z.string().min(1), title: Text, from: z.int(), to: z.int() });

export const SelfCareContent = z.strictObject({
  clause: Clause,
  items: z.array(z.strictObject({ code: z.string().min(1), title: Text, scores: z.array(z.int()).length(columns) })).min(1),
  columns: z.array(Text).length(columns),
  bands: z.array(SelfCareBand).min(1),
});
export type SelfCareContent = z.infer<typeof SelfCareContent>;

const Answer = z.int().min(0).max(columns - 1).nullable();

/** Column numbers 0–3 (independent … unable), in the order of the form or under the names of the activities. */
export const SelfCareInput = z.object({
  answers: z.array(Answer).length(5).nullable().default(null),
  eating: Answer.default(null),
  grooming: Answer.default(null),
  dressing: Answer.default(null),
  toileting: Answer.default(null),
  moving: Answer.default(null),
  dates,
});
export type SelfCareInput = z.infer<typeof SelfCareInput>;

/** 0–37 points, more is more dependent; no total while an answer is blank, only its range. */
export function selfCare(input: SelfCareInput, content: SelfCareContent): Estimate<number> {
  const answers = answersOf(input);
  const spans = content.items.map(({ scores }, i) => {
    const answer = answers[i] ?? null;
    const score = answer === null ? null : (scores[answer] ?? null);
    return score === null ? ([Math.min(...scores), Math.max(...scores)] as const) : ([score, score] as const);
  });
  const low = spans.reduce((sum, [min]) => sum + min, 0);
  const high = spans.reduce((sum, [, max]) => sum + max, 0);
  const missing = content.items.flatMap(({ code }, i) => ((answers[i] ?? null) === null ? [code] : []));
  const codes = content.bands.map((band) => band.code);
  const categories = inOrder(codes, codes.slice(codes.indexOf(bandAt(low, content)), codes.indexOf(bandAt(high, content)) + 1));
  const value = missing.length === 0 ? low : null;
  return {
    value,
    category: value === null ? null : (ends(categories)?.[0] ?? null),
    range: [low, high],
    categories,
    used: content.items.flatMap(({ code }, i) => ((answers[i] ?? null) === null ? [] : [{ name: code, value: answers[i] ?? null, date: input.dates[code] ?? null }])),
    missing,
    clause: content.clause,
    reason: null,
    notes: [],
  };
}

function answersOf(input: SelfCareInput): readonly (number | null)[] {
  return input.answers ?? [input.eating, input.grooming, input.dressing, input.toileting, input.moving];
}

function bandAt(total: number, content: SelfCareContent): string {
  return content.bands.find((band) => total >= band.from && total <= band.to)?.code ?? '';
}
