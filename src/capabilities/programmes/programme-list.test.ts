import { expect, test } from 'vitest';
import { Day } from '../../kernel/day.ts';
import { matchingProgrammes, sortedProgrammes, type ProgrammeSort } from './programme-list.ts';

const compareWords = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const nameOf = (programme: { organization: { en: string } }) => programme.organization.en;
const programmes = [
  { title: 'A 企业健康', setting: 'enterprise' as const, organization: { zh: '康程公司', en: 'Works' }, goalsBehind: 1, goalsOnTrack: 2, endsOn: Day.parse('2026-12-31'), tasks: 5, tasksDone: 5 },
  { title: 'B 校园健康', setting: 'school' as const, organization: { zh: '实验学校', en: 'School' }, goalsBehind: 3, goalsOnTrack: 0, endsOn: Day.parse('2027-06-30'), tasks: 9, tasksDone: 2 },
  { title: 'C 社区健康', setting: 'community' as const, organization: { zh: '人民医院', en: 'Hospital' }, goalsBehind: 0, goalsOnTrack: 4, endsOn: Day.parse('2026-06-30'), tasks: 0, tasksDone: 0 },
];
const initials = (rows: readonly { title: string }[]) => rows.map(({ title }) => title[0]).join('');

test.each([
  [{ find: '', setting: '', standing: 'all' as const }, 'ABC'],
  [{ find: ' ｗｏｒｋｓ ', setting: '', standing: 'all' as const }, 'A'],
  [{ find: '学校', setting: '', standing: 'all' as const }, 'B'],
  [{ find: '', setting: 'community', standing: 'all' as const }, 'C'],
  [{ find: '', setting: '', standing: 'behind' as const }, 'AB'],
  [{ find: '', setting: '', standing: 'fine' as const }, 'C'],
  [{ find: '健康', setting: 'school', standing: 'fine' as const }, ''],
])('%o leaves %s', (filter, left) => expect(initials(matchingProgrammes(programmes, filter))).toBe(left));

test.each<[ProgrammeSort, string]>([['standing', 'BAC'], ['title', 'ABC'], ['organization', 'CBA'], ['ends', 'CAB'], ['tasks', 'BAC']])('sorted by %s: %s', (sort, order) =>
  expect(initials(sortedProgrammes(programmes, sort, { nameOf, compareWords }))).toBe(order),
);
