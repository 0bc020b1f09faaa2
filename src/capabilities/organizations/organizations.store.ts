import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database.ts';
import { tenantWide } from '../../platform/migrations.ts';
import type { Placed } from './arranging.ts';
import { Organization, Tenant } from './organizations.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    tenant: Tenant;
    organization: Organization;
  }
}

export const entities = { tenant: Tenant, organization: Organization };

export const migrations = [
  {
    id: '2026-11-22 01 organizations',
    sql: `
    create table tenant (tenant_id int primary key, name text not null);
    create table organization (
      tenant_id       int  not null references tenant,
      organization_id int  primary key,
      parent_id       int  references organization,
      pos             int  not null,
      pos_end         int  not null check (pos_end >= pos),
      kind            text not null,
      name_zh         text not null,
      name_en         text not null,
      unique (tenant_id, pos)
    );
    ${tenantWide('tenant')}
    ${tenantWide('organization')}`,
  },
];

export async function insertTenant(tx: Tx, tenant: Tenant): Promise<void> {
  await tx.insertInto('tenant').values(tenant).execute();
}

export async function insertOrganizations(tx: Tx, organizations: readonly Organization[]): Promise<void> {
  await tx.insertInto('organization').values([...organizations]).execute();
}

/** The nodes whose position lies in [from, to], parents first. */
export async function organizationsBetween(db: Db, from: number, to: number): Promise<Organization[]> {
  return db.selectFrom('organization').selectAll().where('pos', '>=', from).where('pos', '<=', to).orderBy('pos').execute();
}

export async function organizationsById(db: Db, organizationIds: readonly number[]): Promise<Organization[]> {
  if (organizationIds.length === 0) return [];
  return db.selectFrom('organization').selectAll().where('organizationId', 'in', [...organizationIds]).execute();
}

export async function organizationById(db: Db, organizationId: number): Promise<Organization | undefined> {
  return db.selectFrom('organization').selectAll().where('organizationId', '=', organizationId).executeTakeFirst();
}

export async function nextOrganizationId(tx: Tx): Promise<number> {
  const { rows } = await sql<{ id: number }>`select coalesce(max(organization_id), 0) + 1 as id from organization`.execute(tx);
  return rows[0]?.id ?? 1;
}

export async function renameNode(tx: Tx, organizationId: number, names: Pick<Organization, 'nameZh' | 'nameEn'>): Promise<void> {
  await tx.updateTable('organization').set(names).where('organizationId', '=', organizationId).execute();
}

/** Nobody reads or changes the tree until this transaction ends: a reach that was read before would be another afterwards. */
export async function holdTree(tx: Tx): Promise<void> {
  await sql`lock table organization in access exclusive mode`.execute(tx);
}

/**
 * Give nodes their new intervals, and every row of every table that stands at one of them its new position. `before` is the tree as
 * it was. What the server may only add to (the audit trail) stays as it happened.
 */
export async function replaceIntervals(tx: Tx, before: readonly Placed[], after: readonly Placed[]): Promise<void> {
  if (after.length === 0) return;
  const old = new Map(before.map((node) => [node.organizationId, node]));
  const ids = after.map(({ organizationId }) => organizationId);
  await sql`update organization set pos = -pos where organization_id = any(${ids}::int[])`.execute(tx);
  await sql`update organization o set parent_id = n.parent_id, pos = n.pos, pos_end = n.pos_end
    from unnest(${ids}::int[], ${after.map(({ parentId }) => parentId)}::int[], ${after.map(({ pos }) => pos)}::int[], ${after.map(({ posEnd }) => posEnd)}::int[]) n (organization_id, parent_id, pos, pos_end)
    where o.organization_id = n.organization_id`.execute(tx);
  const moves = after.flatMap((node) => {
    const was = old.get(node.organizationId);
    return was ? [{ from: was.pos, to: node.pos, fromEnd: was.posEnd, toEnd: node.posEnd }] : [];
  });
  const map = (ends: boolean) => sql`unnest(${moves.map((one) => (ends ? one.fromEnd : one.from))}::int[], ${moves.map((one) => (ends ? one.toEnd : one.to))}::int[]) as m (was, became)`;
  for (const { table, column } of await placedColumns(tx)) {
    const [t, c] = [sql.table(table), sql.ref(column)];
    if (column === 'positions') {
      await sql`update ${t} set positions = (
          select range_agg(int4range(coalesce(m.became, at), coalesce(m.became, at) + 1)) from unnest(positions) r, generate_series(lower(r), upper(r) - 1) at left join ${map(false)} on m.was = at)
        where positions && (select range_agg(int4range(was, was + 1)) from ${map(false)})`.execute(tx);
    } else {
      await sql`update ${t} set ${c} = m.became from ${map(column.endsWith('_end'))} where ${c} = m.was`.execute(tx);
    }
  }
}

/** Where positions of the tree stand in other tables. */
async function placedColumns(tx: Tx): Promise<{ table: string; column: string }[]> {
  const { rows } = await sql<{ table: string; column: string }>`
    select c.relname as table, a.attname::text as column from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'organization'
      and a.attname in ('organization_pos', 'organization_pos_end', 'to_pos', 'positions') and has_table_privilege(c.oid, 'update')
    order by 1, 2`.execute(tx);
  return rows;
}
