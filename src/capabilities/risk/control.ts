/** Whether blood pressure and glucose are on target, by the person's own target and by the stricter or looser one. */
import { z } from 'zod';
import { Text } from '../../kernel/text.ts';
import { BpSource, reaches } from './blood-pressure.ts';
import { categorical, Clause, dates, flag, inOrder, measured, missingInputs, oneOf, outcomes, plausible, usedInputs } from './estimate.ts';
import type { Estimate } from './estimate.ts';

const editions = ['2018', '2024', 'grassroots_2025', 'public_health_2017', 'source_plan'] as const;
const glucoseRegimes = ['strict', 'standard', 'relaxed', 'elderly_75'] as const;
const statuses = ['controlled', 'uncontrolled'] as const;
type Status = (typeof statuses)[number];

const Pair = z.strictObject({ sbp: z.number(), dbp: z.number() });

/** A target holds for the first row of its edition whose conditions fit; both pressures must lie below it. */
const BpTarget = z.strictObject({
  edition: z.enum(editions),
  title: Text,
  diabetes: z.literal(true).optional(),
  age_from: z.number().optional(),
  age_below: z.number().optional(),
  below: Pair,
  stricter: Pair.optional(),
  clause: Clause,
});
type BpTarget = z.infer<typeof BpTarget>;

const GlucoseTarget = z.strictObject({
  title: Text,
  fpg: z.strictObject({ from: z.number().optional(), below: z.number() }),
  ppg_below: z.number(),
  hba1c_below: z.number(),
  hba1c_at_most: z.boolean().default(false),
  clause: Clause,
});

export const ControlContent = z.strictObject({
  hypertension: z.strictObject({ default_edition: z.enum(editions), home: Pair, targets: z.array(BpTarget).min(1) }),
  diabetes: z.strictObject({ relaxed_from_age: z.number(), regimes: z.record(z.enum(glucoseRegimes), GlucoseTarget) }),
});
export type ControlContent = z.infer<typeof ControlContent>;

export const HypertensionControlInput = z.object({
  age: measured('age'),
  sbp: measured('sbp'),
  dbp: measured('dbp'),
  dx_t2dm: flag,
  bp_source: BpSource.nullable().default(null),
  edition: oneOf(editions),
  dates,
});
export type HypertensionControlInput = z.infer<typeof HypertensionControlInput>;

export type HypertensionControl = Estimate<Status> & {
  readonly target: { readonly title: Text; readonly below: z.infer<typeof Pair>; readonly stricter: z.infer<typeof Pair> | null } | null;
  readonly stricterMet: boolean | null;
};

/** Unknown diabetes and unknown age leave the target open as long as the pressure lies between the targets in question. */
export function hypertensionControl(input: HypertensionControlInput, { hypertension }: ControlContent): HypertensionControl {
  const edition = input.edition ?? hypertension.default_edition;
  const rows = hypertension.targets.filter((row) => row.edition === edition);
  const ages = [plausible.age[0], ...rows.flatMap((row) => row.age_from ?? [])];
  const low = { sbp: plausible.sbp[0], dbp: plausible.dbp[0] };
  const high = { sbp: plausible.sbp[1], dbp: plausible.dbp[1] };
  const asked = rows.some((row) => row.diabetes === true) ? { dx_t2dm: [true, false] } : {};
  const box = { age: ages, sbp: [low.sbp, high.sbp], dbp: [low.dbp, high.dbp], ...asked };
  const possible = outcomes(input, box, (complete) => statusOf(complete, limitFor(complete, rows, hypertension.home)));
  const names = ['age', 'sbp', 'dbp', ...Object.keys(asked)];
  const missing = missingInputs(input, names);
  const decided = missingInputs(input, ['age', ...Object.keys(asked)]).length === 0;
  const row = decided ? rowFor(input, rows) : undefined;
  const limit = row === undefined ? null : limitFor(input, rows, hypertension.home);
  const stricter = row?.stricter ?? null;
  const clause = (row ?? rowFor(input, rows) ?? hypertension.targets[0])?.clause;
  const estimate = categorical(inOrder(statuses, possible), { used: usedInputs(input, [...names, 'bp_source']), missing, clause: clause ?? unattested });
  const complete = input.sbp !== null && input.dbp !== null;
  return {
    ...estimate,
    target: row === undefined || limit === null ? null : { title: row.title, below: limit, stricter },
    stricterMet: stricter === null ? null : reaches(input, stricter) ? false : complete ? true : null,
  };
}

const unattested: Clause = { title: { zh: '未注明', en: 'Not stated' }, sources: ['-'], confidence: 'from-memory-unverified', proposal: true };

function rowFor(input: HypertensionControlInput, rows: readonly BpTarget[]): BpTarget | undefined {
  return rows.find((row) => {
    const old = row.age_from === undefined || (input.age !== null && input.age >= row.age_from);
    const young = row.age_below === undefined || (input.age !== null && input.age < row.age_below);
    return old && young && (row.diabetes === undefined || input.dx_t2dm === true);
  });
}

/** A home mean is held against the home limit, unless the person's own target is lower. */
function limitFor(input: HypertensionControlInput, rows: readonly BpTarget[], home: z.infer<typeof Pair>): z.infer<typeof Pair> | null {
  const own = rowFor(input, rows)?.below;
  if (own === undefined) return null;
  return input.bp_source === 'home' ? { sbp: Math.min(own.sbp, home.sbp), dbp: Math.min(own.dbp, home.dbp) } : own;
}

function statusOf(input: HypertensionControlInput, limit: z.infer<typeof Pair> | null): Status | null {
  if (limit === null) return null;
  return reaches(input, limit) ? 'uncontrolled' : 'controlled';
}

export const DiabetesControlInput = z.object({ age: measured('age'), fpg: measured('glucose'), ppg: measured('glucose'), hba1c: measured('hba1c'), regime: oneOf(glucoseRegimes), dates });
export type DiabetesControlInput = z.infer<typeof DiabetesControlInput>;

type ItemStatus = 'controlled' | 'above' | 'below' | null;
export type DiabetesControl = Estimate<Status> & {
  readonly items: { readonly fpg: ItemStatus; readonly ppg: ItemStatus; readonly hba1c: ItemStatus };
  readonly regime: (typeof glucoseRegimes)[number] | null;
};

/** Fasting, post-meal and HbA1c each against its target; off target as soon as one is, on target only when all three are known. */
export function diabetesControl(input: DiabetesControlInput, { diabetes }: ControlContent): DiabetesControl {
  const regime = input.regime ?? (input.age === null ? null : input.age >= diabetes.relaxed_from_age ? 'relaxed' : 'standard');
  const regimes = regime === null ? (['standard', 'relaxed'] as const) : [regime];
  const [low, high] = plausible.glucose;
  const targets = regimes.map((name) => diabetes.regimes[name]);
  const within = (target: z.infer<typeof GlucoseTarget>) => target.fpg.from ?? low;
  const possible = targets.flatMap((target) =>
    outcomes(input, { fpg: [within(target), high], ppg: [low, high], hba1c: [plausible.hba1c[0], plausible.hba1c[1]] }, (complete) => overall(itemsOf(complete, target))),
  );
  const names = ['fpg', 'ppg', 'hba1c'];
  const [first] = targets;
  const each = targets.map((target) => itemsOf(input, target));
  const agreed = (item: 'fpg' | 'ppg' | 'hba1c'): ItemStatus => (each.every((items) => items[item] === each[0]?.[item]) ? (each[0]?.[item] ?? null) : null);
  const missing = [...missingInputs(input, names), ...(regime === null ? ['age'] : [])];
  return {
    ...categorical(inOrder(statuses, possible), { used: usedInputs(input, [...names, 'age']), missing, clause: first?.clause ?? unattested }),
    items: { fpg: agreed('fpg'), ppg: agreed('ppg'), hba1c: agreed('hba1c') },
    regime,
  };
}

function itemsOf(input: DiabetesControlInput, target: z.infer<typeof GlucoseTarget>): DiabetesControl['items'] {
  const { fpg, ppg, hba1c } = input;
  const fasting = fpg === null ? null : fpg >= target.fpg.below ? 'above' : target.fpg.from !== undefined && fpg < target.fpg.from ? 'below' : 'controlled';
  const over = hba1c !== null && (target.hba1c_at_most ? hba1c > target.hba1c_below : hba1c >= target.hba1c_below);
  return { fpg: fasting, ppg: ppg === null ? null : ppg >= target.ppg_below ? 'above' : 'controlled', hba1c: hba1c === null ? null : over ? 'above' : 'controlled' };
}

function overall(items: DiabetesControl['items']): Status {
  return Object.values(items).every((item) => item === 'controlled') ? 'controlled' : 'uncontrolled';
}
