import type { z } from 'zod';
import type { Contract } from '../kernel/contract.ts';
import type { Day, Instant } from '../kernel/day.ts';
import type { Locale } from '../kernel/text.ts';
import type { Db, Scope, Tx } from './database.ts';
import type { Vault } from './vault.ts';

/** Who asks: an account in one of its roles at one organisation. */
export interface Caller {
  readonly account: string;
  readonly name: string;
  readonly login: string;
  readonly session: string;
  readonly organization: number;
  /** The organisation's position in the tree: what the caller creates stands there. */
  readonly position: number;
  readonly role: string;
  readonly permissions: readonly string[];
  /** The person that the account is, for a resident. */
  readonly person: number | null;
  /** The second factor is to be set up before anything else. */
  readonly mustEnrol?: boolean;
  /** Minutes of nothing done after which the session ends; null where it does not. */
  readonly idleMinutes?: number | null;
  /** Persons reached by an emergency alone. */
  readonly emergencies: readonly number[];
  readonly scope: Scope;
}

/** What every handler works with. `db` is already inside the caller's scope. */
export interface Ctx {
  readonly db: Tx;
  readonly today: Day;
  readonly now: Instant;
  readonly locale: Locale;
  readonly caller: Caller;
  readonly vault: Vault;
  newId(): string;
  /** Enqueue a job in the same transaction: it runs only if the transaction commits. */
  enqueue(job: string, payload: Readonly<Record<string, unknown>>): Promise<void>;
  /** Leave a trace for persons that no `subject` names: those on a list, or one just registered. Written in the same transaction. */
  note(persons: readonly number[], action: string): void;
}

/** What a call leaves in the audit trail. */
export interface Trace {
  readonly contract: Contract;
  readonly action: string;
  readonly persons: readonly number[];
  readonly address: string;
  /** `done`, or the code of the refusal. */
  readonly outcome: string;
}

/** What a handler of a public contract works with: no scope yet, so only the functions made for it. */
export interface PublicCtx extends Pick<Ctx, 'today' | 'now' | 'locale' | 'vault' | 'newId'> {
  readonly database: Db;
  readonly request: { readonly cookie: string | null; readonly address: string; readonly agent: string };
  setCookie(token: string | null, maxAgeSeconds: number): void;
}

export interface Endpoint {
  readonly contract: Contract;
  /** Work on an uploaded file before the transaction opens, so that slow files hold no connection; `run` gets its result. */
  prepare?(input: unknown, file: Uint8Array): Promise<unknown>;
  run(input: unknown, ctx: Ctx, prepared: unknown): Promise<unknown>;
}

export interface PublicEndpoint {
  readonly contract: Contract;
  runPublic(input: unknown, ctx: PublicCtx): Promise<unknown>;
}

/** Bind a contract to the function that answers it. Input and output are both checked against the contract. */
export function handle<I extends z.ZodType, O extends z.ZodType>(contract: Contract<I, O>, run: (input: z.output<I>, ctx: Ctx) => Promise<z.input<O>>): Endpoint {
  return { contract, run: async (input, ctx) => fitting(contract, await run(contract.input.parse(input), ctx)) };
}

interface FileWork<I, O, P> {
  prepare(input: I, file: Uint8Array): Promise<P>;
  run(input: I, ctx: Ctx, prepared: P): Promise<O>;
}

/** Bind an upload: what takes long with the file is done before the transaction. */
export function handleFile<I extends z.ZodType, O extends z.ZodType, P>(contract: Contract<I, O>, work: FileWork<z.output<I>, z.input<O>, P>): Endpoint {
  const kept = new WeakMap<object, P>();
  return {
    contract,
    prepare: async (input, file) => {
      const ticket = {};
      kept.set(ticket, await work.prepare(contract.input.parse(input), file));
      return ticket;
    },
    run: async (input, ctx, ticket) => {
      const prepared = typeof ticket === 'object' && ticket !== null ? kept.get(ticket) : undefined;
      if (prepared === undefined) throw new Error(`${contract.path} was run without its file`);
      return fitting(contract, await work.run(contract.input.parse(input), ctx, prepared));
    },
  };
}

export function handlePublic<I extends z.ZodType, O extends z.ZodType>(
  contract: Contract<I, O>,
  run: (input: z.output<I>, ctx: PublicCtx) => Promise<z.input<O>>,
): PublicEndpoint {
  return { contract, runPublic: async (input, ctx) => fitting(contract, await run(contract.input.parse(input), ctx)) };
}

/** An answer that does not fit its contract is the program's fault, never the caller's. */
function fitting<O extends z.ZodType>({ path, output }: Contract<z.ZodType, O>, answer: z.input<O>): z.output<O> {
  const checked = output.safeParse(answer);
  if (checked.success) return checked.data;
  throw new Error(`the answer of ${path} does not fit its contract: ${checked.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`);
}
