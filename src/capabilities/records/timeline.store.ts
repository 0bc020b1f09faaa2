import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { PersonId } from '../people/people.ts';
import { Resource, resources } from './entries.ts';
import { earlierEntries, entriesKnown, entryOf } from './entries.store.ts';
import { earlier, observationsKnown } from './observations.store.ts';
import { type Cursor, TimelineKind } from './timeline.ts';

export interface TimelineQuery {
  readonly kinds: readonly TimelineKind[];
  readonly sourceIds: readonly number[] | null;
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly text: string | null;
  /** The codes whose names hold the text; all when there is no text. */
  readonly codes: readonly number[] | null;
  readonly withdrawn: boolean;
  readonly at: Instant | null;
  readonly after: Cursor | null;
  readonly limit: number;
}

const Observed = z.object({ code: z.int(), value: z.number(), value2: z.number().nullable(), recordedAt: z.string(), implausible: z.boolean(), typedValue: z.number().nullable(), typedValue2: z.number().nullable(), typedUnit: z.string().nullable(), earlier: z.int() });
const Row = z.object({
  kind: TimelineKind,
  key: z.string(),
  at: Instant,
  sourceId: z.int(),
  observed: z.array(Observed).nullable(),
  body: z.record(z.string(), z.unknown()).nullable(),
  recordedAt: Instant,
  earlier: z.int(),
  endedAt: Instant.nullable(),
  endedBy: z.string().nullable(),
  reason: z.string().nullable(),
});

const observedColumns = sql`jsonb_build_object('code', o.code, 'value', o.value, 'value2', o.value2, 'recordedAt', to_char(o.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'implausible', o.implausible, 'typedValue', o.typed_value, 'typedValue2', o.typed_value2, 'typedUnit', o.typed_unit, 'earlier', o.earlier)`;

/** Values of one moment and source are one item. */
function observed(personId: PersonId, { codes, at }: TimelineQuery): RawBuilder<unknown> {
  return sql`
    select 'observations' as kind, 'o' || o.source_id as key, o.effective_at as at, o.source_id, jsonb_agg(${observedColumns} order by o.code) as observed, null::jsonb as body,
      max(o.recorded_at) as recorded_at, 0 as earlier, null::timestamptz as ended_at, null::uuid as ended_by, null::text as reason
    from (select o.*, ${earlier(sql`o`)} as earlier from (${observationsKnown(personId, at)}) o) o
    where ${codes === null}::boolean or o.code = any(${codes === null ? [] : [...codes]}::smallint[])
    group by o.effective_at, o.source_id`;
}

function withdrawnObservations(personId: PersonId, { codes }: TimelineQuery): RawBuilder<unknown> {
  return sql`
    select 'observations', 'w' || o.change_no, o.effective_at, o.source_id, jsonb_build_array(${observedColumns}), null::jsonb, o.recorded_at, 0, o.superseded_at, o.changed_by, o.reason
    from (select h.*, 0 as earlier from observation_history h where h.person_id = ${personId} and h.change = 'withdrawn') o
    where ${codes === null}::boolean or o.code = any(${codes === null ? [] : [...codes]}::smallint[])`;
}

const dayOf = (resource: RawBuilder<unknown>, body: RawBuilder<unknown>) => sql`((${body}->>(case ${resource} ${sql.join(
  Resource.options.map((name) => sql`when ${sql.lit(name)} then ${sql.lit(snake(resources[name].day))}`), sql` `,
)} end))::date::timestamp at time zone 'Asia/Shanghai')`;

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Whether the words of an entry hold the text; what the program keeps for itself does not count. */
const holds = (body: RawBuilder<unknown>, text: string | null) => sql`(${text}::text is null or exists (select 1 from jsonb_each_text(${body}) each
  where each.key not in ('tenant_id', 'person_id', 'entry_id', 'recorded_by', 'recorded_at', 'organization_pos', 'positions', 'label', 'team_id', 'source_id', 'sha256') and each.value ilike ${`%${(text ?? '').replace(/[\\%_]/g, '\\$&')}%`}))`;

function entered(personId: PersonId, { kinds, text, at }: TimelineQuery): RawBuilder<unknown> {
  const wanted = Resource.options.filter((resource) => kinds.includes(resource));
  return sql`
    select e.resource, e.entry_id::text, ${dayOf(sql`e.resource`, sql`e.body`)}, (e.body->>'source_id')::int, null::jsonb, e.body, e.recorded_at, ${earlierEntries(sql`e`)},
      null::timestamptz, null::uuid, null::text
    from (${entriesKnown(personId, wanted, at)}) e where ${holds(sql`e.body`, text)}`;
}

function withdrawnEntries(personId: PersonId, { kinds, text }: TimelineQuery): RawBuilder<unknown> {
  return sql`
    select h.resource, h.entry_id::text, ${dayOf(sql`h.resource`, sql`h.body`)}, (h.body->>'source_id')::int, null::jsonb, h.body, h.recorded_at, 0, h.superseded_at, h.changed_by, h.reason
    from entry_history h where h.person_id = ${personId} and h.change = 'withdrawn' and h.resource = any(${[...kinds]}::text[]) and ${holds(sql`h.body`, text)}`;
}

/** A page of the timeline, the latest first, in one statement. */
export async function timelineOf(tx: Tx, personId: PersonId, query: TimelineQuery) {
  const seesObservations = query.kinds.includes('observations');
  const seesEntries = query.kinds.some((kind) => kind !== 'observations');
  const parts = [
    ...(seesObservations ? [observed(personId, query)] : []),
    ...(seesEntries ? [entered(personId, query)] : []),
    ...(seesObservations && query.withdrawn ? [withdrawnObservations(personId, query)] : []),
    ...(seesEntries && query.withdrawn ? [withdrawnEntries(personId, query)] : []),
  ];
  if (parts.length === 0) return [];
  const { sourceIds, from, to, after, limit } = query;
  const { rows } = await sql`
    with item (kind, key, at, source_id, observed, body, recorded_at, earlier, ended_at, ended_by, reason) as (${sql.join(parts, sql` union all `)})
    select item.kind, item.key, item.at, item.source_id, item.observed, item.body, item.recorded_at, item.earlier, item.ended_at, a.name as ended_by, item.reason
    from item left join account a on a.account_id = item.ended_by
    where (${sourceIds === null}::boolean or item.source_id = any(${sourceIds === null ? [] : [...sourceIds]}::int[]))
      and item.at >= coalesce(${from}::timestamptz, '-infinity') and item.at < coalesce(${to}::timestamptz, 'infinity')
      and (${after === null}::boolean or (item.at, item.key collate "C") < (${after?.at ?? null}::timestamptz, ${after?.key ?? null}::text))
    order by item.at desc, item.key collate "C" desc limit ${limit}`.execute(tx);
  return rows.map((row) => {
    const { body, ...item } = Row.parse(row);
    return { ...item, entry: item.kind === 'observations' || body === null ? null : entryOf(item.kind, body) };
  });
}
