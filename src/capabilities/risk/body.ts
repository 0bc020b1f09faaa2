/** Body-mass index and waist classes of Chinese adults (WS/T 428-2013). */
import { z } from 'zod';
import { Text } from '../../kernel/text.ts';
import { Band, Clause, bandOf, categorical, dates, flag, inapplicable, inOrder, measured, missingInputs, outcomes, plausible, representatives, roundTo, sex, usedInputs } from './estimate.ts';
import type { Estimate, Note } from './estimate.ts';

const reasons = z.strictObject({ under_18: Text, pregnancy: Text });

export const BodyContent = z.strictObject({
  min_age: z.number(),
  bmi: z.strictObject({ clause: Clause, bands: z.array(Band).min(1) }),
  waist: z.strictObject({ clause: Clause, M: z.array(Band).min(1), F: z.array(Band).min(1) }),
  reasons,
});
export type BodyContent = z.infer<typeof BodyContent>;

export const BmiInput = z.object({ bmi: measured('bmi'), height: measured('height'), weight: measured('weight'), age: measured('age'), pregnant: flag, dates });
export type BmiInput = z.infer<typeof BmiInput>;

/** kg/m², from `bmi` or from height (cm) and weight (kg). The class goes by the exact quotient. */
export function bmiClass(input: BmiInput, content: BodyContent): Estimate<number> {
  const { clause, bands } = content.bmi;
  const names = input.bmi === null ? ['height', 'weight'] : ['bmi'];
  const basis = { used: usedInputs(input, [...names, 'age', 'pregnant']), missing: missingInputs(input, names), clause };
  const reason = exclusion(input, content);
  if (reason !== null) return inapplicable(reason, { ...basis, missing: [] });
  const exact = input.bmi ?? (input.height === null || input.weight === null ? null : bmiOf(input.height, input.weight));
  if (exact === null) {
    return { value: null, category: null, range: plausible.bmi, categories: bands.map((band) => band.code), reason: null, notes: [], ...basis };
  }
  const category = bandOf(bands, exact)?.code ?? null;
  const value = roundTo(exact, 1);
  return { value, category, range: [value, value], categories: category === null ? [] : [category], reason: null, notes: [], ...basis };
}

function bmiOf(heightCm: number, weightKg: number): number {
  return weightKg / (heightCm / 100) ** 2;
}

export const WaistInput = z.object({ waist: measured('waist'), sex, age: measured('age'), pregnant: flag, dates });
export type WaistInput = z.infer<typeof WaistInput>;

/** Normal, on the way to, or at central obesity. */
export function waistClass(input: WaistInput, content: BodyContent): Estimate<string> {
  const { clause, M, F } = content.waist;
  const names = ['waist', 'sex'];
  const basis = { used: usedInputs(input, names), missing: missingInputs(input, names), clause };
  const reason = exclusion(input, content);
  if (reason !== null) return inapplicable(reason, { ...basis, missing: [] });
  const waists = [...representatives(M, plausible.waist), ...representatives(F, plausible.waist)];
  const possible = outcomes(input, { waist: waists, sex: ['M', 'F'] }, (complete) =>
    complete.waist === null ? null : (bandOf(complete.sex === 'F' ? F : M, complete.waist)?.code ?? null),
  );
  return categorical(inOrder(M.map((band) => band.code), possible), basis);
}

function exclusion(input: { age: number | null; pregnant: boolean | null }, content: BodyContent): Note | null {
  if (input.age !== null && input.age < content.min_age) return { code: 'under_18', title: content.reasons.under_18 };
  if (input.pregnant === true) return { code: 'pregnancy', title: content.reasons.pregnancy };
  return null;
}
