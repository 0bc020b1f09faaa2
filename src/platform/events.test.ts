import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { testDatabase } from '../app/testing.ts';
import { systemScope } from '../app/open.ts';
import { within } from './database.ts';
import { eventHub, notify, type Heard } from './events.ts';
import { eventStream } from './event-stream.ts';
import { buildHttp, type Parts } from './http.ts';
import type { Caller } from './handle.ts';

const store = await testDatabase();
const scope = systemScope(1);
const told = (n: number) => ({ topic: 'things.changed', tenant: 1, pos: n, data: { n } });
const tell = (...numbers: number[]) => within(store.database, scope, (tx) => notify(tx, numbers.map(told)));

/** What a listener hears, one after the other. */
function hearing() {
  const heard: Heard[] = [];
  let wake = () => {};
  return {
    tell: (one: Heard) => {
      heard.push(one);
      wake();
    },
    async until(count: number): Promise<Heard[]> {
      while (heard.length < count) await new Promise<void>((resolve) => (wake = resolve));
      return heard;
    },
  };
}

const numbers = (heard: readonly Heard[]) => heard.map((one) => one?.event.data['n'] ?? null);

test('what is told is heard at the commit, and never when there is none', async () => {
  const hub = eventHub(store.owner.options);
  const ear = hearing();
  hub.listen(ear.tell, null);
  await ear.until(1);
  await within(store.database, scope, async (tx) => {
    await notify(tx, [told(1)]);
    throw new Error('no');
  }).catch(() => {});
  await tell(2, 3);
  expect(numbers(await ear.until(3))).toEqual([null, 2, 3]);
  await hub.close();
});

test('after a break what was missed is told, or that something was', async () => {
  const hub = eventHub(store.owner.options);
  const ear = hearing();
  hub.listen(ear.tell, null);
  await ear.until(1);
  await tell(1, 2, 3);
  const [, first, , third] = await ear.until(4);
  const [back, upToDate, late] = [hearing(), hearing(), hearing()];
  hub.listen(back.tell, first?.id ?? null);
  hub.listen(upToDate.tell, third?.id ?? null);
  hub.listen(late.tell, 'of another process.7');
  expect(numbers(await back.until(2))).toEqual([2, 3]);
  await tell(4);
  expect(numbers(await upToDate.until(1))).toEqual([4]);
  expect(numbers(await late.until(2))).toEqual([null, 4]);
  await hub.close();
});

test('a broken connection is made again, and everybody is told to look', async () => {
  const hub = eventHub(store.owner.options);
  const ear = hearing();
  hub.listen(ear.tell, null);
  await ear.until(1);
  await store.owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query = 'listen kangcheng'`);
  await ear.until(2);
  await tell(9);
  expect(numbers(await ear.until(3))).toEqual([null, null, 9]);
  await hub.close();
});

/** A server with nothing but the stream; the token says up to which position its holder reaches. */
async function streaming() {
  const whoIs: Parts['whoIs'] = async (token) => (Number(token) > 0 ? callerUpTo(Number(token)) : null);
  const app = await buildHttp({ whoIs, log: 'silent', words: () => '' } as unknown as Parts, []);
  eventStream(app, { parts: { whoIs }, hub: eventHub(store.owner.options), topics: [{ name: 'things.changed', permissions: ['things.read'] }] });
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  return { app, address };
}

function callerUpTo(to: number): Caller {
  return { account: 'a', name: '', login: '', session: '', organization: 1, position: 1, role: 'nurse', permissions: ['things.read'], person: null, emergencies: [], scope: { ...scope, from: 1, to } };
}

async function lines(address: string, token: string): Promise<{ response: IncomingMessage; until: (part: string) => Promise<string> }> {
  const request = get(`${address}/api/events`, { headers: { authorization: `Bearer ${token}` } });
  const [response]: IncomingMessage[] = await once(request, 'response');
  if (!response) throw new Error('no response');
  let text = '';
  response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  return {
    response,
    until: async (part) => {
      while (!text.includes(part)) await once(response, 'data');
      return text;
    },
  };
}

test('the stream tells each caller what is inside his reach', async () => {
  const { app, address } = await streaming();
  const [near, far] = [await lines(address, '5'), await lines(address, '50')];
  await Promise.all([near.until('reset'), far.until('reset')]);
  await tell(20, 3);
  expect(await far.until('"n":3')).toContain('"n":20');
  expect(await near.until('"n":3')).not.toContain('"n":20');
  expect(near.response.headers['content-type']).toContain('text/event-stream');
  const [nearEnds, farEnds] = [once(near.response, 'close'), once(far.response, 'close')];
  await app.close();
  await Promise.all([nearEnds, farEnds]);
});

test('nobody hears anything without a session', async () => {
  const { app, address } = await streaming();
  const answer = await fetch(`${address}/api/events`);
  expect(answer.status).toBe(401);
  await app.close();
});
