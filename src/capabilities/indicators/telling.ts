/** What a measured value tells of single people. */
import type { Measure, Measured } from './indicators.ts';

/**
 * Whether whoever may not see single persons may be told a value: it stands for `k` people at least, and so do both sides of a share,
 * or nobody. Work done and coming to it (sessions, attendance) are nobody's health and always told.
 */
export function isTellable(how: Measure, { numerator, denominator }: Pick<Measured, 'numerator' | 'denominator'>, k: number): boolean {
  const enough = (count: number | null) => count === null || count === 0 || count >= k;
  switch (how.by) {
    case 'share':
      return enough(denominator) && enough(numerator) && enough(denominator === null || numerator === null ? null : denominator - numerator);
    case 'mean':
    case 'ratio':
    case 'paired':
      return enough(denominator);
    case 'count':
      return enough(numerator);
    default:
      return true;
  }
}
