import { sql } from 'kysely';
import type { Day } from '../../kernel/day.ts';
import { beyondReach, type Scope, type Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import type { Vault } from '../../platform/vault.ts';
import { sealedIdentifier } from './identifiers.gateway.ts';
import type { IdentifierKind } from './identifiers.ts';
import { Membership, multirangeOf, Person, PersonChange, PersonId, PersonIdentifier, PersonName } from './people.ts';
import { nameKeys, pinyinOf } from './spelling.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    person: Person;
    personName: PersonName;
    personIdentifier: PersonIdentifier;
    personChange: PersonChange;
    membership: Membership;
  }
}

export const entities = { person: Person, person_name: PersonName, person_identifier: PersonIdentifier, person_change: PersonChange, membership: Membership };

export const migrations = [
  {
    id: '2026-11-22 02 people',
    sql: `
    create sequence person_number start 1001;
    create table person (
      tenant_id        int         not null,
      person_id        bigint      not null,
      organization_id  int         not null references organization,
      organization_pos int         not null,
      positions        int4multirange,
      name             text        not null,
      pinyin           text        not null collate "C",
      sex              text        not null check (sex in ('male', 'female')),
      birth_date       date        not null,
      address          text,
      registered_at    timestamptz not null,
      deceased_on      date,
      moved_on         date,
      primary key (tenant_id, person_id)
    );
    create index person_organization on person (tenant_id, organization_pos);
    create index person_positions on person using gist (positions) where positions is not null;
    create index person_birth_date on person (tenant_id, birth_date);
    create table person_name (
      tenant_id        int    not null,
      person_id        bigint not null,
      key              text   not null collate "C",
      organization_pos int    not null,
      positions        int4multirange,
      primary key (tenant_id, person_id, key),
      foreign key (tenant_id, person_id) references person
    );
    create index person_name_key on person_name (tenant_id, key, person_id) include (organization_pos, positions);
    create table person_identifier (
      tenant_id        int      not null,
      person_id        bigint   not null,
      kind             text     not null,
      sealed           bytea    not null,
      key_id           int      not null,
      whole            bigint   not null,
      tail4            bigint,
      tail6            bigint,
      organization_pos int      not null,
      positions        int4multirange,
      primary key (tenant_id, person_id, kind, whole),
      foreign key (tenant_id, person_id) references person
    );
    create index person_identifier_whole on person_identifier (tenant_id, whole);
    create index person_identifier_tail4 on person_identifier (tenant_id, tail4);
    create index person_identifier_tail6 on person_identifier (tenant_id, tail6) where tail6 is not null;
    create table person_change (
      tenant_id        int         not null,
      person_id        bigint      not null,
      change_id        uuid        not null,
      changed_at       timestamptz not null,
      account_id       uuid        not null,
      before           jsonb       not null,
      organization_pos int         not null,
      positions        int4multirange,
      primary key (tenant_id, person_id, change_id)
    );
    create table membership (
      tenant_id        int    not null,
      person_id        bigint not null,
      organization_id  int    not null references organization,
      organization_pos int    not null,
      role             text   not null,
      since            date   not null,
      until            date,
      primary key (tenant_id, person_id, organization_id, role, since),
      foreign key (tenant_id, person_id) references person
    );
    create index membership_organization on membership (tenant_id, organization_pos);
    ${['person', 'person_name', 'person_identifier', 'person_change', 'membership'].map((table) => guarded(table)).join('\n')}`,
  },
];

/** Somebody to add: the numbers still in the clear, in their one form. */
export interface NewPerson {
  readonly person: Omit<Person, 'pinyin' | 'positions'>;
  readonly identifiers: readonly { kind: IdentifierKind; number: string }[];
  readonly memberships: readonly Membership[];
}

export async function nextPersonId(tx: Tx): Promise<PersonId> {
  const { rows } = await sql<{ id: number }>`select nextval('person_number')::bigint as id`.execute(tx);
  return PersonId.parse(rows[0]?.id);
}

/** Add people with their names, sealed numbers and memberships, a statement a table. */
export async function insertPeople(tx: Tx, people: readonly NewPerson[], { vault, today }: { vault: Vault; today: Day }): Promise<void> {
  const placed = people.map(({ person, identifiers, memberships }) => {
    const active = memberships.filter(({ until }) => until === null || until > today);
    const place = { organizationPos: person.organizationPos, positions: multirangeOf(active.map((one) => one.organizationPos), person.organizationPos) };
    return { person: { ...person, ...place, pinyin: pinyinOf(person.name) }, place, identifiers };
  });
  await insertRows(tx, placed.map(({ person }) => person));
  await insertNames(tx, placed.map(({ person }) => person));
  await insertIdentifiers(tx, placed.flatMap(({ person, place, identifiers }) => identifiers.map((one) => ({ ...sealedIdentifier(vault, person, one), ...place }))));
  await insertMemberships(tx, people.flatMap(({ memberships }) => memberships));
}

async function insertRows(tx: Tx, people: readonly Person[]): Promise<void> {
  const column = <K extends keyof Person>(key: K) => people.map((person) => person[key]);
  await sql`
    insert into person (tenant_id, person_id, organization_id, organization_pos, positions, name, pinyin, sex, birth_date, address, registered_at, deceased_on, moved_on)
    select * from unnest(${column('tenantId')}::int[], ${column('personId')}::bigint[], ${column('organizationId')}::int[], ${column('organizationPos')}::int[],
      ${column('positions')}::int4multirange[], ${column('name')}::text[], ${column('pinyin')}::text[], ${column('sex')}::text[], ${column('birthDate')}::date[],
      ${column('address')}::text[], ${column('registeredAt')}::timestamptz[], ${column('deceasedOn')}::date[], ${column('movedOn')}::date[])`.execute(tx);
}

async function insertNames(tx: Tx, people: readonly Pick<Person, 'tenantId' | 'personId' | 'organizationPos' | 'positions' | 'name'>[]): Promise<void> {
  const rows = people.flatMap((person) => nameKeys(person.name).map((key) => ({ person, key })));
  await sql`
    insert into person_name (tenant_id, person_id, key, organization_pos, positions)
    select * from unnest(${rows.map(({ person }) => person.tenantId)}::int[], ${rows.map(({ person }) => person.personId)}::bigint[], ${rows.map(({ key }) => key)}::text[],
      ${rows.map(({ person }) => person.organizationPos)}::int[], ${rows.map(({ person }) => person.positions)}::int4multirange[])`.execute(tx);
}

export async function insertIdentifiers(tx: Tx, rows: readonly PersonIdentifier[]): Promise<void> {
  if (rows.length === 0) return;
  const column = <K extends keyof PersonIdentifier>(key: K) => rows.map((row) => row[key]);
  await sql`
    insert into person_identifier (tenant_id, person_id, kind, sealed, key_id, whole, tail4, tail6, organization_pos, positions)
    select * from unnest(${column('tenantId')}::int[], ${column('personId')}::bigint[], ${column('kind')}::text[], ${column('sealed')}::bytea[], ${column('keyId')}::int[],
      ${column('whole')}::bigint[], ${column('tail4')}::bigint[], ${column('tail6')}::bigint[], ${column('organizationPos')}::int[], ${column('positions')}::int4multirange[])
    on conflict do nothing`.execute(tx);
}

export async function insertMemberships(tx: Tx, memberships: readonly Membership[]): Promise<void> {
  const column = <K extends keyof Membership>(key: K) => memberships.map((membership) => membership[key]);
  await sql`
    insert into membership (tenant_id, person_id, organization_id, organization_pos, role, since, until)
    select * from unnest(${column('tenantId')}::int[], ${column('personId')}::bigint[], ${column('organizationId')}::int[], ${column('organizationPos')}::int[],
      ${column('role')}::text[], ${column('since')}::date[], ${column('until')}::date[])`.execute(tx);
}

/** Hold blind numbers against every other registration of the same ones until the transaction ends. */
export async function holdNumbers(tx: Tx, wholes: readonly number[]): Promise<void> {
  for (const whole of wholes.toSorted((a, b) => a - b)) await sql`select pg_advisory_xact_lock(${whole}::bigint)`.execute(tx);
}

export async function personById(tx: Tx, personId: PersonId): Promise<Person | undefined> {
  return tx.selectFrom('person').selectAll().where('personId', '=', personId).executeTakeFirst();
}

export async function peopleById(tx: Tx, personIds: readonly PersonId[]): Promise<Person[]> {
  return personIds.length === 0 ? [] : tx.selectFrom('person').selectAll().where('personId', 'in', [...personIds]).execute();
}

/** The person's row, held against every other change until the transaction ends. */
export async function holdPerson(tx: Tx, personId: PersonId): Promise<Person | undefined> {
  return tx.selectFrom('person').selectAll().where('personId', '=', personId).forUpdate().executeTakeFirst();
}

export async function updatePerson(tx: Tx, personId: PersonId, fields: Partial<Omit<Person, 'tenantId' | 'personId' | 'pinyin'>>): Promise<void> {
  const spelled = fields.name === undefined ? {} : { pinyin: pinyinOf(fields.name) };
  await tx.updateTable('person').set({ ...fields, ...spelled }).where('personId', '=', personId).execute();
  if (fields.name === undefined) return;
  await tx.deleteFrom('personName').where('personId', '=', personId).execute();
  await insertNames(tx, await tx.selectFrom('person').selectAll().where('personId', '=', personId).execute());
}

export async function identifiersOf(tx: Tx, personId: PersonId): Promise<PersonIdentifier[]> {
  return tx.selectFrom('personIdentifier').selectAll().where('personId', '=', personId).orderBy('kind').orderBy('whole').execute();
}

export async function deleteIdentifiers(tx: Tx, personId: PersonId, kind: IdentifierKind): Promise<void> {
  await tx.deleteFrom('personIdentifier').where('personId', '=', personId).where('kind', '=', kind).execute();
}

export async function insertChange(tx: Tx, change: PersonChange): Promise<void> {
  await tx.insertInto('personChange').values({ ...change, before: sql`${JSON.stringify(change.before)}::jsonb` }).execute();
}

export async function changesOf(tx: Tx, personId: PersonId): Promise<PersonChange[]> {
  return tx.selectFrom('personChange').selectAll().where('personId', '=', personId).orderBy('changedAt', 'desc').execute();
}

export async function membershipsOf(tx: Tx, personId: PersonId): Promise<Membership[]> {
  return tx.selectFrom('membership').selectAll().where('personId', '=', personId).orderBy('since').orderBy('organizationId').execute();
}

/** End what is still open of a membership; one that began on that day or later never was. Answers how many there were. */
export async function endMemberships(tx: Tx, personId: PersonId, { until, organizationId, role }: { until: Day; organizationId?: number; role?: Membership['role'] }): Promise<number> {
  const open = sql<boolean>`person_id = ${personId} and (until is null or until > ${until}::date)
    and (${organizationId ?? null}::int is null or organization_id = ${organizationId ?? null}) and (${role ?? null}::text is null or role = ${role ?? null})`;
  const never = await sql`delete from membership where ${open} and since >= ${until}::date`.execute(tx);
  const ended = await sql`update membership set until = ${until}::date where ${open}`.execute(tx);
  return Number(never.numAffectedRows ?? 0) + Number(ended.numAffectedRows ?? 0);
}

/** Every table whose rows belong to a person and are seen through the person's organisations. */
async function ownedTables(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and 2 = (select count(*) from pg_attribute a where a.attrelid = c.oid and a.attname in ('person_id', 'positions') and not a.attisdropped)
    order by 1`.execute(tx);
  return rows.map(({ name }) => name);
}

/**
 * Make all rows of a person visible through exactly the organisations that the person belongs to today, the home first. To be called
 * in the transaction that changed a membership or the home. An open transfer shows the person to the organisation that is asked.
 */
export async function refreshPositions(tx: Tx, scope: Scope, { personId, today }: { personId: PersonId; today: Day }): Promise<void> {
  await beyondReach(tx, scope, async () => {
    const { rows } = await sql<{ home: number; others: number[] }>`
      select p.organization_pos as home, array(
        select organization_pos from membership m where m.tenant_id = p.tenant_id and m.person_id = p.person_id and (m.until is null or m.until > ${today}::date)
        union select to_pos from transfer t where t.tenant_id = p.tenant_id and t.person_id = p.person_id and t.state = 'requested') as others
      from person p where p.person_id = ${personId}`.execute(tx);
    const [found] = rows;
    if (!found) return;
    const positions = multirangeOf(found.others, found.home);
    for (const table of await ownedTables(tx)) {
      await sql`update ${sql.table(table)} set organization_pos = ${found.home}, positions = ${positions}::int4multirange
        where person_id = ${personId} and (organization_pos, positions) is distinct from (${found.home}, ${positions}::int4multirange)`.execute(tx);
    }
  });
}

/** Persons whose membership ends on this day: they stop being visible there. */
export async function endingOn(tx: Tx, day: Day): Promise<PersonId[]> {
  const rows = await tx.selectFrom('membership').select('personId').distinct().where('until', '=', day).execute();
  return rows.map(({ personId }) => personId);
}

/** A page of numbers sealed with a key that is no longer the current one. */
export async function staleIdentifiers(tx: Tx, current: number, most: number): Promise<PersonIdentifier[]> {
  return tx.selectFrom('personIdentifier').selectAll().where('keyId', '<>', current).limit(most).forUpdate().skipLocked().execute();
}

export async function resealIdentifiers(tx: Tx, rows: readonly PersonIdentifier[]): Promise<void> {
  const column = <K extends keyof PersonIdentifier>(key: K) => rows.map((row) => row[key]);
  await sql`
    update person_identifier set sealed = fresh.sealed, key_id = fresh.key_id
    from unnest(${column('tenantId')}::int[], ${column('personId')}::bigint[], ${column('kind')}::text[], ${column('whole')}::bigint[], ${column('sealed')}::bytea[], ${column('keyId')}::int[])
      as fresh (tenant_id, person_id, kind, whole, sealed, key_id)
    where person_identifier.tenant_id = fresh.tenant_id and person_identifier.person_id = fresh.person_id
      and person_identifier.kind = fresh.kind and person_identifier.whole = fresh.whole`.execute(tx);
}
