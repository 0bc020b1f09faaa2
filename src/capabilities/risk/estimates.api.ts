import { handle, type Endpoint } from '../../platform/handle.ts';
import { readFacts, type PersonFacts } from '../rules/fact-reading.store.ts';
import { factWords } from './card.ts';
import { ChinaParInput, tenYearAscvd } from './china-par.ts';
import { hypertensionRisk, HypertensionRiskInput, type HypertensionRisk } from './hypertension-risk.ts';
import { modelWords, readModels, type ModelView, type ModelWords } from './estimates.ts';
import { modelsOfPerson } from './models.store.ts';
import { keptAnswer, type KeptAnswer } from './person-model.ts';
import { refuse } from './risk.ts';
import { refuse as refuseReview } from './reviews.ts';
import { isReviewing } from './reviews.store.ts';
import { tierOfPerson } from './tiers.store.ts';
import { content, population, registry, rulesInForce } from './upkeep.api.ts';
import { Day } from '../../kernel/day.ts';
import type { TierRules } from './tier-rules.ts';
import type { PersonTier } from './kept.ts';

const words = modelWords(content);
/** What the stratification of hypertension is shown to rest on. */
const stratified = ['sbp', 'dbp', 'age', 'sex', 'dx_htn', 'dx_t2dm', 'smoker', 'family_cvd', 'waist', 'bmi', 'tc', 'ldl', 'hdl', 'egfr', 'uacr'];

const factsOfStratum = Object.keys(HypertensionRiskInput.shape).filter((name) => name in registry.types);

export const api: readonly Endpoint[] = [
  handle(readModels, async ({ personId }, ctx) => {
    const { db, today, caller } = ctx;
    if (await isReviewing(db, personId, caller.account)) throw refuseReview.blind();
    const [row, standing] = [await modelsOfPerson(db, personId), await tierOfPerson(db, personId)];
    if (row === undefined || standing === undefined) throw refuse.notAssessed();
    const { rules } = await rulesInForce(db, { tenantId: standing.tenantId, day: today });
    const wanted = [...new Set([...factsOfStratum, ...population.flatMap(({ model }) => [...model.inputs, ...model.missing.map(({ fact }) => fact)])])];
    const [known] = await readFacts(db, { registry, today, persons: [personId], wanted });
    return { edition: String(row['edition']), assessedOn: Day.parse(row['assessedOn']), models: words.flatMap((one) => viewOf(one, { row, standing, known, rules })) };
  }),
];

type Known = { readonly row: Readonly<Record<string, unknown>>; readonly standing: PersonTier; readonly known: PersonFacts | undefined; readonly rules: TierRules };

/** None where the model does not apply to the person. */
function viewOf({ name, title, unit, clause, classes }: ModelWords, given: Known): ModelView[] {
  const stratum = name === 'htn_risk' ? stratify(given) : null;
  const answer = name === 'htn_risk' ? stratumAnswer(stratum) : keptAnswer(given.row, name);
  if (answer.category === null && answer.possible === null) return [];
  const inputs = name === 'htn_risk' ? stratified : (population.find(({ model }) => model.name === name)?.model.inputs ?? []);
  const named = (codes: readonly string[]) => classes.filter(({ code }) => codes.includes(code));
  const range = answer.value !== null ? null : name === 'china_par' ? chinaParRange(given.known) : answer.low !== null && answer.high !== null ? ([answer.low, answer.high] as const) : null;
  return [{
    name,
    title,
    category: named([answer.category ?? ''])[0] ?? null,
    value: answer.value,
    unit: answer.value === null && range === null ? null : unit,
    range: range === null ? null : [range[0], range[1]],
    possible: named(answer.possible ?? []),
    notes: stratum?.notes.map(({ title }) => title) ?? [],
    inputs: [...new Set(inputs)].flatMap((fact) => inputOf(fact, given)),
    missing: [...new Set(answer.missing ?? [])].map((fact) => ({ fact, title: registry.facts.find(({ id }) => id === fact)?.title ?? { zh: fact, en: fact } })),
    clause,
  }];
}

/** Of those with hypertension. Glucose in the range of diabetes counts here; the tier's cell goes by the diagnosis. */
function stratify({ standing, known, rules }: Known): HypertensionRisk | null {
  const read = HypertensionRiskInput.safeParse(known?.values ?? {});
  return standing.gate === null && read.success && read.data.dx_htn === true ? hypertensionRisk(read.data, rules.stratification) : null;
}

function stratumAnswer(risk: HypertensionRisk | null): KeptAnswer {
  const isOpen = risk !== null && risk.categories.length > 1;
  return { category: risk?.category ?? null, possible: isOpen ? risk.categories : null, missing: isOpen ? risk.missing : null, value: null, low: null, high: null };
}

function inputOf(fact: string, { known, rules }: Known): ModelView['inputs'] {
  const value = known?.values[fact] ?? null;
  const about = registry.facts.find(({ id }) => id === fact);
  if (value === null || about === undefined) return [];
  const on = Day.safeParse(known?.days[fact]);
  return [{ fact, title: about.title, value: factWords(fact, value, { facts: content.facts, rules }), unit: typeof value === 'number' ? about.unit : null, on: on.success ? on.data : null }];
}

/** What the missing inputs could still make of the percent. */
function chinaParRange(known: PersonFacts | undefined): readonly [number, number] | null {
  const { tc, hdl, waist, dx_t2dm, family_cvd, ascvd, ...rest } = known?.values ?? {};
  const read = ChinaParInput.safeParse({ ...rest, tc_mmol: tc, hdl_mmol: hdl, waist_cm: waist, diabetes: dx_t2dm, family_ascvd: family_cvd, known_ascvd: ascvd });
  return read.success ? tenYearAscvd(read.data, content.chinaPar).range : null;
}

