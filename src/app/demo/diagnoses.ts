import { dayOf, type DayNumber, type Year } from './calendar.ts';
import type { Case } from './checkup.ts';
import { demoConditions, type ConditionCode } from './conditions.ts';
import { figures } from './epidemiology.ts';
import type { Awareness, DemoCondition, DemoMembership } from './person.ts';
import { membership } from './placement.ts';
import type { Child } from './pupils.ts';
import type { Random } from './random.ts';

/** What a doctor has found in an adult. Undiscovered hypertension and diabetes stay out. */
export function adultConditions({ health, place, year }: Case, random: Random): DemoCondition[] {
  const found: DemoCondition[] = [];
  const { age, bmi } = health;
  const add = (code: ConditionCode): void => void found.push(conditionOf(code, { random, year, earliest: place.birthday + Math.round(365.25 * Math.max(18, age - 15)) }));
  if (isKnown(health.hypertension)) add('hypertension');
  if (isKnown(health.diabetes)) add('type2-diabetes');
  const strain = (isKnown(health.hypertension) ? 1.8 : 0.7) * (health.smoking >= 2 ? 1.4 : 0.9);
  if (age >= 30 && random.chance(0.07 + 0.006 * (bmi - 22))) add('dyslipidaemia');
  if (random.chance(figures.hyperuricaemia.value[health.sex] * 0.25)) add('hyperuricaemia');
  if (age >= 30 && random.chance(bmi >= 26 ? 0.14 : 0.03)) add('fatty-liver');
  if (age >= 45 && random.chance(0.0022 * (age - 42) * strain)) add('coronary-heart-disease');
  if (age >= 50 && random.chance(0.0014 * (age - 47) * strain)) add('stroke-sequelae');
  // About a quarter of chronic obstructive disease is known to those who have it.
  if (age >= 40 && random.chance(figures.copdFrom40.value * 0.26 * (health.smoking >= 1 ? 1.7 : 0.6))) add('copd');
  if (health.egfr < 58 && random.chance(0.5)) add('chronic-kidney-disease');
  if (place.post?.hazards.includes('noise') === true && age >= 30 && random.chance(0.025)) add('noise-hearing-loss');
  return found;
}

export function childConditions(child: Child, year: Year, random: Random): DemoCondition[] {
  const found: DemoCondition[] = [];
  const earliest = child.place.birthday + 3 * 365;
  if (random.chance(0.03) && child.place.age >= 4) found.push(conditionOf('asthma', { random, year, earliest }));
  if (child.myopic && random.chance(0.62)) found.push(conditionOf('myopia', { random, year, earliest: child.place.birthday + Math.round(5.8 * 365) }));
  return found;
}

/** Which place of the hospital looks after a patient: most are with the chronic disease centre, some with a department. */
export function patientMemberships({ health, year }: Case, conditions: readonly DemoCondition[], random: Random): DemoMembership[] {
  if (!health.managed || conditions.length === 0) return [];
  const at = random.unit();
  const department = isKnown(health.diabetes) ? 'endocrinology' : 'cardiology';
  const since = year.until - random.int(380, 2200);
  return [membership(at < 0.72 ? 'chronic-disease-centre' : department, { role: 'patient', since, post: null })];
}

type Onset = { random: Random; year: Year; earliest: DayNumber };

/** Onset some years back, but not before `earliest`; on record within half a year, and always before today. */
function conditionOf(code: ConditionCode, { random, year, earliest }: Onset): DemoCondition {
  const latest = year.until - 2;
  const onset = Math.min(latest, Math.max(earliest, latest - Math.round(3800 * random.unit() ** 1.4)));
  return { code, icd10: demoConditions[code].icd10, onset: dayOf(onset), recorded: dayOf(Math.min(latest, onset + random.int(0, 180))) };
}

function isKnown(state: Awareness): boolean {
  return state !== 'none' && state !== 'unknown';
}
