import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Day } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { TieredPerson, type TierFilter } from './tier-list.ts';

type Interval = { readonly from: number; readonly to: number };

/** Somebody stands at an organisation through any membership. */
const within = ({ from, to }: Interval) => sql`(t.organization_pos between ${from} and ${to} or t.positions && int4range(${from}, ${to} + 1))`;

type Wanted = { readonly filter: TierFilter; readonly reach: Interval | null; readonly today: Day; readonly limit: number; readonly offset: number };

/** Tiers at the end of two days, as the movement counts them. */
function movedSql({ movedFrom, movedTo, start, end }: TierFilter, today: Day): RawBuilder<unknown> {
  if (movedFrom === undefined && movedTo === undefined) return sql`true`;
  const at = (day: Day) => sql`coalesce((select h.tier from tier_history h where h.person_id = t.person_id and h.changed_on <= ${day}::date order by h.changed_on desc, h.change_no desc limit 1), 'none')`;
  const from = movedFrom === undefined ? sql`true` : sql`${at(start ?? today)} = ${movedFrom}`;
  return movedTo === undefined ? from : sql`${from} and ${at(end ?? today)} = ${movedTo}`;
}

const Found = z.object({ total: z.int(), persons: z.array(TieredPerson) });

/** The most urgent first: danger, then the highest tier, then who has been there longest. Who is followed no more is found by movement alone. */
export async function tieredPersons(tx: Tx, { filter, reach, today, limit, offset }: Wanted): Promise<z.infer<typeof Found>> {
  const { tier, criterion, provisional, emergency, held, overridden } = filter;
  const conditions = [
    ...(reach === null ? [] : [within(reach)]),
    ...(tier === undefined ? [] : [sql`t.tier = ${tier}`]),
    ...(criterion === undefined ? [] : [sql`${criterion} = any (t.fires)`]),
    ...(provisional === true ? [sql`t.provisional`] : []),
    ...(emergency === true ? [sql`(t.emergency or t.urgent or cardinality(t.danger) > 0)`] : []),
    ...(held === undefined ? [] : [sql`t.held = ${held}`]),
    ...(overridden === true ? [sql`t.tier <> t.settled`] : []),
    movedSql(filter, today),
  ];
  const { rows } = await sql<{ total: number; persons: unknown }>`
    with found as materialized (select t.* from person_tier t where ${sql.join(conditions, sql` and `)}),
    page as (
      select f.person_id, p.name, p.sex, p.birth_date, jsonb_build_object('zh', o.name_zh, 'en', o.name_en) as organization, f.tier, f.computed, f.tier_since, f.provisional,
        (f.emergency or f.urgent or cardinality(f.danger) > 0) as emergency, f.held, f.tier <> f.settled as overridden, f.fires
      from found f join person p using (tenant_id, person_id) left join organization o on o.tenant_id = f.tenant_id and o.pos = f.organization_pos
      order by 10 desc, array_position(array['high', 'mid', 'low', 'not_tiered'], f.tier), f.tier_since, f.person_id limit ${limit} offset ${offset})
    select (select count(*)::int from found) as total, coalesce((select jsonb_agg(jsonb_build_object('personId', person_id, 'name', name, 'sex', sex, 'birthDate', birth_date, 'organization', organization, 'tier', tier, 'computed', computed,
      'tierSince', tier_since, 'provisional', provisional, 'emergency', emergency, 'held', held, 'overridden', overridden, 'fires', fires)) from page), '[]') as persons`.execute(tx);
  return Found.parse(rows[0] ?? { total: 0, persons: [] });
}

/** The reach of a programme: its organisation with all below it; undefined where the caller may not see the programme. */
export async function reachOfProgramme(tx: Tx, programmeId: string): Promise<Interval | undefined> {
  const { rows } = await sql<Interval>`select organization_pos as from, organization_pos_end as to from programme where programme_id = ${programmeId}::uuid`.execute(tx);
  return rows[0];
}

const Counts = z.array(z.object({ tier: z.enum(['low', 'mid', 'high', 'not_tiered']), persons: z.int() }));
const CountsAt = z.array(Counts.element.extend({ organizationPos: z.int() }));

export async function countTiers(tx: Tx, reach: Interval): Promise<z.infer<typeof Counts>> {
  const { rows } = await sql`select t.tier, count(*)::int as persons from person_tier t where ${within(reach)} group by 1`.execute(tx);
  return Counts.parse(rows);
}

/** The same at every organisation within reach, each by itself. */
export async function tiersAtOrganizations(tx: Tx): Promise<z.infer<typeof CountsAt>> {
  const { rows } = await sql`select organization_pos, tier, count(*)::int as persons from person_tier group by 1, 2`.execute(tx);
  return CountsAt.parse(rows);
}
