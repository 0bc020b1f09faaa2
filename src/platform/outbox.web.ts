import type { DBSchema, IDBPDatabase } from 'idb';
import { useSyncExternalStore } from 'react';
import type { z } from 'zod';
import type { Contract } from '../kernel/contract.ts';
import { call, CallProblem } from './call.web.ts';

/**
 * What was done without a network waits here, survives a reload, and is sent exactly once: each act carries an id that was made
 * when it was done, by which the server knows it again. An act that the server refuses stays, with the reason, until somebody decides.
 */
export interface Waiting {
  readonly id: string;
  /** Whose: only the same account sends it. */
  readonly account: string;
  readonly path: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** What it is, in the words of the person who did it. */
  readonly title: string;
  readonly madeAt: string;
  /** Why the server would not have it; null while it only waits. */
  readonly refused: { readonly type: string; readonly title: string } | null;
}

interface Store extends DBSchema {
  waiting: { key: string; value: Waiting };
}

const open = async (): Promise<IDBPDatabase<Store>> => (await import('idb')).openDB<Store>('kangcheng-outbox', 1, { upgrade: (database) => void database.createObjectStore('waiting', { keyPath: 'id' }) });

let database: Promise<IDBPDatabase<Store>> | null = null;
const opened = () => (database ??= open());

const listeners = new Set<() => void>();
let shown: readonly Waiting[] = [];
let account: string | null = null;

/** Finds the contract of what waits, by its method and path: fetched only when something does. */
export type FindContract = (path: string) => Promise<Contract | undefined>;

async function refresh(): Promise<void> {
  const all = await (await opened()).getAll('waiting');
  shown = all.filter((one) => one.account === account).toSorted((a, b) => (a.madeAt < b.madeAt ? -1 : 1));
  for (const listen of listeners) listen();
}

/** Whose acts are shown and sent from now on. */
export async function outboxOf(nextAccount: string): Promise<void> {
  account = nextAccount;
  await refresh();
}

export function useWaiting(): readonly Waiting[] {
  return useSyncExternalStore(
    (listen) => {
      listeners.add(listen);
      return () => void listeners.delete(listen);
    },
    () => shown,
  );
}

export type Sent<T> = { readonly sent: true; readonly output: T } | { readonly sent: false };

/** Do it now, or as soon as there is a network again. A refusal of the server is thrown, as by `call`. */
export async function sendOrKeep<I extends z.ZodType, O extends z.ZodType>(contract: Contract<I, O>, input: z.input<I> & Record<string, unknown>, { id, title }: { id: string; title: string }): Promise<Sent<z.output<O>>> {
  const key = `${contract.method} ${contract.path}`;
  if (account === null) throw new Error('nobody is signed in');
  const act: Waiting = { id, account, path: key, input, title, madeAt: new Date().toISOString(), refused: null };
  // Kept first: whatever happens to the page or the network from here on, it is not lost.
  await (await opened()).put('waiting', act);
  try {
    const output = await call(contract, input);
    await drop(id);
    return { sent: true, output };
  } catch (error) {
    if (isPassing(error)) {
      await refresh();
      return { sent: false };
    }
    await drop(id);
    throw error;
  }
}

/** No answer, or one that may be another the next time. */
function isPassing(error: unknown): boolean {
  return error instanceof CallProblem && (error.status === 0 || error.status === 401 || error.status === 429 || error.status >= 500);
}

async function drop(id: string): Promise<void> {
  await (await opened()).delete('waiting', id);
  await refresh();
}

/** The person gives up something that waits. */
export const giveUp = drop;

/**
 * Send what waits, oldest first; two windows never send at once. Returns how many the server took.
 */
export async function sendWaiting(find: FindContract): Promise<number> {
  if (account === null || shown.every(({ refused }) => refused !== null)) return 0;
  return alone(async () => {
    let taken = 0;
    await refresh();
    for (const act of shown.filter(({ refused }) => refused === null)) {
      const contract = await find(act.path);
      if (!contract) continue;
      try {
        await call(contract, act.input);
        await (await opened()).delete('waiting', act.id);
        taken += 1;
      } catch (error) {
        if (isPassing(error)) break;
        const refused = error instanceof CallProblem ? { type: error.type, title: error.title } : { type: 'request.failed', title: String(error) };
        await (await opened()).put('waiting', { ...act, refused });
      }
    }
    await refresh();
    return taken;
  });
}

let turn: Promise<unknown> = Promise.resolve();

function alone<T>(work: () => Promise<T>): Promise<T> {
  if ('locks' in navigator) return navigator.locks.request('kangcheng-outbox', work);
  const next = turn.then(work, work);
  turn = next.catch(() => {});
  return next;
}
