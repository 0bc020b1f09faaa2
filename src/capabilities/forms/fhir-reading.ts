/** Reads a foreign resource piece by piece, and notes what is refused and what is left behind. */
import type { Text } from '../../kernel/text.ts';
import { extensionUrls, isFields, looks, type Fields } from './fhir-words.ts';

/** `path`: `item[2].answerValueSet`. */
export type Remark = { readonly path: string; readonly reason: string };

/** What an element may have. Anything else is refused. */
export type Shape = { readonly kept: readonly string[]; readonly dropped?: readonly string[] };

export class Reading {
  readonly refused: Remark[] = [];
  readonly dropped: Remark[] = [];
  /** Of the resource: its words are Chinese unless it says English. */
  language: 'zh' | 'en' | null = null;

  refuse(path: string, reason: string): null {
    this.refused.push({ path, reason });
    return null;
  }

  drop(path: string, reason: string): void {
    this.dropped.push({ path, reason });
  }

  /** Holds the element's names against its shape. */
  shape(element: Fields, path: string, { kept, dropped = [] }: Shape): void {
    for (const name of Object.keys(element)) {
      const plain = name.replace(/^_/, '');
      const at = within(path, name);
      if (kept.includes(name)) continue;
      if (dropped.includes(plain)) this.drop(at, 'not kept');
      else this.refuse(at, name === 'modifierExtension' ? 'a modifier changes the meaning of the whole' : 'unknown element');
    }
  }

  text(element: Fields, name: string, path: string): string | null {
    const value = element[name];
    if (value === undefined) return null;
    return typeof value === 'string' && value !== '' ? value : this.refuse(within(path, name), 'must be text');
  }

  flag(element: Fields, name: string, path: string): boolean {
    const value = element[name] ?? false;
    if (typeof value !== 'boolean') this.refuse(within(path, name), 'must be true or false');
    return value === true;
  }

  whole(element: Fields, name: string, path: string): number | null {
    const value = element[name];
    if (value === undefined) return null;
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : this.refuse(within(path, name), 'must be a whole number');
  }

  /** The objects of a list; something else in it is refused. */
  list(element: Fields, name: string, path: string): readonly (readonly [Fields, string])[] {
    const value = element[name];
    const at = within(path, name);
    if (value === undefined) return [];
    if (!Array.isArray(value)) return this.refuse(at, 'must be a list') ?? [];
    return value.flatMap((one: unknown, i): readonly (readonly [Fields, string])[] => (isFields(one) ? [[one, `${at}[${i}]`]] : (this.refuse(`${at}[${i}]`, 'must be an element') ?? [])));
  }

  /** Extensions that are known by address. Looks are left behind, others refused. */
  extensions(element: Fields, path: string, known: readonly string[]): ReadonlyMap<string, readonly (readonly [Fields, string])[]> {
    const found = new Map<string, (readonly [Fields, string])[]>();
    for (const [extension, at] of this.list(element, 'extension', path)) {
      const { url } = extension;
      if (typeof url !== 'string') this.refuse(at, 'an extension needs its url');
      else if (known.includes(url)) found.set(url, [...(found.get(url) ?? []), [extension, at]]);
      else if (looks.includes(url)) this.drop(at, `how it looks: ${url}`);
      else this.refuse(at, `unknown extension ${url}`);
    }
    return found;
  }

  /** A text with its translations, in both languages; one language stands for both where there is only one. */
  words(element: Fields, name: string, path: string): Text | null {
    const plain = this.text(element, name, path);
    if (plain === null) return null;
    const around = element[`_${name}`];
    const at = within(path, `_${name}`);
    const given: { zh?: string; en?: string } = {};
    if (isFields(around)) {
      for (const [translation, place] of this.extensions(around, at, [extensionUrls.translation]).get(extensionUrls.translation) ?? []) this.#translation(translation, place, given);
    } else if (around !== undefined) this.refuse(at, 'must be an element');
    if (this.language === 'en') return { zh: given.zh ?? plain, en: plain };
    return this.language === 'zh' ? { zh: plain, en: given.en ?? plain } : { zh: given.zh ?? plain, en: given.en ?? plain };
  }

  #translation(translation: Fields, at: string, given: { zh?: string; en?: string }): void {
    const parts = new Map(this.list(translation, 'extension', at).map(([part]) => [part['url'], part['valueCode'] ?? part['valueString'] ?? part['valueMarkdown']]));
    const [lang, content] = [parts.get('lang'), parts.get('content')];
    if (typeof lang !== 'string' || typeof content !== 'string' || content === '') this.refuse(at, 'a translation needs lang and content');
    else if (languageOf(lang) === null) this.drop(at, `language ${lang}`);
    else given[languageOf(lang) ?? 'en'] = content;
  }
}

function within(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** Only simplified and unspecified Chinese, and English, are languages of the product. */
export function languageOf(tag: string): 'zh' | 'en' | null {
  const [main = '', ...more] = tag.toLowerCase().split('-');
  if (main === 'en') return 'en';
  return main === 'zh' && !more.some((part) => ['tw', 'hk', 'mo', 'hant'].includes(part)) ? 'zh' : null;
}
