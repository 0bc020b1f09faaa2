/** Completeness: what of the standard record is known about a person and still fresh. The template is content. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { addMonths, type Day } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';
import { PersonId } from '../people/people.ts';
import { Resource } from './entries.ts';

// Words

const PersonField = z.enum(['id-card', 'phone', 'address']);

/** content/record-template.yaml: one thing that should be known. */
const TemplateItem = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: Text,
  observations: z.array(z.string()).min(1).optional(),
  resources: z.array(Resource).min(1).optional(),
  person: PersonField.optional(),
  months: z.int().positive().optional(),
  ages: z.tuple([z.int(), z.int()]).optional(),
});
export type TemplateItem = z.infer<typeof TemplateItem>;

export const RecordTemplate = z.array(z.strictObject({ id: z.string(), title: Text, items: z.array(TemplateItem).min(1) })).check(({ value, issues }) => {
  const ids = value.flatMap(({ items }) => items.map(({ id }) => id));
  for (const id of ids.filter((each, i) => ids.indexOf(each) !== i)) issues.push({ code: 'custom', message: `${id} stands twice`, input: value });
});
export type RecordTemplate = z.infer<typeof RecordTemplate>;

// Rules

/** The first day on which knowledge of the item is still fresh; null for life. */
export function freshSince({ months }: Pick<TemplateItem, 'months'>, today: Day): Day | null {
  return months === undefined ? null : addMonths(today, -months);
}

/** Whole percent, rounded down: a record is complete at 100 only when nothing is missing. Null when nothing is asked. */
export function percentOf({ needed, known }: { needed: number; known: number }): number | null {
  return needed === 0 ? null : Math.floor((100 * known) / needed);
}

// Contract

const Share = z.object({ persons: z.int(), needed: z.int(), known: z.int(), percent: z.int().nullable() });
export type Share = z.infer<typeof Share>;

const SectionView = z.object({ id: z.string(), title: Text, items: z.array(z.object({ id: z.string(), title: Text, known: z.boolean(), codes: z.array(z.string()), resources: z.array(Resource), person: PersonField.nullable() })) });
export type SectionView = z.infer<typeof SectionView>;

/** What the standard record asks of this person, and which of it is known. */
export const personCompleteness = contract({
  method: 'GET',
  path: '/api/people/:personId/record/completeness',
  permission: 'records.read',
  subject: 'personId',
  input: z.object({ personId: z.coerce.number().pipe(PersonId) }),
  output: z.object({ needed: z.int(), known: z.int(), percent: z.int().nullable(), sections: z.array(SectionView) }),
});

/**
 * The same over everybody in the caller's reach: by organisation with all below it, by responsible clinician, by item. Figures alone;
 * small ones are left out for whoever may not see single persons (`hiddenBelow`).
 */
export const organizationCompleteness = contract({
  method: 'GET',
  path: '/api/records/completeness',
  permission: 'indicators.read',
  input: z.object({}),
  output: z.object({
    hiddenBelow: z.int().nullable(),
    total: Share,
    organizations: z.array(Share.extend({ organizationId: z.int(), name: Text })),
    clinicians: z.array(Share.extend({ accountId: z.uuid(), name: z.string() })),
    items: z.array(Share.pick({ percent: true }).extend({ id: z.string(), title: Text, section: Text })),
  }),
});

/** The caller's own patients, or all in reach, with the least complete records first. */
export const leastComplete = contract({
  method: 'GET',
  path: '/api/records/completeness/persons',
  permission: 'records.read',
  input: z.object({ mine: z.stringbool().optional() }),
  output: z.array(z.object({ personId: PersonId, name: z.string(), needed: z.int(), known: z.int(), percent: z.int().nullable(), missing: z.array(z.string()) })),
});
