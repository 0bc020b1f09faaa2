/** Events that open screens hear: told inside a transaction, carried by PostgreSQL to every server process at its commit. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import type { z } from 'zod';
import { LiveEvent } from '../kernel/live.ts';
import type { Tx } from './database.ts';

const channel = 'kangcheng';
/** How many past events a process keeps for those who come back after a short break. */
const kept = 1000;
const firstWait = 100;
const longestWait = 5_000;

/** Tell those who may hear it. Nobody hears of it before the commit, and nobody if there is none. */
export async function notify(tx: Tx, events: readonly z.input<typeof LiveEvent>[]): Promise<void> {
  if (events.length > 0) await sql`select pg_notify(${channel}, e) from unnest(${events.map((event) => JSON.stringify(event))}::text[]) e`.execute(tx);
}

/** An event with its number in this process; null: some may have been missed, so that anything may have changed. */
export type Heard = { readonly id: string; readonly event: LiveEvent } | null;

export interface EventHub {
  /** Begin to hear events. `after` is the last one heard; what came since is told first, or null when that is not known any more. */
  listen(tell: (heard: Heard) => void, after: string | null): () => void;
  close(): Promise<void>;
}

/** One LISTEN connection of the process, made when first needed and made again whenever it breaks. */
export function eventHub(connection: pg.ClientConfig): EventHub {
  const listeners = new Set<(heard: Heard) => void>();
  let line: { readonly epoch: string; readonly past: { readonly id: string; readonly event: LiveEvent }[]; count: number } | null = null;
  let client: pg.Client | null = null;
  let running: Promise<void> | null = null;
  let closed = false;

  const take = (payload: string) => {
    const event = LiveEvent.safeParse(JSON.parse(payload));
    if (!event.success || line === null) return;
    line.count += 1;
    const heard = { id: `${line.epoch}.${line.count}`, event: event.data };
    line.past.push(heard);
    if (line.past.length > kept) line.past.shift();
    for (const tell of listeners) tell(heard);
  };
  const connectOnce = async (): Promise<void> => {
    const made = new pg.Client({ ...connection, keepAlive: true });
    client = made;
    made.on('notification', ({ payload }) => take(payload ?? ''));
    const broken = new Promise<void>((resolve) => made.on('error', () => resolve()).once('end', () => resolve()));
    try {
      await made.connect();
      await made.query(`listen ${channel}`);
      line = { epoch: randomUUID(), past: [], count: 0 };
      for (const tell of listeners) tell(null);
      await broken;
    } finally {
      line = null;
      await made.end().catch(() => {});
    }
  };
  const run = async (): Promise<void> => {
    for (let wait = firstWait; !closed; wait = Math.min(wait * 2, longestWait)) {
      const began = Date.now();
      await connectOnce().catch(() => {});
      if (Date.now() - began > longestWait) wait = firstWait;
      if (!closed) await new Promise((resolve) => setTimeout(resolve, wait).unref());
    }
  };

  return {
    listen(tell, after) {
      running ??= run();
      listeners.add(tell);
      if (line !== null) replay(line, after, tell);
      return () => void listeners.delete(tell);
    },
    async close() {
      closed = true;
      await client?.end().catch(() => {});
    },
  };
}

function replay({ epoch, past, count }: { epoch: string; past: readonly { readonly id: string; readonly event: LiveEvent }[]; count: number }, after: string | null, tell: (heard: Heard) => void): void {
  const at = past.findIndex(({ id }) => id === after);
  if (at < 0 && after !== `${epoch}.${count}`) return tell(null);
  for (const heard of at < 0 ? [] : past.slice(at + 1)) tell(heard);
}
