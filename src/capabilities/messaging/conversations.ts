/** Conversations between a person and the staff who care for them: written, kept with the record, read only by those who may. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Instant } from '../../kernel/day.ts';
import { PersonId, PersonRow } from '../people/people.ts';

// Words

/**
 * A thread. `assignedTo` answers it; `waitingSince` is the first of the person's messages that nobody answered (its id names the work of
 * answering). Each side's read state is the moment until which it has read.
 */
export const Conversation = z.object({
  tenantId: z.int(),
  personId: PersonId,
  conversationId: z.uuid(),
  subject: z.string().min(1).max(100),
  startedAt: Instant,
  lastAt: Instant,
  assignedTo: z.uuid().nullable(),
  assignedName: z.string().nullable(),
  waitingEntry: z.uuid().nullable(),
  personReadAt: Instant.nullable(),
  staffReadAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
});
export type Conversation = z.infer<typeof Conversation>;

export const Author = z.enum(['person', 'staff', 'automatic']);

/** What goes with a message: a value from the record, a form to fill, or a picture kept beside it. */
export const Attachment = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reading'), code: z.string().max(60), value: z.number(), value2: z.number().nullable(), at: Instant }),
  z.strictObject({ kind: z.literal('form'), formId: z.string().max(60), title: z.string().max(100) }),
  z.strictObject({ kind: z.literal('picture'), pictureId: z.uuid() }),
]);
export type Attachment = z.infer<typeof Attachment>;

export const ConversationEntry = z.object({
  tenantId: z.int(),
  personId: PersonId,
  conversationId: z.uuid(),
  entryId: z.uuid(),
  at: Instant,
  author: Author,
  accountId: z.uuid().nullable(),
  name: z.string(),
  body: z.string().max(4000),
  attachments: z.array(Attachment),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
});
export type ConversationEntry = z.infer<typeof ConversationEntry>;

export const ConversationPicture = z.object({
  tenantId: z.int(),
  personId: PersonId,
  pictureId: z.uuid(),
  mime: z.string(),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  at: Instant,
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
});
export type ConversationPicture = z.infer<typeof ConversationPicture>;

// Rules

/** Somebody answers from eight to half past five, China's time, on working days. */
export const officeHours = { from: 8 * 60, to: 17 * 60 + 30 };

export function isOfficeHour(now: Instant, isWorkingDay: boolean): boolean {
  const minute = Math.floor((Date.parse(now) / 60_000 + 8 * 60) % 1440);
  return isWorkingDay && minute >= officeHours.from && minute < officeHours.to;
}

/** One automatic answer is enough for so long. */
export const automaticPauseHours = 12;

/** JPEG, PNG or WebP by their first bytes; null for anything else, whatever its name says. */
export function pictureType(bytes: Uint8Array): string | null {
  const starts = (...codes: readonly number[]) => codes.every((code, i) => bytes[i] === code);
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  return starts(0x52, 0x49, 0x46, 0x46) && [0x57, 0x45, 0x42, 0x50].every((code, i) => bytes[8 + i] === code) ? 'image/webp' : null;
}

export const mostPictureBytes = 3 * 1024 * 1024;

// Contracts

const ofPerson = { personId: z.coerce.number().pipe(PersonId) };
const ofThread = { ...ofPerson, conversationId: z.uuid() };
const Written = { text: z.string().trim().max(4000), attachments: z.array(Attachment).max(6).default([]) };

const Line = Conversation.pick({ conversationId: true, subject: true, lastAt: true, assignedTo: true, assignedName: true, closedAt: true }).extend({ unread: z.boolean(), waiting: z.boolean(), lastText: z.string() });
export const EntryView = ConversationEntry.pick({ entryId: true, at: true, author: true, name: true, body: true, attachments: true });
const Thread = Line.extend({ entries: z.array(EntryView), personReadAt: Instant.nullable(), staffReadAt: Instant.nullable() });
export type Thread = z.output<typeof Thread>;
const Started = z.object({ conversationId: z.uuid() });
const Sent = z.object({ entryId: z.uuid(), automatic: z.boolean() });

export const ConversationBox = z.enum(['waiting', 'mine', 'all', 'closed']);

export const listConversations = contract({
  method: 'GET',
  path: '/api/messaging/conversations',
  permission: 'messaging.read',
  input: z.object({ box: ConversationBox.default('waiting'), page: z.coerce.number().int().min(0).max(1000).default(0) }),
  output: z.object({ conversations: z.array(Line.extend({ person: PersonRow })), more: z.boolean() }),
});

export const openConversation = contract({ method: 'GET', path: '/api/people/:personId/conversations/:conversationId', permission: 'messaging.read', subject: 'personId', input: z.object(ofThread), output: Thread.extend({ person: PersonRow }) });
export const startConversation = contract({ method: 'POST', path: '/api/people/:personId/conversations', permission: 'messaging.write', subject: 'personId', input: z.object({ ...ofPerson, subject: z.string().trim().min(1).max(100), ...Written }), output: Started });
export const answerConversation = contract({ method: 'POST', path: '/api/people/:personId/conversations/:conversationId/entries', permission: 'messaging.write', subject: 'personId', input: z.object({ ...ofThread, ...Written }), output: Sent });
export const handOverConversation = contract({ method: 'POST', path: '/api/people/:personId/conversations/:conversationId/hand-over', permission: 'messaging.write', subject: 'personId', input: z.object({ ...ofThread, accountId: z.uuid() }), output: z.object({ name: z.string() }) });
export const closeConversation = contract({ method: 'POST', path: '/api/people/:personId/conversations/:conversationId/close', permission: 'messaging.write', subject: 'personId', input: z.object({ ...ofThread, closed: z.boolean() }), output: z.object({ closed: z.boolean() }) });

/** Texts that are often written, and the colleagues to hand over to. */
export const conversationDesk = contract({
  method: 'GET',
  path: '/api/messaging/desk',
  permission: 'messaging.read',
  input: z.object({}),
  output: z.object({ quick: z.array(z.object({ title: z.object({ zh: z.string(), en: z.string() }), text: z.object({ zh: z.string(), en: z.string() }) })), staff: z.array(z.object({ accountId: z.uuid(), name: z.string() })) }),
});

export const ownConversations = contract({ method: 'GET', path: '/api/me/:personId/conversations', permission: 'self.messages', subject: 'personId', input: z.object(ofPerson), output: z.array(Line) });
export const ownConversation = contract({ method: 'GET', path: '/api/me/:personId/conversations/:conversationId', permission: 'self.messages', subject: 'personId', input: z.object(ofThread), output: Thread });
export const writeOwn = contract({ method: 'POST', path: '/api/me/:personId/conversations', permission: 'self.messages', subject: 'personId', input: z.object({ ...ofPerson, subject: z.string().trim().min(1).max(100), ...Written }), output: Started });
export const answerOwn = contract({ method: 'POST', path: '/api/me/:personId/conversations/:conversationId/entries', permission: 'self.messages', subject: 'personId', input: z.object({ ...ofThread, ...Written }), output: Sent });

/** Put a picture beside the record, to be sent with a message. */
export const addPicture = contract({ method: 'POST', path: '/api/people/:personId/pictures', permission: 'signed-in', subject: 'personId', input: z.object(ofPerson), output: z.object({ pictureId: z.uuid() }), upload: true, perMinute: 30 });
export const openPicture = contract({ method: 'GET', path: '/api/people/:personId/pictures/:pictureId', permission: 'signed-in', subject: 'personId', input: z.object({ ...ofPerson, pictureId: z.uuid() }), output: z.object({ mime: z.string(), data: z.string() }) });
