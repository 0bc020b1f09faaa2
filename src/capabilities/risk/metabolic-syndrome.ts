/** Metabolic syndrome by the definition of the Chinese Diabetes Society: three or more of five components. */
import { z } from 'zod';
import { Text } from '../../kernel/text.ts';
import { Clause, dates, ends, flag, inOrder, measured, sex, usedInputs } from './estimate.ts';
import type { Estimate } from './estimate.ts';

export const MetabolicSyndromeContent = z.strictObject({
  clause: Clause,
  needed: z.int(),
  waist: z.strictObject({ M: z.number(), F: z.number() }),
  fpg: z.number(),
  ogtt2h: z.number(),
  sbp: z.number(),
  dbp: z.number(),
  tg: z.number(),
  hdl_below: z.number(),
  components: z.record(z.string(), Text),
});
export type MetabolicSyndromeContent = z.infer<typeof MetabolicSyndromeContent>;

export const MetabolicSyndromeInput = z.object({
  sex,
  waist: measured('waist'),
  fpg: measured('glucose'),
  ogtt2h: measured('glucose'),
  dx_t2dm: flag,
  sbp: measured('sbp'),
  dbp: measured('dbp'),
  dx_htn: flag,
  tg: measured('tg'),
  hdl: measured('hdl'),
  dates,
});
export type MetabolicSyndromeInput = z.infer<typeof MetabolicSyndromeInput>;

/** Met, not met, or undecided for want of the named inputs. */
type Component = { readonly code: string; readonly met: boolean | null; readonly wants: readonly string[] };
export type MetabolicSyndrome = Estimate<number> & { readonly components: readonly Component[] };

/** The number of components met; present from three on. A component that any known input settles wants nothing more. */
export function metabolicSyndrome(input: MetabolicSyndromeInput, content: MetabolicSyndromeContent): MetabolicSyndrome {
  const components = componentsOf(input, content);
  const met = components.filter((component) => component.met === true).length;
  const open = components.filter((component) => component.met === null);
  const missing = [...new Set(open.flatMap((component) => component.wants))];
  const range = [met, met + open.length] as const;
  const categories = inOrder(['absent', 'present'], range.map((count) => (count >= content.needed ? 'present' : 'absent')));
  const [low, high] = ends(categories) ?? [null, null];
  return {
    value: open.length === 0 ? met : null,
    category: low === high ? low : null,
    range,
    categories,
    used: usedInputs(input, Object.keys(MetabolicSyndromeInput.shape)),
    missing,
    clause: content.clause,
    reason: null,
    notes: [],
    components,
  };
}

function componentsOf(input: MetabolicSyndromeInput, content: MetabolicSyndromeContent): readonly Component[] {
  const limits = input.sex === null ? [content.waist.M, content.waist.F] : [content.waist[input.sex]];
  const obese = limits.map((limit) => atLeast(input.waist, limit));
  const waist = obese.every((answer) => answer === obese[0]) ? (obese[0] ?? null) : null;
  return [
    component('central_obesity', waist, missingOf(input, ['sex', 'waist'])),
    component('hyperglycaemia', any([input.dx_t2dm, atLeast(input.fpg, content.fpg), optional(atLeast(input.ogtt2h, content.ogtt2h))]), missingOf(input, ['fpg', 'dx_t2dm'])),
    component('hypertension', any([input.dx_htn, atLeast(input.sbp, content.sbp), atLeast(input.dbp, content.dbp)]), missingOf(input, ['sbp', 'dbp', 'dx_htn'])),
    component('triglycerides', atLeast(input.tg, content.tg), missingOf(input, ['tg'])),
    component('low_hdl', input.hdl === null ? null : input.hdl < content.hdl_below, missingOf(input, ['hdl'])),
  ];
}

function component(code: string, met: boolean | null, wants: readonly string[]): Component {
  return { code, met, wants: met === null ? wants : [] };
}

/** The two-hour value is an alternative to the fasting one: a test not done leaves nothing open. */
function optional(answer: boolean | null): boolean {
  return answer === true;
}

function atLeast(value: number | null, limit: number): boolean | null {
  return value === null ? null : value >= limit;
}

function any(answers: readonly (boolean | null)[]): boolean | null {
  if (answers.includes(true)) return true;
  return answers.includes(null) ? null : false;
}

function missingOf(input: MetabolicSyndromeInput, names: readonly (keyof MetabolicSyndromeInput)[]): readonly string[] {
  return names.filter((name) => input[name] === null);
}
