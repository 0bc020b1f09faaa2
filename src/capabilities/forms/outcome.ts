/** Results of a distribution: counted, compared before and after, and taken out as a table. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Text } from '../../kernel/text.ts';
import { Crossing, ItemResult } from './tally.ts';

const ofDistribution = { distributionId: z.uuid() };

/** A score of the form over all answers, or over those of one group. */
const ScoreSummary = z.object({ count: z.int(), mean: z.number(), deviation: z.number().nullable() });
const ScoreResult = z.object({
  id: z.string(),
  title: Text,
  all: ScoreSummary.nullable(),
  bands: z.array(z.object({ code: z.string(), text: Text, count: z.int().nullable() })),
  groups: z.array(z.object({ organizationId: z.int(), organization: Text, summary: ScoreSummary })),
});
export type ScoreResult = z.infer<typeof ScoreResult>;

export const Results = z.object({
  answered: z.int(),
  /** Too few to show anything: everything below is empty. */
  tooFew: z.boolean(),
  items: z.array(ItemResult),
  scores: z.array(ScoreResult),
});
export type Results = z.infer<typeof Results>;

/** `groupId`: only the answers of one organisation and below. */
export const readResults = contract({
  method: 'GET',
  path: '/api/form-distributions/:distributionId/results',
  permission: 'forms.results',
  input: z.object({ ...ofDistribution, groupId: z.coerce.number().int().optional() }),
  output: Results,
});

export const crossItems = contract({
  method: 'GET',
  path: '/api/form-distributions/:distributionId/crossing',
  permission: 'forms.results',
  input: z.object({ ...ofDistribution, first: z.string().max(200), second: z.string().max(200) }),
  output: Crossing,
});

const Summary = z.object({
  pairs: z.int(), onlyBefore: z.int(), onlyAfter: z.int(), meanBefore: z.number(), meanAfter: z.number(), change: z.number(), percent: z.number().nullable(),
  target: z.object({ percent: z.number(), met: z.boolean() }).nullable(), interval: z.array(z.number()).nullable(), dz: z.number().nullable(), dav: z.number().nullable(),
  attrition: z.number(), meanBeforeOfLost: z.number().nullable(), warnings: z.array(z.enum(['attrition', 'fewPairs', 'uncertain'])),
});

/** The same respondents before and after, by one score. `sentence` says it all in one line. */
export const compareBeforeAfter = contract({
  method: 'GET',
  path: '/api/form-distributions/:distributionId/before-after',
  permission: 'forms.results',
  input: z.object({ ...ofDistribution, beforeId: z.uuid(), result: z.string().max(80), percent: z.coerce.number().optional() }),
  output: z.object({ comparison: Summary, sentence: Text, result: z.object({ id: z.string(), title: Text }) }),
});
export type BeforeAfter = z.infer<typeof compareBeforeAfter.output>;

/** A table, one row an answer, as far as the caller's own labels reach; names stand in it only where the form was identified. */
export const exportResponses = contract({
  method: 'GET',
  path: '/api/form-distributions/:distributionId/export',
  permission: 'forms.results',
  input: z.object({ ...ofDistribution, format: z.enum(['xlsx', 'csv']) }),
  output: z.object({ filename: z.string(), mediaType: z.string(), base64: z.string(), rows: z.int() }),
});
