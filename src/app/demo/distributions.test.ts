import { expect, test } from 'vitest';
import { Day } from '../../kernel/day.ts';
import { numberOf } from './calendar.ts';
import { atAge, figures } from './epidemiology.ts';
import { creatinineFor, isKnown } from './health.ts';
import { generatePeople } from './people.ts';
import type { DemoObservation, DemoPerson } from './person.ts';
import { ageOn } from './placement.ts';

const until = Day.parse('2026-11-22');
const people = [...generatePeople({ seed: 11, size: 20_000, until })].map((person) => ({ ...person, age: ageOn(numberOf(person.birthDate), numberOf(until)) }));
type Aged = DemoPerson & { age: number };
const adults = people.filter(({ age }) => age >= 18);
const pupils = people.filter(({ setting }) => setting === 'school');

function share<T>(all: readonly T[], holds: (each: T) => boolean): number {
  return all.filter(holds).length / all.length;
}

function series({ observations }: DemoPerson, code: string): DemoObservation[] {
  return observations.filter((each) => each.code === code && each.flaw === null).sort((a, b) => (a.effectiveAt < b.effectiveAt ? -1 : 1));
}

const value = (each: DemoObservation | undefined): number => each?.value ?? Number.NaN;

function mean(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}

/** Mean of the first and of the last value of those who have at least two. */
function course(all: readonly DemoPerson[], code: string): [first: number, last: number] {
  const many = all.map((each) => series(each, code)).filter(({ length }) => length >= 2);
  return [mean(many.map((each) => value(each[0]))), mean(many.map((each) => value(each.at(-1))))];
}

function near(actual: number, cited: number, tolerance: number): void {
  expect(Math.abs(actual - cited), `${actual} for ${cited}`).toBeLessThanOrEqual(tolerance);
}

test.each(['male', 'female'] as const)('%s hypertension and diabetes follow the cited share at every age', (sex) => {
  for (const [table, ill] of [
    [figures.hypertensionByAge.value[sex], ({ truth }: Aged) => truth.hypertension !== 'none'],
    [figures.diabetesByAge.value[sex], ({ truth }: Aged) => truth.diabetes !== 'none'],
  ] as const) {
    for (const [i, [from]] of table.entries()) {
      const group = adults.filter(({ sex: own, age }) => own === sex && age >= from && age < (table[i + 1]?.[0] ?? 200));
      near(share(group, ill), atAge(table, from), 0.045);
    }
  }
});

test('hypertension and diabetes of all adults come near the national figures', () => {
  near(share(adults, ({ truth }) => truth.hypertension !== 'none'), figures.hypertensionAdults.value.all, 0.025);
  near(share(adults, ({ truth }) => truth.diabetes !== 'none'), figures.diabetesAdults.value, 0.02);
});

test('as many know of their hypertension, are treated and controlled as cited', () => {
  const ill = adults.filter(({ setting, truth }) => setting === 'community' && truth.hypertension !== 'none');
  const care = figures.hypertensionCareManaged.value;
  near(share(ill, ({ truth }) => isKnown(truth.hypertension)), care.aware, 0.04);
  near(share(ill, ({ truth }) => truth.hypertension === 'treated' || truth.hypertension === 'controlled'), care.treated, 0.04);
  near(share(ill, ({ truth }) => truth.hypertension === 'controlled'), care.controlled, 0.03);
  const diabetic = adults.filter(({ truth }) => truth.diabetes !== 'none');
  near(share(diabetic, ({ truth }) => isKnown(truth.diabetes)), figures.diabetesCare.value.aware, 0.04);
});

test('body: overweight, obesity, height and weight', () => {
  near(share(adults, ({ truth: { bmi } }) => bmi >= 24 && bmi < 28), figures.overweightAdults.value, 0.03);
  near(share(adults, ({ truth: { bmi } }) => bmi >= 28), figures.obesityAdults.value, 0.02);
  for (const sex of ['male', 'female'] as const) {
    const all = adults.filter((each) => each.sex === sex);
    near(mean(all.flatMap((each) => series(each, 'body-weight').slice(-1).map(value))), figures.weightAdults.value[sex], 1.5);
    near(mean(all.filter(({ age }) => age < 45).flatMap((each) => series(each, 'body-height').map(value))), figures.heightYoungAdults.value[sex], 0.6);
  }
});

test('blood pressure of adults at their first reading', () => {
  const readings = adults.map((each) => series(each, 'blood-pressure')[0]).filter((each) => each !== undefined);
  const systolic = readings.map(value);
  near(mean(systolic), figures.systolicMean.value.mean, 2);
  near(Math.sqrt(mean(systolic.map((each) => (each - mean(systolic.slice(0, 2000))) ** 2))), figures.systolicMean.value.deviation, 2);
  near(mean(readings.map(({ value2 }) => value2 ?? Number.NaN)), figures.diastolicMean.value.mean, 2);
  near(share(systolic, (each) => each % 10 === 0), 0.1 + 0.04 * 0.9, 0.015);
});

test('high cholesterol of adults, overweight of pupils', () => {
  near(share(adults.flatMap((each) => series(each, 'total-cholesterol').map(value)), (each) => each >= 6.2), figures.highCholesterol.value, 0.02);
  // Overweight from WS/T 586-2018 for boys and girls of 10: 19.2 and 19.5 kg/m2.
  const ten = pupils.filter(({ age }) => age === 10);
  near(share(ten, ({ sex, truth: { bmi } }) => bmi >= (sex === 'male' ? 19.2 : 19.5)), figures.overweightPupils.value, 0.07);
});

test.each(['male', 'female'] as const)('%s smoking and uric acid', (sex) => {
  const all = adults.filter((each) => each.sex === sex);
  near(share(all, ({ truth }) => truth.smoker), figures.smoking.value[sex], 0.025);
  const urate = all.flatMap((each) => series(each, 'uric-acid').map(value));
  near(share(urate, (each) => each > 420), figures.hyperuricaemia.value[sex], 0.025);
  near(mean(urate), figures.uricAcidMean.value[sex], 15);
});

test('myopia grows with the grade, and unaided acuity says so', () => {
  for (const [i, cited] of figures.myopiaByGrade.value.entries()) {
    near(share(pupils.filter(({ memberships }) => memberships[0]?.organization.includes(`grade-${i + 1}-`)), ({ truth }) => truth.myopic), cited, 0.07);
  }
  const acuity = (myopic: boolean) => mean(pupils.filter(({ truth }) => truth.myopic === myopic).flatMap((each) => series(each, 'uncorrected-visual-acuity').map(value)));
  expect(acuity(false)).toBeGreaterThan(4.98);
  expect(acuity(true)).toBeLessThan(4.75);
});

test.each([
  ['community', 'health-knowledge-score', 8, 18],
  ['enterprise', 'health-knowledge-score', 8, 18],
  ['school', 'health-knowledge-score', 10, 20],
  ['school', 'exercise-hours-per-day', 0.1, 0.5],
  ['youth', 'mental-health-knowledge-score', 9, 20],
  ['youth', 'who5-wellbeing', 3, 12],
  ['youth', 'workshop-skill-rating', 1, 3],
])('%s: %s rises by %d to %d', (setting, code, least, most) => {
  const [first, last] = course(people.filter((each) => each.setting === setting), code);
  expect(last - first).toBeGreaterThan(least);
  expect(last - first).toBeLessThan(most);
});

test('low first scores rise more than high ones: regression to the mean', () => {
  const pairs = people.map((each) => series(each, 'health-knowledge-score')).filter(({ length }) => length === 2);
  const gain = (chosen: typeof pairs) => mean(chosen.map(([a, b]) => value(b) - value(a)));
  expect(gain(pairs.filter(([a]) => value(a) < 55))).toBeGreaterThan(gain(pairs.filter(([a]) => value(a) > 75)) + 5);
});

test('patients in the programme come under control more often at the end than at the beginning', () => {
  const patients = people.filter(({ memberships, conditions }) => memberships.some(({ role }) => role === 'patient') && conditions.some(({ code }) => code === 'hypertension'));
  const readings = patients.map((each) => series(each, 'blood-pressure').filter(({ source }) => source === 'follow-up')).filter(({ length }) => length >= 2);
  const controlled = (each: DemoObservation | undefined) => value(each) < 140 && (each?.value2 ?? 999) < 90;
  const [before, after] = [share(readings, (each) => controlled(each[0])), share(readings, (each) => controlled(each.at(-1)))];
  expect(after - before).toBeGreaterThan(0.15);
  near(after, 0.57, 0.1);
  expect(mean(readings.map(({ length }) => length))).toBeGreaterThan(3.5);
});

test('blood pressure is higher in winter', () => {
  const untreated = adults.filter(({ memberships }) => !memberships.some(({ role }) => role === 'patient')).flatMap((each) => series(each, 'blood-pressure'));
  const inMonths = (months: readonly string[]) => mean(untreated.filter(({ effectiveAt }) => months.includes(effectiveAt.slice(5, 7))).map(value));
  near(inMonths(['12', '01', '02']) - inMonths(['06', '07', '08']), 5.8, 1.8);
});

// CKD-EPI 2009: creatinine in µmol/L against eGFR.
test.each([
  ['male', 55, 67.7, 106.08],
  ['female', 40, 70.4, 88.4],
  ['female', 30, 122.3, 53.04],
] as const)('a %s of %i years with eGFR %d has creatinine %d', (sex, age, egfr, expected) => {
  near(creatinineFor({ sex, age, egfr }), expected, 0.5);
});

test('there are about twenty to thirty observations each', () => {
  const each = mean(people.map(({ observations }) => observations.length));
  expect(each).toBeGreaterThan(20);
  expect(each).toBeLessThan(30);
});
