import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { locales, type Locale } from '../kernel/text.ts';

const folder = join(import.meta.dirname, 'locales');

/** The words of every refusal, by language and code, from the same files that the screens use. */
const words: Record<Locale, Map<string, string>> = { 'zh-CN': read('zh-CN'), en: read('en') };

function read(locale: Locale): Map<string, string> {
  const files = readdirSync(join(folder, locale)).filter((file) => file.endsWith('.json'));
  return new Map(files.flatMap((file) => refusalsIn(file.replace('.json', ''), JSON.parse(readFileSync(join(folder, locale, file), 'utf8')))));
}

function refusalsIn(capability: string, content: unknown): [string, string][] {
  const refusals = typeof content === 'object' && content !== null && 'refusals' in content ? content.refusals : {};
  return Object.entries(refusals ?? {}).map(([code, text]) => [code.includes('.') ? code : `${capability}.${code}`, String(text)]);
}

/** A refusal in a language, `{{param}}` filled in; `code_advice` is preferred where the refusal carries an advice. The code itself where no words exist. */
export function wordsOfRefusal(code: string, params: Readonly<Record<string, unknown>>, locale: Locale): string {
  const found = words[locale].get(`${code}_${String(params['advice'])}`) ?? words[locale].get(code) ?? code;
  return found.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''));
}

export function hasWords(code: string): boolean {
  return locales.every((locale) => words[locale].has(code));
}
