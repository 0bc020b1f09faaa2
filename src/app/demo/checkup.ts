import { figures } from './epidemiology.ts';
import { clamp, creatinineFor, type Health } from './health.ts';
import type { Placement } from './placement.ts';
import type { Random } from './random.ts';
import type { Recorder } from './recorder.ts';
import type { Year } from './calendar.ts';

/** What the writers of observations need to know of one adult. */
export type Case = { health: Health; place: Placement; year: Year; random: Random; recorder: Recorder };

/** Share of what the year can change that is reached on `day`: slow, then faster, then level. */
export function progress(day: number): number {
  const t = clamp((day - 30) / 300, 0, 1);
  return t * t * (3 - 2 * t);
}

/** mmHg between the yearly mean and January; half of the difference of winter and summer. */
const winterSystolic = 3.2;
const winterDiastolic = 1.6;

/** mmHg that a programme brings by its end to a person who follows it, and how far the first reading stands above the usual one. */
export type Effect = { systolic: number; firstReading: number };
const noEffect: Effect = { systolic: 0, firstReading: 0 };

/** One blood pressure reading: season, effect of the programme and chance. A few observers round to the nearest ten. */
export function writePressure({ health, year, random, recorder }: Case, day: number, effect: Effect = noEffect): void {
  const lowered = effect.systolic * progress(day) - effect.firstReading;
  const winter = year.winter(day);
  const shared = random.normal();
  const rounded = random.unit() < 0.04 ? 10 : 1;
  const systolic = clamp(health.systolic + winterSystolic * winter - lowered + 5.5 * shared, 82, 228);
  const diastolic = clamp(health.diastolic + winterDiastolic * winter - 0.55 * lowered + 2 * shared + random.normal(0, 3.2), 42, systolic - 18);
  recorder.pair('blood-pressure', Math.round(systolic / rounded) * rounded, Math.round(diastolic / rounded) * rounded);
}

/** The yearly check-up of an adult. */
export function writeCheckUp(subject: Case): void {
  const { health, place, year, random, recorder } = subject;
  const share = place.setting === 'enterprise' ? 0.86 : place.setting === 'youth' ? 0.4 : health.age >= 60 || health.managed ? 0.8 : 0.6;
  if (!random.chance(share * (0.75 + 0.43 * health.engagement))) return;
  const day = notSunday(year, random.int(8, 330));
  if (!recorder.at({ day, minute: 450 + random.int(0, 150), source: 'check-up', delay: 1440 + random.int(0, 600) })) return;
  const height = round(health.heightCm + random.normal(0, 0.3), 10);
  const bmi = health.bmi;
  recorder.one('body-height', height);
  recorder.one('body-weight', weightOf(health, bmi, random));
  const waist = health.sex === 'male' ? 28 + 2.38 * bmi + 0.04 * health.age : 25.5 + 2.18 * bmi + 0.09 * health.age;
  recorder.one('waist-circumference', round(clamp(waist + random.normal(0, 3.6), 52, 148), 10));
  writePressure(subject, day);
  recorder.one('heart-rate', Math.round(clamp(health.pulse + random.normal(0, 4), 46, 128)));
  writeLaboratory(subject, day);
  if (place.post?.hazards.includes('noise') === true) writeHearing(subject);
}

export function weightOf(health: Health, bmi: number, random: Random): number {
  return round((bmi * health.heightCm * health.heightCm) / 10_000 + random.normal(0, 0.6), 10);
}

function writeLaboratory({ health, random, recorder }: Case, day: number): void {
  const { sex, bmi, age } = health;
  const treated = health.diabetes === 'treated' || health.diabetes === 'untreated' ? progress(day) * 0.5 * health.engagement : 0;
  recorder.one('fasting-glucose', round(clamp(health.glucose - treated + random.normal(0, 0.25), 3.2, 22), 100));
  const triglycerides = clamp(Math.exp(random.normal(0.2 + 0.055 * (bmi - 24) + (sex === 'male' ? 0.1 : 0.002 * (age - 40)), 0.46)), 0.3, 14);
  const hdl = clamp((sex === 'male' ? 1.27 : 1.44) - 0.16 * Math.log(triglycerides) - 0.012 * (bmi - 24) + random.normal(0, 0.2), 0.5, 2.9);
  const total = clamp(4.68 + 0.011 * (age - 45) + 0.12 * Math.log(triglycerides) + random.normal(0, 0.95), 2.4, 10.5);
  // Friedewald in mmol/L with a little of the direct method's own scatter; above 4.5 triglycerides it does not hold.
  const ldl = clamp(total - hdl - Math.min(triglycerides, 4.5) / 2.2 + random.normal(0, 0.12), 0.6, total - hdl - 0.1);
  recorder.one('total-cholesterol', round(total, 100));
  recorder.one('triglycerides', round(triglycerides, 100));
  recorder.one('hdl-cholesterol', round(hdl, 100));
  recorder.one('ldl-cholesterol', round(Math.max(0.5, ldl), 100));
  recorder.one('creatinine', Math.round(creatinineFor(health) * Math.exp(random.normal(0, 0.03))));
  const urate = sex === 'male' ? 350 : 258;
  recorder.one('uric-acid', Math.round(clamp(urate * Math.exp(0.012 * (bmi - 24) + random.normal(0, sex === 'male' ? 0.245 : 0.265)), 110, 780)));
  const alt = clamp((sex === 'male' ? 23 : 17) * Math.exp(0.045 * (bmi - 24) + random.normal(0, 0.42)), 5, 280);
  recorder.one('alt', Math.round(alt));
  recorder.one('ast', Math.round(clamp(11 + 0.5 * alt + random.normal(0, 3.5), 8, 220)));
  recorder.one('white-cell-count', round(clamp(6.1 * Math.exp(random.normal(health.smoking === 3 ? 0.1 : 0, 0.22)), 2.6, 16), 100));
  recorder.one('platelet-count', Math.round(clamp(random.normal(226 - 0.4 * (age - 45), 50), 70, 460)));
  recorder.one('haemoglobin', Math.round(clamp(random.normal(sex === 'male' ? 151 : age < 50 ? 129 : 133, 11) - (age >= 70 ? 6 : 0), 72, 195)));
}

/** Hearing at high frequencies goes with age and with years in noise. */
function writeHearing({ health, place, year, random, recorder }: Case): void {
  const years = Math.min(30, (year.until - place.since) / 365);
  const lost = random.chance(figures.hearingLossNoise.value * (0.5 + years / 8));
  const base = 8 + 0.28 * Math.max(0, health.age - 25) + (lost ? 16 + 8 * Math.abs(random.normal()) : 0);
  const both = random.normal(0, 3.5);
  recorder.pair('high-frequency-hearing-threshold', Math.round(clamp(base + both + random.normal(0, 2.5), -5, 95)), Math.round(clamp(base + both + random.normal(0, 2.5), -5, 95)));
}

export function round(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}

/** Moves a Sunday to the Monday after it. 1970-01-01 was a Thursday. */
export function notSunday(year: Year, day: number): number {
  return (year.first + day + 4) % 7 === 0 ? Math.min(364, day + 1) : day;
}
