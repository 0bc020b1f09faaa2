/** SHA-256 (FIPS 180-4) of a text in UTF-8, as hexadecimal: the same in every browser, so that anybody can re-check a draw. */

/** The first 32 bits of the fractional parts of the roots of the first primes, which is how the standard defines its constants. */
function constantsOf(root: 2 | 3, count: number): readonly number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1) if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  return primes.map((prime) => Number(rootOf(BigInt(prime) << BigInt(32 * root), root) & 0xffffffffn));
}

/** The whole part of a square or cube root, by bisection on whole numbers. */
function rootOf(value: bigint, root: 2 | 3): bigint {
  let [low, high] = [0n, 1n << 40n];
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (middle ** BigInt(root) <= value) low = middle;
    else high = middle - 1n;
  }
  return low;
}

const start = constantsOf(2, 8);
const steps = constantsOf(3, 64);

export function sha256(text: string): string {
  const blocks = paddedWords(bytesOf(text));
  let state = start;
  for (let at = 0; at < blocks.length; at += 16) state = compressed(state, blocks.slice(at, at + 16));
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Lone surrogates become U+FFFD, as every encoder has it. */
function bytesOf(text: string): readonly number[] {
  return Array.from(text.toWellFormed()).flatMap((character) => utf8(character.codePointAt(0) ?? 0));
}

function utf8(point: number): readonly number[] {
  const tail = (shift: number): number => 0x80 | ((point >> shift) & 0x3f);
  if (point < 0x80) return [point];
  if (point < 0x800) return [0xc0 | (point >> 6), tail(0)];
  if (point < 0x10000) return [0xe0 | (point >> 12), tail(6), tail(0)];
  return [0xf0 | (point >> 18), tail(12), tail(6), tail(0)];
}

function paddedWords(bytes: readonly number[]): readonly number[] {
  const length = Math.ceil((bytes.length + 9) / 64) * 16;
  const words = Array.from({ length }, () => 0);
  const put = (at: number, byte: number): void => {
    words[at >> 2] = (words[at >> 2] ?? 0) | (byte << (24 - (at % 4) * 8));
  };
  bytes.forEach((byte, i) => put(i, byte));
  put(bytes.length, 0x80);
  words[length - 2] = Math.floor(bytes.length / 0x20000000);
  words[length - 1] = (bytes.length << 3) | 0;
  return words;
}

function turned(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function compressed(state: readonly number[], block: readonly number[]): readonly number[] {
  const words = [...block];
  const at = (i: number): number => words[i] ?? 0;
  for (let i = 16; i < 64; i += 1) {
    const s0 = turned(at(i - 15), 7) ^ turned(at(i - 15), 18) ^ (at(i - 15) >>> 3);
    const s1 = turned(at(i - 2), 17) ^ turned(at(i - 2), 19) ^ (at(i - 2) >>> 10);
    words.push((at(i - 16) + s0 + at(i - 7) + s1) | 0);
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < 64; i += 1) {
    const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const first = (h + s1 + ((e & f) ^ (~e & g)) + (steps[i] ?? 0) + at(i)) | 0;
    const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + (state[i] ?? 0)) | 0);
}
