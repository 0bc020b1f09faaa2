/** Lipid classes for primary prevention, LDL-C targets by risk, and the findings that mean high risk without an equation. */
import { z } from 'zod';
import { Text } from '../../kernel/text.ts';
import { Band, Clause, bandOf, dates, flag, measured, missingInputs, oneOf, roundTo, usedInputs } from './estimate.ts';
import type { Estimate, Used } from './estimate.ts';

const Bands = z.array(Band).min(1);
const riskLevels = ['low', 'mid', 'high', 'very_high', 'extreme'] as const;

export const LipidsContent = z.strictObject({
  classes: z.strictObject({ clause: Clause, tc: Bands, ldl: Bands, non_hdl: Bands, tg: Bands, hdl: Bands, abnormal: z.array(z.string()).min(1) }),
  ldl_targets: z.strictObject({ clause: Clause, below: z.record(z.enum(riskLevels), z.number()), non_hdl_margin: z.number() }),
  direct_high: z.strictObject({ clause: Clause, ldl: z.number(), tc: z.number(), diabetes_age: z.number(), ckd_egfr: z.tuple([z.number(), z.number()]), titles: z.record(z.string(), Text) }),
});
export type LipidsContent = z.infer<typeof LipidsContent>;

export const LipidsInput = z.object({
  tc: measured('tc'),
  ldl: measured('ldl'),
  hdl: measured('hdl'),
  tg: measured('tg'),
  non_hdl: measured('nonHdl'),
  risk: oneOf(riskLevels),
  diabetes: flag,
  age: measured('age'),
  egfr: measured('egfr'),
  dates,
});
export type LipidsInput = z.infer<typeof LipidsInput>;

const items = ['tc', 'ldl', 'hdl', 'tg'] as const;
type Item = (typeof items)[number] | 'non_hdl';

export type Lipids = Estimate<string> & {
  readonly classes: Readonly<Record<Item, string | null>>;
  readonly targets: { readonly ldlBelow: number; readonly nonHdlBelow: number; readonly met: boolean | null } | null;
  readonly directHigh: readonly string[];
};

/** mmol/L in. Abnormal as soon as one class is; normal only when total, LDL, HDL and triglycerides are all known. */
export function lipidClasses(given: LipidsInput, content: LipidsContent): Lipids {
  const input = { ...given, non_hdl: given.non_hdl ?? (given.tc === null || given.hdl === null ? null : roundTo(given.tc - given.hdl, 2)) };
  const missing = missingInputs(input, items);
  const classes = classesOf(input, content);
  const abnormal = Object.values(classes).some((code) => code !== null && content.classes.abnormal.includes(code));
  const categories = abnormal ? ['dyslipidaemia'] : missing.length === 0 ? ['normal'] : ['normal', 'dyslipidaemia'];
  const only = categories.length === 1 ? (categories[0] ?? null) : null;
  const used: readonly Used[] = usedInputs(input, [...items, 'non_hdl', 'risk', 'diabetes', 'age', 'egfr']);
  return {
    value: only,
    category: only,
    range: [categories[0] ?? 'normal', categories.at(-1) ?? 'normal'],
    categories,
    used,
    missing,
    clause: content.classes.clause,
    reason: null,
    notes: [],
    classes,
    targets: targetsOf(input, content),
    directHigh: directHigh(input, content),
  };
}

function classesOf(input: LipidsInput, { classes }: LipidsContent): Record<Item, string | null> {
  const of = (item: Item) => (input[item] === null ? null : (bandOf(classes[item], input[item])?.code ?? null));
  return { tc: of('tc'), ldl: of('ldl'), hdl: of('hdl'), tg: of('tg'), non_hdl: of('non_hdl') };
}

function targetsOf(input: LipidsInput, { ldl_targets }: LipidsContent): Lipids['targets'] {
  if (input.risk === null) return null;
  const ldlBelow = ldl_targets.below[input.risk];
  return { ldlBelow, nonHdlBelow: roundTo(ldlBelow + ldl_targets.non_hdl_margin, 1), met: input.ldl === null ? null : input.ldl < ldlBelow };
}

/** High risk for LDL targets without working out an equation. */
function directHigh(input: LipidsInput, { direct_high: rule }: LipidsContent): readonly string[] {
  const reaches = (value: number | null, limit: number) => value !== null && value >= limit;
  const [from, below] = rule.ckd_egfr;
  return [
    ...(reaches(input.ldl, rule.ldl) || reaches(input.tc, rule.tc) ? ['severe_cholesterol'] : []),
    ...(input.diabetes === true && reaches(input.age, rule.diabetes_age) ? ['diabetes_from_40'] : []),
    ...(input.egfr !== null && input.egfr >= from && input.egfr < below ? ['ckd_3_4'] : []),
  ];
}
