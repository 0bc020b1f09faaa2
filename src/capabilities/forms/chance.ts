/** Chance that can be repeated: numbers out of a seed, the same everywhere. */
import { sha256 } from './sha256.ts';

/** A whole number from 0 up to, not including, `below`; each as likely as the other. */
export type Chance = (below: number) => number;

/** Blocks of SHA-256 over seed and counter, 32 bits at a time; what would favour the low numbers is thrown away. */
export function chanceFrom(seed: string): Chance {
  let counter = 0;
  let waiting: number[] = [];
  const next = (): number => {
    if (waiting.length === 0) {
      const block = sha256(`${seed}:${counter}`);
      counter += 1;
      waiting = Array.from({ length: 8 }, (_, i) => Number.parseInt(block.slice(i * 8, i * 8 + 8), 16));
    }
    return waiting.shift() ?? 0;
  };
  return (below) => {
    if (!Number.isSafeInteger(below) || below <= 1 || below > 0x100000000) return 0;
    const fair = 0x100000000 - (0x100000000 % below);
    let drawn = next();
    while (drawn >= fair) drawn = next();
    return drawn % below;
  };
}

/** Every order as likely as any other (Fisher and Yates). */
export function shuffled<T>(list: readonly T[], chance: Chance): T[] {
  const rest = [...list];
  return list.flatMap(() => rest.splice(chance(rest.length), 1));
}
