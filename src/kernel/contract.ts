import type { z } from 'zod';

/**
 * What the outside may ask, as data: the server mounts it, the browser calls it typed, OpenAPI is printed from it.
 * `path` starts with /api and names its parameters `:likeThis`; GET inputs travel in the query, others as JSON.
 * `permission` is `public`, `signed-in`, or the name of an act that a role may grant. `upload`: the body is one file's bytes,
 * and the input travels in the query. `subject`: the input field that names the person whose record is read or written; such a
 * call leaves a trace in the same transaction.
 */
export interface Contract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly permission: string;
  readonly input: I;
  readonly output: O;
  readonly upload?: boolean;
  readonly subject?: string;
  /** How often one address may call it in a minute, where that differs from elsewhere. */
  readonly perMinute?: number;
}

export function contract<I extends z.ZodType, O extends z.ZodType>(c: Contract<I, O>): Contract<I, O> {
  return c;
}
