/** Searching: what somebody may have meant by the text in the one box. */
import { Day, daysInMonth } from '../../kernel/day.ts';
import { isPhone, normalizedNumber, normalizedPhone, readIdCard } from './identifiers.ts';

/** One way to look. `whole` tries a number as an identifier of any kind; `file` is the number of the record itself. */
export type Wanted =
  | { readonly by: 'whole'; readonly number: string }
  | { readonly by: 'tail4' | 'tail6'; readonly tail: string }
  | { readonly by: 'birthDate'; readonly day: Day }
  | { readonly by: 'file'; readonly personId: number };

/** What is looked for: people of this name who also answer to one of the numbers. Either may be missing, not both. */
export interface Search {
  readonly name: string | null;
  readonly numbers: readonly Wanted[];
}

/** Read the box: "张伟", "zhang wei", "zw", "5678", "张伟 5678", "1990-01-02", a whole ID number. Null when there is nothing to look for yet. */
export function searchOf(typed: string, fold: (name: string) => string): Search | null {
  const text = typed.normalize('NFKC').trim();
  const whole = numbersOf(text);
  if (whole.length > 0) return { name: null, numbers: whole };
  const [words, numbers] = partition(text.split(/\s+/));
  const name = fold(words.join(''));
  if (name === '' && numbers.length === 0) return null;
  return { name: name === '' ? null : name, numbers: numbers.flatMap(numbersOf) };
}

function partition(words: readonly string[]): [words: string[], numbers: string[]] {
  const isNumber = (word: string) => numbersOf(word).length > 0;
  return [words.filter((word) => !isNumber(word)), words.filter(isNumber)];
}

/** What a number can be: 4 and 6 characters are tails, 8 a date of birth, 9 and 10 a file, 11 a phone, 15 and 18 an ID card. */
function numbersOf(text: string): Wanted[] {
  const day = typedBirthDate(text);
  const number = normalizedNumber(text);
  const phone = normalizedPhone(text);
  if (isPhone(phone)) return [{ by: 'whole', number: phone }];
  if (day !== null && !/^\d+$/.test(text)) return [{ by: 'birthDate', day }];
  if (!/^[A-Z]{0,2}\d+X?$/.test(number)) return [];
  const found: Wanted[] = day === null ? [] : [{ by: 'birthDate', day }];
  const card = readIdCard(number);
  if (card.kind === 'valid') found.push({ by: 'whole', number: card.card.number });
  else if (number.length >= 7) found.push({ by: 'whole', number });
  if (/^\d{3}[\dX]$/.test(number)) found.push({ by: 'tail4', tail: number });
  if (/^\d{5}[\dX]$/.test(number)) found.push({ by: 'tail6', tail: number });
  if (/^[1-9]\d{3,9}$/.test(number)) found.push({ by: 'file', personId: Number(number) });
  return found;
}

/** 19900102, 1990-1-2, 1990.01.02, 1990年1月2日. */
function typedBirthDate(text: string): Day | null {
  const hit = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(text);
  if (!hit) return null;
  const [year, month, date] = [Number(hit[1]), Number(hit[2]), Number(hit[3])];
  if (year < 1850 || year > 2200 || month < 1 || month > 12 || date < 1 || date > daysInMonth(year, month)) return null;
  return Day.parse(`${hit[1]}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`);
}
