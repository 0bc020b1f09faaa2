import type { ProgrammeSummary } from './programmes.ts';

export const programmeSorts = ['standing', 'title', 'organization', 'ends', 'tasks'] as const;
export type ProgrammeSort = (typeof programmeSorts)[number];

export interface ProgrammeFilter {
  readonly find: string;
  readonly setting: string;
  readonly standing: 'all' | 'behind' | 'fine';
}

type Row = Pick<ProgrammeSummary, 'title' | 'setting' | 'organization' | 'goalsBehind' | 'goalsOnTrack' | 'endsOn' | 'tasks' | 'tasksDone'>;

/** `find` looks in the title and the owner's name of both languages. */
export function matchingProgrammes<T extends Row>(programmes: readonly T[], { find, setting, standing }: ProgrammeFilter): T[] {
  const wanted = find.normalize('NFKC').trim().toLowerCase();
  return programmes.filter((programme) => {
    const words = `${programme.title} ${programme.organization.zh} ${programme.organization.en}`.normalize('NFKC').toLowerCase();
    const fits = standing === 'all' || (standing === 'behind') === programme.goalsBehind > 0;
    return words.includes(wanted) && (setting === '' || programme.setting === setting) && fits;
  });
}

/** Standing: those with the most goals behind first. `compareWords` orders words in the language of the screen. */
export function sortedProgrammes<T extends Row>(programmes: readonly T[], sort: ProgrammeSort, { nameOf, compareWords }: { nameOf: (programme: T) => string; compareWords: (a: string, b: string) => number }): T[] {
  const orders: Record<ProgrammeSort, (a: T, b: T) => number> = {
    standing: (a, b) => b.goalsBehind - a.goalsBehind || a.goalsOnTrack - b.goalsOnTrack,
    title: (a, b) => compareWords(a.title, b.title),
    organization: (a, b) => compareWords(nameOf(a), nameOf(b)),
    ends: (a, b) => (a.endsOn < b.endsOn ? -1 : a.endsOn > b.endsOn ? 1 : 0),
    tasks: (a, b) => b.tasks - b.tasksDone - (a.tasks - a.tasksDone),
  };
  return programmes.toSorted((a, b) => orders[sort](a, b) || compareWords(a.title, b.title));
}
