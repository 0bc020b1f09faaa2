/** Giving a form to people: to whom, through which door, how long, how often each, and how far the asking has come. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';
import { PersonId } from '../people/people.ts';
import { Form } from './form.ts';

// Words

/**
 * `identified`: the answer stands in the person's record. `pseudonymous`: under a code that is the same each time, so that before
 * and after can be paired, and that leads back to nobody without the installation's keys. `anonymous`: nothing leads back.
 */
export const Respondents = z.enum(['identified', 'pseudonymous', 'anonymous']);
export type Respondents = z.infer<typeof Respondents>;

/** `people`: everybody of the organisation and below is asked by name. `link`: whoever has the link. */
export const Audience = z.enum(['people', 'link']);
export type Audience = z.infer<typeof Audience>;

/**
 * A version of a form, given to the people of an organisation and of everything below it. `token` is the link's secret part. With
 * `once` each answers once: by name, by code, or by device. `taken` counts answers where there is a quota. `beforeId`: the distribution that this one repeats.
 */
export const Distribution = z.object({
  tenantId: z.int(),
  distributionId: z.uuid(),
  organizationId: z.int(),
  organizationPos: z.int(),
  formKey: z.string(),
  versionId: z.uuid(),
  title: z.string().min(1).max(100),
  audience: Audience,
  respondents: Respondents,
  token: z.string(),
  once: z.boolean(),
  askGroup: z.boolean(),
  quota: z.int().positive().nullable(),
  taken: z.int(),
  opensAt: Instant,
  closesAt: Instant.nullable(),
  remindEvery: z.int().positive().nullable(),
  beforeId: z.uuid().nullable(),
  targetResult: z.string().nullable(),
  targetPercent: z.number().nullable(),
  createdAt: Instant,
  createdBy: z.uuid(),
});
export type Distribution = z.infer<typeof Distribution>;

/** One person who is asked. `token` opens the form as this person. `answered` says that, and of an anonymous form nothing more: neither when nor what. */
export const Invitation = z.object({
  tenantId: z.int(),
  distributionId: z.uuid(),
  personId: PersonId,
  organizationPos: z.int(),
  positions: z.string().nullable(),
  token: z.uuid(),
  answered: z.boolean(),
  reminders: z.int(),
  remindedOn: Day.nullable(),
});
export type Invitation = z.infer<typeof Invitation>;

/** The right to one anonymous answer: taken by somebody who was asked, gone with the answer. Only its hash is known here. */
export const ResponseTicket = z.object({ tenantId: z.int(), ticketHash: z.string(), distributionId: z.uuid(), organizationPos: z.int() });
export type ResponseTicket = z.infer<typeof ResponseTicket>;

// Rules

export type Standing = 'notYet' | 'open' | 'over' | 'full';

/** Whether a distribution takes answers at an instant. */
export function standingAt({ opensAt, closesAt, quota, taken }: Pick<Distribution, 'opensAt' | 'closesAt' | 'quota' | 'taken'>, now: Instant): Standing {
  if (now < opensAt) return 'notYet';
  if (closesAt !== null && now >= closesAt) return 'over';
  return quota !== null && taken >= quota ? 'full' : 'open';
}

// Contracts

const ofDistribution = { distributionId: z.uuid() };

export const DistributionView = Distribution.pick({
  distributionId: true, organizationId: true, formKey: true, versionId: true, title: true, audience: true, respondents: true, token: true, once: true, askGroup: true,
  quota: true, opensAt: true, closesAt: true, remindEvery: true, beforeId: true, targetResult: true, targetPercent: true, createdAt: true,
}).extend({ organization: Text, formTitle: Text, label: Form.shape.label, standing: z.enum(['notYet', 'open', 'over', 'full']), answered: z.int(), asked: z.int().nullable() });
export type DistributionView = z.infer<typeof DistributionView>;

export const listDistributions = contract({ method: 'GET', path: '/api/form-distributions', permission: 'forms.read', input: z.object({ key: z.string().optional() }), output: z.array(DistributionView) });
export const readDistribution = contract({ method: 'GET', path: '/api/form-distributions/:distributionId', permission: 'forms.read', input: z.object(ofDistribution), output: DistributionView });

export const NewDistribution = Distribution.pick({ organizationId: true, formKey: true, title: true, audience: true, respondents: true, once: true, askGroup: true, quota: true, opensAt: true, closesAt: true, remindEvery: true, beforeId: true, targetResult: true, targetPercent: true });
export type NewDistribution = z.infer<typeof NewDistribution>;

/** Give the newest version of a form to people. */
export const distribute = contract({ method: 'POST', path: '/api/form-distributions', permission: 'forms.distribute', input: NewDistribution, output: z.object({ ...ofDistribution, asked: z.int() }) });

/** Change the window, the quota or the reminders of one that runs. */
export const changeDistribution = contract({
  method: 'PATCH',
  path: '/api/form-distributions/:distributionId',
  permission: 'forms.distribute',
  input: z.object({ ...ofDistribution, title: Distribution.shape.title.optional(), opensAt: Instant.optional(), closesAt: Instant.nullable().optional(), quota: Distribution.shape.quota.optional(), remindEvery: Distribution.shape.remindEvery.optional() }),
  output: z.object({ changed: z.literal(true) }),
});

/** How many of those asked have answered, in all and by the organisations directly below; small numbers of an anonymous form are left out (null). */
export const Progress = z.object({
  asked: z.int().nullable(),
  answered: z.int(),
  reminded: z.int(),
  groups: z.array(z.object({ organizationId: z.int(), organization: Text, asked: z.int().nullable(), answered: z.int().nullable() })),
  days: z.array(z.object({ day: Day, answered: z.int() })),
});
export type Progress = z.infer<typeof Progress>;
export const readProgress = contract({ method: 'GET', path: '/api/form-distributions/:distributionId/progress', permission: 'forms.read', input: z.object(ofDistribution), output: Progress });

/** Remind now those who have not answered; each at most once a day. */
export const remindNow = contract({ method: 'POST', path: '/api/form-distributions/:distributionId/reminders', permission: 'forms.distribute', input: z.object(ofDistribution), output: z.object({ reminded: z.int() }) });
