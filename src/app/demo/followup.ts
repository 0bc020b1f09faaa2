import { notSunday, round, weightOf, writePressure, progress, type Case, type Effect } from './checkup.ts';
import { clamp, isKnown } from './health.ts';

/** Share of visits that do not take place, and of patients who stay away for good in the course of the year. */
const missed = 0.12;
const lost = 0.07;

/** Visits of a patient in the chronic disease programme, from day `from` of the year: every 30 days while not on target, every 90 days on it. */
export function writeFollowUps(subject: Case, from: number): void {
  const { health, random } = subject;
  const pressure = isKnown(health.hypertension);
  const sugar = isKnown(health.diabetes);
  const staysUntil = random.chance(lost) ? from + random.int(60, 300) : 365;
  const comes = 1 - missed * (1.5 - health.engagement) * 1.1;
  const onTarget = (!pressure || health.hypertension === 'controlled') && (!sugar || health.diabetes === 'controlled');
  // Nobody in a busy health centre is seen each month all year: on the average every 42 days.
  const interval = onTarget ? 90 : 42;
  let first = true;
  let quarter = 0;
  for (let day = from + random.int(3, interval); day < staysUntil; day += Math.max(12, interval + Math.round(random.normal(0, 5)))) {
    if (!random.chance(comes)) continue;
    writeVisit(subject, { day: notSunday(subject.year, day), first, pressure, sugar });
    if (sugar && day >= quarter) {
      writeHba1c(subject, day);
      quarter = day + 80;
    }
    first = false;
  }
  if (pressure && random.chance(0.16)) writeHomeReadings(subject, [from, Math.min(364, staysUntil)]);
}

type Visit = { day: number; first: boolean; pressure: boolean; sugar: boolean };

function writeVisit(subject: Case, { day, first, pressure, sugar }: Visit): void {
  const { health, random, recorder } = subject;
  if (!recorder.at({ day, minute: 490 + random.int(0, 500), source: 'follow-up', delay: random.int(5, 2000) })) return;
  writePressure(subject, day, pressureEffect(subject, first));
  if (sugar) recorder.one('fasting-glucose', round(clamp(health.glucose - sugarEffect(subject, day) + random.normal(0, 0.5), 3.3, 24), 10));
  if (pressure && random.chance(0.4)) recorder.one('heart-rate', Math.round(clamp(health.pulse + random.normal(0, 5), 46, 130)));
  if (first || random.chance(0.25)) recorder.one('body-weight', weightOf(health, health.bmi - progress(day) * 0.5 * health.engagement, random));
  if (first || random.chance(0.5)) recorder.one('medication-adherence', adherenceOf(subject, day));
}

function writeHba1c({ health, random, recorder, ...rest }: Case, day: number): void {
  const lowered = sugarEffect({ health, random, recorder, ...rest }, day) / 1.5;
  recorder.one('hba1c', round(clamp(health.hba1c - lowered + random.normal(0, 0.18), 4.6, 15), 10));
}

/** Readings at home, mornings and evenings of some weeks: lower than in the clinic by about 4 mmHg. */
function writeHomeReadings(subject: Case, [from, end]: readonly [number, number]): void {
  const { random, recorder } = subject;
  const effect = { ...pressureEffect(subject, false), firstReading: -4 };
  let day = Math.max(from, end - random.int(40, 110));
  for (let n = random.int(8, 20); n > 0 && day < end; n--) {
    const minute = random.chance(0.6) ? random.int(390, 520) : random.int(1170, 1300);
    if (recorder.at({ day, minute, source: 'home', delay: 1 })) writePressure(subject, day, effect);
    day += random.int(1, 6);
  }
}

/** Those above target are brought down; the first reading was also high by chance, which is why they were enrolled. */
function pressureEffect({ health }: Case, first: boolean): Effect {
  if (health.hypertension === 'none' || health.hypertension === 'unknown') return { systolic: 0, firstReading: 0 };
  const reachable = Math.max(0, health.systolic - 126) * 0.52;
  return { systolic: reachable * clamp(health.engagement * 1.15, 0.2, 1), firstReading: first ? 3 : 0 };
}

/** mmol/L of fasting glucose lower by `day`. */
function sugarEffect({ health }: Case, day: number): number {
  return progress(day) * 0.55 * Math.max(0, health.glucose - 6.2) * clamp(health.engagement * 1.1, 0.15, 1);
}

/** 1 regular, 2 intermittent, 3 none. */
function adherenceOf({ health, random }: Case, day: number): number {
  const regular = clamp(0.42 + 0.4 * health.engagement + 0.14 * progress(day), 0, 0.96);
  const at = random.unit();
  return at < regular ? 1 : at < regular + (1 - regular) * 0.8 ? 2 : 3;
}
