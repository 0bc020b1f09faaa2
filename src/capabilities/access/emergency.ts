/** Emergency access: into the record of one person outside one's reach, for a reason, for three hours, and reviewed afterwards. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Instant } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';
import { AccountId } from './access.ts';

// Words

export const EmergencyOutcome = z.enum(['justified', 'unjustified']);
export type EmergencyOutcome = z.infer<typeof EmergencyOutcome>;

export const EmergencyReason = z.string().trim().min(10).max(500);

/** It widens the acting role's reach to one person of the tenant until `expiresAt`; what is sealed stays so. The database checks reason and length too. */
export const EmergencyAccess = z.object({
  tenantId: z.int(),
  emergencyId: z.uuid(),
  accountId: AccountId,
  role: z.string(),
  organizationId: z.int(),
  organizationPos: z.int(),
  personId: z.int(),
  reason: z.string(),
  openedAt: Instant,
  expiresAt: Instant,
  reviewedBy: AccountId.nullable(),
  reviewedAt: Instant.nullable(),
  outcome: EmergencyOutcome.nullable(),
  remark: z.string().nullable(),
});
export type EmergencyAccess = z.infer<typeof EmergencyAccess>;

export const emergencyHours = 3;

// Rules

/** 欧阳娜娜 → 欧*** : enough to ask "are you …?", not enough to tell whose number it is. */
export function veiled(name: string): string {
  const [first = '', ...rest] = name;
  return first + '*'.repeat(Math.max(rest.length, 1));
}

// Contract

export const EmergencyView = EmergencyAccess.omit({ tenantId: true, organizationPos: true }).extend({ accountName: z.string(), personName: z.string().nullable() });
export type EmergencyView = z.infer<typeof EmergencyView>;

/** Whoever stands before one, by the whole number of the ID card, wherever in the tenant the record is kept: just enough to know it is the right one. */
export const lookUpForEmergency = contract({
  method: 'POST',
  path: '/api/access/emergencies/look-up',
  permission: 'access.emergency',
  input: z.object({ idNumber: z.string().trim().min(15).max(40) }),
  output: z.object({ personId: z.int(), name: z.string(), sex: z.enum(['male', 'female']), birthYear: z.int(), organization: Text, inReach: z.boolean() }),
  perMinute: 10,
});

export const openEmergency = contract({
  method: 'POST',
  path: '/api/access/emergencies',
  permission: 'access.emergency',
  input: z.object({ personId: z.int().positive(), reason: EmergencyReason }),
  output: z.object({ emergencyId: z.uuid(), expiresAt: Instant }),
  subject: 'personId',
});

/** One's own, the open ones first. */
export const myEmergencies = contract({ method: 'GET', path: '/api/access/emergencies/mine', permission: 'access.emergency', input: z.object({}), output: z.array(EmergencyView) });

/** Those of the reviewer's reach; `open`: not reviewed yet. */
export const listEmergencies = contract({
  method: 'GET',
  path: '/api/access/emergencies',
  permission: 'access.review',
  input: z.object({ state: z.enum(['open', 'reviewed']).default('open') }),
  output: z.array(EmergencyView),
});

export const reviewEmergency = contract({
  method: 'POST',
  path: '/api/access/emergencies/:emergencyId/review',
  permission: 'access.review',
  input: z.object({ emergencyId: z.uuid(), outcome: EmergencyOutcome, remark: z.string().trim().max(500).default('') }),
  output: z.object({ reviewed: z.literal(true) }),
});
