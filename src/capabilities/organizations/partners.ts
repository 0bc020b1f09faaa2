/** Partners: who works with us under which agreement until when, and what was agreed in joint meetings. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { addDays, Day } from '../../kernel/day.ts';

// Words

export const PartnerKind = z.enum(['hospital', 'community', 'enterprise', 'school', 'media', 'association', 'supplier', 'government', 'other']);
export type PartnerKind = z.infer<typeof PartnerKind>;

export const Partner = z.object({
  tenantId: z.int(),
  partnerId: z.uuid(),
  organizationPos: z.int(),
  kind: PartnerKind,
  name: z.string().min(1).max(100),
  contact: z.string().max(100),
});
export type Partner = z.infer<typeof Partner>;

/** `endsOn` is the last day; `remindDays` before it somebody is reminded, once (`remindedOn`). */
export const Agreement = z.object({
  tenantId: z.int(),
  agreementId: z.uuid(),
  partnerId: z.uuid(),
  organizationPos: z.int(),
  title: z.string().min(1).max(200),
  startsOn: Day,
  endsOn: Day,
  remindDays: z.int().min(0).max(365),
  remindedOn: Day.nullable(),
});
export type Agreement = z.infer<typeof Agreement>;

export const Decision = z.object({ text: z.string().trim().min(1).max(300), owner: z.string().trim().max(60), dueOn: Day.nullable() });

export const Meeting = z.object({
  tenantId: z.int(),
  meetingId: z.uuid(),
  organizationPos: z.int(),
  heldOn: Day,
  title: z.string().min(1).max(200),
  attendees: z.string().max(1000),
  minutes: z.string().max(20_000),
  decisions: z.array(Decision),
});
export type Meeting = z.infer<typeof Meeting>;

// Rules

export type Standing = 'coming' | 'running' | 'expiring' | 'expired';

/** How an agreement stands on a day. */
export function standingOf({ startsOn, endsOn, remindDays }: Pick<Agreement, 'startsOn' | 'endsOn' | 'remindDays'>, day: Day): Standing {
  if (day < startsOn) return 'coming';
  if (day > endsOn) return 'expired';
  return day >= addDays(endsOn, -remindDays) ? 'expiring' : 'running';
}

/** Whether somebody is to be reminded today: it is time, and nobody was. */
export function isToRemind(agreement: Agreement, day: Day): boolean {
  return agreement.remindedOn === null && standingOf(agreement, day) === 'expiring';
}

// Contract

const Terms = { title: Agreement.shape.title, startsOn: Day, endsOn: Day, remindDays: Agreement.shape.remindDays.default(30) };

export const PartnerView = Partner.pick({ partnerId: true, kind: true, name: true, contact: true }).extend({
  agreements: z.array(Agreement.pick({ agreementId: true, title: true, startsOn: true, endsOn: true, remindDays: true, remindedOn: true }).extend({ standing: z.enum(['coming', 'running', 'expiring', 'expired']) })),
});
export type PartnerView = z.infer<typeof PartnerView>;

export const listPartners = contract({ method: 'GET', path: '/api/partners', permission: 'organizations.read', input: z.object({}), output: z.array(PartnerView) });

export const addPartner = contract({
  method: 'POST',
  path: '/api/partners',
  permission: 'organizations.manage',
  input: z.object({ kind: PartnerKind, name: z.string().trim().min(1).max(100), contact: z.string().trim().max(100).default('') }),
  output: z.object({ partnerId: z.uuid() }),
});

/** A first agreement, or a renewal: the earlier one stays as it was. */
export const addAgreement = contract({
  method: 'POST',
  path: '/api/partners/:partnerId/agreements',
  permission: 'organizations.manage',
  input: z.object({ partnerId: z.uuid(), ...Terms }),
  output: z.object({ agreementId: z.uuid() }),
});

export const listMeetings = contract({ method: 'GET', path: '/api/meetings', permission: 'organizations.read', input: z.object({}), output: z.array(Meeting.omit({ tenantId: true, organizationPos: true })) });

export const addMeeting = contract({
  method: 'POST',
  path: '/api/meetings',
  permission: 'organizations.manage',
  input: Meeting.omit({ tenantId: true, organizationPos: true, meetingId: true }),
  output: z.object({ meetingId: z.uuid() }),
});
