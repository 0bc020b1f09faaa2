/** The ways Word writes a list number (ECMA-376 part 1, 17.18.59 ST_NumberFormat), as text. Unknown formats are written in digits. */
export function writeNumeral(format: string, n: number): string {
  if (n < 0 || !Number.isSafeInteger(n)) return String(n);
  return writers[format]?.(n) ?? String(n);
}

type Writer = (n: number) => string;

const ones = Array.from('〇一二三四五六七八九');
const stems = Array.from('甲乙丙丁戊己庚辛壬癸');
const branches = Array.from('子丑寅卯辰巳午未申酉戌亥');

const counting = { digits: ones, units: ['', '十', '百', '千'], myriad: '万', zero: '零' };
const traditional = { ...counting, myriad: '萬' };
const legal = { digits: Array.from('零壹贰叁肆伍陆柒捌玖'), units: ['', '拾', '佰', '仟'], myriad: '万', zero: '零' };
const legalTraditional = { ...legal, digits: Array.from('零壹貳參肆伍陸柒捌玖'), myriad: '萬' };
const japanese = { ...counting, zero: '' };
const japaneseLegal = { digits: Array.from('〇壱弐参四伍六七八九'), units: ['', '拾', '百', '阡'], myriad: '萬', zero: '' };

type Scale = typeof counting;

/** Word's two "counting" formats spell up to 99 and then set digit beside digit with ○. */
const countingToHundred: Writer = (n) => (n < 100 ? spell(counting, n) : placed(n, '○'));

const writers: Record<string, Writer> = {
  none: () => '',
  bullet: () => '•',
  decimal: String,
  decimalZero: (n) => String(n).padStart(2, '0'),
  decimalFullWidth: (n) => fullWidth(n),
  decimalFullWidth2: (n) => fullWidth(n),
  decimalHalfWidth: String,
  numberInDash: (n) => `- ${n} -`,
  ordinal: (n) => `${n}${englishSuffix(n)}`,
  hex: (n) => n.toString(16).toUpperCase(),
  upperLetter: (n) => repeated(n, 'A'),
  lowerLetter: (n) => repeated(n, 'a'),
  upperRoman: (n) => roman(n),
  lowerRoman: (n) => roman(n).toLowerCase(),
  decimalEnclosedCircle: (n) => ranged(n, 0x2460, 20),
  decimalEnclosedCircleChinese: (n) => ranged(n, 0x2460, 20),
  decimalEnclosedParen: (n) => ranged(n, 0x2474, 20),
  decimalEnclosedFullstop: (n) => ranged(n, 0x2488, 20),
  ideographEnclosedCircle: (n) => ranged(n, 0x3280, 10),
  chineseCounting: countingToHundred,
  taiwaneseCounting: countingToHundred,
  chineseCountingThousand: (n) => spell(counting, n),
  taiwaneseCountingThousand: (n) => spell(traditional, n),
  chineseLegalSimplified: (n) => spell(legal, n),
  ideographLegalTraditional: (n) => spell(legalTraditional, n),
  japaneseCounting: (n) => spell(japanese, n),
  japaneseLegal: (n) => spell(japaneseLegal, n),
  japaneseDigitalTenThousand: (n) => placed(n, '〇'),
  taiwaneseDigital: (n) => placed(n, '○'),
  ideographDigital: (n) => placed(n, '〇'),
  ideographTraditional: (n) => cycled(n, stems),
  ideographZodiac: (n) => cycled(n, branches),
  ideographZodiacTraditional: (n) => (n < 1 || n > 60 ? String(n) : `${stems[(n - 1) % 10]}${branches[(n - 1) % 12]}`),
};

/** 10 is 十 and 110 is 一百一十; a gap inside the number takes one zero sign. */
function spell(scale: Scale, n: number): string {
  if (n === 0) return scale.zero || (scale.digits[0] ?? '');
  if (n >= 100_000_000) return String(n);
  if (n < 10_000) return spellBelowMyriad(scale, n);
  const low = n % 10_000;
  const head = spellBelowMyriad(scale, Math.floor(n / 10_000)) + scale.myriad;
  if (low === 0) return head;
  return head + (low < 1_000 ? scale.zero : '') + inner(scale, low);
}

function spellBelowMyriad(scale: Scale, n: number): string {
  const text = inner(scale, n);
  const ten = `${scale.digits[1]}${scale.units[1]}`;
  return n >= 10 && n < 20 && text.startsWith(ten) ? text.slice(1) : text;
}

/** Formats that write no zero sign are Japanese, and these write no 一 before 十 and 百 either. */
function inner(scale: Scale, n: number): string {
  let text = '';
  let gap = false;
  for (let power = 3; power >= 0; power -= 1) {
    const digit = Math.floor(n / 10 ** power) % 10;
    if (digit === 0) {
      gap = text !== '';
      continue;
    }
    const silent = scale.zero === '' && digit === 1 && power > 0;
    text += (gap ? scale.zero : '') + (silent ? '' : (scale.digits[digit] ?? '')) + (scale.units[power] ?? '');
    gap = false;
  }
  return text;
}

function placed(n: number, zero: string): string {
  return Array.from(String(n), (digit) => (digit === '0' ? zero : (ones[Number(digit)] ?? ''))).join('');
}

function fullWidth(n: number): string {
  return Array.from(String(n), (digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
}

/** 1 = A, 26 = Z, 27 = AA, 28 = BB, as Word does; past a line's worth of letters digits are kinder. */
function repeated(n: number, first: string): string {
  if (n < 1 || n > 780) return String(n);
  return String.fromCodePoint((first.codePointAt(0) ?? 65) + ((n - 1) % 26)).repeat(Math.ceil(n / 26));
}

function ranged(n: number, base: number, size: number): string {
  return n < 1 || n > size ? String(n) : String.fromCodePoint(base + n - 1);
}

function cycled(n: number, signs: readonly string[]): string {
  return n < 1 ? String(n) : (signs[(n - 1) % signs.length] ?? '');
}

const romanParts: readonly (readonly [number, string])[] = [
  [1000, 'M'], [900, 'CM'], [500, 'D'], [400, 'CD'], [100, 'C'], [90, 'XC'],
  [50, 'L'], [40, 'XL'], [10, 'X'], [9, 'IX'], [5, 'V'], [4, 'IV'], [1, 'I'],
];

function roman(n: number): string {
  if (n < 1 || n > 32_767) return String(n);
  let rest = n;
  let text = '';
  for (const [value, sign] of romanParts) {
    text += sign.repeat(Math.floor(rest / value));
    rest %= value;
  }
  return text;
}

function englishSuffix(n: number): string {
  if (n % 100 >= 11 && n % 100 <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][n % 10] ?? 'th';
}
