/** Kidney function: estimated filtration (CKD-EPI) and the KDIGO stages of filtration and albuminuria. */
import { z } from 'zod';
import { Text } from '../../kernel/text.ts';
import { Band, Clause, bandOf, dates, envelope, inapplicable, inOrder, measured, missingInputs, oneOf, outcomes, plausible, quantity, roundTo, sex, usedInputs } from './estimate.ts';
import type { Estimate } from './estimate.ts';

const BySex = z.strictObject({ M: z.number(), F: z.number() });
const Equation = z.strictObject({ factor: z.number(), k: BySex, a: BySex, above: z.number(), per_year: z.number(), female: z.number() });
type Equation = z.infer<typeof Equation>;

export const KidneyContent = z.strictObject({
  clause: Clause,
  umol_per_mgdl: z.number(),
  min_age: z.number(),
  default_equation: z.enum(['2009', '2021']),
  equations: z.strictObject({ '2009': Equation, '2021': Equation }),
  stages: z.strictObject({ clause: Clause, gfr: z.array(Band).min(1), albuminuria: z.strictObject({ A2_from: z.number(), A3_above: z.number(), titles: z.strictObject({ A1: Text, A2: Text, A3: Text }) }) }),
  reasons: z.strictObject({ under_18: Text }),
  notes: z.strictObject({ three_months: Text }),
});
export type KidneyContent = z.infer<typeof KidneyContent>;

/** Creatinine in µmol/L or, under `creatinine_mg_dl`, in mg/dL; `egfr` when the laboratory printed it. */
export const KidneyInput = z.object({
  creatinine_umol_l: measured('creatinine'),
  creatinine_mg_dl: quantity(0.05, 35),
  age: measured('age'),
  sex,
  egfr: measured('egfr'),
  uacr: measured('uacr'),
  equation: oneOf(['2009', '2021']),
  dates,
});
export type KidneyInput = z.infer<typeof KidneyInput>;

export type KidneyFunction = Estimate<number> & { readonly albuminuria: 'A1' | 'A2' | 'A3' | null; readonly equation: '2009' | '2021' | null };

/** mL/min/1.73 m² with one decimal; the stage goes by the unrounded value. */
export function filtration(given: KidneyInput, content: KidneyContent): KidneyFunction {
  const input = given.creatinine_umol_l === null && given.creatinine_mg_dl !== null ? { ...given, creatinine_umol_l: given.creatinine_mg_dl * content.umol_per_mgdl } : given;
  const equation = input.equation ?? content.default_equation;
  const names = input.egfr === null ? ['creatinine_umol_l', 'age', 'sex'] : ['egfr'];
  const missing = missingInputs(input, names);
  const basis = { used: usedInputs(input, [...names, 'uacr']), missing, clause: content.clause };
  const rest = { albuminuria: input.uacr === null ? null : albuminuria(input.uacr, content), equation: input.egfr === null ? equation : null };
  if (input.age !== null && input.age < content.min_age) {
    return { ...inapplicable({ code: 'under_18', title: content.reasons.under_18 }, { ...basis, missing: [] }), ...rest };
  }
  // Filtration falls with creatinine and with age in either sex, so the corners hold the extremes.
  const box = { creatinine_umol_l: plausible.creatinine, age: [content.min_age, plausible.age[1]], sex: ['M', 'F'] as const };
  const possible = input.egfr === null ? outcomes(input, box, (complete) => egfrOf(complete, content.equations[equation], content.umol_per_mgdl)) : [input.egfr];
  const range = envelope(possible);
  const exact = missing.length === 0 ? (possible[0] ?? null) : null;
  const stages = range === null ? [] : stagesWithin(range, content);
  return {
    value: exact === null ? null : roundTo(exact, 1),
    category: exact === null ? null : (stages[0] ?? null),
    range: range === null ? null : [roundTo(range[0], 1), roundTo(range[1], 1)],
    categories: stages,
    reason: null,
    notes: [{ code: 'three_months', title: content.notes.three_months }],
    ...basis,
    ...rest,
  };
}

/** KDIGO albuminuria class of an albumin/creatinine ratio in mg/g: 30 and 300 both belong to A2. */
export function albuminuria(uacr: number, content: KidneyContent): 'A1' | 'A2' | 'A3' {
  const { A2_from, A3_above } = content.stages.albuminuria;
  if (uacr > A3_above) return 'A3';
  return uacr >= A2_from ? 'A2' : 'A1';
}

function egfrOf(input: KidneyInput, by: Equation, umolPerMgdl: number): number {
  const group = input.sex ?? 'M';
  const ratio = (input.creatinine_umol_l ?? Number.NaN) / umolPerMgdl / by.k[group];
  const filtered = by.factor * Math.min(ratio, 1) ** by.a[group] * Math.max(ratio, 1) ** by.above * by.per_year ** (input.age ?? Number.NaN);
  return group === 'F' ? filtered * by.female : filtered;
}

/** The bands stand mildest first, from high filtration to low. */
function stagesWithin([low, high]: readonly [number, number], content: KidneyContent): readonly string[] {
  const codes = content.stages.gfr.map((band) => band.code);
  const mildest = codes.indexOf(bandOf(content.stages.gfr, high)?.code ?? '');
  const worst = codes.indexOf(bandOf(content.stages.gfr, low)?.code ?? '');
  return inOrder(codes, codes.slice(mildest, worst + 1));
}
