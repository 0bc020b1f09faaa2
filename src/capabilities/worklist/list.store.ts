import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { addDays, Day } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { WorkItem, WorkTab, kindsOfTab, lostAfterDays, pageSize } from './worklist.ts';

/** Which items: those of an account (null: of nobody; left out: of all), narrowed. */
export interface WorkFilter {
  readonly account?: string | null | undefined;
  readonly tier?: string | undefined;
  readonly kind?: string | undefined;
  readonly positions?: { readonly from: number; readonly to: number } | undefined;
  readonly find?: string | undefined;
}

const and = (parts: readonly RawBuilder<unknown>[]) => sql.join(parts, sql` and `);

function narrowed({ account, tier, kind, positions, find }: WorkFilter): RawBuilder<unknown> {
  return and([
    sql`i.state = 'open'`,
    ...(account === undefined ? [] : [account === null ? sql`i.assigned_to is null` : sql`i.assigned_to = ${account}::uuid`]),
    ...(tier === undefined ? [] : [sql`i.tier = ${tier}`]),
    ...(kind === undefined ? [] : [sql`i.kind = ${kind}`]),
    ...(positions === undefined ? [] : [sql`i.organization_pos between ${positions.from} and ${positions.to}`]),
    ...(find === undefined || find === '' ? [] : [sql`exists (select from person_name n where n.tenant_id = i.tenant_id and n.person_id = i.person_id and n.key like ${`${find.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`})`]),
  ]);
}

/** How far ahead the tabs of single kinds look: a referral is followed up within two weeks. */
const aheadDays = 14;

/** Whether an item stands in a tab on a day. Who is long lost stands apart. */
function inTab(tab: WorkTab, today: Day): RawBuilder<unknown> {
  const lost = addDays(today, -lostAfterDays);
  const shown = sql`(i.hidden_until is null or i.hidden_until <= ${today}::date)`;
  const kinds = kindsOfTab[tab];
  if (kinds !== undefined) return sql`${shown} and i.kind = any (${[...kinds]}::text[]) and i.due_on <= ${addDays(today, aheadDays)}::date`;
  switch (tab) {
    case 'due':
      return sql`${shown} and i.due_on = ${today}::date`;
    case 'overdue':
      return sql`${shown} and i.due_on < ${today}::date and i.due_on >= ${lost}::date`;
    case 'upcoming':
      return sql`(i.due_on > ${today}::date or not ${shown})`;
    case 'lost':
      return sql`i.due_on < ${lost}::date`;
    default:
      return sql`${shown} and i.due_on <= ${today}::date and i.due_on >= ${lost}::date`;
  }
}

const Listed = WorkItem.extend({
  daysLate: z.int(),
  pressure: z.object({ sbp: z.number(), dbp: z.number(), on: Day }).nullable(),
  calls: z.object({ count: z.int(), last: z.string().nullable(), lastOn: Day.nullable() }),
});
export type Listed = z.infer<typeof Listed>;

/** A page of a tab, one item more than fits to tell whether there are others. By risk, then the least late first: whoever has just missed a day is the easiest to reach. */
export async function pageOfWork(tx: Tx, filter: WorkFilter, { tab, page, today }: { readonly tab: WorkTab; readonly page: number; readonly today: Day }): Promise<Listed[]> {
  const order = tab === 'upcoming' ? sql`i.due_on, i.rank desc` : sql`i.rank desc, i.due_on desc`;
  const { rows } = await sql`
    select i.*, (${today}::date - i.due_on) as days_late,
      (select case when f.sbp is not null and f.dbp is not null then jsonb_build_object('sbp', f.sbp, 'dbp', f.dbp, 'on', f.sbp_on) end from person_fact f
        where f.tenant_id = i.tenant_id and f.person_id = i.person_id) as pressure,
      (select jsonb_build_object('count', count(*), 'last', (array_agg(c.outcome order by c.called_at desc))[1], 'lastOn', max(c.called_on)) from contact_call c
        where c.tenant_id = i.tenant_id and c.person_id = i.person_id and c.item_id = i.item_id) as calls
    from (
      select * from work_item i where ${narrowed(filter)} and ${inTab(tab, today)}
      order by ${order}, i.person_id, i.item_id limit ${pageSize + 1} offset ${page * pageSize}) i
    order by ${order}, i.person_id, i.item_id`.execute(tx);
  return z.array(Listed).parse(rows);
}

const Counts = z.record(WorkTab, z.int());

export async function countsOfWork(tx: Tx, filter: WorkFilter, today: Day): Promise<z.infer<typeof Counts>> {
  const columns = WorkTab.options.map((tab) => sql`${sql.lit(tab)}, count(*) filter (where ${inTab(tab, today)})`);
  const { rows } = await sql<{ counts: unknown }>`select jsonb_build_object(${sql.join(columns)}) as counts from work_item i where ${narrowed(filter)}`.execute(tx);
  return Counts.parse(rows[0]?.counts);
}

/** The interval of positions below an organisation. */
export async function reachOf(tx: Tx, organizationId: number): Promise<{ from: number; to: number } | undefined> {
  const { rows } = await sql<{ from: number; to: number }>`select pos as from, pos_end as to from organization where organization_id = ${organizationId}`.execute(tx);
  return rows[0];
}
