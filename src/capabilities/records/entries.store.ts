import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { labels } from '../../platform/database.ts';
import { guarded, sealable } from '../../platform/migrations.ts';
import type { TeamId } from '../access/teams.ts';
import type { PersonId } from '../people/people.ts';
import { Entry, EntryHistory, Resource, resources, type NewCondition } from './entries.ts';
import type { Change } from './records.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    entryHistory: EntryHistory;
  }
}

export const entities = {
  ...Object.fromEntries(Object.values(resources).map(({ table, entity }) => [table, entity])),
  entry_history: EntryHistory,
};

/** Every table of entries begins and ends alike. */
const table = (name: string, own: string) => `
    create table ${name} (
      tenant_id        int         not null,
      person_id        bigint      not null,
      entry_id         uuid        not null,
      ${own},
      source_id        smallint    not null,
      recorded_at      timestamptz not null,
      recorded_by      uuid,
      organization_pos int         not null,
      positions        int4multirange,
      label            smallint    not null,
      primary key (tenant_id, person_id, entry_id)
    );
    ${guarded(name)}`;

export const migrations = [
  {
    id: '2026-11-22 03 record entries',
    sql: `
    ${table('condition', 'code text not null, title text not null, clinical_status text not null, verification_status text not null, onset_on date not null, abatement_on date, note text')}
    create index condition_by_code on condition (tenant_id, code text_pattern_ops);
    ${table('medication', `drug text not null, atc text, status text not null, dose_value double precision, dose_unit text, times_per_day double precision, route text,
      since date not null, until date, adherence text, for_condition text, note text`)}
    ${table('allergy', 'substance text not null, kind text not null, category text, criticality text, clinical_status text not null, reaction text, noted_on date not null, note text')}
    ${table('family_history', 'relation text not null, code text not null, title text not null, onset_age smallint, deceased boolean, noted_on date not null, note text')}
    ${table('encounter', `class text not null, facility text not null, department text, reason text, diagnosis_code text, diagnosis text, since date not null, until date,
      cost_yuan double precision, self_paid_yuan double precision, outcome text, note text`)}
    ${table('immunization', 'vaccine text not null, vaccine_code text, dose smallint, given_on date not null, lot text, manufacturer text, site text, facility text, reaction text')}
    ${table('imaging', 'modality text not null, body_site text not null, performed_on date not null, facility text, reference text, report text not null, conclusion text, abnormal boolean')}
    ${table('record_document', 'kind text not null, title text not null, written_on date not null, filename text not null, media_type text not null, size_bytes int not null, sha256 text not null')}
    create table entry_history (
      tenant_id        int         not null,
      person_id        bigint      not null,
      change_no        bigint      generated always as identity,
      resource         text        not null,
      entry_id         uuid        not null,
      recorded_at      timestamptz not null,
      superseded_at    timestamptz not null,
      changed_by       uuid,
      change           text        not null check (change in ('corrected', 'withdrawn')),
      reason           text        not null,
      body             jsonb       not null,
      organization_pos int         not null,
      positions        int4multirange,
      label            smallint    not null,
      primary key (tenant_id, person_id, change_no)
    );
    ${guarded('entry_history')}
    create table document_content (
      tenant_id        int      not null,
      person_id        bigint   not null,
      entry_id         uuid     not null,
      organization_pos int      not null,
      positions        int4multirange,
      label            smallint not null,
      content          bytea    not null,
      primary key (tenant_id, person_id, entry_id)
    );
    ${guarded('document_content')}`,
  },
  { id: '2026-11-23 03 sealed entries', sql: [...Object.values(resources).map(({ table: name }) => name), 'entry_history', 'document_content'].map(sealable).join('\n') },
];

/** Who stands behind a version, and where its row stands. */
export interface Provenance {
  readonly tenantId: number;
  readonly personId: PersonId;
  readonly sourceId: number;
  readonly recordedAt: Instant;
  readonly recordedBy: string | null;
  readonly organizationPos: number;
  readonly positions: string | null;
  readonly label: number;
  readonly teamId: TeamId | null;
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const asRow = (fields: object) => JSON.stringify(Object.fromEntries(Object.entries(fields).map(([name, value]) => [snake(name), value])));
const tableOf = (resource: Resource) => sql.table(resources[resource].table);

export async function insertEntry(tx: Tx, { resource, ...fields }: Entry, provenance: Provenance & { entryId: string }): Promise<void> {
  const into = tableOf(resource);
  await sql`insert into ${into} select * from jsonb_populate_record(null::${into}, ${asRow({ ...fields, ...provenance })}::jsonb)`.execute(tx);
}

/** The demo and imports bring many at once. */
export async function insertConditions(tx: Tx, rows: readonly NewCondition[]): Promise<void> {
  const json = `[${rows.map(asRow).join(',')}]`;
  await sql`insert into ${sql.table('condition')} select * from jsonb_populate_recordset(null::condition, ${json}::jsonb)`.execute(tx);
}

/** Many at once, a statement a resource; without a team none is sealed. */
export async function insertEntries(tx: Tx, rows: readonly { readonly entry: Entry; readonly provenance: Omit<Provenance, 'teamId'> & { readonly entryId: string } }[]): Promise<void> {
  for (const [resource, some] of Map.groupBy(rows, ({ entry }) => entry.resource)) {
    const json = `[${some.map(({ entry: { resource: _resource, ...fields }, provenance }) => asRow({ ...fields, ...provenance })).join(',')}]`;
    await sql`insert into ${tableOf(resource)} select * from jsonb_populate_recordset(null::${tableOf(resource)}, ${json}::jsonb)`.execute(tx);
  }
}

/** A version of an entry with the time from which, and to which, it was known. */
export interface StoredEntry {
  readonly resource: Resource;
  readonly entryId: string;
  readonly entry: Entry;
  readonly sourceId: number;
  readonly recordedAt: Instant;
  readonly recordedBy: string | null;
  readonly sealed: boolean;
  readonly earlier: number;
}

const Row = z.object({ resource: Resource, entryId: z.uuid(), body: z.record(z.string(), z.unknown()), sourceId: z.int(), recordedAt: Instant, recordedBy: z.string().nullable(), sealed: z.boolean(), earlier: z.int() });

/** The row as it was kept, without what every row carries. */
export function entryOf(resource: Resource, body: Readonly<Record<string, unknown>>): Entry {
  const own = Object.entries(body).map(([name, value]): [string, unknown] => [name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()), value]);
  const commons = new Set(['tenantId', 'personId', 'entryId', 'sourceId', 'recordedAt', 'recordedBy', 'organizationPos', 'positions', 'label', 'teamId']);
  return Entry.parse({ resource, ...Object.fromEntries(own.filter(([name]) => !commons.has(name))) });
}

/** A person's entries as they stand, or as they were known at an instant: resource, entry_id, body, recorded_at. */
export function entriesKnown(personId: PersonId, wanted: readonly Resource[], at: Instant | null): RawBuilder<unknown> {
  const standing = wanted.map((resource) => sql`
    select ${resource}::text as resource, e.tenant_id, e.person_id, e.entry_id, to_jsonb(e) as body, e.recorded_at, null::timestamptz as superseded_at, null::text as change from ${tableOf(resource)} e
      where e.person_id = ${personId} and (${at}::timestamptz is null or e.recorded_at < ${at}::timestamptz)`);
  const past = sql`
    select h.resource, h.tenant_id, h.person_id, h.entry_id, h.body, h.recorded_at, h.superseded_at, h.change from entry_history h
      where h.person_id = ${personId} and h.resource = any(${[...wanted]}::text[]) and h.recorded_at < ${at}::timestamptz and h.superseded_at >= ${at}::timestamptz`;
  return sql.join(at === null ? standing : [...standing, past], sql` union all `);
}

/** How many versions an entry had before; `e` is the alias of its row. */
export const earlierEntries = (e: RawBuilder<unknown>) =>
  sql<number>`(select count(*)::int from entry_history h where h.tenant_id = ${e}.tenant_id and h.person_id = ${e}.person_id and h.entry_id = ${e}.entry_id and h.superseded_at <= ${e}.recorded_at)`;

export async function entriesOf(tx: Tx, personId: PersonId, { wanted, at }: { wanted: readonly Resource[]; at: Instant | null }): Promise<StoredEntry[]> {
  const { rows } = await sql`
    select e.resource, e.entry_id, e.body, (e.body->>'source_id')::int as source_id, e.recorded_at, a.name as recorded_by, (e.body->>'label')::int = ${labels.sealed} as sealed, ${earlierEntries(sql`e`)} as earlier
    from (${entriesKnown(personId, wanted, at)}) e left join account a on a.account_id = (e.body->>'recorded_by')::uuid
    order by e.recorded_at desc, e.entry_id`.execute(tx);
  return rows.map((row) => {
    const { body, ...rest } = Row.parse(row);
    return { ...rest, entry: entryOf(rest.resource, body) };
  });
}

export interface EntryCorrection {
  readonly personId: PersonId;
  readonly resource: Resource;
  readonly entryId: string;
  readonly seen: Instant;
  readonly at: Instant;
  readonly by: string | null;
  readonly reason: string;
}

/** The version that stands, locked; undefined when there is none. */
export async function lockEntry(tx: Tx, { personId, resource, entryId }: Pick<EntryCorrection, 'personId' | 'resource' | 'entryId'>): Promise<{ recordedAt: Instant; sourceId: number; entry: Entry } | undefined> {
  const { rows } = await sql<{ body: Record<string, unknown>; recordedAt: Instant; sourceId: number }>`
    select to_jsonb(e) as body, e.recorded_at, e.source_id from ${tableOf(resource)} e where e.person_id = ${personId} and e.entry_id = ${entryId} for update`.execute(tx);
  const [row] = rows;
  return row && { recordedAt: row.recordedAt, sourceId: row.sourceId, entry: entryOf(resource, row.body) };
}

/** Keep the version as history and take it off the record; the row must have been locked. With `to`, another version stands there then. */
export async function endEntry(tx: Tx, { personId, resource, entryId, at, by, reason }: EntryCorrection, to: Entry | null): Promise<void> {
  const change: Change = to === null ? 'withdrawn' : 'corrected';
  const { rows } = await sql<Pick<Provenance, 'sourceId' | 'organizationPos' | 'positions' | 'label' | 'teamId' | 'tenantId'>>`
    with old as (delete from ${tableOf(resource)} e where e.person_id = ${personId} and e.entry_id = ${entryId} returning *)
    insert into entry_history (tenant_id, person_id, resource, entry_id, recorded_at, superseded_at, changed_by, change, reason, body, organization_pos, positions, label, team_id)
    select tenant_id, person_id, ${resource}, entry_id, recorded_at, ${at}::timestamptz, ${by}::uuid, ${change}, ${reason}, to_jsonb(old), organization_pos, positions, label, team_id from old
    returning (body->>'source_id')::int as source_id, organization_pos, positions, label, team_id, tenant_id`.execute(tx);
  const [row] = rows;
  if (row && to) await insertEntry(tx, to, { ...row, personId, entryId, recordedAt: at, recordedBy: by });
}

const Version = z.object({ body: z.record(z.string(), z.unknown()), recordedAt: Instant, recordedBy: z.string().nullable(), supersededAt: Instant.nullable(), changedBy: z.string().nullable(), change: z.enum(['corrected', 'withdrawn']).nullable(), reason: z.string().nullable() });

/** Every version of an entry, newest first. People are named. */
export async function versionsOfEntry(tx: Tx, { personId, resource, entryId }: Pick<EntryCorrection, 'personId' | 'resource' | 'entryId'>) {
  const { rows } = await sql`
    select v.body, v.recorded_at, r.name as recorded_by, v.superseded_at, c.name as changed_by, v.change, v.reason
    from (select to_jsonb(e) as body, e.recorded_at, null::timestamptz as superseded_at, null::uuid as changed_by, null::text as change, null::text as reason, null::bigint as change_no
            from ${tableOf(resource)} e where e.person_id = ${personId} and e.entry_id = ${entryId}
          union all select body, recorded_at, superseded_at, changed_by, change, reason, change_no from entry_history where person_id = ${personId} and entry_id = ${entryId}) v
    left join account r on r.account_id = (v.body->>'recorded_by')::uuid left join account c on c.account_id = v.changed_by
    order by v.superseded_at desc nulls first, v.change_no desc nulls first`.execute(tx);
  return rows.map((row) => {
    const { body, ...version } = Version.parse(row);
    return { ...version, entry: entryOf(resource, body) };
  });
}

export async function insertContent(tx: Tx, bytes: Uint8Array, row: Pick<Provenance, 'tenantId' | 'personId' | 'organizationPos' | 'positions' | 'label' | 'teamId'> & { entryId: string }): Promise<void> {
  await sql`insert into document_content (tenant_id, person_id, entry_id, organization_pos, positions, label, team_id, content)
    values (${row.tenantId}, ${row.personId}, ${row.entryId}, ${row.organizationPos}, ${row.positions}::int4multirange, ${row.label}, ${row.teamId}, ${Buffer.from(bytes)})`.execute(tx);
}

export async function contentOf(tx: Tx, personId: PersonId, entryId: string): Promise<Buffer | undefined> {
  const { rows } = await sql<{ content: Buffer }>`select content from document_content where person_id = ${personId} and entry_id = ${entryId}`.execute(tx);
  return rows[0]?.content;
}
