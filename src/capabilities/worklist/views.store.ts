import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { WorkView } from './views.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    workView: WorkView;
  }
}

export const entities = { work_view: WorkView };

export const migrations = [
  {
    id: '2026-11-23 21b views',
    sql: `
    create table work_view (
      tenant_id        int     not null,
      view_id          uuid    not null,
      account_id       uuid    not null,
      title            text    not null,
      search           jsonb   not null,
      shared           boolean not null,
      organization_pos int     not null,
      primary key (tenant_id, view_id)
    );
    ${guarded('work_view')}
    create function staff_in_reach()
      returns table (account_id uuid, name text, role text)
      language sql stable security definer set search_path = public as
      $$ select distinct a.account_id, a.name, g.role
         from role_grant g
         join account a on a.account_id = g.account_id and a.active
         join organization o on o.organization_id = g.organization_id
         where g.tenant_id = nullif(current_setting('app.tenant', true), '')::int
           and g.role in ('doctor', 'nurse', 'health-manager', 'school-doctor', 'dietitian', 'rehabilitation-therapist', 'counsellor')
           and o.pos <= nullif(current_setting('app.pos_to', true), '')::int and o.pos_end >= nullif(current_setting('app.pos_from', true), '')::int
         order by 3, 2, 1 $$;`,
  },
];

/** Who treats and cares within the caller's reach, or above it: names and roles, nothing else. */
export async function staffInReach(tx: Tx): Promise<{ accountId: string; name: string; role: string }[]> {
  const { rows } = await sql<{ accountId: string; name: string; role: string }>`select * from staff_in_reach()`.execute(tx);
  return rows;
}

/** One's own, and what colleagues share. */
export async function viewsFor(tx: Tx, accountId: string): Promise<WorkView[]> {
  const { rows } = await sql`select * from work_view where account_id = ${accountId}::uuid or shared order by account_id <> ${accountId}::uuid, title`.execute(tx);
  return z.array(WorkView).parse(rows);
}

export async function insertView(tx: Tx, { search, ...view }: WorkView): Promise<void> {
  await sql`insert into work_view (tenant_id, view_id, account_id, title, search, shared, organization_pos)
    values (${view.tenantId}, ${view.viewId}::uuid, ${view.accountId}::uuid, ${view.title}, ${JSON.stringify(search)}::jsonb, ${view.shared}, ${view.organizationPos})`.execute(tx);
}

export async function deleteViewOf(tx: Tx, accountId: string, viewId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from work_view where view_id = ${viewId}::uuid and account_id = ${accountId}::uuid`.execute(tx);
  return Number(numAffectedRows ?? 0n) === 1;
}
