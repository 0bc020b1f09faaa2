import { z } from 'zod';

/** The languages of the product; the first is the default. */
export const locales = ['zh-CN', 'en'] as const;
export const Locale = z.enum(locales);
export type Locale = z.infer<typeof Locale>;

/** Words in both languages, as content files carry them. */
export const Text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export type Text = z.infer<typeof Text>;

export function wordsOf(text: Text, locale: Locale): string {
  return locale === 'en' ? text.en : text.zh;
}
