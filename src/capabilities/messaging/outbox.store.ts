import { sql } from 'kysely';
import { z } from 'zod';
import type { Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded, tenantWide } from '../../platform/migrations.ts';
import { Address, ChannelSetting, Message, sendJob, type Channel, type MessageState } from './messaging.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    message: Message;
    address: Address;
    channelSetting: ChannelSetting;
  }
}

export const entities = { message: Message, address: Address, channel_setting: ChannelSetting };

export const migrations = [
  {
    id: '2026-11-23 50 outbox',
    sql: `
    create table message (
      tenant_id        int         not null,
      message_id       uuid        not null default gen_random_uuid(),
      person_id        bigint,
      account_id       uuid,
      channel          text        not null,
      template         text        not null,
      params           jsonb       not null,
      urgent           boolean     not null,
      source           text        not null,
      state            text        not null check (state in ('waiting', 'sent', 'skipped', 'dead')),
      reason           text,
      attempts         int         not null,
      next_at          timestamptz,
      created_at       timestamptz not null,
      sent_at          timestamptz,
      provider_id      text,
      organization_pos int         not null,
      positions        int4multirange,
      label            smallint    not null,
      primary key (tenant_id, message_id),
      check ((person_id is null) <> (account_id is null)),
      check ((state = 'waiting') = (next_at is not null))
    );
    create unique index message_once on message (tenant_id, source, channel, coalesce(person_id, 0), coalesce(account_id, '00000000-0000-0000-0000-000000000000'));
    create index message_waiting on message (tenant_id, next_at) where state = 'waiting';
    create index message_recent on message (tenant_id, created_at desc);
    create table address (
      tenant_id        int         not null,
      address_id       uuid        not null,
      person_id        bigint,
      account_id       uuid,
      channel          text        not null,
      sealed           bytea       not null,
      agreed_at        timestamptz not null,
      ended_at         timestamptz,
      quiet_from       int         not null,
      quiet_to         int         not null,
      locale           text        not null,
      organization_pos int         not null,
      positions        int4multirange,
      primary key (tenant_id, address_id)
    );
    create index address_of_account on address (tenant_id, account_id, channel) where ended_at is null;
    create index address_of_person on address (tenant_id, person_id, channel) where ended_at is null;
    create table channel_setting (
      tenant_id  int         not null,
      channel    text        not null,
      active     boolean     not null,
      settings   jsonb       not null,
      sealed     bytea,
      changed_at timestamptz not null,
      changed_by uuid        not null,
      primary key (tenant_id, channel)
    );
    ${guarded('message')}
    alter table address enable row level security;
    alter table address force row level security;
    create policy scope on address using (tenant_id = nullif(current_setting('app.tenant', true), '')::int
      and (account_id = nullif(current_setting('app.account', true), '')::uuid or nullif(current_setting('app.purpose', true), '') = 'system'));
    ${tenantWide('channel_setting')}`,
  },
];

export interface NewMessage extends Pick<Message, 'personId' | 'accountId' | 'channel' | 'template' | 'params' | 'urgent' | 'source' | 'organizationPos' | 'positions'> {
  readonly tenantId: number;
}

/**
 * Put messages into the outbox. What goes to staff names nobody in full and may be seen by who administers the channels. One of the same source, channel and recipient that was there before stays as it is. Returns how many are new.
 */
async function queueMessages(tx: Tx, messages: readonly NewMessage[], at: Instant): Promise<number> {
  if (messages.length === 0) return 0;
  const rows = messages.map(({ tenantId, personId, accountId, organizationPos, ...rest }) => ({ ...rest, tenant_id: tenantId, person_id: personId, account_id: accountId, organization_pos: organizationPos }));
  const { numAffectedRows } = await sql`
    insert into message (tenant_id, person_id, account_id, channel, template, params, urgent, source, state, attempts, next_at, created_at, organization_pos, positions, label)
    select tenant_id, person_id, account_id, channel, template, params, urgent, source, 'waiting', 0, ${at}::timestamptz, ${at}::timestamptz, organization_pos, positions::int4multirange, case when account_id is null then 1 else 0 end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (tenant_id int, person_id bigint, account_id uuid, channel text, template text, params jsonb, urgent boolean, source text, organization_pos int, positions text)
    on conflict do nothing`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** The same in the transaction of what they are about; they go after its commit. */
export async function queue({ db, now, enqueue }: { readonly db: Tx; readonly now: Instant; readonly enqueue: (job: string, payload: object & Record<string, never>) => Promise<void> }, messages: readonly NewMessage[]): Promise<void> {
  if ((await queueMessages(db, messages, now)) > 0) await enqueue(sendJob, {});
}

/** Messages whose time has come, each held by whoever takes it. */
export async function takeDue(tx: Tx, at: Instant, most: number): Promise<Message[]> {
  const { rows } = await sql`
    select *, positions::text as positions from message where state = 'waiting' and next_at <= ${at}::timestamptz order by urgent desc, next_at limit ${most} for update skip locked`.execute(tx);
  return z.array(Message).parse(rows);
}

export type Fate = { readonly state: MessageState; readonly reason: string | null; readonly nextAt: Instant | null; readonly sentAt: Instant | null; readonly providerId: string | null; readonly attempts: number };

export async function noteFate(tx: Tx, messageId: string, { state, reason, nextAt, sentAt, providerId, attempts }: Fate): Promise<void> {
  await sql`
    update message set state = ${state}, reason = ${reason}, next_at = ${nextAt}::timestamptz, provider_id = ${providerId}, attempts = ${attempts}, sent_at = ${sentAt}::timestamptz
    where message_id = ${messageId}::uuid`.execute(tx);
}

export async function addressesOf(tx: Tx, messages: readonly Message[]): Promise<Address[]> {
  const [persons, accounts] = [messages.flatMap(({ personId }) => personId ?? []), messages.flatMap(({ accountId }) => accountId ?? [])];
  const { rows } = await sql`select *, positions::text as positions from address where ended_at is null and (person_id = any (${persons}::bigint[]) or account_id = any (${accounts}::uuid[])) order by agreed_at`.execute(tx);
  return z.array(Address).parse(rows);
}

export async function insertAddress(tx: Tx, address: Address): Promise<void> {
  await tx.insertInto('address').values(address).execute();
}

/** End the addresses of one's own account by a channel. */
export async function endAddresses(tx: Tx, { accountId, channel, at }: { readonly accountId: string; readonly channel: Channel; readonly at: Instant }): Promise<void> {
  await sql`update address set ended_at = ${at}::timestamptz where account_id = ${accountId}::uuid and channel = ${channel} and ended_at is null`.execute(tx);
}

export async function endAddress(tx: Tx, addressId: string, at: Instant): Promise<void> {
  await sql`update address set ended_at = ${at}::timestamptz where address_id = ${addressId}::uuid`.execute(tx);
}

export async function addressesOfAccount(tx: Tx, accountId: string): Promise<Address[]> {
  const { rows } = await sql`select *, positions::text as positions from address where account_id = ${accountId}::uuid and ended_at is null order by channel`.execute(tx);
  return z.array(Address).parse(rows);
}

export async function channelSettings(tx: Tx): Promise<ChannelSetting[]> {
  return tx.selectFrom('channelSetting').selectAll().execute();
}

export async function putChannelSetting(tx: Tx, setting: ChannelSetting): Promise<void> {
  const { active, settings, sealed, changedAt, changedBy } = setting;
  await tx.insertInto('channelSetting').values({ ...setting, settings: sql`${JSON.stringify(settings)}::jsonb` })
    .onConflict((on) => on.columns(['tenantId', 'channel']).doUpdateSet({ active, settings: sql`${JSON.stringify(settings)}::jsonb`, sealed, changedAt, changedBy })).execute();
}

export async function countByChannel(tx: Tx): Promise<{ readonly channel: Channel; readonly waiting: number; readonly dead: number }[]> {
  const { rows } = await sql<{ channel: Channel; waiting: number; dead: number }>`
    select channel, count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'dead')::int as dead from message group by 1`.execute(tx);
  return rows;
}

export const deliveriesPerPage = 50;

export async function deliveries(tx: Tx, { state, channel, page }: { readonly state: MessageState | null; readonly channel: Channel | null; readonly page: number }): Promise<Message[]> {
  const { rows } = await sql`
    select *, positions::text as positions from message where (${state}::text is null or state = ${state}) and (${channel}::text is null or channel = ${channel})
    order by created_at desc, message_id limit ${deliveriesPerPage + 1} offset ${page * deliveriesPerPage}`.execute(tx);
  return z.array(Message).parse(rows);
}

export async function revive(tx: Tx, { messageId, channel, at }: { readonly messageId: string | null; readonly channel: Channel | null; readonly at: Instant }): Promise<number> {
  const { numAffectedRows } = await sql`
    update message set state = 'waiting', attempts = 0, next_at = ${at}::timestamptz where state = 'dead' and (${messageId}::uuid is null or message_id = ${messageId}::uuid) and (${channel}::text is null or channel = ${channel})`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
