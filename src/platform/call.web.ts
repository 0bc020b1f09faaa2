import { queryOptions, useMutation, useQuery, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Contract } from '../kernel/contract.ts';

/** An answer that is no result. `type` is the refusal's code; `network` when no answer came, `status` 0 then. `title` is for people. */
export class CallProblem extends Error {
  readonly type: string;
  readonly status: number;
  readonly title: string;
  readonly params: Readonly<Record<string, unknown>>;

  constructor({ type, status, title, params }: { type: string; status: number; title: string; params?: Readonly<Record<string, unknown>> }) {
    super(`${type}: ${title}`);
    this.type = type;
    this.status = status;
    this.title = title;
    this.params = params ?? {};
  }
}

export interface CallOptions {
  /** The bytes of an upload. */
  readonly file?: Blob;
  readonly signal?: AbortSignal;
  /** Let the request outlive the page. */
  readonly keepalive?: boolean;
  /** Share of the file that has been sent, 0–1. */
  readonly onProgress?: (share: number) => void;
}

/** Ask the server, typed by the contract. Throws `CallProblem` and nothing else, but for an abort. */
export async function call<I extends z.ZodType, O extends z.ZodType>(contract: Contract<I, O>, input: z.input<I>, options: CallOptions = {}): Promise<z.output<O>> {
  const request = requestOf(contract, input, options);
  const answer = options.onProgress ? await sendWithProgress(request, options) : await send(request, options);
  const body = parsed(answer.text);
  if (answer.status < 200 || answer.status >= 300) throw problemOf(answer.status, body);
  const output = contract.output.safeParse(body);
  if (output.success) return output.data;
  throw new CallProblem({ type: 'answerNotUnderstood', status: answer.status, title: output.error.message });
}

interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Blob | string | null;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

function requestOf(contract: Contract, input: unknown, { file }: CallOptions): Request {
  const fields = new Map(typeof input === 'object' && input !== null ? Object.entries(input) : []);
  const path = contract.path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = fields.get(name);
    fields.delete(name);
    return encodeURIComponent(String(value));
  });
  const inQuery = contract.method === 'GET' || contract.upload === true;
  const query = new URLSearchParams(inQuery ? [...fields].filter(([, value]) => value !== undefined && value !== null).map(([name, value]) => [name, String(value)]) : []).toString();
  return {
    method: contract.method,
    url: query === '' ? path : `${path}?${query}`,
    headers: {
      accept: 'application/json',
      'accept-language': document.documentElement.lang || 'zh-CN',
      ...(contract.method === 'GET' ? {} : { 'x-kangcheng': '1', 'content-type': contract.upload ? 'application/octet-stream' : 'application/json' }),
    },
    body: contract.method === 'GET' ? null : contract.upload ? (file ?? new Blob()) : JSON.stringify(Object.fromEntries(fields)),
  };
}

async function send({ url, ...request }: Request, { signal, keepalive }: CallOptions): Promise<Answer> {
  try {
    const response = await fetch(url, { ...request, credentials: 'same-origin', ...(signal ? { signal } : {}), ...(keepalive ? { keepalive } : {}) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw noAnswer();
  }
}

/** Only XMLHttpRequest tells how much of a body has been sent. */
function sendWithProgress({ method, url, headers, body }: Request, { signal, onProgress }: CallOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.onload = () => resolve({ status: request.status, text: request.responseText });
    request.onerror = () => reject(noAnswer());
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}

function noAnswer(): CallProblem {
  return new CallProblem({ type: 'network', status: 0, title: '' });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function problemOf(status: number, body: unknown): CallProblem {
  const fields = new Map(typeof body === 'object' && body !== null ? Object.entries(body) : []);
  const [type, title, params]: unknown[] = [fields.get('type'), fields.get('title'), fields.get('params')];
  return new CallProblem({
    type: typeof type === 'string' ? type : 'request.failed',
    status,
    title: typeof title === 'string' ? title : '',
    params: typeof params === 'object' && params !== null ? Object.fromEntries(Object.entries(params)) : {},
  });
}

/** A question to the server as a cached query; the key is the contract's path and the input. */
export function asking<I extends z.ZodType, O extends z.ZodType>(contract: Contract<I, O>, input: z.input<I>) {
  return queryOptions<z.output<O>>({ queryKey: [contract.path, input], queryFn: ({ signal }) => call(contract, input, { signal }) });
}

export function useAsk<I extends z.ZodType, O extends z.ZodType>(contract: Contract<I, O>, input: z.input<I>, options: { enabled?: boolean } = {}): UseQueryResult<z.output<O>> {
  return useQuery({ ...asking(contract, input), enabled: options.enabled ?? true });
}

/** An act on the server; the caller says what it changes by invalidating queries in `onDone`. */
export function useAct<I extends z.ZodType, O extends z.ZodType>(
  contract: Contract<I, O>,
  onDone?: (output: z.output<O>, input: z.input<I>) => unknown,
): UseMutationResult<z.output<O>, Error, z.input<I>> {
  return useMutation({
    mutationFn: (input: z.input<I>) => call(contract, input),
    ...(onDone ? { onSuccess: (output: z.output<O>, input: z.input<I>) => onDone(output, input) } : {}),
  });
}
