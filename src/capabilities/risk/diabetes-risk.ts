/** The Chinese diabetes risk score (points by age, blood pressure, body, family) and the states of glucose metabolism. */
import { z } from 'zod';
import { Text } from '../../kernel/text.ts';
import { Clause, categorical, dates, ends, flag, inapplicable, inOrder, measured, missingInputs, outcomes, plausible, representatives, sex, usedInputs } from './estimate.ts';
import type { Admissible, Estimate } from './estimate.ts';

const Points = z.strictObject({ from: z.number().nullable().default(null), below: z.number().nullable().default(null), points: z.int() });
type Points = z.infer<typeof Points>;

export const DiabetesRiskContent = z.strictObject({
  score: z.strictObject({
    clause: Clause,
    positive_from: z.int(),
    maximum: z.int(),
    age: z.array(Points).min(1),
    sbp: z.array(Points).min(1),
    bmi: z.array(Points).min(1),
    waist: z.strictObject({ M: z.array(Points).min(1), F: z.array(Points).min(1) }),
    family: z.int(),
    sex: z.strictObject({ M: z.int(), F: z.int() }),
    categories: z.strictObject({ negative: Text, positive: Text }),
    reasons: z.strictObject({ outside_age: Text }),
  }),
  states: z.strictObject({
    clause: Clause,
    fpg: z.strictObject({ impaired: z.number(), diabetes: z.number() }),
    ogtt2h: z.strictObject({ impaired: z.number(), diabetes: z.number() }),
    titles: z.record(z.enum(['normal', 'ifg', 'igt', 'diabetes_range']), Text),
    notes: z.strictObject({ repeat: Text, fasting_impaired_too: Text }),
  }),
});
export type DiabetesRiskContent = z.infer<typeof DiabetesRiskContent>;

export const DiabetesRiskInput = z.object({ age: measured('age'), sex, sbp: measured('sbp'), bmi: measured('bmi'), waist: measured('waist'), family: flag, dates });
export type DiabetesRiskInput = z.infer<typeof DiabetesRiskInput>;

const scored = ['age', 'sex', 'sbp', 'bmi', 'waist', 'family'] as const;

/** 0–51 points; from 25 on an oral glucose tolerance test is advised. */
export function diabetesRiskScore(input: DiabetesRiskInput, { score }: DiabetesRiskContent): Estimate<number> {
  const basis = { used: usedInputs(input, scored), missing: missingInputs(input, scored), clause: score.clause };
  if (input.age !== null && pointsOf(score.age, input.age) === null) {
    return inapplicable({ code: 'outside_age', title: score.reasons.outside_age }, { ...basis, missing: [] });
  }
  const possible = outcomes(input, admissible(input, score), (complete) => totalOf(complete, score)).toSorted((a, b) => a - b);
  const range = ends(possible);
  const value = basis.missing.length === 0 ? (possible[0] ?? null) : null;
  const categories = inOrder(['negative', 'positive'], possible.map((total) => categoryOf(total, score)));
  return { value, category: value === null ? null : categoryOf(value, score), range, categories, reason: null, notes: [], ...basis };
}

export const GlucoseInput = z.object({ fpg: measured('glucose'), ogtt2h: measured('glucose'), dates });
export type GlucoseInput = z.infer<typeof GlucoseInput>;

const glucoseStates = ['normal', 'ifg', 'igt', 'diabetes_range'] as const;
type GlucoseState = (typeof glucoseStates)[number];

/** By fasting glucose, and by the two-hour value where a tolerance test was done; without one the range says what it could still show. */
export function glucoseState(input: GlucoseInput, { states }: DiabetesRiskContent): Estimate<GlucoseState> {
  const [low, high] = plausible.glucose;
  const steps = (limits: { impaired: number; diabetes: number }) => [low, limits.impaired, limits.diabetes, high];
  const found = outcomes(input, { fpg: steps(states.fpg), ogtt2h: steps(states.ogtt2h) }, (complete) => stateOf(complete, states));
  const names = ['fpg', 'ogtt2h'];
  const estimate = categorical(inOrder(glucoseStates, found), { used: usedInputs(input, names), missing: missingInputs(input, names), clause: states.clause });
  if (input.fpg === null) return estimate;
  const value = stateOf(input, states);
  const note = value === 'diabetes_range' ? 'repeat' : value === 'igt' && input.fpg >= states.fpg.impaired ? 'fasting_impaired_too' : null;
  return { ...estimate, value, category: value, notes: note === null ? [] : [{ code: note, title: states.notes[note] }] };
}

function stateOf(input: GlucoseInput, states: DiabetesRiskContent['states']): GlucoseState {
  const reaches = (value: number | null, limit: number) => value !== null && value >= limit;
  if (reaches(input.fpg, states.fpg.diabetes) || reaches(input.ogtt2h, states.ogtt2h.diabetes)) return 'diabetes_range';
  if (reaches(input.ogtt2h, states.ogtt2h.impaired)) return 'igt';
  return reaches(input.fpg, states.fpg.impaired) ? 'ifg' : 'normal';
}

type Score = DiabetesRiskContent['score'];

function categoryOf(total: number, score: Score): 'negative' | 'positive' {
  return total >= score.positive_from ? 'positive' : 'negative';
}

function totalOf(input: DiabetesRiskInput, score: Score): number {
  const of = (table: readonly Points[], value: number | null) => pointsOf(table, value ?? Number.NaN) ?? 0;
  const bySex = input.sex ?? 'F';
  return of(score.age, input.age) + of(score.sbp, input.sbp) + of(score.bmi, input.bmi) + of(score.waist[bySex], input.waist) + (input.family === true ? score.family : 0) + score.sex[bySex];
}

function pointsOf(table: readonly Points[], value: number): number | null {
  return table.find((row) => (row.from === null || value >= row.from) && (row.below === null || value < row.below))?.points ?? null;
}

/** Points rise with every number, so the lowest and the highest class give the range. */
function admissible(input: DiabetesRiskInput, score: Score): Admissible<DiabetesRiskInput> {
  const extremes = (table: readonly Points[], within: readonly [number, number]) => {
    const all = representatives(table, within);
    return [all[0] ?? null, all.at(-1) ?? null];
  };
  return {
    age: extremes(score.age, plausible.age),
    sex: ['M', 'F'],
    sbp: extremes(score.sbp, plausible.sbp),
    bmi: extremes(score.bmi, plausible.bmi),
    waist: extremes(score.waist[input.sex ?? 'M'], plausible.waist),
    family: [true, false],
  };
}
