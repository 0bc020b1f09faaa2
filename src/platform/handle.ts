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
  run(input: unknown, ctx: Ctx, file: Uint8Array | null): Promise<unknown>;
}

export interface PublicEndpoint {
  readonly contract: Contract;
  runPublic(input: unknown, ctx: PublicCtx): Promise<unknown>;
}

/** Bind a contract to the function that answers it. Input and output are both checked against the contract. */
export function handle<I extends z.ZodType, O extends z.ZodType>(
  contract: Contract<I, O>,
  run: (input: z.output<I>, ctx: Ctx, file: Uint8Array) => Promise<z.input<O>>,
): Endpoint {
  return {
    contract,
    run: async (input, ctx, file) => contract.output.parse(await run(contract.input.parse(input), ctx, file ?? new Uint8Array())),
  };
}

export function handlePublic<I extends z.ZodType, O extends z.ZodType>(
  contract: Contract<I, O>,
  run: (input: z.output<I>, ctx: PublicCtx) => Promise<z.input<O>>,
): PublicEndpoint {
  return { contract, runPublic: async (input, ctx) => contract.output.parse(await run(contract.input.parse(input), ctx)) };
}
