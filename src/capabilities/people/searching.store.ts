import { sql, type RawBuilder } from 'kysely';
import type { Day, Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { IdentifierKind } from './identifiers.ts';
import type { MembershipRole, PersonId } from './people.ts';

/** An interval of organisation positions, ends included. */
export interface Reach {
  readonly from: number;
  readonly to: number;
}

/** Up to how many people a reach counts as small: there it is cheaper to look at its members than at everybody of that name. */
const few = 300;
/** A reach over more positions than this is never small. */
const narrow = 4096;

const last = '\u{10ffff}';

/**
 * People one of whose name keys begins with `key`, in the order of the keys. Comparisons of text in the C collation are leak-proof,
 * so row-level security leaves the index in use, and a page costs what it shows however common the name is.
 */
export async function personsNamed(tx: Tx, key: string, { reach, most }: { reach: Reach; most: number }): Promise<PersonId[]> {
  const begins = sql`n.key >= ${key} and n.key < ${key + last}`;
  const here = sql`(n.organization_pos between ${reach.from} and ${reach.to} or (n.positions is not null and n.positions && int4range(${reach.from}, ${reach.to}, '[]')))`;
  const everywhere = sql`select n.person_id, n.key from person_name n where ${begins} and ${here}`;
  const inside = sql`organization_pos between ${reach.from} and ${reach.to}`;
  const members = sql`select person_id from membership where ${inside} union select person_id from person where ${inside}`;
  const small = sql`(select count(*) from (select from membership where ${inside} limit ${few + 1}) as first) <= ${few}`;
  const query =
    reach.to - reach.from > narrow
      ? sql`${everywhere} order by n.key, n.person_id limit ${most}`
      : sql`(select n.person_id, n.key from person_name n where ${small} and n.person_id in (${members}) and ${begins} and ${here} limit ${most * 10})
          union all (select * from (${everywhere} order by n.key, n.person_id limit ${most}) as all_names where not ${small})
          order by 2, 1`;
  const { rows } = await sql<{ personId: PersonId }>`${query}`.execute(tx);
  return [...new Set(rows.map(({ personId }) => personId))];
}

/** What the numbers of a search can be, in blind numbers. */
export interface Numbers {
  readonly wholes: readonly number[];
  readonly tail4s: readonly number[];
  readonly tail6s: readonly number[];
  readonly birthDates: readonly Day[];
  readonly files: readonly number[];
}

/** People who answer to any of the numbers. */
export async function personsNumbered(tx: Tx, numbers: Numbers, most: number): Promise<PersonId[]> {
  const branches: RawBuilder<unknown>[] = [];
  if (numbers.wholes.length > 0) branches.push(sql`select person_id from person_identifier where whole = any(${numbers.wholes}::bigint[])`);
  if (numbers.tail4s.length > 0) branches.push(sql`select person_id from person_identifier where tail4 = any(${numbers.tail4s}::bigint[])`);
  if (numbers.tail6s.length > 0) branches.push(sql`select person_id from person_identifier where tail6 = any(${numbers.tail6s}::bigint[])`);
  if (numbers.birthDates.length > 0) branches.push(sql`select person_id from person where birth_date = any(${numbers.birthDates}::date[])`);
  if (numbers.files.length > 0) branches.push(sql`select person_id from person where person_id = any(${numbers.files}::bigint[])`);
  if (branches.length === 0) return [];
  const limited = branches.map((branch) => sql`(${branch} limit ${most})`);
  const { rows } = await sql<{ personId: PersonId }>`${sql.join(limited, sql` union `)} order by 1`.execute(tx);
  return rows.map(({ personId }) => personId);
}

/** Those of the persons who bear a name with such a key. */
export async function namedAmong(tx: Tx, personIds: readonly PersonId[], key: string): Promise<PersonId[]> {
  const { rows } = await sql<{ personId: PersonId }>`
    select distinct person_id from person_name where person_id = any(${personIds}::bigint[]) and key >= ${key} and key < ${key + last}`.execute(tx);
  return rows.map(({ personId }) => personId);
}

/** People born on a day, one of whose names is this one in any spelling. */
export async function namedLike(tx: Tx, key: string, birthDate: Day): Promise<PersonId[]> {
  const { rows } = await sql<{ personId: PersonId }>`
    select p.person_id from person p
    where p.birth_date = ${birthDate}::date and exists (select from person_name n where n.tenant_id = p.tenant_id and n.person_id = p.person_id and n.key = ${key})
    order by 1 limit 20`.execute(tx);
  return rows.map(({ personId }) => personId);
}

/** Members of an organisation's subtree, in the order of its units. */
export async function membersOf(tx: Tx, { from, to }: Reach, most: number): Promise<PersonId[]> {
  const { rows } = await sql<{ personId: PersonId }>`
    select person_id from membership where organization_pos between ${from} and ${to} order by tenant_id, organization_pos limit ${most * 2}`.execute(tx);
  return [...new Set(rows.map(({ personId }) => personId))];
}

/** One line of a list, its numbers still sealed. */
export interface SealedRow {
  tenantId: number;
  personId: PersonId;
  name: string;
  pinyin: string;
  sex: 'male' | 'female';
  birthDate: Day;
  address: string | null;
  nameZh: string;
  nameEn: string;
  doctor: string | null;
  deceasedOn: Day | null;
  movedOn: Day | null;
  idCard: Uint8Array | null;
  phone: Uint8Array | null;
}

const sealedOf = (kind: IdentifierKind) =>
  sql`(select i.sealed from person_identifier i where i.tenant_id = p.tenant_id and i.person_id = p.person_id and i.kind = ${sql.lit(kind)} order by i.whole limit 1)`;

const line = sql`p.tenant_id, p.person_id, p.name, p.pinyin, p.sex, p.birth_date, p.address, p.deceased_on, p.moved_on, o.name_zh, o.name_en,
      (select c.name from clinician c where c.tenant_id = p.tenant_id and c.person_id = p.person_id and c.role = 'doctor' and c.until is null limit 1) as doctor,
      ${sealedOf('id-card')} as id_card, ${sealedOf('phone')} as phone
    from person p join organization o on o.organization_id = p.organization_id`;

/** Lines for these people, as far as the caller may see them. */
export async function rowsOfPeople(tx: Tx, personIds: readonly PersonId[]): Promise<SealedRow[]> {
  const { rows } = await sql<SealedRow>`select ${line} where p.person_id = any(${personIds}::bigint[])`.execute(tx);
  return rows;
}

/** A person's line with all numbers and memberships, in one statement: the page that is opened most. */
export interface SealedPage extends SealedRow {
  organizationId: number;
  registeredAt: Instant;
  kinds: IdentifierKind[];
  sealed: Uint8Array[];
  memberships: { organizationId: number; nameZh: string; nameEn: string; role: MembershipRole; since: Day; until: Day | null }[];
}

export async function pageOfPerson(tx: Tx, personId: PersonId): Promise<SealedPage | undefined> {
  const { rows } = await sql<SealedPage>`
    select p.organization_id, p.registered_at,
      array(select i.kind from person_identifier i where i.tenant_id = p.tenant_id and i.person_id = p.person_id order by i.kind, i.whole) as kinds,
      array(select i.sealed from person_identifier i where i.tenant_id = p.tenant_id and i.person_id = p.person_id order by i.kind, i.whole) as sealed,
      (select coalesce(json_agg(json_build_object('organizationId', m.organization_id, 'nameZh', mo.name_zh, 'nameEn', mo.name_en, 'role', m.role, 'since', m.since, 'until', m.until) order by m.since, m.organization_id), '[]')
        from membership m join organization mo on mo.organization_id = m.organization_id where m.tenant_id = p.tenant_id and m.person_id = p.person_id) as memberships,
      ${line} where p.person_id = ${personId}`.execute(tx);
  return rows[0];
}
