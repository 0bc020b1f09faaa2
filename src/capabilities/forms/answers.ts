/** Answers: a FHIR QuestionnaireResponse at heart. */
import { z } from 'zod';

export const Attachment = z.strictObject({
  contentType: z.string().min(1),
  title: z.string().min(1).nullable().default(null),
  /** Where the bytes are, or the bytes themselves in base64. */
  url: z.string().min(1).nullable().default(null),
  data: z.string().min(1).nullable().default(null),
});
export const Quantity = z.strictObject({ value: z.number(), unit: z.string().min(1).nullable().default(null) });

/**
 * One answer, read by the type of its item: boolean; number; text, day, moment, time, web address or place (`geo:30.25,120.15`) as a
 * string; the code of an option; `{ text }` for an open choice's own words; a quantity; an attachment.
 */
export const Value = z.union([z.boolean(), z.number(), z.string().min(1), z.strictObject({ text: z.string().min(1) }), Quantity, Attachment]);
export type Value = z.infer<typeof Value>;

/** A repeated group stands once for each of its rows. A question has its answers, each perhaps with items below. */
export const ResponseItem = z.strictObject({
  linkId: z.string().min(1),
  get answers(): z.ZodDefault<z.ZodArray<typeof Answer>> {
    return z.array(Answer).default([]);
  },
  get items(): z.ZodDefault<z.ZodArray<typeof ResponseItem>> {
    return z.array(ResponseItem).default([]);
  },
});
export type ResponseItem = z.infer<typeof ResponseItem>;

export const Answer = z.strictObject({
  value: Value,
  get items(): z.ZodDefault<z.ZodArray<typeof ResponseItem>> {
    return z.array(ResponseItem).default([]);
  },
});
export type Answer = z.infer<typeof Answer>;

export const Answers = z.strictObject({ items: z.array(ResponseItem).default([]) });
export type Answers = z.infer<typeof Answers>;

export function isText(value: Value): value is { text: string } {
  return typeof value === 'object' && 'text' in value;
}

export function isQuantity(value: Value): value is z.infer<typeof Quantity> {
  return typeof value === 'object' && 'value' in value;
}

export function isAttachment(value: Value): value is z.infer<typeof Attachment> {
  return typeof value === 'object' && 'contentType' in value;
}
