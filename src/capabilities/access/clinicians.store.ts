import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';

export const entities = {};

/** Roles are closed to all but administrators, yet whoever cares for a person has a name: this function tells that and nothing else. */
export const migrations = [
  {
    id: '2026-11-22 04d clinicians',
    sql: `
    create function clinicians_in_reach()
      returns table (account_id uuid, name text, role text)
      language sql stable security definer set search_path = public as
      $$ select distinct a.account_id, a.name, g.role
         from role_grant g
         join account a on a.account_id = g.account_id and a.active
         join organization o on o.organization_id = g.organization_id
         where g.tenant_id = nullif(current_setting('app.tenant', true), '')::int and g.role in ('doctor', 'nurse')
           and o.pos <= nullif(current_setting('app.pos_to', true), '')::int and o.pos_end >= nullif(current_setting('app.pos_from', true), '')::int
         order by 3, 2, 1 $$;`,
  },
];

/** Doctors and nurses who work within the caller's reach, or above it. */
export async function cliniciansInReach(tx: Tx): Promise<{ accountId: string; name: string; role: 'doctor' | 'nurse' }[]> {
  const { rows } = await sql<{ accountId: string; name: string; role: 'doctor' | 'nurse' }>`select * from clinicians_in_reach()`.execute(tx);
  return rows;
}
