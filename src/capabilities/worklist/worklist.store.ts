import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Day, Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { WorkItem, type NewWork } from './worklist.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    workItem: Omit<WorkItem, 'rank'>;
  }
}

export const entities = { work_item: WorkItem };

export const migrations = [
  {
    id: '2026-11-23 20 worklist',
    sql: `
    create table work_item (
      tenant_id         int         not null,
      person_id         bigint      not null,
      item_id           uuid        not null,
      kind              text        not null,
      title             text        not null,
      params            jsonb       not null,
      due_on            date        not null,
      severity          text        not null check (severity in ('routine', 'urgent', 'danger')),
      tier              text        check (tier in ('low', 'mid', 'high', 'not_tiered')),
      rank              smallint    not null generated always as (
        case severity when 'danger' then 20 when 'urgent' then 10 else 0 end + case tier when 'high' then 3 when 'mid' then 2 when 'low' then 1 else 0 end) stored,
      role              text        not null,
      assigned_to       uuid,
      source_capability text        not null,
      source_id         text        not null,
      state             text        not null check (state in ('open', 'done', 'cancelled')),
      hidden_until      date,
      opened_at         timestamptz not null,
      closed_at         timestamptz,
      closed_by         uuid,
      outcome           text,
      organization_pos  int         not null,
      positions         int4multirange,
      label             smallint    not null,
      primary key (tenant_id, person_id, item_id),
      unique (tenant_id, person_id, source_capability, source_id)
    );
    create index work_item_assigned on work_item (tenant_id, assigned_to, rank desc, due_on desc) where state = 'open';
    create index work_item_organization on work_item (tenant_id, organization_pos, rank desc, due_on desc) where state = 'open';
    ${guarded('work_item')}`,
  },
];

/** The columns that a query of new work gives, in any order: what `NewWork` holds, flat. */
const given = sql`person_id, kind, title, params, due_on, severity, role, assigned_to, source_capability, source_id, hidden_until, label`;

/**
 * Open the work that a query names, in one statement however many it is. A source that was opened before is not opened again; while its
 * item is open it follows what the query says now. Nobody who died or moved away gets work. Returns how many items are new or changed.
 */
export async function openWorkFrom(tx: Tx, query: RawBuilder<unknown>, at: Instant): Promise<number> {
  const own = sql`(select c.account_id from clinician c where c.tenant_id = p.tenant_id and c.person_id = p.person_id and c.until is null
    and c.role = case w.role when 'doctor' then 'doctor' when 'mdt' then 'doctor' else 'nurse' end order by c.since desc, c.account_id limit 1)`;
  const { numAffectedRows } = await sql`
    insert into work_item as i (tenant_id, item_id, tier, state, opened_at, organization_pos, positions, person_id, kind, title, params, due_on, severity, role, assigned_to,
      source_capability, source_id, hidden_until, label)
    select p.tenant_id, gen_random_uuid(), t.tier, 'open', ${at}::timestamptz, p.organization_pos, p.positions, w.person_id, w.kind, w.title, w.params, w.due_on, w.severity, w.role,
      coalesce(w.assigned_to, ${own}), w.source_capability, w.source_id, w.hidden_until, coalesce(w.label, 1)
    from (select ${given} from (${query}) q) w
    join person p on p.person_id = w.person_id and p.deceased_on is null and p.moved_on is null
    left join person_tier t on t.tenant_id = p.tenant_id and t.person_id = p.person_id
    on conflict (tenant_id, person_id, source_capability, source_id) do update
      set kind = excluded.kind, title = excluded.title, params = excluded.params, due_on = excluded.due_on, severity = excluded.severity, role = excluded.role, tier = excluded.tier
      where i.state = 'open' and (i.kind, i.title, i.params, i.due_on, i.severity, i.role, i.tier) is distinct from
        (excluded.kind, excluded.title, excluded.params, excluded.due_on, excluded.severity, excluded.role, excluded.tier)`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** The same for work that is known one by one. */
export async function openWork(tx: Tx, items: readonly NewWork[], at: Instant): Promise<number> {
  if (items.length === 0) return 0;
  const rows = items.map(({ source, assignedTo = null, hiddenUntil = null, label = 1, dueOn, personId, ...rest }) => ({
    ...rest, person_id: personId, due_on: dueOn, assigned_to: assignedTo, hidden_until: hiddenUntil, label, source_capability: source.capability, source_id: source.id,
  }));
  return openWorkFrom(
    tx,
    sql`select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (person_id bigint, kind text, title text, params jsonb, due_on date, severity text, role text, assigned_to uuid,
      source_capability text, source_id text, hidden_until date, label smallint)`,
    at,
  );
}

/** Which open work: of one capability, and of these sources, persons or kinds where they are named. */
export interface WhichWork {
  readonly capability: string;
  readonly sources?: readonly string[];
  readonly persons?: readonly number[];
  readonly kinds?: readonly string[];
}

export interface Closing {
  readonly state: 'done' | 'cancelled';
  readonly at: Instant;
  readonly by: string | null;
  /** What was done, or why not: a word of the capability's own. */
  readonly outcome?: string;
}

/** Close what is open of it. Returns how many items that were. */
export async function closeWork(tx: Tx, { capability, sources, persons, kinds }: WhichWork, { state, at, by, outcome }: Closing): Promise<number> {
  const { numAffectedRows } = await sql`
    update work_item set state = ${state}, closed_at = ${at}::timestamptz, closed_by = ${by}::uuid, outcome = ${outcome ?? null}
    where state = 'open' and source_capability = ${capability}
      and (${sources === undefined}::boolean or source_id = any (${sources ?? []}::text[])) and (${persons === undefined}::boolean or person_id = any (${persons ?? []}::bigint[]))
      and (${kinds === undefined}::boolean or kind = any (${kinds ?? []}::text[]))`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Close the work of one capability that a query of persons and sources (`person_id`, `source_id`) names, in one statement. */
export async function closeWorkFrom(tx: Tx, { capability, query }: { readonly capability: string; readonly query: RawBuilder<unknown> }, { state, at, by, outcome }: Closing): Promise<number> {
  const { numAffectedRows } = await sql`
    update work_item i set state = ${state}, closed_at = ${at}::timestamptz, closed_by = ${by}::uuid, outcome = ${outcome ?? null} from (${query}) q
    where i.state = 'open' and i.source_capability = ${capability} and i.person_id = q.person_id and i.source_id = q.source_id`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Put the tier of today on open work, so that lists go by it. */
export async function renewTiers(tx: Tx): Promise<number> {
  const { numAffectedRows } = await sql`
    update work_item i set tier = t.tier from person_tier t where i.state = 'open' and t.tenant_id = i.tenant_id and t.person_id = i.person_id and i.tier is distinct from t.tier`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Close whatever is open of a person, whoever opened it: nobody cares for the person here any more. */
export async function closeAllWork(tx: Tx, personId: number, { state, at, by, outcome }: Closing): Promise<void> {
  await sql`
    update work_item set state = ${state}, closed_at = ${at}::timestamptz, closed_by = ${by}::uuid, outcome = ${outcome ?? null}
    where state = 'open' and person_id = ${personId}`.execute(tx);
}

export type Picked = readonly { readonly personId: number; readonly itemId: string }[];

const picked = (items: Picked) => sql`
  (person_id, item_id) in (select * from unnest(${items.map(({ personId }) => personId)}::bigint[], ${items.map(({ itemId }) => itemId)}::uuid[]))`;

export async function kindsOf(tx: Tx, items: Picked): Promise<WorkItem['kind'][]> {
  const { rows } = await sql<{ kind: WorkItem['kind'] }>`select distinct kind from work_item where ${picked(items)}`.execute(tx);
  return rows.map(({ kind }) => kind);
}

export async function assignItems(tx: Tx, items: Picked, accountId: string | null): Promise<number> {
  const { numAffectedRows } = await sql`update work_item set assigned_to = ${accountId}::uuid where state = 'open' and ${picked(items)}`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

export async function hideItems(tx: Tx, items: Picked, until: Day | null): Promise<number> {
  const { numAffectedRows } = await sql`update work_item set hidden_until = ${until}::date where state = 'open' and ${picked(items)}`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

export async function finishItems(tx: Tx, items: Picked, { state, at, by, outcome }: Closing): Promise<number> {
  const { numAffectedRows } = await sql`
    update work_item set state = ${state}, closed_at = ${at}::timestamptz, closed_by = ${by}::uuid, outcome = ${outcome ?? null} where state = 'open' and ${picked(items)}`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

export async function reopenItems(tx: Tx, items: Picked): Promise<number> {
  const { numAffectedRows } = await sql`
    update work_item set state = 'open', closed_at = null, closed_by = null, outcome = null where state <> 'open' and ${picked(items)}`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

export async function itemById(tx: Tx, personId: number, itemId: string): Promise<WorkItem | undefined> {
  const { rows } = await sql`select * from work_item where person_id = ${personId} and item_id = ${itemId}::uuid and state = 'open'`.execute(tx);
  return rows[0] === undefined ? undefined : WorkItem.parse(rows[0]);
}

export async function itemsOfPerson(tx: Tx, personId: number): Promise<WorkItem[]> {
  const { rows } = await sql`select * from work_item where person_id = ${personId} order by state <> 'open', rank desc, due_on`.execute(tx);
  return z.array(WorkItem).parse(rows);
}
