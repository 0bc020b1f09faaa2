import { CompiledQuery, sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Day } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { summedSql } from './counted-sql.ts';
import type { Sums } from './counting.ts';
import type { Measure } from './indicators.ts';
import { monthSql, type Reading, type Reference } from './month-sql.ts';
import type { Counted } from './values.store.ts';

/** The subtree of an organisation, as positions. */
export interface Reach {
  readonly posFrom: number;
  readonly posTo: number;
}

const Summed = z.object({ definition: z.string(), upper: z.number(), lower: z.number(), persons: z.int() });

/** Count definitions over the members of a subtree in one statement, straight from their records. */
export async function measureMembers(tx: Tx, { reading, counted }: { readonly reading: Reading; readonly counted: Counted }, { reference, reach }: { readonly reference: Reference; readonly reach: Reach }): Promise<ReadonlyMap<string, Sums>> {
  if (counted.list.length === 0) return new Map();
  const inside = `between ${reach.posFrom} and ${reach.posTo}`;
  const who = (column: string) => `${column} in (select person_id from membership where organization_pos ${inside})`;
  const rows = `select m.* from (${monthSql(reading, reference, who)}) m where m.organizations && (select array_agg(organization_id) from organization where pos ${inside})`;
  const { rows: sums } = await tx.executeQuery(CompiledQuery.raw(summedSql(rows, counted.list), [...counted.params]));
  return new Map(z.array(Summed).parse(sums).map(({ definition, ...own }) => [definition, own]));
}

/** The sessions of a programme, or of one of its series, from one day to another. */
export interface Sessions {
  readonly programmeId: string;
  readonly seriesId: string | null;
  readonly from: Day;
  readonly to: Day;
}

/** Sums over the sessions of a programme; null for what is not counted there. */
export async function measureSessions(tx: Tx, how: Measure, over: Sessions): Promise<Sums | null> {
  const query = sessionSums(how, over);
  if (query === null) return null;
  const { rows } = await query.execute(tx);
  return rows[0] ?? null;
}

function sessionSums(how: Measure, over: Sessions): RawBuilder<Sums> | null {
  switch (how.by) {
    case 'sessions':
      return sql`select count(*)::int as upper, 0 as lower, count(*)::int as persons from ${heldSessions(over)} where s.state = 'held'`;
    case 'attendance':
      return sql`select count(*) filter (where p.state = 'attended')::int as upper, count(*)::int as lower, count(distinct p.person_id)::int as persons
        from ${heldSessions(over)} join participation p on p.session_id = s.session_id where s.state = 'held'`;
    case 'attended': {
      const counted = how.count === 'persons' ? sql`distinct p.person_id` : sql`*`;
      return sql`select count(${counted})::int as upper, 0 as lower, count(distinct p.person_id)::int as persons
        from ${heldSessions(over)} join participation p on p.session_id = s.session_id and p.state = 'attended'`;
    }
    default:
      return null;
  }
}

function heldSessions({ programmeId, seriesId, from, to }: Sessions): RawBuilder<unknown> {
  const one = seriesId === null ? sql`` : sql`and s.series_id = ${seriesId}`;
  return sql`activity_session s join activity_series a on a.series_id = s.series_id and a.programme_id = ${programmeId} ${one}
    and s.held_on between ${from}::date and ${to}::date`;
}
