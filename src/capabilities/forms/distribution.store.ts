import { sql } from 'kysely';
import type { Day, Instant } from '../../kernel/day.ts';
import type { Text } from '../../kernel/text.ts';
import type { Db, Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import type { PersonId } from '../people/people.ts';
import { Distribution, Invitation, ResponseTicket } from './distribution.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    distribution: Distribution;
    invitation: Invitation;
    responseTicket: ResponseTicket;
  }
}

export const entities = { distribution: Distribution, invitation: Invitation, response_ticket: ResponseTicket };

export const migrations = [
  {
    id: '2026-11-23 21 form distributions',
    sql: `
    create table distribution (
      tenant_id        int         not null,
      distribution_id  uuid        not null,
      organization_id  int         not null,
      organization_pos int         not null,
      form_key         text        not null,
      version_id       uuid        not null,
      title            text        not null,
      audience         text        not null,
      respondents      text        not null,
      token            text        not null unique,
      once             boolean     not null,
      ask_group        boolean     not null,
      quota            int,
      taken            int         not null,
      opens_at         timestamptz not null,
      closes_at        timestamptz,
      remind_every     int,
      before_id        uuid,
      target_result    text,
      target_percent   double precision,
      created_at       timestamptz not null,
      created_by       uuid        not null,
      primary key (tenant_id, distribution_id)
    );
    create table invitation (
      tenant_id        int     not null,
      person_id        bigint  not null,
      distribution_id  uuid    not null,
      token            uuid    not null,
      answered         boolean not null,
      reminders        int     not null,
      reminded_on      date,
      organization_pos int     not null,
      positions        int4multirange,
      primary key (tenant_id, person_id, distribution_id)
    );
    create index invitation_by_distribution on invitation (tenant_id, distribution_id, organization_pos);
    create unique index invitation_token on invitation (token);
    create table response_ticket (
      tenant_id        int  not null,
      ticket_hash      text not null,
      distribution_id  uuid not null,
      organization_pos int  not null,
      primary key (tenant_id, ticket_hash)
    );
    ${guarded('distribution')}
    ${guarded('invitation')}
    ${guarded('response_ticket')}
    create function form_link(asked text) returns table (tenant_id int, distribution_id uuid, person_id bigint)
      language sql stable security definer set search_path = public as
      $$ select d.tenant_id, d.distribution_id, null::bigint from distribution d where d.token = asked
         union all
         select i.tenant_id, i.distribution_id, i.person_id from invitation i
           where asked ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' and i.token = asked::uuid $$;`,
  },
];

export type Door = { readonly tenantId: number; readonly distributionId: string; readonly personId: number | null };

/** What a link or a personal token opens, whoever asks. */
export async function doorOf(db: Db, token: string): Promise<Door | undefined> {
  const { rows } = await sql<Door>`select * from form_link(${token})`.execute(db);
  return rows[0];
}

export async function distributionById(tx: Tx, distributionId: string): Promise<Distribution | undefined> {
  return tx.selectFrom('distribution').selectAll().where('distributionId', '=', distributionId).executeTakeFirst();
}

export async function invitationOf(tx: Tx, { distributionId, personId }: Pick<Invitation, 'distributionId' | 'personId'>): Promise<Invitation | undefined> {
  return tx.selectFrom('invitation').selectAll().where('distributionId', '=', distributionId).where('personId', '=', personId).executeTakeFirst();
}

/** Whether this was the first answer. */
export async function markAnswered(tx: Tx, { distributionId, personId }: Pick<Invitation, 'distributionId' | 'personId'>): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('invitation').set({ answered: true }).where('distributionId', '=', distributionId).where('personId', '=', personId).where('answered', '=', false).executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** One place of the quota; false when none is left. */
export async function takePlace(tx: Tx, distributionId: string): Promise<boolean> {
  const { rows } = await sql`update distribution set taken = taken + 1 where distribution_id = ${distributionId} and (quota is null or taken < quota) returning 1 as one`.execute(tx);
  return rows.length > 0;
}

export async function insertTicket(tx: Tx, ticket: ResponseTicket): Promise<void> {
  await tx.insertInto('responseTicket').values(ticket).onConflict((conflict) => conflict.doNothing()).execute();
}

export async function hasTicket(tx: Tx, { distributionId, ticketHash }: Pick<ResponseTicket, 'distributionId' | 'ticketHash'>): Promise<boolean> {
  const row = await tx.selectFrom('responseTicket').select('ticketHash').where('distributionId', '=', distributionId).where('ticketHash', '=', ticketHash).executeTakeFirst();
  return row !== undefined;
}

/** Whether the ticket was there; it is gone now. */
export async function useTicket(tx: Tx, { distributionId, ticketHash }: Pick<ResponseTicket, 'distributionId' | 'ticketHash'>): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('responseTicket').where('distributionId', '=', distributionId).where('ticketHash', '=', ticketHash).executeTakeFirst();
  return numDeletedRows > 0n;
}

export interface AskedRow extends Pick<Distribution, 'distributionId' | 'versionId' | 'title' | 'respondents' | 'organizationId' | 'opensAt' | 'closesAt' | 'quota' | 'taken'> {
  readonly answered: boolean;
  readonly savedAt: Instant | null;
  readonly organization: Text;
}

/** What a person was asked, newest first. */
export async function askedOf(tx: Tx, personId: PersonId): Promise<AskedRow[]> {
  const { rows } = await sql<AskedRow>`
    select d.distribution_id, d.version_id, d.title, d.respondents, d.organization_id, d.opens_at, d.closes_at, d.quota, d.taken, i.answered, r.saved_at,
      json_build_object('zh', o.name_zh, 'en', o.name_en) as organization
    from invitation i join distribution d using (tenant_id, distribution_id) join organization o on o.organization_id = d.organization_id
      left join response_draft r on r.tenant_id = i.tenant_id and r.person_id = i.person_id and r.distribution_id = i.distribution_id
    where i.person_id = ${personId} order by d.opens_at desc limit 200`.execute(tx);
  return rows;
}

/** What a form may know of a person, and where the person's rows stand. */
export interface Respondent extends Pick<Invitation, 'personId' | 'organizationPos' | 'positions'> {
  readonly sex: 'male' | 'female';
  readonly birthDate: Day;
}

export async function respondentOf(tx: Tx, personId: PersonId): Promise<Respondent | undefined> {
  const { rows } = await sql<Respondent>`select person_id, organization_pos, positions, sex, birth_date from person where person_id = ${personId} and deceased_on is null`.execute(tx);
  return rows[0];
}

export interface Group {
  readonly organizationId: number;
  readonly pos: number;
  readonly name: Text;
}

/** The organisations below one, for a respondent to say where they belong: classes and departments, not their wholes. */
export async function groupsBelow(tx: Tx, organizationId: number): Promise<Group[]> {
  const { rows } = await sql<Group>`
    select o.organization_id, o.pos, json_build_object('zh', o.name_zh, 'en', o.name_en) as name from organization top join organization o on o.tenant_id = top.tenant_id and o.pos > top.pos and o.pos <= top.pos_end
    where top.organization_id = ${organizationId} and not exists (select from organization c where c.parent_id = o.organization_id) order by o.pos limit 500`.execute(tx);
  return rows;
}

export async function insertDistribution(tx: Tx, row: Distribution): Promise<void> {
  await tx.insertInto('distribution').values(row).execute();
}

/** Ask everybody who belongs to the organisation or below it today. Returns how many. */
export async function inviteEverybody(tx: Tx, { tenantId, distributionId, from, to, today }: Pick<Distribution, 'tenantId' | 'distributionId'> & { readonly from: number; readonly to: number; readonly today: Day }): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into invitation (tenant_id, person_id, distribution_id, token, answered, reminders, organization_pos, positions)
    select p.tenant_id, p.person_id, ${distributionId}::uuid, gen_random_uuid(), false, 0, p.organization_pos, p.positions from person p
    where p.tenant_id = ${tenantId} and p.deceased_on is null and p.moved_on is null and p.person_id in (
      select m.person_id from membership m where m.organization_pos between ${from} and ${to} and m.since <= ${today} and (m.until is null or m.until > ${today}))
    on conflict do nothing`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

export async function updateDistribution(tx: Tx, distributionId: string, set: Partial<Pick<Distribution, 'title' | 'opensAt' | 'closesAt' | 'quota' | 'remindEvery'>>): Promise<void> {
  await tx.updateTable('distribution').set(set).where('distributionId', '=', distributionId).execute();
}

export interface DistributionRow extends Distribution {
  readonly organization: Text;
  readonly formTitle: Text;
  readonly label: 'ordinary' | 'sensitive' | 'sealed';
  readonly answered: number;
  readonly asked: number;
}

/** Distributions within reach with their numbers; call it where answers may be counted (`countingAll`). */
export async function distributionRows(tx: Tx, { distributionId = null, formKey = null }: { distributionId?: string | null; formKey?: string | null }): Promise<DistributionRow[]> {
  const { rows } = await sql<DistributionRow>`
    select d.*, json_build_object('zh', o.name_zh, 'en', o.name_en) as organization, v.definition -> 'title' as form_title, v.definition ->> 'label' as label,
      (select count(*)::int from response r where r.tenant_id = d.tenant_id and r.distribution_id = d.distribution_id) as answered,
      (select count(*)::int from invitation i where i.tenant_id = d.tenant_id and i.distribution_id = d.distribution_id) as asked
    from distribution d join organization o on o.organization_id = d.organization_id join form_version v on v.tenant_id = d.tenant_id and v.version_id = d.version_id
    where (${distributionId}::uuid is null or d.distribution_id = ${distributionId}::uuid) and (${formKey}::text is null or d.form_key = ${formKey}::text)
    order by d.created_at desc limit 500`.execute(tx);
  return rows;
}

export interface GroupProgress {
  readonly organizationId: number;
  readonly organization: Text;
  readonly asked: number;
  readonly answered: number;
}

/** Asked and answered by the organisations directly below the one that asked, people and answers of their subtrees. */
export async function progressByGroup(tx: Tx, { distributionId, organizationId }: Pick<Distribution, 'distributionId' | 'organizationId'>): Promise<GroupProgress[]> {
  const { rows } = await sql<GroupProgress>`
    select o.organization_id, json_build_object('zh', o.name_zh, 'en', o.name_en) as organization,
      (select count(*)::int from invitation i where i.distribution_id = ${distributionId} and (i.organization_pos between o.pos and o.pos_end or i.positions && int4range(o.pos, o.pos_end + 1))) as asked,
      (select count(*)::int from response r where r.distribution_id = ${distributionId} and (r.organization_pos between o.pos and o.pos_end or r.positions && int4range(o.pos, o.pos_end + 1))) as answered
    from organization o where o.parent_id = ${organizationId} order by o.pos limit 300`.execute(tx);
  return rows.filter(({ asked, answered }) => asked + answered > 0);
}

export async function answersByDay(tx: Tx, distributionId: string): Promise<{ day: Day; answered: number }[]> {
  const { rows } = await sql<{ day: Day; answered: number }>`
    select (submitted_at at time zone 'Asia/Shanghai')::date as day, count(*)::int as answered from response where distribution_id = ${distributionId} group by 1 order by 1`.execute(tx);
  return rows;
}

export async function invitationCounts(tx: Tx, distributionId: string): Promise<{ asked: number; answered: number; reminded: number }> {
  const { rows } = await sql<{ asked: number; answered: number; reminded: number }>`
    select count(*)::int as asked, count(*) filter (where answered)::int as answered, count(*) filter (where reminders > 0)::int as reminded from invitation where distribution_id = ${distributionId}`.execute(tx);
  return rows[0] ?? { asked: 0, answered: 0, reminded: 0 };
}

/** Count a reminder for everybody who has not answered and was not reminded since a day; returns whom. */
export async function remindOpen(tx: Tx, { distributionId, since, today }: { distributionId: string; since: Day; today: Day }): Promise<PersonId[]> {
  const { rows } = await sql<{ personId: PersonId }>`
    update invitation set reminders = reminders + 1, reminded_on = ${today} where distribution_id = ${distributionId} and not answered and (reminded_on is null or reminded_on <= ${since}) returning person_id`.execute(tx);
  return rows.map(({ personId }) => personId);
}
