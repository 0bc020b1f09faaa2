import type { Day } from '../../kernel/day.ts';
import { civilOf, dayOf, numberOf, Year, type DayNumber } from './calendar.ts';
import { writeCheckUp, type Case } from './checkup.ts';
import { adultConditions, careOf, childConditions } from './diagnoses.ts';
import { writeFindings } from './findings.ts';
import { writeFollowUps } from './followup.ts';
import { healthOf } from './health.ts';
import { addressOf, idNumberOf, phoneOf } from './identity.ts';
import { nameOf } from './names.ts';
import { communityName, demoScale, type DemoScale } from './organizations.ts';
import type { DemoPerson } from './person.ts';
import { placementOf, type Placement } from './placement.ts';
import { childOf, writeInfant, writePupil } from './pupils.ts';
import { Random, streams } from './random.ts';
import { Recorder } from './recorder.ts';
import { writeSurveys } from './surveys.ts';

/** `until` is today: everything happened before it. */
export type DemoRequest = { seed: number; size: number; until: Day };

/** What all people of one population share; make it once when single people are wanted. */
export type Population = { seed: number; size: number; scale: DemoScale; year: Year };

export function populationOf({ seed, size, until }: DemoRequest): Population {
  return { seed, size, scale: demoScale(size), year: new Year(numberOf(until)) };
}

/**
 * People 0 to `size` − 1, one at a time. Person n depends on seed, until and n alone, except for the numbers of units (grid,
 * class, plant, community and with it the address), which spread over more units as the population grows.
 */
export function* generatePeople(request: DemoRequest): Generator<DemoPerson, void, undefined> {
  const population = populationOf(request);
  for (let index = 0; index < population.size; index++) yield generatePerson(population, index);
}

/** One person without the others. */
export function generatePerson({ seed, scale, year }: Population, index: number): DemoPerson {
  const random = new Random(seed, index, streams.person);
  const place = placementOf(index, random, { year, scale });
  const departure = departureOf(place, year, random);
  const recorder = new Recorder(year, [place.since - year.first, departure.day ?? 365], new Random(seed, index, streams.noise));
  const life = historyOf({ place, year, recorder, last: year.first + (departure.day ?? 365) - 1, bodies: new Random(seed, index, streams.conditions), findings: new Random(seed, index, streams.findings), random: new Random(seed, index, streams.observations) });
  return {
    index,
    setting: place.setting,
    nameZh: nameOf(civilOf(place.birthday).year, place.sex, random),
    sex: place.sex,
    birthDate: dayOf(place.birthday),
    idNumber: idNumberOf(index, place.birthday, place.sex),
    phone: place.age < 14 ? null : phoneOf(index),
    address: addressOf(communityName(place.community).zh, random),
    status: departure.status,
    statusDay: departure.day === null ? null : dayOf(year.first + departure.day),
    memberships: [...place.memberships, ...life.memberships],
    conditions: life.conditions,
    observations: recorder.observations,
    truth: life.truth,
  };
}

type Telling = { place: Placement; year: Year; recorder: Recorder; last: DayNumber; bodies: Random; findings: Random; random: Random };
type History = Pick<DemoPerson, 'memberships' | 'conditions' | 'truth'>;

function historyOf({ place, year, recorder, last, bodies, findings, random }: Telling): History {
  if (place.age < 16 && place.setting !== 'youth') {
    const child = childOf(place, bodies);
    const writing = { child, year, random, recorder };
    if (place.setting === 'school') writePupil(writing);
    else writeInfant(writing);
    const truth = { hypertension: 'none', diabetes: 'none', smoker: false, bmi: child.bmi, myopic: child.myopic } as const;
    return { memberships: [], conditions: childConditions(child, { random: bodies, last }), truth };
  }
  const health = healthOf(place, bodies);
  const subject: Case = { health, place, year, random, recorder };
  const conditions = adultConditions(subject, { random: bodies, last });
  const care = careOf(subject, conditions, { random: bodies, last });
  writeCheckUp(subject);
  writeSurveys(subject);
  if (care !== null) writeFollowUps(subject, Math.max(0, care.since - year.first));
  writeFindings(subject, findings);
  const truth = { hypertension: health.hypertension, diabetes: health.diabetes, smoker: health.smoking >= 2, bmi: health.bmi, myopic: false };
  return { memberships: care === null ? [] : [care.membership], conditions, truth };
}

/** Share of residents who moved away within the year, and of deaths at 20, which double about every eight years. */
const movedShare = 0.012;
const deathAt20 = 0.00035;

function departureOf({ age, setting, since }: Placement, year: Year, random: Random): { status: DemoPerson['status']; day: number | null } {
  const at = random.unit();
  const day = random.int(40, 364);
  if (day < since - year.first + 30) return { status: 'active', day: null };
  const dying = Math.min(0.25, deathAt20 * 2 ** (Math.max(0, age - 20) / 8.5));
  if (at < dying) return { status: 'died', day };
  return setting === 'community' && at > 1 - movedShare ? { status: 'moved', day } : { status: 'active', day: null };
}
