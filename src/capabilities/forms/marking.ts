/** Right and wrong: what the answers to a knowledge question earn. */
import type { Value } from './answers.ts';
import type { Item } from './form.ts';

export function isMarked({ correct }: Item): boolean {
  return correct.length > 0;
}

export function pointsOf({ points }: Item): number {
  return points ?? 1;
}

/** All right options and no wrong one. A question without an answer is not right. */
export function isRight({ correct }: Item, values: readonly Value[]): boolean {
  const given = new Set(values);
  return correct.length > 0 && given.size === correct.length && correct.every((code) => given.has(code));
}

/** What the answers earn: everything or nothing. */
export function markOf(item: Item, values: readonly Value[]): number {
  return isRight(item, values) ? pointsOf(item) : 0;
}

/** The share of the full score from which a person counts as having the knowledge (national literacy monitoring; from memory). */
const literateFrom = 80;

/** 具备健康素养: at least 80 % of the full score, in percent with one decimal. */
export function literacyOf(score: number, full: number): { readonly percent: number; readonly literate: boolean } | null {
  if (!(full > 0) || !Number.isFinite(score)) return null;
  return { percent: Math.round((score / full) * 1_000) / 10, literate: score * 100 >= full * literateFrom };
}

/** 健康素养水平: literate persons in a hundred of those with a valid form. Unweighted, so not to be set beside the national figure. */
export function literacyLevel(literate: number, surveyed: number): number | null {
  return surveyed > 0 ? Math.round((literate / surveyed) * 10_000) / 100 : null;
}

/**
 * Two definitions of awareness that give different numbers; a report says which one it used.
 * `core`: right answers in a hundred answers asked. `persons`: persons with at least 80 % right in a hundred persons.
 */
export type Awareness = { readonly core: number; readonly persons: number; readonly items: readonly number[] };

/** `papers`: one list of marks a person, each mark right or wrong, in the order of the questions. Null without papers or questions. */
export function awarenessOf(papers: readonly (readonly boolean[])[]): Awareness | null {
  const questions = Math.max(0, ...papers.map((paper) => paper.length));
  if (papers.length === 0 || questions === 0) return null;
  const right = papers.map((paper) => paper.filter(Boolean).length);
  const inHundred = (part: number, whole: number): number => Math.round((part / whole) * 1_000) / 10;
  return {
    core: inHundred(right.reduce((sum, one) => sum + one, 0), papers.length * questions),
    persons: inHundred(right.filter((one) => one * 100 >= questions * literateFrom).length, papers.length),
    items: Array.from({ length: questions }, (_, i) => inHundred(papers.filter((paper) => paper[i] === true).length, papers.length)),
  };
}
