/** Audit: who read or wrote whose record, kept in chains of hashes, so that a change made afterwards is found. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
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
  accountName: z.string(),
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
    event.tenantId, event.lane, event.seq, event.at, event.accountId, event.accountName, event.role, event.organizationId, event.organizationPos,
    event.purpose, event.action, event.contract, event.persons.join(','), event.address, event.outcome,
  ];
  return fields.map((field) => `${[...String(field)].length}:${String(field)}`).join('');
}

/** Why a chain does not hold: a row is not what was hashed, rows are gone (between others, or at the end), or one too many stands there. */
export type Fault = 'changed' | 'missing' | 'cut' | 'added';

/** The first row of a lane where its chain does not hold; `at` is the row's time, or that of the last row before it. */
export interface Break {
  readonly tenantId: number;
  readonly lane: number;
  readonly seq: number;
  readonly at: string | null;
  readonly fault: Fault;
}

export interface Verified {
  readonly intact: boolean;
  readonly rows: number;
  readonly chains: number;
  /** The first of each broken lane, the earliest first. */
  readonly breaks: readonly Break[];
  /** Where each lane ends: kept elsewhere, they prove later that nothing up to here was rewritten. */
  readonly heads: readonly AuditHead[];
}

type End = Pick<AuditEvent, 'tenantId' | 'lane' | 'seq' | 'hash' | 'at'>;

const laneOf = ({ tenantId, lane }: { tenantId: number; lane: number }) => `${tenantId}/${lane}`;

/**
 * Follow the chains of all lanes. `events` come by tenant, lane and seq; `heads` say where the lanes end; `anchors` are heads of an
 * earlier day, kept outside the database. `hashOf` is SHA-256 in hex.
 */
export async function verifyChains(
  events: AsyncIterable<AuditEvent>,
  { heads, anchors, hashOf }: { heads: readonly AuditHead[]; anchors: readonly AuditHead[]; hashOf: (text: string) => string },
): Promise<Verified> {
  const anchored = new Map(anchors.map((anchor) => [`${laneOf(anchor)}/${anchor.seq}`, anchor.hash]));
  const ends = new Map<string, End>();
  const breaks = new Map<string, Break>();
  let rows = 0;
  for await (const event of events) {
    const lane = laneOf(event);
    const previous = ends.get(lane) ?? { seq: 0, hash: '' };
    const holds = event.hash === hashOf(previous.hash + contentOf(event)) && (anchored.get(`${lane}/${event.seq}`) ?? event.hash) === event.hash;
    const fault = event.seq > previous.seq + 1 ? 'missing' : holds ? null : 'changed';
    if (fault && !breaks.has(lane)) breaks.set(lane, { tenantId: event.tenantId, lane: event.lane, seq: previous.seq + 1, at: event.at, fault });
    ends.set(lane, event);
    rows += 1;
  }
  for (const found of breaksAtEnds(ends, [...heads, ...anchors])) if (!breaks.has(laneOf(found))) breaks.set(laneOf(found), found);
  const list = [...breaks.values()].toSorted((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1));
  const found = [...ends.values()].map(({ tenantId, lane, seq, hash }) => ({ tenantId, lane, seq, hash }));
  return { intact: list.length === 0, rows, chains: ends.size, breaks: list, heads: found };
}

/** Whether each lane ends where it is said to; a lane that nobody speaks of should not be there. */
function breaksAtEnds(ends: ReadonlyMap<string, End>, said: readonly AuditHead[]): Break[] {
  const heads = new Map<string, AuditHead>();
  for (const head of said) if (head.seq > (heads.get(laneOf(head))?.seq ?? -1)) heads.set(laneOf(head), head);
  return [...new Set([...ends.keys(), ...heads.keys()])].flatMap((lane): Break[] => {
    const end = ends.get(lane);
    const head = heads.get(lane);
    const place = { tenantId: end?.tenantId ?? head?.tenantId ?? 0, lane: end?.lane ?? head?.lane ?? 0, at: end?.at ?? null };
    const [last, claimed] = [end?.seq ?? 0, head?.seq ?? 0];
    if (claimed > last) return [{ ...place, seq: last + 1, fault: 'cut' }];
    if (last > claimed) return [{ ...place, seq: claimed + 1, fault: 'added' }];
    return head && end && head.hash !== end.hash ? [{ ...place, seq: last, fault: 'changed' }] : [];
  });
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
});
export type LookView = z.infer<typeof LookView>;

const page = { before: Instant.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) };

/** Who looked at my record, or my ward's, or changed it: the newest first, from `before` backwards. `others`: without one's own looks. */
export const whoLookedAtMine = contract({
  method: 'GET',
  path: '/api/me/:personId/looks',
  permission: 'self.audit',
  input: z.object({ personId: z.coerce.number().int().positive(), others: z.stringbool().default(false), ...page }),
  output: z.array(LookView),
});

/** The same of any person, for staff with the right to audit: what was done inside their reach. */
export const whoLooked = contract({
  method: 'GET',
  path: '/api/access/looks/of/:personId',
  permission: 'access.audit',
  input: z.object({ personId: z.coerce.number().int().positive(), ...page }),
  output: z.array(LookView),
  subject: 'personId',
});

/** Everything inside the auditor's reach, by time, person or account. */
export const auditTrail = contract({
  method: 'GET',
  path: '/api/access/trail',
  permission: 'access.audit',
  input: z.object({ ...page, accountId: z.uuid().optional(), refusedOnly: z.stringbool().default(false) }),
  output: z.array(LookView.extend({ contract: z.string(), persons: z.array(z.int()), address: z.string(), lane: z.int(), seq: z.int() })),
});
