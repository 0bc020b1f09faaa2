import i18next from 'i18next';
import { locales, type Locale } from '../../kernel/text.ts';
import { addWords, languageFrom } from '../locales/language.web.ts';

const first = languageFrom({
  'zh-CN': () => import('../locales/me-zh-cn.web.ts'),
  en: () => import('../locales/me-en.web.ts'),
});

/** Of every capability, for the panels that they offer. */
const all: Record<Locale, () => Promise<{ words: Record<string, object> }>> = {
  'zh-CN': () => import('../locales/zh-cn.web.ts'),
  en: () => import('../locales/en.web.ts'),
};

let complete = false;

export const startLanguage = first.start;

export async function speak(language: Locale): Promise<void> {
  if (complete) addWords(language, (await all[language]()).words);
  await first.speak(language);
}

/** Before a panel of another capability is shown. */
export async function completeWords(): Promise<void> {
  if (complete) return;
  const language = locales.find((locale) => locale === i18next.language) ?? locales[0];
  addWords(language, (await all[language]()).words);
  complete = true;
}
