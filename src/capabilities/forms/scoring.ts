/** Scoring as data: results in order, each from answers and from results before it; and the answers that call for help at once. */
import { z } from 'zod';
import { Text } from '../../kernel/text.ts';

const Name = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/);
const LinkIds = z.array(z.string().min(1)).min(1);

const common = {
  id: Name,
  title: Text.nullable().default(null),
  /** The code under which the result is kept in the record (content/observations.yaml). */
  observation: z.string().min(1).nullable().default(null),
  /** A step on the way is not shown. */
  shown: z.boolean().default(true),
  /** Digits shown after the point; bands look at the exact value. A tie goes away from zero, or to the even digit. */
  decimals: z.int().min(0).max(6).nullable().default(null),
  ties: z.enum(['away', 'even']).default('away'),
};

/** `from - x` for these items, as a scale with answers 1-5 has it with from 6. */
const Reverse = z.strictObject({ items: LinkIds, from: z.number() });
/** Up to `most` unanswered items are taken to be like the answered ones; the prorated sum is a whole number. */
const Prorate = z.strictObject({ most: z.int().positive() });

/** One step of a ladder, lowest first. `from` belongs to the step, `above` does not; the first step has neither. */
export const Band = z.strictObject({
  code: z.string().min(1),
  title: Text.nullable().default(null),
  from: z.number().nullable().default(null),
  above: z.number().nullable().default(null),
});
export type Band = z.infer<typeof Band>;

export const Result = z.discriminatedUnion('kind', [
  /** Answers that were asked and not given leave no sum, unless it may be prorated. `times`: a factor on the whole. */
  z.strictObject({ ...common, kind: z.literal('sum'), items: LinkIds, reverse: Reverse.nullable().default(null), weights: z.record(z.string(), z.number()).default({}), times: z.number().default(1), prorate: Prorate.nullable().default(null) }),
  z.strictObject({ ...common, kind: z.literal('mean'), items: LinkIds, reverse: Reverse.nullable().default(null), prorate: Prorate.nullable().default(null) }),
  /** How many items reach `from`. */
  z.strictObject({ ...common, kind: z.literal('count'), items: LinkIds, from: z.number() }),
  /** What right answers earn, as points or in a hundred of the full score; an unanswered question earns nothing. */
  z.strictObject({ ...common, kind: z.literal('marks'), items: LinkIds, give: z.enum(['points', 'percent']) }),
  z.strictObject({ ...common, kind: z.literal('expression'), text: z.string().min(1) }),
  /** Hours between two times of day, over midnight where the second is earlier. */
  z.strictObject({ ...common, kind: z.literal('hours'), from: z.string().min(1), to: z.string().min(1) }),
  z.strictObject({ ...common, kind: z.literal('band'), of: Name, bands: z.array(Band).min(1), source: z.array(z.string().min(1)).default([]), confidence: z.string().nullable().default(null) }),
  /** The first case that holds; an undecided case before it leaves the result undecided. */
  z.strictObject({ ...common, kind: z.literal('cases'), cases: z.array(z.strictObject({ when: z.string().min(1), give: z.string().min(1), title: Text.nullable().default(null) })).min(1), otherwise: z.string().min(1), otherwiseTitle: Text.nullable().default(null) }),
  /** The highest of some results: its value, or its code from `codes` (else its id). The first wins a tie. */
  z.strictObject({ ...common, kind: z.literal('highest'), of: z.array(Name).min(1), give: z.enum(['value', 'code']), codes: z.record(z.string(), z.string()).default({}) }),
  z.strictObject({ ...common, kind: z.literal('list'), of: z.array(Name).min(1) }),
]);
export type Result = z.infer<typeof Result>;

/** `when` looks at every answer that came, also of items that should have been skipped. */
export const CrisisRule = z.strictObject({
  id: z.string().min(1),
  when: z.string().min(1),
  /** How soon somebody looks; the organisation may change what each level means. */
  level: z.enum(['immediate', 'same-day', 'priority']),
  action: Text,
  source: z.array(z.string().min(1)).min(1),
  confidence: z.string().min(1),
});
export type CrisisRule = z.infer<typeof CrisisRule>;

export const Scoring = z.strictObject({
  /** What an expression may read beside answers: a choice the user of the scale has. */
  parameters: z.array(z.strictObject({ name: Name, value: z.union([z.boolean(), z.number(), z.string()]), title: Text, codes: z.array(z.string()).default([]) })).default([]),
  /** Answers of these respondents are set aside, with no result. */
  exclude: z.strictObject({ when: z.string().min(1), title: Text }).nullable().default(null),
  /** Names under which a list of answers may come from outside, and the items it fills. */
  lists: z.record(z.string(), LinkIds).default({}),
  results: z.array(Result).min(1),
  crisis: z.array(CrisisRule).default([]),
});
export type Scoring = z.infer<typeof Scoring>;
