import { Agent, request } from 'node:http';

/** What a hundred or more repetitions took, in milliseconds. */
export interface Spread {
  readonly n: number;
  readonly p50: number;
  readonly p99: number;
}

export function spreadOf(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(3));
  return { n: sorted.length, p50: at(0.5), p99: at(0.99) };
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

interface Asked {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** A browser as the server sees it: a kept connection, a cookie. It changes its address now and then, as many desks would, each within the server's limit a minute. */
export function browser(origin: string): { ask(asked: Asked): Promise<Answered>; cookie: string } {
  const agents = new Map<string, Agent>();
  let asked = 0;
  const self = {
    cookie: '',
    ask: ({ method, path, body }: Asked): Promise<Answered> => {
      const localAddress = `127.0.1.${1 + (Math.floor(asked++ / 500) % 250)}`;
      const agent = agents.get(localAddress) ?? new Agent({ keepAlive: true, maxSockets: 1, localAddress });
      agents.set(localAddress, agent);
      const payload = body === undefined ? null : JSON.stringify(body);
      const headers = { 'x-kangcheng': '1', cookie: self.cookie, ...(payload === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }) };
      return new Promise((resolve, reject) => {
        const sent = request(new URL(path, origin), { method, agent, headers }, (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: JSON.parse(Buffer.concat(parts).toString('utf8')) }));
        });
        sent.on('error', reject);
        sent.end(payload);
      });
    },
  };
  return self;
}
