import { dayNumber, dayOf, civilOf, type DayNumber, type Year } from './calendar.ts';
import { atAge, figures } from './epidemiology.ts';
import { birthdayOf } from './identity.ts';
import { demoEnterpriseUnits, demoGrades, demoYouthGroups, type DemoPost } from './organization-names.ts';
import { classKey, gridKey, groupKey, settingShares, workshopKey, type DemoScale, type Setting } from './organizations.ts';
import type { DemoMembership, DemoRole, Sex } from './person.ts';
import { choose, weighted, type Random } from './random.ts';

/** Where somebody belongs and how old they are: what everything else of a person hangs on. */
export type Placement = {
  setting: Setting;
  sex: Sex;
  birthday: DayNumber;
  /** In whole years on `until`. */
  age: number;
  /** Number of the community the person lives in, also when not registered there. */
  community: number;
  /** Of pupils: 1–9. */
  grade: number | null;
  post: DemoPost | null;
  since: DayNumber;
  memberships: DemoMembership[];
};

export type PlacementContext = { year: Year; scale: DemoScale };

const settingChoice = weighted<Setting>([
  ['community', settingShares.community],
  ['enterprise', settingShares.enterprise],
  ['school', settingShares.school],
  ['youth', settingShares.youth],
]);
const communityAges = weighted(ageBands(figures.communityAges.value));
const unitChoice = weighted([withShare(demoEnterpriseUnits[0]), ...demoEnterpriseUnits.slice(1).map(withShare)]);

/** Pupils, workers and young people who are on the list of their community as well. */
const alsoResident: Readonly<Record<Setting, number>> = { community: 0, enterprise: 0.25, school: 0.35, youth: 0.25 };

/** `index` decides all but the unit (grid, class, group), whose number also depends on the size of the population. */
export function placementOf(index: number, random: Random, context: PlacementContext): Placement {
  const setting = choose(random, settingChoice);
  const home = { community: Math.floor(random.unit() * context.scale.communities), grid: random.unit() };
  const draft = drafts[setting](index, random, context);
  const since = Math.max(draft.since, draft.birthday);
  const memberships = draft.organization === null ? [] : [membership(draft.organization, { role: draft.role, since, post: draft.post })];
  const resident = setting === 'community' || random.chance(alsoResident[setting]);
  if (resident) {
    const grid = gridKey(home.community, Math.floor(home.grid * context.scale.gridsPerCommunity));
    const moved = setting === 'community' ? since : Math.max(draft.birthday, context.year.until - random.int(400, 5000));
    memberships.push(membership(grid, { role: 'resident', since: moved, post: null }));
  }
  return { setting, sex: draft.sex, birthday: draft.birthday, age: ageOn(draft.birthday, context.year.until), community: home.community, grade: draft.grade, post: draft.post, since, memberships };
}

type Draft = {
  sex: Sex;
  birthday: DayNumber;
  since: DayNumber;
  organization: string | null;
  role: DemoRole;
  grade: number | null;
  post: DemoPost | null;
};

const drafts: Readonly<Record<Setting, (index: number, random: Random, context: PlacementContext) => Draft>> = {
  community: residentDraft,
  enterprise: employeeDraft,
  school: pupilDraft,
  youth: participantDraft,
};

function residentDraft(index: number, random: Random, { year }: PlacementContext): Draft {
  const [from, to] = choose(random, communityAges);
  // Women live longer: their share grows with age.
  const sex = random.chance(from >= 75 ? 0.56 : from >= 55 ? 0.51 : 0.49) ? 'female' : 'male';
  const birthday = birthdayOf(index, bornForAges(from, to, year.until), random);
  return { sex, birthday, since: year.until - random.int(40, 7000), organization: null, role: 'resident', grade: null, post: null };
}

function employeeDraft(index: number, random: Random, { year, scale }: PlacementContext): Draft {
  const unit = choose(random, unitChoice);
  const sex = random.chance(unit.men) ? 'male' : 'female';
  const centre = Math.min(56, Math.max(20, Math.round(random.normal(37, 9.5))));
  const birthday = birthdayOf(index, bornForAges(centre - 1, centre + 2, year.until), random);
  const age = ageOn(birthday, year.until);
  const worked = Math.min(Math.floor((age - 18) * 365.25) - 5, Math.round(30 + 3200 * random.unit() ** 1.6));
  const organization = workshopKey(Math.floor(random.unit() * scale.plants), unit.key);
  return { sex, birthday, since: year.until - Math.max(1, worked), organization, role: 'employee', grade: null, post: random.pick(unit.posts) };
}

function pupilDraft(index: number, random: Random, { year, scale }: PlacementContext): Draft {
  const grade = random.int(1, demoGrades.length);
  const start = schoolYear(year.until);
  const birthday = birthdayOf(index, [dayNumber(start - grade - 6, 9, 1), dayNumber(start - grade - 5, 8, 31)], random);
  // Primary and junior school are entered once each, in September of grade 1 and 7.
  const entered = start - (grade >= 7 ? grade - 7 : grade - 1);
  const organization = classKey(Math.floor(random.unit() * scale.campuses), grade, Math.floor(random.unit() * scale.classesPerGrade));
  return { sex: random.chance(0.535) ? 'male' : 'female', birthday, since: dayNumber(entered, 9, 1), organization, role: 'pupil', grade, post: null };
}

function participantDraft(index: number, random: Random, { year, scale }: PlacementContext): Draft {
  const track = random.pick(demoYouthGroups);
  const birthday = birthdayOf(index, bornForAges(16, 29, year.until), random);
  const sex = random.chance(0.54) ? 'female' : 'male';
  const organization = groupKey(track.key, Math.floor(random.unit() * scale.groupsPerTrack));
  return { sex, birthday, since: year.until - random.int(330, 800), organization, role: 'participant', grade: null, post: null };
}

/** The September year in which `day` falls. */
function schoolYear(day: DayNumber): number {
  const { year, month } = civilOf(day);
  return month >= 9 ? year : year - 1;
}

export function ageOn(birthday: DayNumber, day: DayNumber): number {
  const born = civilOf(birthday);
  const now = civilOf(day);
  return now.year - born.year - (now.month < born.month || (now.month === born.month && now.date < born.date) ? 1 : 0);
}

/** First and last birthday of people aged from `from` to below `to` on `day`. */
function bornForAges(from: number, to: number, day: DayNumber): [DayNumber, DayNumber] {
  const { year, month, date } = civilOf(day);
  return [dayNumber(year - to, month, date) + 2, Math.min(day - 1, dayNumber(year - from, month, date) - 1)];
}

export function membership(organization: string, { role, since, post }: { role: DemoRole; since: DayNumber; post: DemoPost | null }): DemoMembership {
  return { organization, role, since: dayOf(since), post: post === null ? null : post.key };
}

function ageBands(table: readonly (readonly [number, number])[]): [readonly [readonly [number, number], number], ...(readonly [readonly [number, number], number])[]] {
  const rows = table.map(([from, share], i): readonly [readonly [number, number], number] => [[from, table[i + 1]?.[0] ?? 97], share]);
  // Below 18 only the small children are counted here; the others are pupils.
  const [, ...adults] = rows;
  return [[[0, 6], atAge(table, 0)], ...adults];
}

function withShare<T extends { readonly share: number }>(unit: T): readonly [T, number] {
  return [unit, unit.share];
}
