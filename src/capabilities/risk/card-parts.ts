/** What the card of a tier is made of. */
import { z } from 'zod';
import { Day } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';
import { Clause } from './estimate.ts';
import { Tier } from './tier-rules.ts';

/** A value behind a criterion. `limit` null: something that is simply so. */
export const CardReason = z.object({ fact: z.string(), title: Text, value: Text, operator: z.string().nullable(), limit: Text.nullable(), unit: z.string().nullable(), on: Day.nullable() });
export type CardReason = z.infer<typeof CardReason>;

export const CardCriterion = z.object({ id: z.string(), tier: Tier, title: Text, text: Text, because: z.array(CardReason), clause: Clause, emergency: z.boolean(), sticky: z.boolean() });
export type CardCriterion = z.infer<typeof CardCriterion>;

export const Named = z.object({ id: z.string(), title: Text });
export type Named = z.infer<typeof Named>;

/** Core data absent or out of date; `on` is the day of the last value. */
export const Lacking = z.object({ fact: z.string(), title: Text, on: Day.nullable() });
export type Lacking = z.infer<typeof Lacking>;
