import { sql } from 'kysely';
import type { Day } from '../../kernel/day.ts';
import { labels, within, type Db, type Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { Clinician, Guardianship, HouseholdMember, mayGuardianRead, type ClinicianRole } from './households.ts';
import type { Person, PersonId } from './people.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    householdMember: HouseholdMember;
    guardianship: Guardianship;
    clinician: Clinician;
  }
}

export const entities = { household_member: HouseholdMember, guardianship: Guardianship, clinician: Clinician };

export const migrations = [
  {
    id: '2026-11-22 02b households',
    sql: `
    create sequence household_number start 1001;
    create table household_member (
      tenant_id        int    not null,
      person_id        bigint not null,
      household_id     bigint not null,
      relation         text   not null,
      since            date   not null,
      organization_pos int    not null,
      positions        int4multirange,
      primary key (tenant_id, person_id)
    );
    create index household_member_household on household_member (tenant_id, household_id);
    create table guardianship (
      tenant_id          int    not null,
      person_id          bigint not null,
      guardian_person_id bigint not null check (guardian_person_id <> person_id),
      relation           text   not null,
      since              date   not null,
      until              date,
      organization_pos   int    not null,
      positions          int4multirange,
      primary key (tenant_id, person_id, guardian_person_id)
    );
    create index guardianship_guardian on guardianship (tenant_id, guardian_person_id);
    create table clinician (
      tenant_id        int    not null,
      person_id        bigint not null,
      role             text   not null check (role in ('doctor', 'nurse')),
      account_id       uuid   not null,
      name             text   not null,
      since            date   not null,
      until            date,
      organization_pos int    not null,
      positions        int4multirange,
      primary key (tenant_id, person_id, role, since, account_id)
    );
    create index clinician_account on clinician (tenant_id, account_id) where until is null;
    ${['household_member', 'guardianship', 'clinician'].map((table) => guarded(table)).join('\n')}`,
  },
];

/** What a row of a person carries besides its own fields. */
export function ownerOf(person: Person): Pick<Person, 'tenantId' | 'personId' | 'organizationPos' | 'positions'> {
  const { tenantId, personId, organizationPos, positions } = person;
  return { tenantId, personId, organizationPos, positions };
}

export async function householdOf(tx: Tx, personId: PersonId): Promise<HouseholdMember[]> {
  return tx
    .selectFrom('householdMember')
    .selectAll()
    .where('householdId', '=', (eb) => eb.selectFrom('householdMember as own').select('own.householdId').where('own.personId', '=', personId))
    .orderBy(sql`relation <> 'head'`)
    .orderBy('personId')
    .execute();
}

export async function nextHouseholdId(tx: Tx): Promise<number> {
  const { rows } = await sql<{ id: number }>`select nextval('household_number')::bigint as id`.execute(tx);
  return rows[0]?.id ?? 0;
}

export async function upsertHouseholdMember(tx: Tx, member: HouseholdMember): Promise<void> {
  await tx
    .insertInto('householdMember')
    .values(member)
    .onConflict((conflict) => conflict.columns(['tenantId', 'personId']).doUpdateSet((row) => ({ householdId: row.ref('excluded.householdId'), relation: row.ref('excluded.relation'), since: row.ref('excluded.since') })))
    .execute();
}

export async function guardiansOf(tx: Tx, personId: PersonId): Promise<Guardianship[]> {
  return tx.selectFrom('guardianship').selectAll().where('personId', '=', personId).orderBy('since').execute();
}

export async function wardsOf(tx: Tx, guardianPersonId: PersonId): Promise<Guardianship[]> {
  return tx.selectFrom('guardianship').selectAll().where('guardianPersonId', '=', guardianPersonId).orderBy('since').execute();
}

/** The wards whose records a guardian reads on a day. Asked before there is a reach, hence in one of its own: the guardian's tenant. */
export function wardsReadable(db: Db, { tenant, guardian, day }: { tenant: number; guardian: PersonId; day: Day }): Promise<PersonId[]> {
  const scope = { tenant, from: 0, to: 2_147_483_646, label: labels.ordinary, account: '00000000-0000-0000-0000-000000000000', purpose: 'system' as const };
  return within(db, scope, async (tx) => {
    const wards = await tx
      .selectFrom('guardianship as g')
      .innerJoin('person as p', (join) => join.onRef('p.tenantId', '=', 'g.tenantId').onRef('p.personId', '=', 'g.personId'))
      .where('g.guardianPersonId', '=', guardian)
      .select(['g.personId', 'g.since', 'g.until', 'p.birthDate'])
      .execute();
    return wards.filter((ward) => mayGuardianRead(ward, day)).map(({ personId }) => personId);
  });
}

export async function upsertGuardianship(tx: Tx, guardianship: Guardianship): Promise<void> {
  await tx
    .insertInto('guardianship')
    .values(guardianship)
    .onConflict((conflict) => conflict.columns(['tenantId', 'personId', 'guardianPersonId']).doUpdateSet((row) => ({ relation: row.ref('excluded.relation'), since: row.ref('excluded.since'), until: null })))
    .execute();
}

export async function endGuardianships(tx: Tx, { personId, guardianPersonId }: { personId?: PersonId; guardianPersonId?: PersonId }, until: Day): Promise<void> {
  let ending = tx.updateTable('guardianship').set({ until }).where('until', 'is', null);
  if (personId !== undefined) ending = ending.where('personId', '=', personId);
  if (guardianPersonId !== undefined) ending = ending.where('guardianPersonId', '=', guardianPersonId);
  await ending.execute();
}

export async function cliniciansOf(tx: Tx, personId: PersonId): Promise<Clinician[]> {
  return tx.selectFrom('clinician').selectAll().where('personId', '=', personId).where('until', 'is', null).orderBy('role').execute();
}

export async function endClinicians(tx: Tx, personId: PersonId, { until, role }: { until: Day; role?: ClinicianRole }): Promise<void> {
  const open = (role === undefined ? sql`true` : sql`role = ${role}`);
  await sql`delete from clinician where person_id = ${personId} and until is null and since >= ${until}::date and ${open}`.execute(tx);
  await sql`update clinician set until = ${until}::date where person_id = ${personId} and until is null and ${open}`.execute(tx);
}

interface Assigned extends Pick<Clinician, 'role' | 'accountId' | 'name' | 'since'> {
  readonly dryRun: boolean;
}

/** Make somebody responsible for many at once: for some persons, or for all whose record an organisation keeps. Answers for how many it was not so. */
export async function assignClinicians(
  tx: Tx,
  { personIds, below }: { personIds: readonly PersonId[] | null; below: { pos: number; posEnd: number } | null },
  { role, accountId, name, since, dryRun }: Assigned,
): Promise<{ persons: number; changed: PersonId[] }> {
  const { rows } = await sql<{ personId: PersonId; already: boolean }>`
    select p.person_id, exists (select from clinician c where c.tenant_id = p.tenant_id and c.person_id = p.person_id and c.role = ${role} and c.account_id = ${accountId}::uuid and c.until is null) as already
    from person p where p.deceased_on is null and p.moved_on is null
      and (${personIds === null}::boolean or p.person_id = any(${personIds === null ? [] : [...personIds]}::bigint[]))
      and (${below === null}::boolean or p.organization_pos between ${below?.pos ?? 0} and ${below?.posEnd ?? 0})`.execute(tx);
  const changed = rows.filter(({ already }) => !already).map(({ personId }) => personId);
  if (dryRun || changed.length === 0) return { persons: rows.length, changed };
  const open = sql`person_id = any(${changed}::bigint[]) and role = ${role} and until is null`;
  await sql`delete from clinician where ${open} and since >= ${since}::date`.execute(tx);
  await sql`update clinician set until = ${since}::date where ${open}`.execute(tx);
  await sql`
    insert into clinician (tenant_id, person_id, role, account_id, name, since, until, organization_pos, positions)
    select tenant_id, person_id, ${role}, ${accountId}::uuid, ${name}, ${since}::date, null, organization_pos, positions from person where person_id = any(${changed}::bigint[])
    on conflict (tenant_id, person_id, role, since, account_id) do update set until = null`.execute(tx);
  return { persons: rows.length, changed };
}

/** A household whose head left has the eldest of those who stayed in that place. */
export async function appointHead(tx: Tx, householdId: number): Promise<void> {
  await sql`
    update household_member set relation = 'head' where household_id = ${householdId}
      and not exists (select from household_member h where h.household_id = ${householdId} and h.relation = 'head')
      and person_id = (select m.person_id from household_member m join person p on p.tenant_id = m.tenant_id and p.person_id = m.person_id
        where m.household_id = ${householdId} order by p.birth_date, m.person_id limit 1)`.execute(tx);
}

export async function insertClinicians(tx: Tx, rows: readonly Clinician[]): Promise<void> {
  if (rows.length > 0) await tx.insertInto('clinician').values([...rows]).execute();
}

export async function insertGuardianships(tx: Tx, rows: readonly Guardianship[]): Promise<void> {
  if (rows.length > 0) await tx.insertInto('guardianship').values([...rows]).execute();
}

export async function insertHouseholdMembers(tx: Tx, rows: readonly HouseholdMember[]): Promise<void> {
  if (rows.length > 0) await tx.insertInto('householdMember').values([...rows]).execute();
}
