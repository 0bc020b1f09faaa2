import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { documentRefusals } from '../../capabilities/plans/document.ts';
import { locales } from '../../kernel/text.ts';

const source = join(import.meta.dirname, '../..');
const namespaces = [...new Set(locales.flatMap((locale) => readdirSync(join(import.meta.dirname, locale))))].map((file) => file.replace('.json', '')).toSorted();

type Words = ReadonlyMap<string, string>;

/** Every text of a file under its path; plural forms under the one key that the screens use. */
function wordsOf(locale: string, namespace: string): Words {
  const parsed: unknown = JSON.parse(readFileSync(join(import.meta.dirname, locale, `${namespace}.json`), 'utf8'));
  return new Map(leaves(parsed, '').map(([key, text]) => [key.replace(/_(zero|one|two|few|many|other)$/, ''), text]));
}

function leaves(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(typeof value === 'object' && value !== null ? value : {}).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}

const blanks = (text: string | undefined): string[] => [...new Set([...(text ?? '').matchAll(/\{\{\s*(\w+)/g)].map((hit) => hit[1] ?? ''))].toSorted();

describe.each(namespaces)('%s', (namespace) => {
  const [chinese, english] = [wordsOf('zh-CN', namespace), wordsOf('en', namespace)];

  test('has the same keys in both languages', () => {
    expect([...english.keys()].toSorted()).toEqual([...chinese.keys()].toSorted());
  });

  test('fills the same blanks in both languages', () => {
    for (const [key, text] of chinese) expect(blanks(english.get(key)), key).toEqual(blanks(text));
  });
});

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));

test('every refusal has words in both languages', async () => {
  const cores = files.filter((file) => /^capabilities\/[^/]+\/[^/.]+\.ts$/.test(file) && readFileSync(join(source, file), 'utf8').includes('= problems('));
  const codes = (await Promise.all(cores.map(async (file) => codesOf(await import(join(source, file)))))).flat();
  const all = [...codes, ...Object.keys(documentRefusals).map((reason) => `plans.${reason}`), 'request.invalid', 'request.tooMany', 'request.failed'];
  const missing = all.flatMap((code) => locales.filter((locale) => !hasWords(locale, code)).map((locale) => `${locale} ${code}`));
  expect(missing).toEqual([]);
});

function codesOf(module: unknown): string[] {
  const refuse: unknown = typeof module === 'object' && module !== null && 'refuse' in module ? module.refuse : null;
  const codes: unknown = typeof refuse === 'object' && refuse !== null && 'codes' in refuse ? refuse.codes : [];
  return Array.isArray(codes) ? codes.map(String) : [];
}

function hasWords(locale: string, code: string): boolean {
  const [capability = '', refusal = ''] = code.split('.');
  if (capability === 'request') return wordsOf(locale, 'common').has(`refusals.${code}`);
  return namespaces.includes(capability) && wordsOf(locale, capability).has(`refusals.${refusal}`);
}

test('every key that a screen names has words', () => {
  const known = new Set(namespaces.flatMap((namespace) => [...wordsOf('zh-CN', namespace).keys()].map((key) => `${namespace}:${key}`)));
  const missing = files.filter((file) => /\.web\.tsx?$/.test(file)).flatMap((file) => keysIn(readFileSync(join(source, file), 'utf8')).filter((key) => !known.has(key)).map((key) => `${file}: ${key}`));
  expect(missing).toEqual([]);
});

/** The literal keys of `t('…')`; those without a namespace belong to the one of the file's `useTranslation`. */
function keysIn(code: string): string[] {
  const own = /useTranslation\('(\w+)'\)/.exec(code)?.[1] ?? 'common';
  return [...code.matchAll(/\bt\('([\w:.-]+)'/g), ...code.matchAll(/\blabel: '(\w+:[\w.-]+)'/g)].map((hit) => hit[1] ?? '').map((key) => (key.includes(':') ? key : `${own}:${key}`));
}
