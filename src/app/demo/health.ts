import { atAge, figures } from './epidemiology.ts';
import type { Awareness, Sex } from './person.ts';
import type { Placement } from './placement.ts';
import type { Random } from './random.ts';

/** The lasting truth about an adult's body and habits; single measurements scatter around it. */
export type Health = {
  sex: Sex;
  age: number;
  heightCm: number;
  bmi: number;
  systolic: number;
  diastolic: number;
  pulse: number;
  glucose: number;
  hba1c: number;
  egfr: number;
  hypertension: Awareness;
  diabetes: Awareness;
  /** In the care of the chronic disease programme: regular follow-ups. */
  managed: boolean;
  /** 0–3 as the answer lists of the observation codes have them. */
  smoking: number;
  drinking: number;
  exerciseMinutes: number;
  sleepHours: number;
  saltGrams: number;
  /** 0–1: how readily the person comes, answers and follows advice. */
  engagement: number;
};

export function healthOf({ sex, age, setting }: Placement, random: Random): Health {
  const bmiShift = random.normal(0, figures.bmiLogDeviation.value);
  const bmi = clamp(atAge(figures.bmiMedian.value[sex], age) * Math.exp(bmiShift), 14.5, 47);
  const engagement = clamp(random.normal(0.58, 0.2) + (sex === 'female' ? 0.04 : 0) + (age >= 60 ? 0.05 : 0), 0.02, 0.98);
  const cared = setting === 'community';
  const hypertension = hypertensionOf({ sex, age, bmiShift, cared }, random);
  const diabetes = diabetesOf({ sex, age, bmiShift, ill: hypertension !== 'none' }, random);
  return {
    sex,
    age,
    heightCm: heightOf(sex, age, random),
    bmi,
    ...pressureOf({ sex, age, bmi, hypertension }, random),
    pulse: random.normal(sex === 'female' ? 76 : 74, 7.5),
    ...sugarOf({ age, bmi, diabetes }, random),
    egfr: clamp(random.normal(116 - 0.72 * Math.max(0, age - 20), 10) - (diabetes === 'none' ? 0 : 5) - (random.chance(0.02) ? 28 : 0), 12, 135),
    hypertension,
    diabetes,
    managed: cared && (isKnown(hypertension) || isKnown(diabetes)) && random.chance(0.82),
    ...habitsOf({ sex, age, engagement }, random),
    engagement,
  };
}

function heightOf(sex: Sex, age: number, random: Random): number {
  const shrink = age < 45 ? 0 : age < 60 ? 2.2 : age < 75 ? 4.2 : 6.2;
  return clamp(random.normal(figures.heightYoungAdults.value[sex] - shrink, sex === 'male' ? 6 : 5.6), 138, 198);
}

type Risk = { sex: Sex; age: number; bmiShift: number };

function hypertensionOf({ sex, age, bmiShift, cared }: Risk & { cared: boolean }, random: Random): Awareness {
  // exp(2.2 × N(0, 0.155)) has mean 1.06, so the share at every age stays the cited one.
  const risk = Math.min(0.96, (atAge(figures.hypertensionByAge.value[sex], age) * Math.exp(2.2 * bmiShift)) / 1.06);
  const at = random.unit();
  const ill = at < risk;
  const care = cared ? figures.hypertensionCareManaged.value : figures.hypertensionCare.value;
  const told = random.unit() < Math.min(0.95, care.aware * (age < 45 ? 0.62 : age < 60 ? 0.98 : 1.1));
  const treated = random.unit() < care.treated / care.aware;
  const controlled = random.unit() < care.controlled / care.treated;
  return awareness(ill, [told, treated, controlled]);
}

function diabetesOf({ sex, age, bmiShift, ill }: Risk & { ill: boolean }, random: Random): Awareness {
  const care = figures.diabetesCare.value;
  const base = (atAge(figures.diabetesByAge.value[sex], age) * Math.exp(1.8 * bmiShift)) / 1.04;
  // People with hypertension have it half as often again; the share at every age stays the cited one.
  const has = random.unit() < Math.min(0.9, (base * (ill ? 1.5 : 1)) / (1 + 0.5 * atAge(figures.hypertensionByAge.value[sex], age)));
  const told = random.unit() < Math.min(0.95, care.aware * (age < 45 ? 0.75 : 1.08));
  return awareness(has, [told, random.unit() < care.treated / care.aware, random.unit() < care.controlledOfTreated]);
}

function awareness(ill: boolean, [told, treated, controlled]: readonly [boolean, boolean, boolean]): Awareness {
  if (!ill) return 'none';
  if (!told) return 'unknown';
  if (!treated) return 'untreated';
  return controlled ? 'controlled' : 'treated';
}

/** Means chosen so that all adults together come near 127.7 ± 18.8 over 76.8 ± 11.2. */
function pressureOf({ sex, age, bmi, hypertension }: { sex: Sex; age: number; bmi: number; hypertension: Awareness }, random: Random): { systolic: number; diastolic: number } {
  const a = random.normal();
  const b = 0.6 * a + 0.8 * random.normal();
  if (hypertension === 'none') {
    const base = sex === 'male' ? 117 + 0.12 * (age - 20) : 108 + 0.27 * (age - 20);
    return { systolic: Math.min(136, base + 0.5 * (bmi - 24) + 8 * a), diastolic: Math.min(86, (sex === 'male' ? 74.5 : 71.5) + 0.3 * (bmi - 24) + 6.5 * b) };
  }
  const young = 0.3 * Math.max(-20, 55 - age);
  if (hypertension === 'controlled') return { systolic: Math.min(136.5, 129 + 5 * a), diastolic: clamp(77 + 0.6 * young + 5 * b, 55, 86) };
  const excess = hypertension === 'untreated' ? 11 : 9;
  return { systolic: clamp(141 + excess * Math.abs(a) + 0.1 * (age - 55), 132, 205), diastolic: clamp(84.5 + young + 8 * b, 58, 122) };
}

function sugarOf({ age, bmi, diabetes }: { age: number; bmi: number; diabetes: Awareness }, random: Random): { glucose: number; hba1c: number } {
  const a = random.normal();
  const b = random.normal();
  if (diabetes === 'none') {
    const glucose = clamp(5.12 + 0.008 * (age - 40) + 0.03 * (bmi - 24) + 0.42 * a, 3.9, 6.75);
    return { glucose, hba1c: clamp(5.35 + 0.006 * (age - 40) + 0.25 * (glucose - 5.2) + 0.2 * b, 4.4, 6.4) };
  }
  const hba1c = diabetes === 'controlled' ? clamp(6.45 + 0.3 * a, 5.6, 6.9) : diabetes === 'unknown' ? 6.6 + 0.9 * Math.abs(a) : 7.15 + 1.25 * Math.abs(a);
  // Fasting glucose follows HbA1c; both stay those of the same person.
  return { hba1c: Math.min(14.5, hba1c), glucose: clamp(1.5 * hba1c - 3.15 + 0.45 * b, 5.2, 19) };
}

type Habits = Pick<Health, 'smoking' | 'drinking' | 'exerciseMinutes' | 'sleepHours' | 'saltGrams'>;

function habitsOf({ sex, age, engagement }: { sex: Sex; age: number; engagement: number }, random: Random): Habits {
  return {
    smoking: smokingOf(sex, age, random),
    drinking: random.chance(figures.drinking30Days.value[sex]) ? (random.chance(figures.drinkersDaily.value) ? 3 : random.chance(0.45) ? 2 : 1) : 0,
    exerciseMinutes: random.chance(0.2 + 0.45 * engagement) ? Math.round(Math.exp(random.normal(4.75, 0.6)) / 5) * 5 : random.chance(0.5) ? random.int(2, 8) * 5 : 0,
    sleepHours: clamp(random.normal(age >= 60 ? 6.6 : 7.2, 0.9), 4, 10.5),
    saltGrams: clamp(random.normal(figures.saltPerDay.value, 2.6), 2.5, 22),
  };
}

/** Young and very old men smoke less than those between; all together meet the cited share. */
function smokingOf(sex: Sex, age: number, random: Random): number {
  const share = figures.smoking.value[sex] * (sex === 'female' ? 1 : age < 25 ? 0.66 : age < 65 ? 1.1 : 0.86);
  const smokes = random.chance(share);
  if (smokes) return random.chance(0.86) ? 3 : 2;
  // 20 of 100 who ever smoked have stopped.
  const stopped = (share * figures.smokersWhoStopped.value) / (1 - figures.smokersWhoStopped.value) / (1 - share);
  return random.chance(stopped) ? 1 : 0;
}

/** Told by a doctor: only then is there a condition on record. */
export function isKnown(state: Awareness): boolean {
  return state !== 'none' && state !== 'unknown';
}

export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

/** CKD-EPI 2009, solved for creatinine in µmol/L, so that the product computes this eGFR again. */
export function creatinineFor({ sex, age, egfr }: Pick<Health, 'sex' | 'age' | 'egfr'>): number {
  const [kappa, alpha, factor] = sex === 'female' ? [0.7, -0.329, 1.018] : [0.9, -0.411, 1];
  const ratio = egfr / (141 * factor * 0.993 ** age);
  const relative = ratio >= 1 ? ratio ** (1 / alpha) : ratio ** (1 / -1.209);
  return relative * kappa * 88.4;
}
