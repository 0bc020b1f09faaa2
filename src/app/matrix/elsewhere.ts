import type pg from 'pg';
import { organizationAt, type Table } from './seed.ts';

/** Watches everything that stands outside the reach of `own`: whatever changes there was written through a leak. */
export async function watchElsewhere(owner: pg.Pool, tables: readonly Table[]): Promise<{ changes(): Promise<string[]> }> {
  const outside = `tenant_id = 2 or organization_pos in (${organizationAt('parent').pos}, ${organizationAt('sibling').pos})`;
  const query = tables
    .filter((table) => table.columns.some((column) => column.name === 'tenant_id'))
    .map((table) => {
      const placed = table.columns.some((column) => column.name === 'organization_pos');
      return `select '${table.name}' as "table", md5(coalesce(string_agg(x::text, '|' order by x::text), '')) as hash from ${table.name} x where ${placed ? outside : 'tenant_id = 2'}`;
    })
    .join(' union all ');
  const look = async () => new Map((await owner.query<{ table: string; hash: string }>(query)).rows.map((row) => [row.table, row.hash]));
  let before = await look();
  return {
    changes: async () => {
      const now = await look();
      const changed = [...now].filter(([table, hash]) => before.get(table) !== hash).map(([table]) => table);
      before = now;
      return changed;
    },
  };
}
