import { Agent, request } from 'node:http';
import type { Contract } from '../../kernel/contract.ts';

export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly cookie: string;
}

export type Send = (contract: Pick<Contract, 'method' | 'path' | 'upload'>, input: Readonly<Record<string, unknown>>, cookie: string) => Promise<Reply>;

/** How an input travels: the method and URL, and a body where there is one. Equal requests need not be sent twice. */
export function wire({ method, path, upload }: Pick<Contract, 'method' | 'path' | 'upload'>, input: Readonly<Record<string, unknown>>): { url: string; body: string | null } {
  const rest = { ...input };
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  if (method !== 'GET' && !upload) return { url: filled, body: JSON.stringify(rest) };
  const query = new URLSearchParams(Object.entries(rest).flatMap(([name, value]): [string, string][] => (value === null || value === undefined ? [] : [[name, String(value)]])));
  return { url: `${filled}?${query}`, body: upload ? 'x' : null };
}

/** Requests over the wire, from many loopback addresses, so that the limits on one address stay as they are and do not end the run. */
export function sender(port: number): Send {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  let sent = 0;
  return (contract, input, cookie) =>
    new Promise((resolve, reject) => {
      const { url, body } = wire(contract, input);
      const headers = { cookie, 'x-kangcheng': '1', ...(body === null ? {} : { 'content-type': contract.upload ? 'application/octet-stream' : 'application/json', 'content-length': Buffer.byteLength(body) }) };
      // A socket keeps its address: a thousand requests each stay below what one address may send in a minute.
      const localAddress = `127.0.${Math.floor(sent++ / 1000) % 250}.1`;
      const asked = request({ host: '127.0.0.1', port, path: url, method: contract.method, headers, agent, localAddress }, (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('end', () => resolve({ status: reply.statusCode ?? 0, text: Buffer.concat(chunks).toString(), cookie: reply.headers['set-cookie']?.[0]?.split(';')[0] ?? '' }));
      });
      asked.on('error', (error) => reject(new Error(`${contract.method} ${url}`, { cause: error })));
      asked.end(body ?? undefined);
    });
}
