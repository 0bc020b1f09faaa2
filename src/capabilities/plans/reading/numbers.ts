const digits: Readonly<Record<string, number>> = {
  零: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9,
  壹: 1, 贰: 2, 叁: 3, 肆: 4, 伍: 5, 陆: 6, 柒: 7, 捌: 8, 玖: 9,
};
const steps: Readonly<Record<string, number>> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000, 万: 10_000, 亿: 100_000_000 };

export const arabic = '(?:\\d{1,3}(?:,\\d{3}){1,5}(?!\\d)|\\d{1,15})(?:\\.\\d{1,10})?';
export const hanzi = '[零一二两三四五六七八九十百千]{1,12}(?:点[零一二三四五六七八九]{1,6})?';
export const anyNumber = `(?:${arabic}|${hanzi})`;

/** The value of 95, 1,200, 九十五, 一百二十点五, 二零二五, 1.2万; NaN when it is none. */
export function numberOf(written: string): number {
  const plain = written.replaceAll(',', '').trim();
  if (/^\d+(?:\.\d+)?$/.test(plain)) return Number(plain);
  const scaled = /^(.+?)([万亿千百])$/.exec(plain);
  if (scaled && /^\d/.test(plain)) return tidy(numberOf(scaled[1] ?? '') * (steps[scaled[2] ?? ''] ?? 1));
  return hanziNumber(plain);
}

/** Floating-point dust (1.2 × 10000) rounded away. */
export const tidy = (value: number): number => Math.round(value * 1e9) / 1e9;

function hanziNumber(written: string): number {
  const [whole = '', fraction] = written.split('点');
  if (!/^[零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+$/.test(whole)) return Number.NaN;
  const value = /[十百千万亿拾佰仟]/.test(whole) ? positional(whole) : digitByDigit(whole);
  return fraction === undefined ? value : value + digitByDigit(fraction) / 10 ** fraction.length;
}

const digitByDigit = (written: string): number => Number(Array.from(written, (character) => digits[character] ?? '').join(''));

function positional(written: string): number {
  let total = 0;
  let section = 0;
  let digit = 0;
  for (const character of written) {
    const step = steps[character];
    if (step === undefined) digit = digits[character] ?? 0;
    else if (step >= 10_000) {
      total = (total + section + digit) * step;
      section = 0;
      digit = 0;
    } else {
      section += (digit || 1) * step;
      digit = 0;
    }
  }
  return total + section + digit;
}
