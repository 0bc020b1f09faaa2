import { sql } from 'kysely';
import { z } from 'zod';
import type { Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { Conversation, ConversationEntry, ConversationPicture } from './conversations.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    conversation: Conversation;
    conversationEntry: ConversationEntry;
    conversationPicture: ConversationPicture;
  }
}

export const entities = { conversation: Conversation, conversation_entry: ConversationEntry, conversation_picture: ConversationPicture };

const place = `
      organization_pos int         not null,
      positions        int4multirange,
      label            smallint    not null`;

export const migrations = [
  {
    id: '2026-11-23 51 conversations',
    sql: `
    create table conversation (
      tenant_id        int         not null,
      person_id        bigint      not null,
      conversation_id  uuid        not null,
      subject          text        not null,
      started_at       timestamptz not null,
      last_at          timestamptz not null,
      assigned_to      uuid,
      assigned_name    text,
      waiting_entry    uuid,
      person_read_at   timestamptz,
      staff_read_at    timestamptz,
      closed_at        timestamptz,${place},
      primary key (tenant_id, person_id, conversation_id)
    );
    create index conversation_recent on conversation (tenant_id, last_at desc);
    create table conversation_entry (
      tenant_id        int         not null,
      person_id        bigint      not null,
      conversation_id  uuid        not null,
      entry_id         uuid        not null,
      at               timestamptz not null,
      author           text        not null check (author in ('person', 'staff', 'automatic')),
      account_id       uuid,
      name             text        not null,
      body             text        not null,
      attachments      jsonb       not null,${place},
      primary key (tenant_id, person_id, entry_id)
    );
    create index conversation_entry_thread on conversation_entry (tenant_id, person_id, conversation_id, at);
    create table conversation_picture (
      tenant_id        int         not null,
      person_id        bigint      not null,
      picture_id       uuid        not null,
      mime             text        not null,
      bytes            bytea       not null,
      at               timestamptz not null,${place},
      primary key (tenant_id, person_id, picture_id)
    );
    ${['conversation', 'conversation_entry', 'conversation_picture'].map((table) => guarded(table)).join('\n')}`,
  },
];

const Line = Conversation.extend({ lastText: z.string(), lastAuthor: z.string().nullable() });
export type ConversationLine = z.infer<typeof Line>;

const lines = sql`
  select c.*, c.positions::text as positions, coalesce(left(l.body, 120), '') as last_text, l.author as last_author from conversation c
  left join lateral (select body, author from conversation_entry e where e.tenant_id = c.tenant_id and e.person_id = c.person_id and e.conversation_id = c.conversation_id order by at desc, entry_id limit 1) l on true`;

export const conversationsPerPage = 50;

export async function conversationsInReach(tx: Tx, { box, account, page }: { readonly box: 'waiting' | 'mine' | 'all' | 'closed'; readonly account: string; readonly page: number }): Promise<ConversationLine[]> {
  const which = { waiting: sql`c.waiting_entry is not null and c.closed_at is null`, mine: sql`c.assigned_to = ${account}::uuid and c.closed_at is null`, all: sql`c.closed_at is null`, closed: sql`c.closed_at is not null` }[box];
  const order = box === 'waiting' ? sql`c.last_at` : sql`c.last_at desc`;
  const { rows } = await sql`${lines} where ${which} order by ${order}, c.conversation_id limit ${conversationsPerPage + 1} offset ${page * conversationsPerPage}`.execute(tx);
  return z.array(Line).parse(rows);
}

export async function conversationsOf(tx: Tx, personId: number): Promise<ConversationLine[]> {
  const { rows } = await sql`${lines} where c.person_id = ${personId} order by c.last_at desc limit 100`.execute(tx);
  return z.array(Line).parse(rows);
}

export async function conversationById(tx: Tx, personId: number, conversationId: string): Promise<ConversationLine | undefined> {
  const { rows } = await sql`${lines} where c.person_id = ${personId} and c.conversation_id = ${conversationId}::uuid`.execute(tx);
  return rows[0] === undefined ? undefined : Line.parse(rows[0]);
}

export async function entriesOf(tx: Tx, personId: number, conversationId: string): Promise<ConversationEntry[]> {
  const { rows } = await sql`select *, positions::text as positions from conversation_entry where person_id = ${personId} and conversation_id = ${conversationId}::uuid order by at, entry_id limit 1000`.execute(tx);
  return z.array(ConversationEntry).parse(rows);
}

export async function insertConversation(tx: Tx, conversation: Conversation): Promise<void> {
  await tx.insertInto('conversation').values(conversation).execute();
}

export async function insertEntries(tx: Tx, entries: readonly ConversationEntry[]): Promise<void> {
  const rows = entries.map(({ attachments, ...entry }) => ({ ...entry, attachments: sql<ConversationEntry['attachments']>`${JSON.stringify(attachments)}::jsonb` }));
  if (rows.length > 0) await tx.insertInto('conversationEntry').values(rows).execute();
}

type Changed = Partial<Pick<Conversation, 'lastAt' | 'assignedTo' | 'assignedName' | 'waitingEntry' | 'personReadAt' | 'staffReadAt' | 'closedAt'>>;

export async function updateConversation(tx: Tx, { personId, conversationId }: Pick<Conversation, 'personId' | 'conversationId'>, changed: Changed): Promise<void> {
  await tx.updateTable('conversation').set(changed).where('personId', '=', personId).where('conversationId', '=', conversationId).execute();
}

/** Whether something was answered by itself since then. */
export async function answeredSince(tx: Tx, { personId, conversationId }: Pick<Conversation, 'personId' | 'conversationId'>, since: Instant): Promise<boolean> {
  const found = await tx.selectFrom('conversationEntry').select('entryId').where('personId', '=', personId).where('conversationId', '=', conversationId).where('author', '=', 'automatic').where('at', '>', since).limit(1).execute();
  return found.length > 0;
}

export async function insertPicture(tx: Tx, picture: ConversationPicture): Promise<void> {
  await tx.insertInto('conversationPicture').values(picture).execute();
}

export async function pictureById(tx: Tx, personId: number, pictureId: string): Promise<Pick<ConversationPicture, 'mime' | 'bytes'> | undefined> {
  const { rows } = await sql<Pick<ConversationPicture, 'mime' | 'bytes'>>`select mime, bytes from conversation_picture where person_id = ${personId} and picture_id = ${pictureId}::uuid`.execute(tx);
  return rows[0];
}

/** The person's own clinician, to whom a new thread goes. */
export async function ownClinician(tx: Tx, personId: number): Promise<{ readonly accountId: string; readonly name: string } | undefined> {
  const { rows } = await sql<{ accountId: string; name: string }>`select account_id, name from clinician where person_id = ${personId} and until is null order by role desc, since desc limit 1`.execute(tx);
  return rows[0];
}
