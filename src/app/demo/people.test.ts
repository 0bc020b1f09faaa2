import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { Day } from '../../kernel/day.ts';
import { observationRegistry, ObservationCodes, plausibilityOf } from '../../capabilities/records/observation-codes.ts';
import { numberOf } from './calendar.ts';
import { demoPosts } from './organization-names.ts';
import { demoOrganizations, settingShares } from './organizations.ts';
import { generatePeople, generatePerson, populationOf, type DemoRequest } from './people.ts';
import type { DemoPerson } from './person.ts';
import { ageOn } from './placement.ts';
import { flawShare } from './recorder.ts';

const until = Day.parse('2026-11-22');
const request = { seed: 7, size: 4000, until };
const people = [...generatePeople(request)];
const registry = observationRegistry(ObservationCodes.parse(parse(readFileSync(new URL('../../../content/observations.yaml', import.meta.url), 'utf8'))));

function firstOf(wanted: DemoRequest, n: number): DemoPerson[] {
  const stream = generatePeople(wanted);
  return Array.from({ length: n }, () => stream.next().value).filter((each) => each !== undefined);
}

test('the same seed gives the same people, another seed others', () => {
  const again = [...generatePeople(request)];
  expect(again).toEqual(people);
  const [other] = generatePeople({ ...request, seed: 8 });
  expect(other?.nameZh === people[0]?.nameZh && other?.birthDate === people[0]?.birthDate).toBe(false);
});

test('takes 3 of 1,000,000 at once, and any single one without those before', () => {
  const began = performance.now();
  const some = firstOf({ ...request, size: 1_000_000 }, 3);
  const far = generatePerson(populationOf({ ...request, size: 1_000_000 }), 734_211);
  expect(performance.now() - began).toBeLessThan(200);
  expect(some.map(({ index }) => index)).toEqual([0, 1, 2]);
  expect(far.index).toBe(734_211);
});

test('growing the population changes nothing of a person but units and address', () => {
  const grown = firstOf({ ...request, size: 300_000 }, 1500);
  expect(grown.map(lasting)).toEqual(people.slice(0, 1500).map(lasting));
});

function lasting({ address: _address, memberships, ...rest }: DemoPerson) {
  return { ...rest, memberships: memberships.map(({ organization: _unit, ...membership }) => membership) };
}

test('nothing happens on or after today, and nothing is recorded before it happened', () => {
  for (const { birthDate, statusDay, memberships, conditions, observations } of people) {
    expect(birthDate < until && (statusDay ?? '') < until).toBe(true);
    for (const { since } of memberships) expect(since < until && since >= birthDate).toBe(true);
    for (const { onset, recorded } of conditions) expect(onset >= birthDate && onset <= recorded && recorded < until).toBe(true);
    for (const { effectiveAt, recordedAt } of observations) expect(effectiveAt <= recordedAt && String(recordedAt) < until && effectiveAt > '2025-11-21T15').toBe(true);
  }
});

test('nobody is measured or diagnosed after leaving, nor before joining', () => {
  for (const { statusDay, memberships, conditions, observations } of people) {
    const joined = memberships[0]?.since ?? until;
    for (const { effectiveAt } of observations) expect(effectiveAt >= new Date(Date.parse(joined) - 8 * 3_600_000).toISOString()).toBe(true);
    if (statusDay === null) continue;
    for (const { effectiveAt } of observations) expect(String(effectiveAt) < statusDay).toBe(true);
    for (const { recorded } of conditions) expect(recorded < statusDay).toBe(true);
  }
});

test.each([
  ['pupil', 6, 15],
  ['employee', 18, 60],
  ['participant', 16, 28],
  ['patient', 18, 97],
  ['resident', 0, 97],
] as const)('a %s is between %i and %i', (role, youngest, oldest) => {
  const ages = people.filter(({ memberships }) => memberships.some((each) => each.role === role)).map(({ birthDate }) => ageOn(numberOf(birthDate), numberOf(until)));
  expect(ages.length).toBeGreaterThan(100);
  expect(Math.min(...ages)).toBeGreaterThanOrEqual(youngest);
  expect(Math.max(...ages)).toBeLessThanOrEqual(oldest);
});

test('employees are grown up when they join', () => {
  for (const { birthDate, memberships } of people) {
    const job = memberships.find(({ role }) => role === 'employee');
    if (job !== undefined) expect(ageOn(numberOf(birthDate), numberOf(job.since))).toBeGreaterThanOrEqual(18);
  }
});

test.each([2000, 4000])('every membership of %i people is in a place of the tree', (size) => {
  const keys = new Set(demoOrganizations(size).map(({ key }) => key));
  for (const { memberships } of generatePeople({ ...request, size })) {
    expect(memberships.length).toBeGreaterThan(0);
    for (const { organization, post } of memberships) {
      expect(keys.has(organization), organization).toBe(true);
      expect(post === null || demoPosts.has(post)).toBe(true);
    }
  }
});

test('the settings have their shares', () => {
  for (const [setting, share] of Object.entries(settingShares)) {
    expect(people.filter((each) => each.setting === setting).length / people.length).toBeCloseTo(share, 1);
  }
});

test('only known patients have a hypertension or diabetes on record', () => {
  for (const { conditions, truth } of people) {
    const known = (state: string) => state !== 'none' && state !== 'unknown';
    expect(conditions.some(({ code }) => code === 'hypertension')).toBe(known(truth.hypertension));
    expect(conditions.some(({ code }) => code === 'type2-diabetes')).toBe(known(truth.diabetes));
  }
});

test('one source says one thing of one code at one moment', () => {
  for (const { index, observations } of people) {
    const keys = observations.map(({ code, effectiveAt, source }) => `${code} ${effectiveAt} ${source}`);
    expect(new Set(keys).size, `person ${index}`).toBe(keys.length);
  }
});

test('every code is registered; values are plausible, but for those planted as implausible', () => {
  for (const { code, value, value2, flaw } of people.flatMap(({ observations }) => observations)) {
    const found = registry.byCode(code);
    if (found === undefined) throw new Error(`${code} is not registered`);
    const judged = plausibilityOf(found, value, value2);
    expect(judged === 'refused', `${code} ${value}/${value2} ${flaw}`).toBe(flaw === 'implausible');
    if (found.kind === 'coded') expect(registry.answersOf(code).some((answer) => answer.value === value)).toBe(true);
  }
});

test('about 0.3 % of the observations are flawed, some of each kind', () => {
  const all = people.flatMap(({ observations }) => observations);
  const flawed = all.filter(({ flaw }) => flaw !== null);
  expect(Math.abs(flawed.length / all.length - flawShare)).toBeLessThan(0.001);
  expect(new Set(flawed.map(({ flaw }) => flaw))).toEqual(new Set(['implausible', 'duplicate']));
});

test('weight, height and BMI of one check-up belong together', () => {
  for (const { truth, observations, setting } of people) {
    if (setting === 'school') continue;
    const height = observations.find(({ code, source, flaw }) => code === 'body-height' && source === 'check-up' && flaw === null);
    const weight = observations.find(({ code, effectiveAt, flaw }) => code === 'body-weight' && effectiveAt === height?.effectiveAt && flaw === null);
    if (height === undefined || weight === undefined) continue;
    expect(Math.abs(weight.value / (height.value / 100) ** 2 - truth.bmi)).toBeLessThan(1.6);
  }
});
