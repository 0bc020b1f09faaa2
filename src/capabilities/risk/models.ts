/** The risk models by name: what each takes, under which other names, and how its answer reads. */
import { bloodPressureGrade, BloodPressureInput } from './blood-pressure.ts';
import { bmiClass, BmiInput, waistClass, WaistInput } from './body.ts';
import { ChinaParInput, tenYearAscvd } from './china-par.ts';
import { diabetesControl, DiabetesControlInput, hypertensionControl, HypertensionControlInput } from './control.ts';
import { diabetesRiskScore, DiabetesRiskInput, GlucoseInput, glucoseState } from './diabetes-risk.ts';
import { selfCare, SelfCareInput } from './elderly.ts';
import { classifyDiabetesVisit, classifyHypertensionVisit, DiabetesVisit, HypertensionVisit } from './followup-classification.ts';
import { hypertensionRisk, HypertensionRiskInput } from './hypertension-risk.ts';
import { filtration, KidneyInput } from './kidney.ts';
import { lipidClasses, LipidsInput } from './lipids.ts';
import { metabolicSyndrome, MetabolicSyndromeInput } from './metabolic-syndrome.ts';
import { prepareTiers } from './tier-rules.ts';
import { tierOf, TierInput } from './tier.ts';
import { tierAnswer } from './tier-answer.ts';
import type { z } from 'zod';
import type { RiskContent } from './content.ts';
import type { Estimate } from './estimate.ts';
import type { FaultyText } from './facts.ts';
import type { Classification } from './followup-classification.ts';
import type { TierRules } from './tier-rules.ts';

type Ran = { readonly ok: true; readonly answer: Readonly<Record<string, unknown>>; readonly missing: readonly string[] } | { readonly ok: false; readonly error: z.ZodError };

export type Model = {
  readonly name: string;
  readonly alsoNamed: readonly string[];
  readonly inputs: readonly string[];
  readonly aliases: Readonly<Record<string, string>>;
  readonly run: (inputs: unknown) => Ran;
};

export type PreparedModels = { readonly ok: true; readonly models: readonly Model[]; readonly tierRules: TierRules } | { readonly ok: false; readonly faulty: readonly FaultyText[] };

export function modelNamed(name: string, models: readonly Model[]): Model | undefined {
  const plain = name.trim().toLowerCase().replaceAll(/[_\s]+/g, '-');
  return models.find((model) => model.name === plain || model.alsoNamed.includes(plain));
}

export function prepareModels(content: RiskContent): PreparedModels {
  const prepared = prepareTiers(content);
  if (!prepared.ok) return prepared;
  const { rules } = prepared;
  const tier = model('tier', TierInput, {
    alsoNamed: ['tiers'],
    aliases: people,
    answer: (input: TierInput) => {
      const { missing, ...answer } = tierAnswer(tierOf(input, rules), { rules, dates: input.dates });
      return { answer, missing };
    },
  });
  return { ok: true, tierRules: rules, models: [tier, ...riskScores(content, rules), ...classes(content), ...controls(content)] };
}

type Shaped<S extends z.ZodObject> = {
  readonly alsoNamed?: readonly string[];
  readonly aliases?: Readonly<Record<string, string>>;
  readonly answer: (input: z.infer<S>) => { readonly answer: Readonly<Record<string, unknown>>; readonly missing: readonly string[] };
};

function model<S extends z.ZodObject>(name: string, schema: S, { alsoNamed = [], aliases = {}, answer }: Shaped<S>): Model {
  return {
    name,
    alsoNamed,
    inputs: Object.keys(schema.shape),
    aliases,
    run: (inputs) => {
      const read = schema.safeParse(inputs);
      return read.success ? { ok: true, ...answer(read.data) } : { ok: false, error: read.error };
    },
  };
}

/** The value under the name the answer carries it by; everything else as the estimate has it. */
function under(name: string, estimate: Estimate<unknown>, more: Readonly<Record<string, unknown>> = {}): { answer: Readonly<Record<string, unknown>>; missing: readonly string[] } {
  const { value, missing, reason, ...rest } = estimate;
  return { answer: { [name]: value, ...rest, reason: reason?.code ?? null, ...(reason === null ? {} : { message: reason.title }), ...more }, missing };
}

const people = { heart_rate: 'hr', smoking: 'smoker', homocysteine: 'hcy', diabetes: 'dx_t2dm', hypertension: 'dx_htn', family_history: 'family_cvd', gender: 'sex' } as const;
const creatinine = { creatinine: 'creatinine_umol_l', scr: 'creatinine_umol_l', scr_umol_l: 'creatinine_umol_l' } as const;

function riskScores(content: RiskContent, rules: TierRules): readonly Model[] {
  return [
    model('china-par', ChinaParInput, {
      alsoNamed: ['chinapar', 'ascvd'],
      aliases: { waist: 'waist_cm', treated: 'bp_treated', dx_t2dm: 'diabetes', ascvd: 'known_ascvd', smoking: 'smoker', family: 'family_ascvd', gender: 'sex' },
      answer: (input) => under('percent', tenYearAscvd(input, content.chinaPar)),
    }),
    model('htn-risk', HypertensionRiskInput, {
      alsoNamed: ['hypertension-risk', 'htn-stratification'],
      aliases: { ...people, ...creatinine, known_ascvd: 'ascvd' },
      answer: (input) => {
        const risk = hypertensionRisk(input, rules.stratification);
        return under('cell', risk, { title: risk.value === null ? null : content.hypertensionRisk.matrix.cell_titles[risk.value] });
      },
    }),
    model('cdrs', DiabetesRiskInput, {
      alsoNamed: ['diabetes-risk', 'diabetes-risk-score'],
      aliases: { family_history: 'family', family_diabetes: 'family', waist_cm: 'waist', gender: 'sex' },
      answer: (input) => {
        const score = diabetesRiskScore(input, content.diabetesRisk);
        return under('score', score, { positive: score.category === null ? null : score.category === 'positive' });
      },
    }),
    model('metabolic-syndrome', MetabolicSyndromeInput, {
      alsoNamed: ['mets'],
      aliases: { ...people, waist_cm: 'waist' },
      answer: (input) => under('score', metabolicSyndrome(input, content.metabolicSyndrome)),
    }),
  ];
}

function classes(content: RiskContent): readonly Model[] {
  return [
    model('bp-grade', BloodPressureInput, { alsoNamed: ['bp', 'bp-category', 'blood-pressure'], answer: (input) => under('value', bloodPressureGrade(input, content.bloodPressure)) }),
    model('glucose-state', GlucoseInput, { alsoNamed: ['glucose'], answer: (input) => under('value', glucoseState(input, content.diabetesRisk)) }),
    model('bmi', BmiInput, { alsoNamed: ['bmi-adult'], answer: (input) => under('value', bmiClass(input, content.body)) }),
    model('waist', WaistInput, { alsoNamed: ['waist-adult'], aliases: { waist_cm: 'waist', gender: 'sex' }, answer: (input) => under('value', waistClass(input, content.body)) }),
    model('lipids', LipidsInput, { aliases: { dx_t2dm: 'diabetes' }, answer: (input) => under('value', lipidClasses(input, content.lipids)) }),
    model('egfr', KidneyInput, { alsoNamed: ['kidney', 'ckd'], aliases: { ...creatinine, gender: 'sex' }, answer: (input) => under('value', filtration(input, content.kidney)) }),
    model('elderly-self-care', SelfCareInput, {
      alsoNamed: ['self-care'],
      answer: (input) => {
        const care = selfCare(input, content.selfCare);
        return under('score', care, { total: care.value, band: care.category });
      },
    }),
  ];
}

function controls(content: RiskContent): readonly Model[] {
  const visit = (estimate: Classification) => under('group', estimate, { danger: estimate.danger.length > 0, dangerSigns: estimate.danger });
  const events = { danger_symptoms: 'danger_symptom', complication: 'new_complication' } as const;
  return [
    model('htn-control', HypertensionControlInput, { alsoNamed: ['hypertension-control', 'bp-control'], aliases: people, answer: (input) => under('value', hypertensionControl(input, content.control)) }),
    model('dm-control', DiabetesControlInput, { alsoNamed: ['diabetes-control', 'glucose-control'], answer: (input) => under('value', diabetesControl(input, content.control)) }),
    model('htn-followup', HypertensionVisit, { alsoNamed: ['hypertension-followup', 'htn-public-health'], aliases: events, answer: (input) => visit(classifyHypertensionVisit(input, content.followup)) }),
    model('dm-followup', DiabetesVisit, { alsoNamed: ['diabetes-followup', 'dm-public-health'], aliases: { ...events, heart_rate: 'hr' }, answer: (input) => visit(classifyDiabetesVisit(input, content.followup)) }),
  ];
}
