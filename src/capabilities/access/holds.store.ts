import { sql } from 'kysely';
import type { Instant } from '../../kernel/day.ts';
import { labels, type Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { RecordHold } from './holds.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    recordHold: RecordHold;
  }
}

export const entities = { record_hold: RecordHold };

/**
 * What is withheld keeps its row under a label of its own, so that every list, count, tier and model passes it over without knowing.
 * `guard_withheld` gives each labelled table of persons the policy that lets the person and an emergency still read it; it runs after
 * every migration, for tables that came since.
 */
export const migrations = [
  {
    id: '2026-11-23 01b holds',
    sql: `
    create table record_hold (
      tenant_id        int         not null,
      person_id        bigint      not null,
      since            timestamptz not null,
      reason           text        not null check (reason in ('consent', 'erasure')),
      organization_pos int         not null,
      positions        int4multirange,
      primary key (tenant_id, person_id)
    );
    ${guarded('record_hold')}
    create function guard_withheld() returns void language plpgsql set search_path = public as $$
    declare name text;
    begin
      for name in
        select c.relname from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and (select count(*) from pg_attribute a where a.attrelid = c.oid and a.attname in ('tenant_id', 'person_id', 'label') and not a.attisdropped) = 3
          and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'withheld')
      loop
        execute format($policy$create policy withheld on %I using (label = ${labels.withheld} and tenant_id = nullif(current_setting('app.tenant', true), '')::int and (
          person_id = any (nullif(current_setting('app.persons', true), '')::bigint[]) and nullif(current_setting('app.purpose', true), '') in ('self', 'care')
          or nullif(current_setting('app.purpose', true), '') = 'system' and nullif(current_setting('app.label', true), '')::int >= ${labels.sealed}))$policy$, name);
      end loop;
    end $$;`,
  },
];

export async function insertHold(tx: Tx, { personId, reason, now }: { personId: number; reason: RecordHold['reason']; now: Instant }): Promise<void> {
  await sql`insert into record_hold (tenant_id, person_id, since, reason, organization_pos, positions)
    select tenant_id, person_id, ${now}::timestamptz, ${reason}, organization_pos, positions from person where person_id = ${personId}::bigint
    on conflict (tenant_id, person_id) do update set reason = excluded.reason`.execute(tx);
}

export async function deleteHold(tx: Tx, personId: number): Promise<void> {
  await tx.deleteFrom('recordHold').where('personId', '=', personId).execute();
}

/** Which of these persons' records are withheld. */
export async function heldAmong(tx: Tx, persons: readonly number[]): Promise<number[]> {
  if (persons.length === 0) return [];
  const rows = await tx.selectFrom('recordHold').select('personId').where(sql<boolean>`person_id = any(${[...persons]}::bigint[])`).execute();
  return rows.map(({ personId }) => personId);
}

/** Tables of sensitive rows, but for those that hold one row a person: these are derived from the others, and upserted. */
const labelled = sql<{ name: string }>`
  select c.relname as name from pg_class c join pg_index i on i.indrelid = c.oid and i.indisprimary
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and has_table_privilege(c.oid, 'update')
    and (select count(*) from pg_attribute a where a.attrelid = c.oid and a.attname in ('tenant_id', 'person_id', 'label') and not a.attisdropped) = 3
    and array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum = any (i.indkey) order by 1) <> array['person_id', 'tenant_id']
  order by 1`;

interface Reach {
  readonly posFrom: string;
  readonly posTo: string;
  readonly label: string;
  readonly purpose: string;
}

/** Work beyond the transaction's reach, whoever's it is: an answer that came by a link has no caller. */
async function reachingAll(tx: Tx, work: () => Promise<void>): Promise<void> {
  const { rows } = await sql<Reach>`select current_setting('app.pos_from') as pos_from, current_setting('app.pos_to') as pos_to, current_setting('app.label') as label, current_setting('app.purpose') as purpose`.execute(tx);
  const set = async ({ posFrom, posTo, label, purpose }: Reach) => {
    for (const [name, value] of [['pos_from', posFrom], ['pos_to', posTo], ['label', label], ['purpose', purpose]] as const) await sql`set local ${sql.raw(`app.${name}`)} = ${sql.lit(value)}`.execute(tx);
  };
  await set({ posFrom: '0', posTo: '2147483646', label: String(labels.sealed), purpose: 'system' });
  await work();
  if (rows[0]) await set(rows[0]);
}

/** Take a person's sensitive rows out of everybody's sight, or give them back; `derived` tables lose their row and are made anew. */
export async function relabel(tx: Tx, { personId, held, derived }: { personId: number; held: boolean; derived: readonly string[] }): Promise<void> {
  const [from, to] = held ? [labels.sensitive, labels.withheld] : [labels.withheld, labels.sensitive];
  await reachingAll(tx, async () => {
    const { rows } = await labelled.execute(tx);
    for (const { name } of rows) await sql`update ${sql.table(name)} set label = ${to} where person_id = ${personId} and label = ${from}`.execute(tx);
    for (const name of derived) await sql`delete from ${sql.table(name)} where person_id = ${personId}`.execute(tx);
  });
}
