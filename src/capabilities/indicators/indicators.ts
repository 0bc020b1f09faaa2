/** Indicators: what is counted, over whom, in which period. The definitions are content, counted for everybody at once. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Text } from '../../kernel/text.ts';

// Words

/**
 * How a definition is counted, in the rule language over content/indicator-facts.yaml.
 * - share: of the people of the denominator, those of the numerator, in percent
 * - mean: the mean of a number over the people who have one
 * - ratio: a number summed over people, in percent of another
 * - paired: change from each person's first to last value, in percent of the first
 * - count: people
 * - attended: people, or attendances, at sessions
 * - sessions: sessions that were held
 * - attendance: of the registrations for sessions, those who came, in percent
 * - none: not yet measurable, and which data is missing
 */
export const Measure = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('share'), numerator: z.string(), denominator: z.string() }),
  z.strictObject({ by: z.literal('mean'), of: z.string(), among: z.string().optional() }),
  z.strictObject({ by: z.literal('ratio'), numerator: z.string(), denominator: z.string(), among: z.string() }),
  z.strictObject({ by: z.literal('paired'), first: z.string(), last: z.string(), among: z.string() }),
  z.strictObject({ by: z.literal('count'), of: z.string() }),
  z.strictObject({ by: z.literal('attended'), count: z.enum(['persons', 'person-times']) }),
  z.strictObject({ by: z.literal('sessions') }),
  z.strictObject({ by: z.literal('attendance') }),
  z.strictObject({ by: z.literal('none'), needs: Text }),
]);
export type Measure = z.infer<typeof Measure>;

export const Domain = z.enum(['process', 'outcome', 'behaviour', 'knowledge', 'economic', 'satisfaction']);
export type Domain = z.infer<typeof Domain>;

/** content/indicators.yaml */
export const IndicatorDefinition = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** Rises with every change of what is counted. */
  version: z.int().positive(),
  domain: Domain,
  title: Text,
  meaning: Text,
  synonyms: z.array(z.string()),
  numerator: Text,
  denominator: Text.nullable(),
  /** Who is counted neither above nor below the line. */
  exclusions: Text.nullable(),
  /** Months that are looked back over, the reference month included. */
  window: z.int().min(1).max(12),
  unit: z.string(),
  better: z.enum(['higher', 'lower', 'target-range']),
  measure: Measure,
});
export type IndicatorDefinition = z.infer<typeof IndicatorDefinition>;
export const IndicatorDefinitions = z.array(IndicatorDefinition);

/** One measured value with what it was made of. `value` is in the definition's unit; null when nobody was counted. */
export const Measured = z.object({ value: z.number().nullable(), numerator: z.number().nullable(), denominator: z.number().nullable() });
export type Measured = z.infer<typeof Measured>;

// Rules

/** Definitions whose name or synonyms resemble a metric, best first; `score` is 1 for the same name. */
export function suggestIndicators(metric: string, definitions: readonly IndicatorDefinition[]): { id: string; score: number }[] {
  return definitions
    .map(({ id, title, synonyms }) => ({ id, score: Math.max(...[title.zh, ...synonyms].map((name) => resemblance(metric, name))) }))
    .filter(({ score }) => score >= 0.45)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 5);
}

/**
 * 1 for the same, a little less when one holds the other (the longer the held part, the closer), less again when one's characters stand
 * in the other in order with the same last two (触达人数 in 触达青年人数), else the share of common bigrams (Dice).
 */
export function resemblance(a: string, b: string): number {
  const [x, y] = [plain(a), plain(b)];
  if (x === '' || y === '') return 0;
  if (x === y) return 1;
  const [short, long] = x.length < y.length ? [x, y] : [y, x];
  if (long.includes(short)) return 0.7 + (0.29 * short.length) / long.length;
  if (short.length >= 4 && long.endsWith(short.slice(-2)) && isSubsequence(short, long)) return 0.6 + (0.25 * short.length) / long.length;
  const [p, q] = [bigrams(x), bigrams(y)];
  return (2 * [...p].filter((gram) => q.has(gram)).length) / (p.size + q.size);
}

function isSubsequence(short: string, long: string): boolean {
  let at = 0;
  for (const character of long) if (character === short[at]) at++;
  return at === short.length;
}

function plain(text: string): string {
  return text.replace(/[\s,,。.;;::、"“”《》()()的]/g, '');
}

function bigrams(text: string): Set<string> {
  return new Set(text.length === 1 ? [text] : Array.from({ length: text.length - 1 }, (_, i) => text.slice(i, i + 2)));
}

// Contract

export const listIndicatorDefinitions = contract({
  method: 'GET',
  path: '/api/indicators/definitions',
  permission: 'signed-in',
  input: z.object({}),
  output: IndicatorDefinitions,
});
