import { sql } from 'kysely';
import { z } from 'zod';
import { Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { PersonId } from '../people/people.ts';
import { Resource } from './entries.ts';
import { entriesKnown, entryOf } from './entries.store.ts';
import { Change } from './records.ts';

const Common = z.object({ at: Instant, changedBy: z.string().nullable(), change: Change, reason: z.string() });
const Value = z.object({ effectiveAt: Instant, value: z.number(), value2: z.number().nullable() });
const ChangedValue = Common.extend({ code: z.int(), effectiveAt: Instant, value: z.number(), value2: z.number().nullable(), nextAt: Instant.nullable(), next: z.number().nullable(), next2: z.number().nullable() });

interface Asked {
  readonly personId: PersonId;
  readonly limit: number;
}

/** Values that were changed, the newest change first, with what took their place. */
export async function changedValues(tx: Tx, { personId, limit }: Asked) {
  const { rows } = await sql`
    select h.superseded_at as at, h.changed_by, h.change, coalesce(h.reason, '') as reason, h.code, h.effective_at, h.value, h.value2, n.effective_at as next_at, n.value as next, n.value2 as next2
    from observation_history h left join lateral (
      select o.effective_at, o.value, o.value2 from (select person_id, code, source_id, effective_at, recorded_at, value, value2, null::bigint as change_no from observation
        union all select person_id, code, source_id, effective_at, recorded_at, value, value2, change_no from observation_history) o
      where h.change = 'corrected' and o.person_id = h.person_id and o.code = h.code and o.source_id = h.source_id and o.effective_at = coalesce(h.moved_to, h.effective_at)
        and o.recorded_at = h.superseded_at and coalesce(o.change_no > h.change_no, true) order by o.change_no limit 1) n on true
    where h.person_id = ${personId} order by h.superseded_at desc, h.change_no desc limit ${limit}`.execute(tx);
  return z.array(ChangedValue).parse(rows).map(({ effectiveAt, value, value2, nextAt, next, next2, ...rest }) => ({
    ...rest, was: { effectiveAt, value, value2 }, now: nextAt === null || next === null ? null : Value.parse({ effectiveAt: nextAt, value: next, value2: next2 }),
  }));
}

const Body = z.record(z.string(), z.unknown());
const ChangedEntry = Common.extend({ resource: Resource, was: Body, now: Body.nullable() });

export async function changedEntries(tx: Tx, { personId, limit }: Asked) {
  const { rows } = await sql`
    select h.superseded_at as at, h.changed_by, h.change, coalesce(h.reason, '') as reason, h.resource, h.body as was, n.body as now
    from entry_history h left join lateral (
      select e.body from (select entry_id, body, null::bigint as change_no from (${entriesKnown(personId, Resource.options, null)}) standing
        union all select entry_id, body, change_no from entry_history where person_id = ${personId}) e
      where h.change = 'corrected' and e.entry_id = h.entry_id and coalesce(e.change_no > h.change_no, true) order by e.change_no limit 1) n on true
    where h.person_id = ${personId} order by h.superseded_at desc, h.change_no desc limit ${limit}`.execute(tx);
  return z.array(ChangedEntry).parse(rows).map(({ resource, was, now, ...rest }) => ({ ...rest, was: entryOf(resource, was), now: now === null ? null : entryOf(resource, now) }));
}

/** The names of those who changed something. */
export async function namesOfAccounts(tx: Tx, accounts: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ accountId: string; name: string }>`select account_id, name from account where account_id = any(${[...accounts]}::uuid[])`.execute(tx);
  return new Map(rows.map(({ accountId, name }) => [accountId, name]));
}
