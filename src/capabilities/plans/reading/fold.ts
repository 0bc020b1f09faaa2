import { Converter } from 'opencc-js/t2cn';

const toSimplified = Converter({ from: 't', to: 'cn' });
const sameMeaning: Readonly<Record<string, string>> = {
  '〇': '零', '○': '零', '–': '-', '—': '-', '―': '-', '−': '-', '‐': '-', '‑': '-', '﹣': '-', '~': '-', '～': '-', '∼': '-', '〜': '-',
  '≧': '≥', '≦': '≤', '﹪': '%', '╱': '/', '∕': '/', '⁄': '/', '︰': ':', '∶': ':', '﹔': ';', '﹑': '、', '﹕': ':', '【': '【',
  '〔': '(', '〕': ')', '﹙': '(', '﹚': ')', '「': '“', '」': '”', '『': '“', '』': '”', '\u00a0': ' ', '\u3000': ' ', '│': '|',
};

/** The text as rules match it: half-width, simplified, one kind of dash. Same length as `text`, so offsets hold in both. */
export function fold(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) out += foldUnit(text[i] ?? '');
  const simplified = toSimplified(out);
  return simplified.length === out.length ? simplified : Array.from(out, sameLength).join('');
}

function foldUnit(unit: string): string {
  const code = unit.charCodeAt(0);
  if (code >= 0xff01 && code <= 0xff5e) return foldAscii(String.fromCharCode(code - 0xfee0));
  return sameMeaning[unit] ?? unit;
}

const foldAscii = (unit: string): string => (unit === '~' ? '-' : unit);

function sameLength(character: string): string {
  const simplified = toSimplified(character);
  return simplified.length === character.length ? simplified : character;
}

/** A text beside its folded form. Rules read `folded`, quotations come from `text`. */
export type Source = { readonly text: string; readonly folded: string };

export function sourceOf(text: string): Source {
  return { text, folded: fold(text) };
}

/** How far into a passage the characters of a name are looked for. */
const nameReach = 300;

/** `name` was read from the folded words of `span`: the same name in the characters, simplified or not, that the text has there. */
export function asWritten({ text, folded }: Source, [start, end]: readonly [number, number], name: string): string {
  const stop = Math.min(end, start + nameReach);
  const [plain, shown] = [folded.slice(start, stop), text.slice(start, stop)];
  if (plain === shown) return name;
  const whole = plain.indexOf(name);
  let at = 0;
  return Array.from({ length: name.length }, (_, i) => {
    const unit = name[i] ?? '';
    const found = whole >= 0 ? whole + i : positionOf(plain, unit, at);
    if (found < 0 || !/[\u3400-\u9fff]/.test(unit)) return unit;
    at = found + 1;
    return shown[found] ?? unit;
  }).join('');
}

function positionOf(plain: string, unit: string, from: number): number {
  const ahead = plain.indexOf(unit, from);
  return ahead >= 0 ? ahead : plain.indexOf(unit);
}
