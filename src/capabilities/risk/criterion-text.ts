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
  const starts = [0, ...steps];
  const classes = starts.map((from, i) => ({ is: bandCriterion('age', { from: i === 0 ? null : from, below: starts[i + 1] ?? null }), then: text(from) }));
  if (classes.length === 1) return classes[0]?.then ?? 'false';
  return any([...classes.map(({ is, then }) => both(is, then)), each(classes.map(({ then }) => then))]);
}
