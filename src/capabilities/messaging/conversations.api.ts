import { randomUUID } from 'node:crypto';
import { Day, Instant } from '../../kernel/day.ts';
import { Holidays, isWorkday, workingCalendar } from '../../kernel/working-days.ts';
import { readContent } from '../../platform/content.ts';
import { labels } from '../../platform/database.ts';
import { notify } from '../../platform/events.ts';
import { handle, handleFile, type Ctx } from '../../platform/handle.ts';
import type { PersonId, PersonRow } from '../people/people.ts';
import { placeOf, type Place } from '../records/observations.store.ts';
import { closeWork, openWork } from '../worklist/worklist.store.ts';
import {
  addPicture, answerConversation, answerOwn, automaticPauseHours, closeConversation, conversationDesk, handOverConversation, isOfficeHour, listConversations, mostPictureBytes, openConversation, openPicture, ownConversation,
  ownConversations, pictureType, startConversation, writeOwn, type Attachment, type Conversation, type ConversationEntry,
} from './conversations.ts';
import {
  answeredSince, conversationById, conversationsInReach, conversationsOf, conversationsPerPage, entriesOf, insertConversation, insertEntries, insertPicture, ownClinician, pictureById, updateConversation, type ConversationLine,
} from './conversations.store.ts';
import { messageTopic, refuse, type Channel } from './messaging.ts';
import { queue } from './outbox.store.ts';
import { quick, templates } from './sending.api.ts';

const calendar = workingCalendar(readContent('holidays.yaml', Holidays));
const capability = 'messaging';
const personChannels: readonly Channel[] = ['in-app', 'web-push', 'wechat', 'sms'];

export interface Elsewhere {
  readonly lines: (ctx: Ctx, persons: readonly PersonId[]) => Promise<PersonRow[]>;
  readonly staff: (ctx: Ctx) => Promise<{ accountId: string; name: string }[]>;
}

function lineOf(thread: ConversationLine, side: 'person' | 'staff') {
  const { conversationId, subject, lastAt, assignedTo, assignedName, closedAt, waitingEntry, lastText } = thread;
  const read = side === 'person' ? thread.personReadAt : thread.staffReadAt;
  const isOwn = thread.lastAuthor === (side === 'person' ? 'person' : 'staff');
  return { conversationId, subject, lastAt, assignedTo, assignedName, closedAt, waiting: waitingEntry !== null, unread: !isOwn && (read === null || read < lastAt), lastText };
}

async function found(ctx: Ctx, personId: PersonId, conversationId: string): Promise<ConversationLine> {
  const thread = await conversationById(ctx.db, personId, conversationId);
  if (!thread) throw refuse.unknownConversation();
  return thread;
}

async function threadOf(ctx: Ctx, thread: ConversationLine, side: 'person' | 'staff') {
  const entries = await entriesOf(ctx.db, thread.personId, thread.conversationId);
  return {
    ...lineOf(thread, side), personReadAt: thread.personReadAt, staffReadAt: thread.staffReadAt,
    entries: entries.map(({ entryId, at, author, name, body, attachments }) => ({ entryId, at, author, name, body, attachments })),
  };
}

/** Both sides' open screens hear of it. */
async function told(ctx: Ctx, { tenantId, personId, conversationId, organizationPos, positions }: Conversation): Promise<void> {
  await notify(ctx.db, [{ topic: messageTopic.name, tenant: tenantId, pos: organizationPos, positions, person: personId, label: labels.sensitive, data: { conversationId } }]);
}

interface Text {
  readonly text: string;
  readonly attachments: Attachment[];
}

function entryOf(ctx: Ctx, thread: Conversation, { author, text, attachments }: Text & { readonly author: ConversationEntry['author'] }): ConversationEntry {
  if (text === '' && attachments.length === 0) throw refuse.emptyMessage();
  const { tenantId, personId, conversationId, organizationPos, positions, label } = thread;
  const isAutomatic = author === 'automatic';
  return { tenantId, personId, conversationId, entryId: ctx.newId(), at: ctx.now > thread.lastAt ? ctx.now : afterwards(thread.lastAt), author, accountId: isAutomatic ? null : ctx.caller.account, name: isAutomatic ? '' : ctx.caller.name, body: text, attachments, organizationPos, positions, label };
}

/** Of two entries of one moment the later stands later. */
const afterwards = (at: Instant): Instant => Instant.parse(new Date(Date.parse(at) + 1).toISOString());
const readAt = (ctx: Ctx, { lastAt }: Conversation): Instant => (ctx.now > lastAt ? ctx.now : lastAt);

async function opened(ctx: Ctx, personId: PersonId, subject: string): Promise<Conversation> {
  const place: Place | undefined = await placeOf(ctx.db, personId);
  if (!place) throw refuse.unknownConversation();
  const own = await ownClinician(ctx.db, personId);
  const thread: Conversation = {
    tenantId: ctx.caller.scope.tenant, personId, conversationId: ctx.newId(), subject, startedAt: ctx.now, lastAt: ctx.now, assignedTo: own?.accountId ?? null, assignedName: own?.name ?? null, waitingEntry: null,
    personReadAt: null, staffReadAt: null, closedAt: null, organizationPos: place.organizationPos, positions: place.positions, label: labels.sensitive,
  };
  await insertConversation(ctx.db, thread);
  return thread;
}

/** The person wrote: somebody has to answer, and out of office hours the person is told so, with 120. */
async function fromPerson(ctx: Ctx, thread: Conversation, written: Text): Promise<{ entryId: string; automatic: boolean }> {
  const entry = entryOf(ctx, thread, { ...written, author: 'person' });
  const pause = Instant.parse(new Date(Date.parse(ctx.now) - automaticPauseHours * 3_600_000).toISOString());
  const automatic = !isOfficeHour(ctx.now, isWorkday(Day.parse(ctx.today), calendar)) && !(await answeredSince(ctx.db, thread, pause));
  const words = templates['out-of-hours']?.text;
  const answer = automatic && words ? [entryOf(ctx, { ...thread, lastAt: entry.at }, { text: ctx.locale === 'en' ? words.en : words.zh, attachments: [], author: 'automatic' })] : [];
  await insertEntries(ctx.db, [entry, ...answer]);
  const waitingEntry = thread.waitingEntry ?? entry.entryId;
  await updateConversation(ctx.db, thread, { lastAt: answer.at(-1)?.at ?? entry.at, personReadAt: answer.at(-1)?.at ?? entry.at, waitingEntry, closedAt: null });
  await openWork(
    ctx.db,
    [{ personId: thread.personId, kind: 'reply', title: 'messaging:work', params: { subject: thread.subject, conversation: thread.conversationId }, dueOn: ctx.today, severity: 'routine', role: 'nurse', ...(thread.assignedTo === null ? {} : { assignedTo: thread.assignedTo }), source: { capability, id: waitingEntry } }],
    ctx.now,
  );
  await told(ctx, thread);
  return { entryId: entry.entryId, automatic: answer.length > 0 };
}

async function fromStaff(ctx: Ctx, thread: Conversation, written: Text): Promise<{ entryId: string; automatic: boolean }> {
  if (thread.closedAt !== null) throw refuse.closedConversation();
  const entry = entryOf(ctx, thread, { ...written, author: 'staff' });
  await insertEntries(ctx.db, [entry]);
  await updateConversation(ctx.db, thread, { lastAt: entry.at, staffReadAt: entry.at, waitingEntry: null, ...(thread.assignedTo === null ? { assignedTo: ctx.caller.account, assignedName: ctx.caller.name } : {}) });
  await answered(ctx, thread);
  const { tenantId, personId, organizationPos, positions } = thread;
  await queue(ctx, personChannels.map((channel) => ({ tenantId, personId, accountId: null, channel, template: 'reply', params: {}, urgent: false, source: `reply/${entry.entryId}`, organizationPos, positions })));
  await told(ctx, thread);
  return { entryId: entry.entryId, automatic: false };
}

async function answered(ctx: Ctx, { waitingEntry }: Conversation): Promise<void> {
  if (waitingEntry !== null) await closeWork(ctx.db, { capability, sources: [waitingEntry] }, { state: 'done', at: ctx.now, by: ctx.caller.account, outcome: 'answered' });
}

const staffSide = ({ lines, staff }: Elsewhere) => [
  handle(listConversations, async ({ box, page }, ctx) => {
    const rows = await conversationsInReach(ctx.db, { box, account: ctx.caller.account, page });
    const shown = rows.slice(0, conversationsPerPage);
    const people = new Map((await lines(ctx, [...new Set(shown.map(({ personId }) => personId))])).map((person) => [person.personId, person]));
    ctx.note([...people.keys()], 'list');
    return { conversations: shown.flatMap((thread) => {
      const person = people.get(thread.personId);
      return person ? [{ ...lineOf(thread, 'staff'), person }] : [];
    }), more: rows.length > conversationsPerPage };
  }),

  handle(conversationDesk, async (_input, ctx) => ({ quick: [...quick], staff: (await staff(ctx)).map(({ accountId, name }) => ({ accountId, name })) })),

  handle(openConversation, async ({ personId, conversationId }, ctx) => {
    const thread = await found(ctx, personId, conversationId);
    const [person] = await lines(ctx, [personId]);
    if (!person) throw refuse.unknownConversation();
    await updateConversation(ctx.db, thread, { staffReadAt: readAt(ctx, thread) });
    return { ...(await threadOf(ctx, thread, 'staff')), person };
  }),

  handle(startConversation, async ({ personId, subject, text, attachments }, ctx) => {
    const thread = await opened(ctx, personId, subject);
    await fromStaff(ctx, thread, { text, attachments });
    return { conversationId: thread.conversationId };
  }),

  handle(answerConversation, async ({ personId, conversationId, text, attachments }, ctx) => fromStaff(ctx, await found(ctx, personId, conversationId), { text, attachments })),

  handle(handOverConversation, async ({ personId, conversationId, accountId }, ctx) => {
    const thread = await found(ctx, personId, conversationId);
    const chosen = (await staff(ctx)).find((one) => one.accountId === accountId);
    if (!chosen) throw refuse.unknownAccount();
    await updateConversation(ctx.db, thread, { assignedTo: chosen.accountId, assignedName: chosen.name });
    await told(ctx, thread);
    return { name: chosen.name };
  }),

  handle(closeConversation, async ({ personId, conversationId, closed }, ctx) => {
    const thread = await found(ctx, personId, conversationId);
    await updateConversation(ctx.db, thread, { closedAt: closed ? ctx.now : null, waitingEntry: null });
    if (closed) await answered(ctx, thread);
    await told(ctx, thread);
    return { closed };
  }),
];

const personSide = [
  handle(ownConversations, async ({ personId }, ctx) => (await conversationsOf(ctx.db, personId)).map((thread) => lineOf(thread, 'person'))),

  handle(ownConversation, async ({ personId, conversationId }, ctx) => {
    const thread = await found(ctx, personId, conversationId);
    await updateConversation(ctx.db, thread, { personReadAt: readAt(ctx, thread) });
    return threadOf(ctx, thread, 'person');
  }),

  handle(writeOwn, async ({ personId, subject, text, attachments }, ctx) => {
    const thread = await opened(ctx, personId, subject);
    await fromPerson(ctx, thread, { text, attachments });
    return { conversationId: thread.conversationId };
  }),

  handle(answerOwn, async ({ personId, conversationId, text, attachments }, ctx) => fromPerson(ctx, await found(ctx, personId, conversationId), { text, attachments })),
];

const pictures = [
  handleFile(addPicture, {
    prepare: async (_input, file) => {
      if (file.length > mostPictureBytes) throw refuse.pictureTooLarge();
      const mime = pictureType(file);
      if (mime === null) throw refuse.pictureType();
      return { mime, bytes: Buffer.from(file), pictureId: randomUUID() };
    },
    run: async ({ personId }, ctx, { mime, bytes, pictureId }) => {
      const place = await placeOf(ctx.db, personId);
      if (!place) throw refuse.unknownConversation();
      await insertPicture(ctx.db, { tenantId: ctx.caller.scope.tenant, personId, pictureId, mime, bytes, at: ctx.now, organizationPos: place.organizationPos, positions: place.positions, label: labels.sensitive });
      return { pictureId };
    },
  }),

  handle(openPicture, async ({ personId, pictureId }, ctx) => {
    const picture = await pictureById(ctx.db, personId, pictureId);
    if (!picture) throw refuse.unknownMessage();
    return { mime: picture.mime, data: Buffer.from(picture.bytes).toString('base64') };
  }),
];

export const api = (elsewhere: Elsewhere) => [...staffSide(elsewhere), ...personSide, ...pictures];
