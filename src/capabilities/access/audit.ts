/** Audit: who read or wrote whose record, kept in chains of hashes, so that a change made afterwards is found. */
import { z } from 'zod';
import { Instant } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';
import { AccountId } from './access.ts';

// Words

/**
 * One call that touched persons, or an act of access. `outcome` is `done` or the code of the refusal. `hash` is the SHA-256 of the
 * hash before it in its lane and of the row's own content: `lane` and `seq` name the row.
 */
export const AuditEvent = z.object({
  tenantId: z.int(),
  lane: z.int(),
  seq: z.int(),
  at: Instant,
  accountId: AccountId,
  role: z.string(),
  organizationId: z.int(),
  organizationPos: z.int(),
  purpose: z.string(),
  action: z.string(),
  contract: z.string(),
  persons: z.array(z.int()),
  address: z.string(),
  outcome: z.string(),
  hash: z.string(),
});
export type AuditEvent = z.infer<typeof AuditEvent>;

/** The end of a lane: what the next row is chained to. Rows cut off the end are missed by it. */
export const AuditHead = z.object({ tenantId: z.int(), lane: z.int(), seq: z.int(), hash: z.string() });
export type AuditHead = z.infer<typeof AuditHead>;

/** Where a person occurs in the trail. */
export const AuditPerson = z.object({ tenantId: z.int(), personId: z.int(), lane: z.int(), seq: z.int() });
export type AuditPerson = z.infer<typeof AuditPerson>;

/**
 * Chains of one tenant. A chain grows one transaction at a time; a connection keeps to its own, so that readers do not wait for
 * each other's commits.
 */
export const lanes = 16;

// Rules

/**
 * What the hash covers besides the hash before it: every field as its length in characters, a colon, and its text.
 * The database writes the same (see `append_audit`).
 */
export function contentOf(event: Omit<AuditEvent, 'hash'>): string {
  const fields = [
    event.tenantId, event.lane, event.seq, event.at, event.accountId, event.role, event.organizationId, event.organizationPos,
    event.purpose, event.action, event.contract, event.persons.join(','), event.address, event.outcome,
  ];
  return fields.map((field) => `${[...String(field)].length}:${String(field)}`).join('');
}

/** Why a chain does not hold at a row. */
export type Break =
  /** The row's content is not what was hashed. */
  | 'changed'
  /** Rows before this one are gone. */
  | 'missing'
  /** A row stands where another was, or twice. */
  | 'moved'
  /** The rows at the end of the lane are gone. */
  | 'cut'
  /** A row after the end of the lane, or a lane without an end. */
  | 'added';

export interface Link {
  readonly previous: { readonly seq: number; readonly hash: string };
  readonly event: AuditEvent;
  /** The hash of `previous.hash` and `contentOf(event)`, computed anew. */
  readonly expected: string;
}

/** Whether a row follows the one before it in its lane; null when it does. */
export function breakAt({ previous, event, expected }: Link): Break | null {
  if (event.seq <= previous.seq) return 'moved';
  if (event.seq > previous.seq + 1) return 'missing';
  return event.hash === expected ? null : 'changed';
}

/** Whether the lane ends where its head says. */
export function breakAtEnd(last: { readonly seq: number; readonly hash: string }, head: { readonly seq: number; readonly hash: string } | undefined): Break | null {
  if (head === undefined) return last.seq === 0 ? null : 'added';
  if (last.seq < head.seq) return 'cut';
  if (last.seq > head.seq) return 'added';
  return last.hash === head.hash ? null : 'changed';
}

// Contract

/** A look at a record, as its person reads it. */
export const LookView = z.object({
  at: Instant,
  name: z.string(),
  roleTitle: Text,
  organization: Text,
  purpose: z.string(),
  action: z.string(),
  outcome: z.string(),
  emergency: z.boolean(),
});
export type LookView = z.infer<typeof LookView>;
