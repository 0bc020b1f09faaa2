import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hears, type Topic } from '../kernel/live.ts';
import type { EventHub, Heard } from './events.ts';
import type { Caller } from './handle.ts';
import { callerBehind, type Parts } from './http.ts';

/** How often a stream says that it lives, and looks whether its session still does. */
const beatSeconds = 15;
/** A reader that slow is let go; it comes back and is told to look again. */
const mostUnsent = 1024 * 1024;

interface Streams {
  readonly parts: Pick<Parts, 'whoIs'>;
  readonly hub: EventHub;
  readonly topics: readonly Topic[];
}

/**
 * `GET /api/events`: server-sent events of everything the caller may see. Each message is `{ topic, data }` with its number as id;
 * `reset` says that anything may have changed, `beat` that the line lives. Resumes by Last-Event-ID.
 */
export function eventStream(app: FastifyInstance, streams: Streams): void {
  const open = new Set<() => void>();
  app.get('/api/events', async (req, reply) => {
    const caller = await callerBehind(req, streams.parts);
    open.add(answer({ req, reply, caller }, streams, (end) => open.delete(end)));
  });
  app.addHook('preClose', async () => {
    for (const end of open) end();
    await streams.hub.close();
  });
}

function answer({ req, reply, caller }: { req: FastifyRequest; reply: FastifyReply; caller: Caller }, { parts, hub, topics }: Streams, onEnd: (end: () => void) => void): () => void {
  const known = new Map(topics.map((topic) => [topic.name, topic]));
  let listener = caller;
  reply.hijack();
  reply.raw.writeHead(200, { ...stringsOf(reply.getHeaders()), 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  const write = (text: string) => void (reply.raw.writableLength > mostUnsent ? end() : reply.raw.write(text));
  const tell = (heard: Heard) => {
    if (heard === null) return write('event: reset\ndata: {}\n\n');
    const topic = known.get(heard.event.topic);
    if (topic && hears(listener, heard.event, topic)) write(`id: ${heard.id}\ndata: ${JSON.stringify({ topic: topic.name, data: heard.event.data })}\n\n`);
  };
  const beat = setInterval(() => {
    // A session that ended, or acts in another role by now, hears accordingly.
    callerBehind(req, parts).then(
      (now) => {
        listener = now;
        write('event: beat\ndata: {}\n\n');
      },
      () => end(),
    );
  }, beatSeconds * 1000);
  write('retry: 1000\n\n');
  const last = req.headers['last-event-id'];
  const stop = hub.listen(tell, typeof last === 'string' ? last : null);
  reply.raw.on('close', end);
  return end;

  function end(): void {
    clearInterval(beat);
    stop();
    reply.raw.end();
    onEnd(end);
  }
}

function stringsOf(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}
