import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { Membership, Person } from './people.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    person: Person;
    membership: Membership;
  }
}

export const entities = { person: Person, membership: Membership };

export const migrations = [
  {
    id: '2026-11-22 02 people',
    sql: `
    create table person (
      tenant_id        int    not null,
      person_id        bigint not null,
      organization_pos int    not null,
      name_zh          text   not null,
      sex              text   not null check (sex in ('male', 'female')),
      birth_date       date   not null,
      id_number        text,
      phone            text,
      address          text,
      deceased_on      date,
      moved_on         date,
      primary key (tenant_id, person_id)
    );
    create index person_organization on person (tenant_id, organization_pos);
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
    ${guarded('person')}
    ${guarded('membership')}`,
  },
];

export async function insertPeople(tx: Tx, people: readonly Person[]): Promise<void> {
  const column = <K extends keyof Person>(key: K) => people.map((person) => person[key]);
  await sql`
    insert into person (tenant_id, person_id, organization_pos, name_zh, sex, birth_date, id_number, phone, address, deceased_on, moved_on)
    select * from unnest(${column('tenantId')}::int[], ${column('personId')}::bigint[], ${column('organizationPos')}::int[], ${column('nameZh')}::text[],
      ${column('sex')}::text[], ${column('birthDate')}::date[], ${column('idNumber')}::text[], ${column('phone')}::text[], ${column('address')}::text[],
      ${column('deceasedOn')}::date[], ${column('movedOn')}::date[])`.execute(tx);
}

export async function insertMemberships(tx: Tx, memberships: readonly Membership[]): Promise<void> {
  const column = <K extends keyof Membership>(key: K) => memberships.map((membership) => membership[key]);
  await sql`
    insert into membership (tenant_id, person_id, organization_id, organization_pos, role, since, until)
    select * from unnest(${column('tenantId')}::int[], ${column('personId')}::bigint[], ${column('organizationId')}::int[], ${column('organizationPos')}::int[],
      ${column('role')}::text[], ${column('since')}::date[], ${column('until')}::date[])`.execute(tx);
}
