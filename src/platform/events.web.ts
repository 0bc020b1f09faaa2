import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { z } from 'zod';
import type { Contract } from '../kernel/contract.ts';
import type { Topic } from '../kernel/live.ts';

const Message = z.object({ topic: z.string(), data: z.record(z.string(), z.union([z.string(), z.number()])) });
/** What was heard; null: anything may have changed. */
export type HeardEvent = z.output<typeof Message> | null;

/** Between two windows of the product: what the one that holds the line heard. */
const Relayed = z.union([z.object({ heard: Message.nullable() }), z.object({ beat: z.literal(true) })]);
const name = 'kangcheng-events';
/** After so long without a sign of life everything is asked again, and the line is made anew. */
const silentFor = 30_000;

const listeners = new Set<(heard: HeardEvent) => void>();
let stopLine: (() => void) | null = null;

function tellAll(heard: HeardEvent): void {
  for (const listener of listeners) listener(heard);
}

/** One stream for all windows of the product: a browser opens few connections to a server, and each window would take one. */
function startLine(): () => void {
  const ended = new AbortController();
  const others = 'BroadcastChannel' in window ? new BroadcastChannel(name) : null;
  let lastSign = Date.now();
  let source: EventSource | null = null;
  const hear = (relayed: z.output<typeof Relayed>) => {
    lastSign = Date.now();
    if ('heard' in relayed) tellAll(relayed.heard);
  };
  const open = () => {
    source?.close();
    source = new EventSource('/api/events');
    const pass = (relayed: z.output<typeof Relayed>) => {
      others?.postMessage(relayed);
      hear(relayed);
    };
    source.addEventListener('message', ({ data }) => {
      const message = Message.safeParse(JSON.parse(String(data)));
      if (message.success) pass({ heard: message.data });
    });
    source.addEventListener('reset', () => pass({ heard: null }));
    source.addEventListener('beat', () => pass({ beat: true }));
  };
  others?.addEventListener('message', ({ data }) => {
    const relayed = Relayed.safeParse(data);
    if (relayed.success) hear(relayed.data);
  });
  const watch = setInterval(() => {
    if (Date.now() - lastSign < silentFor) return;
    lastSign = Date.now();
    tellAll(null);
    if (source) open();
  }, 5_000);
  void holdingTheLine(ended.signal, open);
  return () => {
    ended.abort();
    source?.close();
    others?.close();
    clearInterval(watch);
  };
}

/** Run `open` once this window is the one that holds the line; where browsers know no locks (plain http from afar), every window does. */
async function holdingTheLine(ended: AbortSignal, open: () => void): Promise<void> {
  if (!('locks' in navigator && 'BroadcastChannel' in window)) return open();
  const untilEnded = () =>
    new Promise<void>((resolve) => {
      // The lock may be granted to a line that was given up meanwhile: it lets the next one have it.
      if (ended.aborted) return resolve();
      ended.addEventListener('abort', () => resolve(), { once: true });
      open();
    });
  await navigator.locks.request(name, { signal: ended }, untilEnded).catch(() => {});
}

function listen(listener: (heard: HeardEvent) => void): () => void {
  listeners.add(listener);
  stopLine ??= startLine();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stopLine?.();
    stopLine = null;
  };
}

/** Begin anew: somebody else, or in another role, looks at the screen now. */
export function reopenEvents(): void {
  if (stopLine === null) return;
  stopLine();
  stopLine = startLine();
}

/** Hear the events of some topics while the component is shown. */
export function useEvents(topics: readonly Topic[], onEvent: (heard: HeardEvent) => void): void {
  const latest = useRef(onEvent);
  useEffect(() => {
    latest.current = onEvent;
  });
  const names = topics.map((topic) => topic.name).join(' ');
  useEffect(
    () =>
      listen((heard) => {
        if (heard === null || names.split(' ').includes(heard.topic)) latest.current(heard);
      }),
    [names],
  );
}

/**
 * Ask these contracts anew whenever one of the topics is heard, and every half minute while nothing can be heard at all.
 */
export function useLive(topics: readonly Topic[], contracts: readonly Contract[]): void {
  const queries = useQueryClient();
  useEvents(topics, () => {
    for (const { path } of contracts) void queries.invalidateQueries({ queryKey: [path] });
  });
}
