import { civilOf, type DayNumber, two } from './calendar.ts';
import type { Random } from './random.ts';
import type { Sex } from './person.ts';

/**
 * Nobody real can own these numbers. Area codes 990000–990099 belong to no province (GB/T 2260 ends at 82), the check digit
 * is right by GB 11643 so that the product's own checks pass. Phones begin with 154, a range never given to subscribers.
 */
const areas = 100;
const serials = 500;
const places = areas * serials;

/** A person's birthday is chosen among days of one remainder, so that no two people ever share area, birthday and serial. */
const remainders = 32;

/** Above this the identity numbers would repeat. */
export const largestPopulation = places * remainders;

/** A birthday between two days, ends included, that keeps the identity number unique for this index. */
export function birthdayOf(index: number, [earliest, latest]: readonly [DayNumber, DayNumber], random: Random): DayNumber {
  const block = Math.floor(index / places);
  const wanted = (block + Math.imul(placeOf(index), 2_654_435) + 3) >>> 0;
  const first = earliest + ((((wanted - earliest) % remainders) + remainders) % remainders);
  const choices = Math.floor((latest - first) / remainders) + 1;
  return first + remainders * Math.floor(random.unit() * choices);
}

export function idNumberOf(index: number, birthday: DayNumber, sex: Sex): string {
  const place = placeOf(index);
  const { year, month, date } = civilOf(birthday);
  const serial = 2 * (place % serials) + (sex === 'male' ? 1 : 0);
  const body = `9900${two(Math.floor(place / serials))}${year}${two(month)}${two(date)}${String(serial).padStart(3, '0')}`;
  return body + checkDigit(body);
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** ISO 7064 MOD 11-2 over 17 digits, as GB 11643 has it. */
export function checkDigit(body: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (body.charCodeAt(i) - 48) * (weights[i] ?? 0);
  return '10X98765432'.charAt(sum % 11);
}

export function phoneOf(index: number): string {
  return `154${String((index * 48_271_009 + 10_000_019) % 100_000_000).padStart(8, '0')}`;
}

const streets = ['滨河东路', '滨河西路', '青松路', '新苑大道', '康宁街', '育英路', '文澜街', '安和巷', '朝霞路', '梧桐街', '锦绣路', '平安里'] as const;
const estates = ['滨河花园', '青松里', '新苑小区', '康宁家园', '和悦苑', '梧桐雅居', '云水湾', '秋实园', '春晖园', '望月台'] as const;

/** An invented address in 康城区. */
export function addressOf(community: string, random: Random): string {
  const street = random.pick(streets);
  const estate = random.pick(estates);
  return `康城区${community}社区${street}${random.int(1, 288)}号${estate}${random.int(1, 28)}幢${random.int(1, 4)}单元${random.int(1, 18)}${two(random.int(1, 4))}室`;
}

function placeOf(index: number): number {
  // 27,437 and 50,000 share no factor: neighbours get numbers far apart.
  return ((index % places) * 27_437 + 11_213) % places;
}

