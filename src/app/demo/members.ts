import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';

/** The numbers of people who belong to an organisation or below it, the first `most` of them. */
export async function membersOf(tx: Tx, { pos, posEnd, most }: { readonly pos: number; readonly posEnd: number; readonly most: number }): Promise<number[]> {
  const { rows } = await sql<{ personId: number }>`select distinct person_id from membership where organization_pos between ${pos} and ${posEnd} and until is null order by 1 limit ${most}`.execute(tx);
  return rows.map(({ personId }) => personId);
}
