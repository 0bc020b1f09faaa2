/** A refusal that the caller can act on. `code` picks the words (locales), `status` the HTTP answer, `params` fill the words. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly params: Readonly<Record<string, unknown>>;

  constructor(code: string, status: number, params: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.status = status;
    this.params = params;
  }
}

type Refusals<T> = { readonly [K in keyof T & string]: (params?: Record<string, unknown>) => Problem } & { readonly codes: readonly string[] };

/** One catalogue a capability: name, code and status are written once, together. `codes` lists them for the guard of the words. */
export function problems<const T extends Record<string, number>>(scope: string, table: T): Refusals<T> {
  const made = Object.entries(table).map(([name, status]) => [
    name,
    (params?: Record<string, unknown>) => new Problem(`${scope}.${name}`, status, params),
  ]);
  return { ...Object.fromEntries(made), codes: Object.keys(table).map((name) => `${scope}.${name}`) };
}
