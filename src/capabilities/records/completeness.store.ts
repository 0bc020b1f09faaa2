import { sql, type RawBuilder } from 'kysely';
import type { Day } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { PersonId } from '../people/people.ts';
import { resources, type Resource } from './entries.ts';

/** An item as the statement needs it; `since` null is for life. */
export interface AskedItem {
  readonly codes: readonly number[];
  readonly resources: readonly Resource[];
  readonly person: string | null;
  readonly since: Day | null;
  readonly ages: readonly [number, number];
}

/** About whom: one person, the patients of a clinician, or everybody in reach (both null). */
export interface Whom {
  readonly personId: PersonId | null;
  readonly clinician: string | null;
}

type Flat = readonly { readonly no: number; readonly what: string | number; readonly since: Day | null }[];
const flat = (rows: Flat, type: 'smallint' | 'text') => sql`select * from unnest(${rows.map(({ no }) => no)}::int[], ${rows.map(({ what }) => what)}::${sql.raw(type)}[], ${rows.map(({ since }) => since ?? '-infinity')}::date[]) as asked (no, what, since)`;

/**
 * One row a person and item that the person's age asks for, `known` or not: the whole of completeness, for one person or a province,
 * in one statement. To be selected from, as `asked`.
 */
function askedOf(items: readonly AskedItem[], today: Day, whom: Whom): RawBuilder<unknown> {
  const codes = items.flatMap((item, no) => item.codes.map((what) => ({ no, what, since: item.since })));
  const entries = items.flatMap((item, no) => item.resources.map((what) => ({ no, what, since: item.since })));
  const used = [...new Set(entries.map(({ what }) => what))];
  const ofResource = (resource: Resource) => sql`select asked.no, e.person_id from (${flat(entries.filter(({ what }) => what === resource), 'text')}) asked
    join ${sql.table(resources[resource].table)} e on e.recorded_at >= asked.since::timestamp at time zone 'Asia/Shanghai' and e.person_id in (select person_id from member)`;
  const fields = items.flatMap((item, no) => (item.person === null ? [] : [{ no, field: item.person }]));
  const ofField = ({ no, field }: { no: number; field: string }) =>
    field === 'address'
      ? sql`select ${no}::int, person_id from member where address is not null`
      : sql`select ${no}::int, i.person_id from person_identifier i where i.kind = ${field} and i.person_id in (select person_id from member)`;
  return sql`
    with member as (
      select p.person_id, p.organization_id, p.name, p.address, extract(year from age(${today}::date, p.birth_date))::int as age from person p
      where p.deceased_on is null and p.moved_on is null and (${whom.personId}::bigint is null or p.person_id = ${whom.personId})
        and (${whom.clinician}::uuid is null or exists (select 1 from clinician c where c.person_id = p.person_id and c.account_id = ${whom.clinician} and c.until is null))),
    item (no, age_from, age_to) as (select * from unnest(${items.map((_, no) => no)}::int[], ${items.map(({ ages }) => ages[0])}::int[], ${items.map(({ ages }) => ages[1])}::int[])),
    known (no, person_id) as (
      select asked.no, o.person_id from (${flat(codes, 'smallint')}) asked join observation o on o.code = asked.what and not o.implausible
        and o.effective_at >= asked.since::timestamp at time zone 'Asia/Shanghai' and o.person_id in (select person_id from member)
      ${sql.join([...used.map(ofResource), ...fields.map(ofField)].map((part) => sql`union ${part}`), sql` `)})
    select m.person_id, m.organization_id, m.name, item.no, exists (select 1 from known k where k.person_id = m.person_id and k.no = item.no) as known
    from member m join item on m.age between item.age_from and item.age_to`;
}

export interface PersonShare {
  readonly personId: PersonId;
  readonly name: string;
  readonly needed: number;
  readonly known: number;
  readonly missing: number[];
  readonly found: number[];
}

/** Persons with what is missing, the least complete first. */
export async function completenessOf(tx: Tx, items: readonly AskedItem[], { today, limit, ...whom }: Whom & { today: Day; limit: number }): Promise<PersonShare[]> {
  const { rows } = await sql<PersonShare>`
    select person_id, name, count(*)::int as needed, count(*) filter (where known)::int as known,
      coalesce(jsonb_agg(no order by no) filter (where not known), '[]') as missing, coalesce(jsonb_agg(no order by no) filter (where known), '[]') as found
    from (${askedOf(items, today, whom)}) asked group by person_id, name
    order by count(*) filter (where known)::float8 / count(*), person_id limit ${limit}`.execute(tx);
  return rows;
}

export interface GroupShare {
  /** Of an organisation, a clinician or an item, whichever the row is about; all null in the total. */
  readonly organizationId: number | null;
  readonly accountId: string | null;
  readonly clinicianName: string | null;
  readonly no: number | null;
  readonly nameZh: string | null;
  readonly nameEn: string | null;
  readonly persons: number;
  readonly needed: number;
  readonly known: number;
}

/** Living people who have not moved away, by the organisation that keeps their record. */
export async function peopleAtOrganizations(tx: Tx): Promise<Map<number, number[]>> {
  const { rows } = await sql<{ organizationId: number; persons: number }>`
    select organization_id, count(*)::int as persons from person where deceased_on is null and moved_on is null group by 1`.execute(tx);
  return new Map(rows.map(({ organizationId, persons }) => [organizationId, [persons]]));
}

/** Figures over everybody in reach: the total, and by organisation that keeps the record, responsible clinician and item. */
export async function completenessByGroup(tx: Tx, items: readonly AskedItem[], today: Day): Promise<GroupShare[]> {
  const { rows } = await sql<GroupShare>`
    with asked as materialized (${askedOf(items, today, { personId: null, clinician: null })}),
      by_person as materialized (select person_id, organization_id, count(*) as needed, count(*) filter (where known) as known from asked group by 1, 2)
    select null::int as organization_id, null::uuid as account_id, null::text as clinician_name, null::int as no, null::text as name_zh, null::text as name_en,
      count(*)::int as persons, coalesce(sum(needed), 0)::int as needed, coalesce(sum(known), 0)::int as known from by_person
    union all select b.organization_id, null, null, null, o.name_zh, o.name_en, count(*)::int, sum(b.needed)::int, sum(b.known)::int
      from by_person b join organization o on o.organization_id = b.organization_id group by 1, 5, 6
    union all select null, c.account_id, c.name, null, null, null, count(*)::int, sum(b.needed)::int, sum(b.known)::int
      from by_person b join (select distinct person_id, account_id, name from clinician where until is null) c on c.person_id = b.person_id group by 2, 3
    union all select null, null, null, no, null, null, count(*)::int, count(*)::int, count(*) filter (where known)::int from asked group by 4`.execute(tx);
  return rows;
}
