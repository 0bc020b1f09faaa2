/** China-PAR: the ten-year risk of a first atherosclerotic cardiovascular event (infarction, coronary death, stroke). */
import { z } from 'zod';
import { Text } from '../../kernel/text.ts';
import { Band, bandOf, Clause, dates, envelope, flag, inapplicable, measured, missingInputs, outcomes, quantity, roundTo, sex, usedInputs } from './estimate.ts';
import type { Admissible, Estimate, Note } from './estimate.ts';

const Coefficients = z.strictObject({
  ln_age: z.number(),
  ln_sbp_treated: z.number(),
  ln_sbp_untreated: z.number(),
  ln_tc: z.number(),
  ln_hdl: z.number(),
  ln_waist: z.number(),
  smoker: z.number(),
  diabetes: z.number(),
  north: z.number(),
  urban: z.number().default(0),
  family_ascvd: z.number().default(0),
  ln_age_x_ln_sbp_treated: z.number(),
  ln_age_x_ln_sbp_untreated: z.number(),
  ln_age_x_smoker: z.number().default(0),
  ln_age_x_family: z.number().default(0),
  mean_LP: z.number(),
  S10: z.number(),
});
type Coefficients = z.infer<typeof Coefficients>;

const Interval = z.tuple([z.number(), z.number()]);

export const ChinaParContent = z.strictObject({
  clause: Clause,
  equation: z.string(),
  min_age: z.number(),
  derivation_age: Interval,
  mmol_per_mgdl: z.number(),
  tool_limits: z.strictObject({ age: Interval, sbp: Interval, tc_mgdl: Interval, hdl_mgdl: Interval, waist_cm: Interval }),
  men: Coefficients,
  women: Coefficients,
  categories: z.array(Band),
  near_limit_pp: z.number(),
  reasons: z.strictObject({ below_20: Text, known_ascvd: Text }),
  notes: z.strictObject({ outside_derivation_age: Text, outside_tool_limits: Text, near_limit: Text }),
});
export type ChinaParContent = z.infer<typeof ChinaParContent>;

/** Cholesterol in mg/dL, or in mmol/L under `tc_mmol`, `hdl_mmol`; bare `tc`, `hdl` are told apart by size: the plausible intervals do not meet. */
export const ChinaParInput = z.object({
  sex,
  age: measured('age'),
  sbp: measured('sbp'),
  bp_treated: flag,
  tc_mgdl: quantity(20, 1600),
  hdl_mgdl: quantity(2, 240),
  tc_mmol: measured('tc'),
  hdl_mmol: measured('hdl'),
  tc: quantity(0.5, 1600),
  hdl: quantity(0.05, 240),
  waist_cm: measured('waist'),
  smoker: flag,
  diabetes: flag,
  north: flag,
  urban: flag,
  family_ascvd: flag,
  known_ascvd: flag,
  dates,
});
export type ChinaParInput = z.infer<typeof ChinaParInput>;

/** Above these a bare number cannot be mmol/L. */
const highestMmol = { tc: 40, hdl: 6 } as const;

const everyone = ['sex', 'age', 'sbp', 'bp_treated', 'tc_mgdl', 'hdl_mgdl', 'waist_cm', 'smoker', 'diabetes', 'north'] as const;
const menOnly = ['urban', 'family_ascvd'] as const;

/** Ten-year risk in percent with two decimals; the category goes by the value rounded to 0.1 %. */
export function tenYearAscvd(given: ChinaParInput, content: ChinaParContent): Estimate<number> {
  const input = inMgdl(given, content.mmol_per_mgdl);
  const names = input.sex === 'F' ? everyone : [...everyone, ...menOnly];
  const missing = missingInputs(input, names);
  const basis = { used: usedInputs(input, [...names, 'known_ascvd']), missing, clause: content.clause };
  const reason = exclusion(input, content);
  if (reason !== null) return inapplicable(reason, { ...basis, missing: [] });

  const percents = outcomes(input, admissible(input, content), (complete) => percentOf(complete, content));
  const found = envelope(percents.map((percent) => roundTo(percent, 2)));
  const exact = missing.length === 0 ? (percents[0] ?? null) : null;
  const possible = envelope(percents);
  return {
    value: exact === null ? null : roundTo(exact, 2),
    category: exact === null ? null : categoryOf(exact, content),
    range: found,
    categories: possible === null ? [] : between(possible, content),
    reason: null,
    notes: notesOf(input, exact, content),
    ...basis,
  };
}

/** China-PAR's category of a risk in percent that was worked out elsewhere. */
export function categoryOf(percent: number, content: ChinaParContent): string | null {
  return bandOf(content.categories, roundTo(percent, 1))?.code ?? null;
}

function inMgdl(input: ChinaParInput, mmolPerMgdl: number): ChinaParInput {
  const convert = (mgdl: number | null, mmol: number | null, bare: { value: number | null; highest: number }) => {
    if (mgdl !== null) return mgdl;
    if (mmol !== null) return mmol / mmolPerMgdl;
    if (bare.value === null) return null;
    return bare.value <= bare.highest ? bare.value / mmolPerMgdl : bare.value;
  };
  return {
    ...input,
    tc_mgdl: convert(input.tc_mgdl, input.tc_mmol, { value: input.tc, highest: highestMmol.tc }),
    hdl_mgdl: convert(input.hdl_mgdl, input.hdl_mmol, { value: input.hdl, highest: highestMmol.hdl }),
  };
}

function exclusion(input: ChinaParInput, content: ChinaParContent): Note | null {
  if (input.known_ascvd === true) return { code: 'known_ascvd', title: content.reasons.known_ascvd };
  if (input.age !== null && input.age < content.min_age) return { code: 'below_20', title: content.reasons.below_20 };
  return null;
}

/** The predictor is linear in each transformed input with the others held, so its extremes over a box lie at the corners. */
function admissible(input: ChinaParInput, content: ChinaParContent): Admissible<ChinaParInput> {
  const { tool_limits: limits } = content;
  const men = input.sex === 'F' ? {} : { urban: [true, false], family_ascvd: [true, false] };
  return {
    sex: ['M', 'F'],
    age: limits.age,
    sbp: limits.sbp,
    bp_treated: [true, false],
    tc_mgdl: limits.tc_mgdl,
    hdl_mgdl: limits.hdl_mgdl,
    waist_cm: limits.waist_cm,
    smoker: [true, false],
    diabetes: [true, false],
    north: [true, false],
    ...men,
  };
}

/** Unrounded; every input known, cholesterol in mg/dL. */
export function percentOf(input: ChinaParInput, content: ChinaParContent): number {
  const by = input.sex === 'F' ? content.women : content.men;
  return 100 * (1 - by.S10 ** Math.exp(predictor(input, by) - by.mean_LP));
}

function predictor(input: ChinaParInput, by: Coefficients): number {
  const lnAge = Math.log(input.age ?? Number.NaN);
  const lnSbp = Math.log(input.sbp ?? Number.NaN);
  const [pressure, pressureByAge] =
    input.bp_treated === true ? [by.ln_sbp_treated, by.ln_age_x_ln_sbp_treated] : [by.ln_sbp_untreated, by.ln_age_x_ln_sbp_untreated];
  const when = (holds: boolean | null, amount: number) => (holds === true ? amount : 0);
  return (
    by.ln_age * lnAge +
    pressure * lnSbp +
    pressureByAge * lnAge * lnSbp +
    by.ln_tc * Math.log(input.tc_mgdl ?? Number.NaN) +
    by.ln_hdl * Math.log(input.hdl_mgdl ?? Number.NaN) +
    by.ln_waist * Math.log(input.waist_cm ?? Number.NaN) +
    when(input.smoker, by.smoker + by.ln_age_x_smoker * lnAge) +
    when(input.diabetes, by.diabetes) +
    when(input.north, by.north) +
    when(input.urban, by.urban) +
    when(input.family_ascvd, by.family_ascvd + by.ln_age_x_family * lnAge)
  );
}

function between([low, high]: readonly [number, number], content: ChinaParContent): readonly string[] {
  const codes = content.categories.map((band) => band.code);
  const first = codes.indexOf(categoryOf(low, content) ?? '');
  const last = codes.indexOf(categoryOf(high, content) ?? '');
  return codes.slice(first, last + 1);
}

function notesOf(input: ChinaParInput, percent: number | null, content: ChinaParContent): readonly Note[] {
  const { derivation_age: [youngest, oldest], tool_limits: limits, categories, notes } = content;
  const outside = (value: number | null, [low, high]: readonly [number, number]) => value !== null && (value < low || value > high);
  const beyond = outside(input.sbp, limits.sbp) || outside(input.tc_mgdl, limits.tc_mgdl) || outside(input.hdl_mgdl, limits.hdl_mgdl) || outside(input.waist_cm, limits.waist_cm) || outside(input.age, limits.age);
  const near = percent !== null && categories.some((band) => band.from !== null && band.from > 0 && Math.abs(percent - band.from) <= content.near_limit_pp);
  return [
    ...(outside(input.age, [youngest, oldest]) ? [{ code: 'outside_derivation_age', title: notes.outside_derivation_age }] : []),
    ...(beyond ? [{ code: 'outside_tool_limits', title: notes.outside_tool_limits }] : []),
    ...(near ? [{ code: 'near_limit', title: notes.near_limit }] : []),
  ];
}
