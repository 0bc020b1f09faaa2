import { dayNumber, civilOf, type Year } from './calendar.ts';
import { notSunday, round } from './checkup.ts';
import { figures } from './epidemiology.ts';
import { clamp } from './health.ts';
import type { Placement } from './placement.ts';
import type { Random } from './random.ts';
import type { Recorder } from './recorder.ts';
import { ask, prePost, satisfaction } from './surveys.ts';

export type Child = {
  place: Placement;
  /** 0 = the middle of its age; in standard deviations. */
  tall: number;
  bmi: number;
  myopic: boolean;
  /** Dioptres of spherical equivalent, right eye. */
  refraction: number;
  fitness: number;
  engagement: number;
};

/** [middle height, deviation, middle BMI] from age 0; heights from 7 years are WS/T 610-2018 P50, those below approximate. */
const growth = {
  male: [[60, 4, 16.9], [82, 3.4, 16.6], [92, 3.6, 16.1], [100, 3.9, 15.8], [107, 4.3, 15.5], [114, 4.7, 15.4], [120, 5.2, 14.5], [125.5, 6, 15], [130.7, 6.2, 15.7], [135.8, 6.6, 16.3], [140.8, 6.8, 16.9], [146, 7.9, 17.5], [152, 8.8, 18.2], [160.2, 8.6, 18.9], [165.7, 7.9, 19.6], [169, 6.9, 20.2]],
  female: [[59, 4, 16.5], [81, 3.4, 16.2], [91, 3.6, 15.8], [99, 3.9, 15.5], [106, 4.3, 15.3], [113, 4.7, 15.2], [119, 5.2, 14.3], [124.1, 6, 14.8], [129.3, 6.2, 15.5], [135, 6.8, 16.3], [141.2, 7.4, 17.2], [147.3, 7.7, 18], [152.5, 7.2, 18.9], [156.1, 6.2, 19.6], [157.8, 5.8, 20.1], [158.4, 5.7, 20.4]],
} as const;
const beyond = [165, 7, 20.3] as const;

export function childOf(place: Placement, random: Random): Child {
  const share = place.grade === null ? 0 : (figures.myopiaByGrade.value[place.grade - 1] ?? 0);
  const [, , middle] = growth[place.sex][place.age] ?? beyond;
  const myopic = random.chance(share);
  const older = (place.grade ?? 1) / 9;
  return {
    place,
    tall: clamp(random.normal(), -2.9, 2.9),
    // WS/T 586-2018 draws overweight 0.137 above the middle on a logarithmic scale: 0.17 of deviation gives one in five.
    bmi: middle * Math.exp(random.normal(0, 0.17)),
    myopic,
    refraction: myopic ? -0.5 - Math.abs(random.normal(0, 0.9 + 1.7 * older)) : clamp(random.normal(0.65 - 0.5 * older, 0.45), -0.37, 3),
    fitness: clamp(random.normal(76, 9), 38, 108),
    engagement: clamp(random.normal(0.6, 0.18), 0.05, 0.98),
  };
}

type Writing = { child: Child; year: Year; random: Random; recorder: Recorder };

/** A pupil's year: measured and eyes tested in autumn and spring, fitness in November, surveys at both ends. */
export function writePupil(writing: Writing): void {
  const { child, year, random, recorder } = writing;
  const grade = child.place.grade ?? 1;
  const autumn = notSunday(year, Math.min(363, dayIn(year, 9, 18) + grade * 2));
  const spring = notSunday(year, Math.min(363, dayIn(year, 3, 20) + grade * 2));
  for (const day of [autumn, spring]) {
    if (!random.chance(0.965)) continue;
    if (!recorder.at({ day, minute: 500 + random.int(0, 400), source: 'screening', delay: random.int(60, 3000) })) continue;
    writeGrowth(writing, day);
    writeEyes(writing, day);
    if (day === autumn) writePupilPressure(writing);
  }
  writeFitness(writing);
  writePupilSurveys(writing);
}

/** Small children of the communities: height and weight at their check-ups. */
export function writeInfant(writing: Writing): void {
  const { child, random, recorder, year } = writing;
  const visits = child.place.age < 1 ? 4 : child.place.age < 3 ? 2 : 1;
  for (let n = 0; n < visits; n++) {
    const day = notSunday(year, random.int(Math.floor((n * 364) / visits), Math.floor(((n + 1) * 364) / visits) - 1));
    if (!recorder.at({ day, minute: 510 + random.int(0, 420), source: 'check-up', delay: random.int(10, 1500) })) continue;
    writeGrowth(writing, day);
    if (random.chance(0.3)) recorder.one('haemoglobin', Math.round(random.normal(121, 8)));
  }
}

function writeGrowth({ child, year, random, recorder }: Writing, day: number): void {
  const years = Math.max(0, (year.first + day - child.place.birthday) / 365.25);
  const age = Math.floor(years);
  const curve = growth[child.place.sex];
  const here = curve[age] ?? beyond;
  const next = curve[Math.min(curve.length - 1, age + 1)] ?? beyond;
  // A row of the table is the middle of its year of age; below one year a child grows too fast for that.
  const along = clamp(years - age - (age === 0 ? 0.35 : 0.5), -0.5, 1);
  const height = here[0] + along * (next[0] - here[0]) + child.tall * here[1] + random.normal(0, 0.2);
  recorder.one('body-height', round(height, 10));
  recorder.one('body-weight', round((child.bmi * height * height) / 10_000 + random.normal(0, 0.15), 10));
}

function writeEyes({ child, random, recorder }: Writing, day: number): void {
  const right = child.refraction - (child.myopic ? 0.35 * (day / 365) : 0.08 * (day / 365));
  const left = right + random.normal(0, 0.3);
  recorder.pair('uncorrected-visual-acuity', acuityOf(right, random), acuityOf(left, random));
  if (random.chance(0.85)) recorder.pair('spherical-equivalent', round(right, 8), round(left, 8));
}

/** Unaided acuity on the five-point scale falls by about 0.25 for each dioptre. */
function acuityOf(refraction: number, random: Random): number {
  const clear = random.chance(0.8) ? 5.0 : 5.1;
  const blurred = refraction <= -0.5 ? clear - 0.12 + 0.23 * refraction : clear;
  return round(clamp(blurred + random.normal(0, 0.04), 3.7, 5.3), 10);
}

function writePupilPressure({ child, random, recorder }: Writing): void {
  const { age, sex } = child.place;
  const excess = Math.max(0, child.bmi / 20 - 0.85);
  const systolic = clamp(92 + (sex === 'male' ? 1.9 : 1.6) * (age - 5) + 14 * excess + random.normal(0, 7.5), 74, 150);
  recorder.pair('blood-pressure', Math.round(systolic), Math.round(clamp(56 + 0.9 * (age - 5) + random.normal(0, 5.5), 38, systolic - 22)));
  recorder.one('heart-rate', Math.round(clamp(random.normal(95 - 1.4 * age, 8), 55, 125)));
}

function writeFitness({ child, year, random, recorder }: Writing): void {
  const day = notSunday(year, Math.min(363, dayIn(year, 11, 4) + (child.place.grade ?? 1)));
  if (!random.chance(0.95) || !recorder.at({ day, minute: 540 + random.int(0, 380), source: 'screening', delay: random.int(60, 4000) })) return;
  recorder.one('student-fitness-score', round(clamp(child.fitness + random.normal(0, 2.5), 30, 118), 10));
  recorder.one('vital-capacity', Math.round(clamp((child.place.sex === 'male' ? 240 : 210) * (child.place.age - 1) * Math.exp(random.normal(0, 0.14)), 600, 5600)));
}

function writePupilSurveys(writing: Writing): void {
  const { child, random, recorder } = writing;
  const first = random.int(8, 80);
  const last = random.int(284, 356);
  const returns = [random.chance(0.93), random.chance(0.88)] as const;
  const knowledge = prePost(random, { mean: 66 + (child.place.grade ?? 1) * 0.7, deviation: 11, gain: 16, ceiling: 100 });
  const mind = prePost(random, { mean: 62, deviation: 12, gain: 13, ceiling: 100 });
  for (const [i, day] of [first, last].entries()) {
    if (returns[i] === false) continue;
    ask(writing, day, ['health-knowledge-score', i === 0 ? knowledge.before : knowledge.after]);
    if ((child.place.grade ?? 1) >= 5) ask(writing, day, ['mental-health-knowledge-score', i === 0 ? mind.before : mind.after]);
    if (!recorder.at({ day: day + 1, minute: random.int(1080, 1290), source: 'survey', delay: random.int(0, 60) })) continue;
    recorder.one('exercise-hours-per-day', round(clamp(random.normal(0.85 + 0.25 * i, 0.35) + 0.3 * (child.engagement - 0.6), 0, 4), 10));
    recorder.one('outdoor-minutes-per-day', Math.round(clamp(random.normal(82 + 24 * i, 32), 5, 300) / 5) * 5);
    recorder.one('sleep-duration', round(clamp(random.normal(9.6 - 0.17 * (child.place.grade ?? 1), 0.6), 5.5, 11.5), 2));
    recorder.one('screen-time', round(clamp(random.normal(1.9 - 0.3 * i, 0.8), 0, 8), 2));
  }
  if (returns[1]) ask(writing, last + 2, ['satisfaction-score', satisfaction(writing)]);
}

/** The day of the year, 0–364, that bears this date. */
function dayIn(year: Year, month: number, date: number): number {
  const start = civilOf(year.first).year;
  const here = dayNumber(start, month, date) - year.first;
  return here >= 0 ? here : dayNumber(start + 1, month, date) - year.first;
}
