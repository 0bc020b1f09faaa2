import { expect, test } from 'vitest';
import { testApp } from '../../app/testing.ts';
import { addPerson } from '../../app/testing-people.ts';
import { PersonId } from '../people/people.ts';
import { addPicture, answerConversation, answerOwn, closeConversation, isOfficeHour, listConversations, openConversation, openPicture, ownConversation, ownConversations, startConversation, writeOwn } from './conversations.ts';
import { Instant } from '../../kernel/day.ts';

// A Sunday: nobody is at work.
const { store, organizations, as } = await testApp({ today: '2026-11-22' });
const nurse = await as('nurse', 'hospital');
const stranger = await as('nurse', 'hospital-b');
const manager = await as('programme-manager', 'hospital');

let next = 9500;
async function resident(): Promise<{ personId: PersonId; client: Awaited<ReturnType<typeof as>> }> {
  next += 1;
  await addPerson(store.owner, { personId: next, at: organizations.get('hospital') });
  return { personId: PersonId.parse(next), client: await as('resident', 'hospital', next) };
}

test.each([['07:59', true, false], ['08:00', true, true], ['17:29', true, true], ['17:30', true, false], ['10:00', false, false]])('at %s on a working day (%s) somebody is there: %s', (time, working, there) => {
  expect(isOfficeHour(Instant.parse(new Date(`2026-11-23T${time}:00+08:00`).toISOString()), working)).toBe(there);
});

test('a person writes, hears at once that nobody is there, and is answered', async () => {
  const { personId, client } = await resident();
  const { conversationId } = (await client.call(writeOwn, { personId, subject: '头晕', text: '早上起来头晕,血压 150/95。', attachments: [{ kind: 'reading', code: 'blood-pressure', value: 150, value2: 95, at: '2026-11-22T00:00:00.000Z' as Instant }] })).body;
  const which = { personId, conversationId };
  const mine = (await client.call(ownConversation, which)).body;
  expect(mine.entries.map(({ author }) => author)).toEqual(['person', 'automatic']);
  expect(mine.entries[1]?.body).toContain('120');
  const listed = (await nurse.call(listConversations, {})).body.conversations.find((one) => one.conversationId === conversationId);
  expect(listed).toMatchObject({ subject: '头晕', unread: true, waiting: true });
  expect((await nurse.call(openConversation, which)).body.entries[0]?.attachments).toMatchObject([{ kind: 'reading', value: 150 }]);
  await nurse.call(answerConversation, { ...which, text: '请坐下休息,5 分钟后再测一次。' });
  expect((await client.call(ownConversations, { personId })).body[0]).toMatchObject({ unread: true, waiting: false });
  expect((await client.call(ownConversation, which)).body.entries.at(-1)).toMatchObject({ author: 'staff' });
  expect((await client.call(ownConversations, { personId })).body[0]).toMatchObject({ unread: false });
  const { rows } = await store.owner.query(`select state, outcome from work_item where person_id = $1 and kind = 'reply'`, [personId]);
  expect(rows).toEqual([{ state: 'done', outcome: 'answered' }]);
  const { rows: sent } = await store.owner.query(`select distinct template from message where person_id = $1`, [personId]);
  expect(sent).toEqual([{ template: 'reply' }]);
});

test('a second message is one piece of work, and one automatic answer is enough', async () => {
  const { personId, client } = await resident();
  const { conversationId } = (await client.call(writeOwn, { personId, subject: '用药', text: '一' })).body;
  expect((await client.call(answerOwn, { personId, conversationId, text: '二' })).body.automatic).toBe(false);
  const { rows } = await store.owner.query(`select count(*)::int as n from work_item where person_id = $1`, [personId]);
  expect(rows).toEqual([{ n: 1 }]);
});

test('nobody else reads it: neither another hospital, nor other work, nor another resident', async () => {
  const { personId, client } = await resident();
  const { conversationId } = (await client.call(writeOwn, { personId, subject: '私事', text: '内容' })).body;
  const other = await resident();
  expect((await stranger.call(openConversation, { personId, conversationId })).status).toBe(404);
  expect((await stranger.call(listConversations, { box: 'all' })).body.conversations).toEqual([]);
  expect((await manager.call(listConversations, {})).status).toBe(403);
  expect((await other.client.call(ownConversation, { personId, conversationId })).status).toBe(404);
  expect((await other.client.call(writeOwn, { personId, subject: '假', text: '冒充' })).status).toBe(404);
  const { rows } = await store.owner.query(`select count(*)::int as n from audit_event where persons = array[$1::bigint] and contract like '%conversations%'`, [personId]);
  expect(rows[0]?.n).toBeGreaterThan(1);
});

test('a closed thread is not answered until it is open again; staff may begin one', async () => {
  const { personId, client } = await resident();
  const { conversationId } = (await nurse.call(startConversation, { personId, subject: '随访', text: '您好' })).body;
  expect((await client.call(ownConversations, { personId })).body).toMatchObject([{ subject: '随访', unread: true }]);
  await nurse.call(closeConversation, { personId, conversationId, closed: true });
  expect((await nurse.call(answerConversation, { personId, conversationId, text: '还有' })).problem.type).toBe('messaging.closedConversation');
  await client.call(answerOwn, { personId, conversationId, text: '谢谢' });
  expect((await nurse.call(answerConversation, { personId, conversationId, text: '不客气' })).status).toBe(200);
  expect((await nurse.call(answerConversation, { personId, conversationId, text: ' ' })).problem.type).toBe('messaging.emptyMessage');
});

test('a picture is kept as what it is, and nothing else is', async () => {
  const { personId, client } = await resident();
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
  const { pictureId } = (await client.call(addPicture, { personId }, png)).body;
  expect((await nurse.call(openPicture, { personId, pictureId })).body).toEqual({ mime: 'image/png', data: Buffer.from(png).toString('base64') });
  expect((await stranger.call(openPicture, { personId, pictureId })).status).toBe(404);
  expect((await client.call(addPicture, { personId }, new Uint8Array([60, 115, 118, 103]))).problem.type).toBe('messaging.pictureType');
});
