/** Spelling: under which keys a name is found, so that every way of writing it meets the same person. */
import { Converter } from 'opencc-js/t2cn';
import { pinyin, polyphonic } from 'pinyin-pro';

const toSimplified = Converter({ from: 't', to: 'cn' });

/** Readings beyond the first are tried one character at a time and then in pairs, up to this many. */
const mostReadings = 10;

const isHan = (letter: string) => /\p{Script=Han}/u.test(letter);

/**
 * What a typed name or a stored one is compared by: simplified, half-width, lower case, without blanks, dots, apostrophes and tones.
 * ü is v, as it is typed.
 */
export function foldedName(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase().normalize('NFD').replace(/u\u0304?\u0308[\u0300-\u036f]?/g, 'v').replace(/[\u0300-\u036f]/g, '').normalize('NFC');
  return toSimplified(plain).replace(/[^\p{L}\p{N}]/gu, '');
}

/** A name as it is kept: trimmed, single blanks, full-width Latin letters made plain; characters stay as they are written. */
export function tidyName(typed: string): string {
  return typed.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)).replace(/[\u200b-\u200f\u2060\ufeff]/g, '').replace(/[\s\u3000]+/g, ' ').replace(/[•・‧∙]/g, '·').trim();
}

/** The first reading, its syllables parted: what names are sorted by. ICU would sort 曾 under "ceng". */
export function pinyinOf(name: string): string {
  if (![...name].some(isHan)) return tidyName(name).toLowerCase();
  return syllablesOf(name).map(([first = '']) => first).join(' ');
}

/** Every key of a name: its characters from each of them on, its readings in full and their initials, ü as v and as u. */
export function nameKeys(name: string): string[] {
  const letters = [...foldedName(name)];
  if (!letters.some(isHan)) return wordKeys(name);
  const readings = readingsOf(syllablesOf(name));
  const written = letters.map((_, i) => letters.slice(i).join(''));
  const spoken = readings.flatMap((reading) => [reading.join(''), reading.map((syllable) => syllable[0] ?? '').join('')]);
  return [...new Set([...written, ...spoken, ...spoken.filter((key) => key.includes('v')).map((key) => key.replaceAll('v', 'u'))])];
}

/** Anna Maria Schmidt is found from each of her names on. */
function wordKeys(name: string): string[] {
  const words = name.split(/[\s·.'’-]+/).map(foldedName).filter((word) => word !== '');
  return [...new Set([...words.map((_, i) => words.slice(i).join('')), words.map((word) => word[0] ?? '').join('')])];
}

/** For each character its readings, the one that belongs here first: a surname's own (曾 zeng, 单 shan, 尉迟 yu chi). */
function syllablesOf(name: string): string[][] {
  const text = [...name.normalize('NFKC')].filter((letter) => /[\p{L}\p{N}]/u.test(letter)).join('');
  const here = pinyin(text, { surname: 'head', toneType: 'none', type: 'array', v: true });
  return [...text].map((letter, i) => [...new Set([foldedName(here[i] ?? letter), ...otherReadings(letter)])]);
}

const known = new Map<string, readonly string[]>();

function otherReadings(letter: string): readonly string[] {
  const found = known.get(letter);
  if (found) return found;
  const made = isHan(letter) ? (polyphonic(letter, { toneType: 'none', type: 'array', v: true })[0] ?? []).map(foldedName) : [];
  known.set(letter, made);
  return made;
}

function readingsOf(syllables: readonly (readonly string[])[]): string[][] {
  const usual = syllables.map(([first = '']) => first);
  const swaps = syllables.flatMap((choices, at) => choices.slice(1).map((other) => ({ at, other })));
  const once = swaps.map((swap) => usual.with(swap.at, swap.other));
  const twice = swaps.flatMap((a, i) => swaps.slice(i + 1).filter((b) => b.at !== a.at).map((b) => usual.with(a.at, a.other).with(b.at, b.other)));
  return [usual, ...once, ...twice].slice(0, mostReadings);
}
