import { sql } from 'kysely';
import type { Day } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { Agreement, Meeting, Partner } from './partners.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    partner: Partner;
    agreement: Agreement;
    meeting: Meeting;
  }
}

export const entities = { partner: Partner, agreement: Agreement, meeting: Meeting };

export const migrations = [
  {
    id: '2026-11-22 01b partners',
    sql: `
    create table partner (
      tenant_id        int  not null references tenant,
      partner_id       uuid primary key,
      organization_pos int  not null,
      kind             text not null,
      name             text not null,
      contact          text not null
    );
    create table agreement (
      tenant_id        int  not null references tenant,
      agreement_id     uuid primary key,
      partner_id       uuid not null references partner,
      organization_pos int  not null,
      title            text not null,
      starts_on        date not null,
      ends_on          date not null check (ends_on >= starts_on),
      remind_days      int  not null,
      reminded_on      date
    );
    create index agreement_partner on agreement (partner_id);
    create table meeting (
      tenant_id        int   not null references tenant,
      meeting_id       uuid  primary key,
      organization_pos int   not null,
      held_on          date  not null,
      title            text  not null,
      attendees        text  not null,
      minutes          text  not null,
      decisions        jsonb not null
    );
    ${['partner', 'agreement', 'meeting'].map((table) => guarded(table)).join('\n')}`,
  },
];

export async function insertPartner(tx: Tx, partner: Partner): Promise<void> {
  await tx.insertInto('partner').values(partner).execute();
}

export async function partnersInReach(tx: Tx): Promise<Partner[]> {
  return tx.selectFrom('partner').selectAll().orderBy('name').execute();
}

export async function partnerById(tx: Tx, partnerId: string): Promise<Partner | undefined> {
  return tx.selectFrom('partner').selectAll().where('partnerId', '=', partnerId).executeTakeFirst();
}

export async function insertAgreement(tx: Tx, agreement: Agreement): Promise<void> {
  await tx.insertInto('agreement').values(agreement).execute();
}

export async function agreementsInReach(tx: Tx): Promise<Agreement[]> {
  return tx.selectFrom('agreement').selectAll().orderBy('endsOn', 'desc').execute();
}

export async function noteReminded(tx: Tx, agreementIds: readonly string[], day: Day): Promise<void> {
  if (agreementIds.length > 0) await tx.updateTable('agreement').set({ remindedOn: day }).where('agreementId', 'in', [...agreementIds]).execute();
}

export async function insertMeeting(tx: Tx, meeting: Meeting): Promise<void> {
  await tx.insertInto('meeting').values({ ...meeting, decisions: sql`${JSON.stringify(meeting.decisions)}::jsonb` }).execute();
}

export async function meetingsInReach(tx: Tx): Promise<Meeting[]> {
  return tx.selectFrom('meeting').selectAll().orderBy('heldOn', 'desc').limit(200).execute();
}
