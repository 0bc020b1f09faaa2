/**
 * A form is a FHIR Questionnaire at heart: a survey, a scale, a quiz, a follow-up sheet, a checklist, an application or a log.
 * This file holds its words; `prepare.ts` proves a form sound, `fill.ts` puts answers into it.
 */
import { z } from 'zod';
import { Text } from '../../kernel/text.ts';
import { Scoring } from './scoring.ts';
import { Value } from './answers.ts';

/** `camera`, `signature` (a picture each) and `place` (a geo: URI) are ours; the rest are FHIR's. A FHIR reference is refused. */
const itemTypes = [
  'group', 'display', 'boolean', 'decimal', 'integer', 'date', 'dateTime', 'time', 'string', 'text', 'url',
  'choice', 'open-choice', 'attachment', 'quantity', 'signature', 'camera', 'place',
] as const;
export const ItemType = z.enum(itemTypes);
export type ItemType = z.infer<typeof ItemType>;

/** How an item is shown; the codes of FHIR's item-control value set that a screen of ours knows. */
const controls = [
  'list', 'table', 'htable', 'gtable', 'atable', 'grid', 'header', 'footer', 'page', 'tab-container',
  'inline', 'prompt', 'unit', 'lower', 'upper', 'flyover', 'help', 'legal',
  'autocomplete', 'drop-down', 'check-box', 'lookup', 'radio-button', 'slider', 'spinner', 'text-box',
] as const;
export const Control = z.enum(controls);

export const Coding = z.strictObject({ system: z.string().min(1), code: z.string().min(1), display: z.string().min(1).nullable().default(null) });
export type Coding = z.infer<typeof Coding>;

/** `as`: how FHIR writes the answer. An integer or a string is its own text. */
export const Option = z.strictObject({
  code: z.string().min(1),
  text: Text,
  score: z.number().nullable().default(null),
  system: z.string().min(1).nullable().default(null),
  as: z.enum(['coding', 'integer', 'string']).default('coding'),
  /** Chosen alone: "none of these". */
  exclusive: z.boolean().default(false),
});
export type Option = z.infer<typeof Option>;

const enableOperators = ['exists', '=', '!=', '>', '<', '>=', '<='] as const;
export const EnableWhen = z.strictObject({ question: z.string().min(1), operator: z.enum(enableOperators), answer: Value });
export type EnableWhen = z.infer<typeof EnableWhen>;

/** A number, a day or a moment, as the item's type has it. */
const Limit = z.union([z.number(), z.string().min(1)]);
const Expression = z.string().min(1);

export const Item = z.strictObject({
  linkId: z.string().min(1),
  type: ItemType,
  text: Text.nullable().default(null),
  prefix: z.string().min(1).nullable().default(null),
  help: Text.nullable().default(null),
  picture: z.strictObject({ url: z.string().min(1), title: Text.nullable().default(null), contentType: z.string().min(1).nullable().default(null) }).nullable().default(null),
  codes: z.array(Coding).default([]),
  /** The code under which the answer is kept in the record (content/observations.yaml). */
  observation: z.string().min(1).nullable().default(null),
  required: z.boolean().default(false),
  repeats: z.boolean().default(false),
  readOnly: z.boolean().default(false),
  hidden: z.boolean().default(false),
  control: Control.nullable().default(null),
  min: Limit.nullable().default(null),
  max: Limit.nullable().default(null),
  /** Digits after the point. */
  decimals: z.int().min(0).nullable().default(null),
  minLength: z.int().min(0).nullable().default(null),
  maxLength: z.int().positive().nullable().default(null),
  /** A regular expression that the whole text matches. */
  pattern: z.string().min(1).nullable().default(null),
  minOccurs: z.int().min(0).nullable().default(null),
  maxOccurs: z.int().positive().nullable().default(null),
  /** UCUM. */
  unit: z.string().min(1).nullable().default(null),
  options: z.array(Option).default([]),
  initial: z.array(Value).default([]),
  enableWhen: z.array(EnableWhen).default([]),
  enableBehavior: z.enum(['all', 'any']).default('all'),
  enableExpression: Expression.nullable().default(null),
  initialExpression: Expression.nullable().default(null),
  calculated: Expression.nullable().default(null),
  /** Of a quiz: the codes of the right options, and what a right answer earns. */
  correct: z.array(z.string().min(1)).default([]),
  points: z.number().positive().nullable().default(null),
  get items(): z.ZodDefault<z.ZodArray<typeof Item>> {
    return z.array(Item).default([]);
  },
});
export type Item = z.infer<typeof Item>;

const confidences = ['verified-2-sources', 'one-source', 'from-memory-unverified', 'product'] as const;
const Confidence = z.enum(confidences);

/**
 * `free` may be published to anybody; `gated` only where the organisation has noted its licence document.
 * `wording`: `original` or `translated` text stands here; `own` is ours; `withheld`: items carry their number only, and the form can be scored but not shown.
 */
const Licence = z.strictObject({
  status: z.enum(['own', 'free', 'free-with-attribution', 'gated']),
  wording: z.enum(['original', 'own', 'withheld']),
  text: z.string().min(1),
  source: z.array(z.string().min(1)).default([]),
  confidence: Confidence,
});

const formKinds = ['survey', 'scale', 'quiz', 'follow-up', 'checklist', 'application', 'log'] as const;

export const Form = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  version: z.string().min(1).default('1'),
  /** The canonical address by which FHIR knows it. */
  url: z.string().min(1).nullable().default(null),
  kind: z.enum(formKinds),
  /** Other names that people call it by. */
  aliases: z.array(z.string().min(1)).default([]),
  title: Text,
  description: Text.nullable().default(null),
  /** The time that the questions ask about. */
  period: Text.nullable().default(null),
  /** Who may read the answers, as the record's labels have it. */
  label: z.enum(['ordinary', 'sensitive', 'sealed']).default('ordinary'),
  codes: z.array(Coding).default([]),
  licence: Licence,
  sources: z.array(z.string().min(1)).min(1),
  confidence: Confidence,
  notes: z.array(z.string().min(1)).default([]),
  /** Named expressions that other expressions of the form use. */
  variables: z.array(z.strictObject({ name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), expression: Expression })).default([]),
  items: z.array(Item).min(1),
  scoring: Scoring.nullable().default(null),
});
export type Form = z.infer<typeof Form>;

/** Every item with its ancestors, in the order of the paper. */
export function itemsWithin(items: readonly Item[], above: readonly Item[] = []): readonly { readonly item: Item; readonly above: readonly Item[] }[] {
  return items.flatMap((item) => [{ item, above }, ...itemsWithin(item.items, [...above, item])]);
}

export function isQuestion({ type }: Item): boolean {
  return type !== 'group' && type !== 'display';
}

export function isChoice({ type }: Item): boolean {
  return type === 'choice' || type === 'open-choice';
}

/** Every option has a score, so the answer counts as a number. */
export function isScored(item: Item): boolean {
  return isChoice(item) && item.options.length > 0 && item.options.every(({ score }) => score !== null);
}
