/**
 * A draw of prizes that anybody can re-check.
 *
 * 1. While entries are open the organiser publishes `commitmentOf(seed)`: the seed is fixed, and nobody knows it.
 * 2. Entries close; the list and `digestOf(entrants)` are published: the list is fixed.
 * 3. A number that nobody could know before is added (a public lottery's result), so that not even the organiser chose the outcome.
 * 4. The seed is revealed. Each entrant's ticket is the SHA-256 of all of it and the entrant; the lowest tickets win, in the order of the prizes.
 */
import { z } from 'zod';
import { sha256 } from './sha256.ts';

const Prize = z.strictObject({ id: z.string().min(1), count: z.int().positive() });
export type Prize = z.infer<typeof Prize>;

export const Draw = z.strictObject({
  commitment: z.string(),
  seed: z.string(),
  /** Empty when none was agreed on. */
  publicNumber: z.string(),
  entrants: z.array(z.string()),
  digest: z.string(),
  prizes: z.array(Prize),
  winners: z.array(z.strictObject({ entrant: z.string(), prize: z.string(), ticket: z.string() })),
});
export type Draw = z.infer<typeof Draw>;

/** At least 128 bits of chance in hexadecimal, or it could be guessed from its commitment. */
const Seed = z.string().regex(/^[0-9a-f]{32,}$/);

export function commitmentOf(seed: string): string {
  return sha256(`commitment:${seed}`);
}

/** Each entrant once, in one order, whatever order they came in. */
function entrantsInOrder(entrants: readonly string[]): readonly string[] {
  return [...new Set(entrants)].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The names are kept apart by their lengths, so that no two lists have one digest. */
export function digestOf(entrants: readonly string[]): string {
  return sha256(entrantsInOrder(entrants).map((entrant) => `${entrant.length}:${entrant}`).join(','));
}

export type DrawInput = { readonly seed: string; readonly publicNumber: string; readonly entrants: readonly string[]; readonly prizes: readonly Prize[] };

/** Nobody wins twice; with fewer entrants than prizes the last prizes stay. */
export function drawPrizes({ seed, publicNumber, entrants, prizes }: DrawInput): Draw {
  const list = entrantsInOrder(entrants);
  const digest = digestOf(list);
  const tickets = list.map((entrant) => ({ entrant, ticket: sha256([seed, publicNumber, digest, entrant].map((part) => `${part.length}:${part}`).join(',')) }));
  const order = tickets.toSorted((a, b) => (a.ticket < b.ticket ? -1 : 1));
  const each = prizes.flatMap(({ id, count }) => Array.from({ length: Math.min(count, list.length) }, () => id));
  const winners = order.slice(0, each.length).flatMap(({ entrant, ticket }, i) => (each[i] === undefined ? [] : [{ entrant, prize: each[i], ticket }]));
  return { commitment: commitmentOf(seed), seed, publicNumber, entrants: [...list], digest, prizes: [...prizes], winners };
}

/** What a re-check can find wrong. `published`: what was told before the draw. */
export type DrawFault = 'otherCommitment' | 'seedDoesNotFit' | 'otherList' | 'digestDoesNotFit' | 'weakSeed' | 'otherWinners';

/** Empty when the draw is as it was promised. */
export function recheck(draw: Draw, published: { readonly commitment: string; readonly digest: string }): readonly DrawFault[] {
  const again = drawPrizes(draw);
  const faults: readonly (readonly [DrawFault, boolean])[] = [
    ['otherCommitment', draw.commitment !== published.commitment],
    ['seedDoesNotFit', again.commitment !== published.commitment],
    ['otherList', again.digest !== published.digest],
    ['digestDoesNotFit', draw.digest !== again.digest],
    ['weakSeed', !Seed.safeParse(draw.seed).success],
    ['otherWinners', JSON.stringify(draw.winners) !== JSON.stringify(again.winners)],
  ];
  return faults.filter(([, wrong]) => wrong).map(([fault]) => fault);
}
