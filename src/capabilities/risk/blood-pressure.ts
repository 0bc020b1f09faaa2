/** Blood-pressure grades of adults: office values by class, home and ambulatory means by their limits of hypertension. */
import { z } from 'zod';
import { Text } from '../../kernel/text.ts';
import { Clause, categorical, dates, flag, inapplicable, inOrder, measured, missingInputs, outcomes, plausible, usedInputs } from './estimate.ts';
import type { Estimate, Note } from './estimate.ts';

const Pair = z.strictObject({ sbp: z.number(), dbp: z.number() });
export type Pair = z.infer<typeof Pair>;

/** Where a mean was taken. An office value is graded; the others only lie above or below the limit of hypertension. */
export const BpSource = z.enum(['office', 'home', 'ambulatory_24h', 'ambulatory_day', 'ambulatory_night']);
export type BpSource = z.infer<typeof BpSource>;

export const BloodPressureContent = z.strictObject({
  min_age: z.number(),
  grades: z.strictObject({ clause: Clause, rows: z.array(z.strictObject({ code: z.string().min(1), title: Text, from: Pair.nullable() })).min(1) }),
  subtypes: z.strictObject({ isolated_systolic: Text, isolated_diastolic: Text }),
  hypertension_from: z.strictObject({
    clause: Clause,
    limits: z.strictObject({ office: Pair, home: Pair, ambulatory_24h: Pair, ambulatory_day: Pair, ambulatory_night: Pair }),
    titles: z.strictObject({ htn: Text, below_limit: Text }),
  }),
  reasons: z.strictObject({ under_18: Text, pregnancy: Text }),
  notes: z.strictObject({ treated: Text, occasions: Text, dbp_not_below_sbp: Text }),
});
export type BloodPressureContent = z.infer<typeof BloodPressureContent>;

export const BloodPressureInput = z.object({
  sbp: measured('sbp'),
  dbp: measured('dbp'),
  age: measured('age'),
  pregnant: flag,
  bp_treated: flag,
  dx_htn: flag,
  bp_source: BpSource.nullable().default(null),
  dates,
});
export type BloodPressureInput = z.infer<typeof BloodPressureInput>;

export type BloodPressureGrade = Estimate<string> & { readonly subtype: 'isolated_systolic' | 'isolated_diastolic' | null };

/** The higher of the grades of the two pressures (mmHg). With one pressure unknown: the grades it could still be. */
export function bloodPressureGrade(input: BloodPressureInput, content: BloodPressureContent): BloodPressureGrade {
  const source = input.bp_source ?? 'office';
  const clause = source === 'office' ? content.grades.clause : content.hypertension_from.clause;
  const basis = { used: usedInputs(input, ['sbp', 'dbp', 'bp_source', 'bp_treated', 'dx_htn']), missing: missingInputs(input, ['sbp', 'dbp']), clause };
  const reason = exclusion(input, content);
  if (reason !== null) return { ...inapplicable(reason, { ...basis, missing: [] }), subtype: null };
  const limit = content.hypertension_from.limits[source];
  const order = source === 'office' ? content.grades.rows.map((row) => row.code) : ['below_limit', 'htn'];
  const grade = (complete: BloodPressureInput) => {
    if (complete.sbp === null || complete.dbp === null) return null;
    return source === 'office' ? gradeOf({ sbp: complete.sbp, dbp: complete.dbp }, content) : reaches(complete, limit) ? 'htn' : 'below_limit';
  };
  const steps = (of: 'sbp' | 'dbp') => [plausible[of][0], limit[of], ...content.grades.rows.flatMap((row) => (row.from === null ? [] : [row.from[of]]))];
  const possible = inOrder(order, outcomes(input, { sbp: steps('sbp'), dbp: steps('dbp') }, grade));
  return { ...categorical(possible, { ...basis, notes: notesOf(input, { limit, content }) }), subtype: source === 'office' ? subtypeOf(input, content) : null };
}

/** The office grade of a complete pair: the last row that either pressure reaches. */
function gradeOf(bp: Pair, content: BloodPressureContent): string {
  return content.grades.rows.findLast((row) => row.from === null || reaches(bp, row.from))?.code ?? '';
}

/** Either pressure at or above its limit; an unknown one is not. */
export function reaches(bp: { readonly sbp: number | null; readonly dbp: number | null }, limit: Pair): boolean {
  return (bp.sbp !== null && bp.sbp >= limit.sbp) || (bp.dbp !== null && bp.dbp >= limit.dbp);
}

function subtypeOf({ sbp, dbp }: BloodPressureInput, { hypertension_from }: BloodPressureContent): BloodPressureGrade['subtype'] {
  const limit = hypertension_from.limits.office;
  if (sbp === null || dbp === null || sbp >= limit.sbp === dbp >= limit.dbp) return null;
  return sbp >= limit.sbp ? 'isolated_systolic' : 'isolated_diastolic';
}

function exclusion(input: BloodPressureInput, content: BloodPressureContent): Note | null {
  if (input.age !== null && input.age < content.min_age) return { code: 'under_18', title: content.reasons.under_18 };
  if (input.pregnant === true) return { code: 'pregnancy', title: content.reasons.pregnancy };
  return null;
}

function notesOf(input: BloodPressureInput, { limit, content }: { limit: Pair; content: BloodPressureContent }): readonly Note[] {
  const { notes } = content;
  const high = reaches(input, limit);
  const treated = input.bp_treated === true || input.dx_htn === true;
  const crossed = input.sbp !== null && input.dbp !== null && input.dbp >= input.sbp;
  return [
    ...(treated && !high ? [{ code: 'treated', title: notes.treated }] : []),
    ...(high && input.dx_htn !== true ? [{ code: 'occasions', title: notes.occasions }] : []),
    ...(crossed ? [{ code: 'dbp_not_below_sbp', title: notes.dbp_not_below_sbp }] : []),
  ];
}
