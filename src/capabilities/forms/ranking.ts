/** Who leads a quiz: single players, and teams such as families. */
import type { Marked } from './paper.ts';

/** `accuracy`: points first, time breaks a tie. `speed`: a right answer earns half its points at once, the other half melts away with the time. */
export type RankingRule = 'accuracy' | 'speed';
export type Player = { readonly id: string; readonly team: string | null; readonly answers: readonly Marked[] };

/** `score` has two decimals. The same score and time share a place, and the places after them are left out: 1, 1, 3. */
export type Standing = { readonly place: number; readonly id: string; readonly score: number; readonly right: number; readonly answered: number; readonly milliseconds: number };

export function rankPlayers(players: readonly Player[], rule: RankingRule): readonly Standing[] {
  return placed(players.map(({ id, answers }) => ({ id, ...totalOf(answers, rule) })));
}

/** A team has the mean of its best `members`; one with fewer members is divided by as many all the same, so that nobody gains by staying small. */
export function rankTeams(players: readonly Player[], rule: RankingRule, members: number): readonly Standing[] {
  const teams = Map.groupBy(players.filter(({ team }) => team !== null), ({ team }) => team ?? '');
  const size = Math.max(1, Math.floor(members));
  return placed(
    [...teams].map(([id, all]) => {
      const best = placed(all.map((player) => ({ id: player.id, ...totalOf(player.answers, rule) }))).slice(0, size);
      const sum = (part: (one: Standing) => number): number => best.reduce((total, one) => total + part(one), 0);
      return { id, score: hundredths(sum(({ score }) => score) / size), right: sum(({ right }) => right), answered: sum(({ answered }) => answered), milliseconds: sum(({ milliseconds }) => milliseconds) };
    }),
  );
}

function totalOf(answers: readonly Marked[], rule: RankingRule): Omit<Standing, 'place' | 'id'> {
  const right = answers.filter((one) => one.right);
  return {
    score: hundredths(right.reduce((total, one) => total + worthOf(one, rule), 0)),
    right: right.length,
    answered: answers.length,
    milliseconds: answers.reduce((total, { milliseconds }) => total + milliseconds, 0),
  };
}

/** Without a time limit speed earns nothing extra. */
export function worthOf({ points, milliseconds, limit }: Marked, rule: RankingRule): number {
  if (rule === 'accuracy' || limit === null || limit <= 0) return points;
  const left = Math.min(1, Math.max(0, 1 - milliseconds / limit));
  return points * (0.5 + 0.5 * left);
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Equal ones stand in the order of their ids, so that a live table does not flicker. */
function placed(totals: readonly Omit<Standing, 'place'>[]): readonly Standing[] {
  const order = totals.toSorted((a, b) => b.score - a.score || a.milliseconds - b.milliseconds || (a.id < b.id ? -1 : 1));
  return order.map((one) => ({ place: order.findIndex(({ score, milliseconds }) => score === one.score && milliseconds === one.milliseconds) + 1, ...one }));
}
