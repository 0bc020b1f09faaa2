/** Pieces of criteria as text of the rule language. */
type Bounds = { readonly from: number | null; readonly below: number | null };

export const both = (a: string, b: string): string => `(${a} and ${b})`;
export const any = (parts: readonly string[]): string => `(${parts.join(' or ')})`;
export const each = (parts: readonly string[]): string => `(${parts.join(' and ')})`;
/** `otherwise` also where the condition is unknown. */
export const when = (condition: string, result: string, otherwise: string): string => `iif(${condition}, ${result}, ${otherwise})`;

/** The fact lies in [from, below); unknown where it is. */
export function bandCriterion(fact: string, { from, below }: Bounds): string {
  const bounds = [from === null ? null : `%${fact} >= ${from}`, below === null ? null : `%${fact} < ${below}`].filter((bound) => bound !== null);
  return bounds.length === 0 ? `(%${fact} = %${fact})` : each(bounds);
}

/** What `text` says at the age, whose classes begin at `steps`; decided without the age where all of them agree. */
export function byAge(steps: readonly number[], text: (age: number) => string): string {
  const starts = [0, ...steps].filter((from, i, all) => i === 0 || text(from) !== text(all[i - 1] ?? 0));
  const classes = starts.map((from, i) => ({ is: bandCriterion('age', { from: i === 0 ? null : from, below: starts[i + 1] ?? null }), then: text(from) }));
  if (classes.length === 1) return classes[0]?.then ?? 'false';
  const known = classes.slice(0, -1).reduceRight((rest, { is, then }) => when(is, then, rest), classes.at(-1)?.then ?? 'false');
  return when('%age.exists()', known, any([...classes.map(({ is, then }) => both(is, then)), each(classes.map(({ then }) => then))]));
}
