/** What keeps a share from its level: people, by where they belong. Pure. */

export interface Part {
  readonly label: string;
  readonly numerator: number | null;
  readonly denominator: number | null;
}

export interface Lacking {
  readonly label: string;
  /** People who should be on the other side of the line. */
  readonly people: number;
  /** Of all such people, 0–1. */
  readonly share: number;
}

/** The parts with the most people on the wrong side, the largest first; parts that are held back are left out. */
export function lackingOf(parts: readonly Part[], { better, most }: { readonly better: 'higher' | 'lower'; readonly most: number }): readonly Lacking[] {
  const counted = parts.flatMap(({ label, numerator, denominator }) => (numerator === null || denominator === null ? [] : [{ label, people: better === 'higher' ? denominator - numerator : numerator }]));
  const all = counted.reduce((sum, { people }) => sum + people, 0);
  return counted
    .filter(({ people }) => people > 0)
    .toSorted((a, b) => b.people - a.people)
    .slice(0, most)
    .map((part) => ({ ...part, share: part.people / all }));
}
