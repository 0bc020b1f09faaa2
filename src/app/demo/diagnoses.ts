import { dayOf, numberOf, type DayNumber } from './calendar.ts';
import type { Case } from './checkup.ts';
import { demoConditions, type ConditionCode } from './conditions.ts';
import { figures } from './epidemiology.ts';
import { isKnown } from './health.ts';
import type { DemoCondition, DemoMembership } from './person.ts';
import { membership } from './placement.ts';
import type { Child } from './pupils.ts';
import type { Random } from './random.ts';

/** `last` is the last day on which anything of the person could be recorded. */
export type Found = { random: Random; last: DayNumber };

/** What a doctor has found in an adult. Undiscovered hypertension and diabetes stay out. */
export function adultConditions({ health, place }: Omit<Case, 'recorder' | 'random'>, { random, last }: Found): DemoCondition[] {
  const found: DemoCondition[] = [];
  const { age, bmi } = health;
  const add = (code: ConditionCode): void => void found.push(conditionOf(code, { random, last, earliest: place.birthday + Math.round(365.25 * Math.max(18, age - 15)) }));
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

export function childConditions(child: Child, { random, last }: Found): DemoCondition[] {
  const found: DemoCondition[] = [];
  const earliest = child.place.birthday + 3 * 365;
  if (random.chance(0.03) && child.place.age >= 4) found.push(conditionOf('asthma', { random, last, earliest }));
  if (child.myopic && random.chance(0.62)) found.push(conditionOf('myopia', { random, last, earliest: child.place.birthday + Math.round(5.8 * 365) }));
  return found;
}

/** The care of one patient: which place of the hospital, and from when. Most are with the chronic disease centre, some with a department. */
export type Care = { since: DayNumber; membership: DemoMembership };

export function careOf({ health }: Pick<Case, 'health'>, conditions: readonly DemoCondition[], { random, last }: Found): Care | null {
  const recorded = conditions.filter(({ code }) => code === 'hypertension' || code === 'type2-diabetes').map((each) => numberOf(each.recorded));
  if (!health.managed || recorded.length === 0) return null;
  const department = isKnown(health.diabetes) ? 'endocrinology' : 'cardiology';
  const organization = random.unit() < 0.72 ? 'chronic-disease-centre' : department;
  const since = Math.min(last, Math.min(...recorded) + random.int(0, 45));
  return { since, membership: membership(organization, { role: 'patient', since, post: null }) };
}

type Onset = Found & { earliest: DayNumber };

/** Onset some years back, but not before `earliest`; on record within half a year and by `last`. */
function conditionOf(code: ConditionCode, { random, last, earliest }: Onset): DemoCondition {
  const onset = Math.min(last, Math.max(earliest, last - Math.round(3800 * random.unit() ** 1.2)));
  return { code, icd10: demoConditions[code].icd10, onset: dayOf(onset), recorded: dayOf(Math.min(last, onset + random.int(0, 180))) };
}
