import i18next from 'i18next';
import { locales, type Locale } from '../../kernel/text.ts';
import { addWords, languageFrom, type WordFiles } from '../locales/language.web.ts';

const first = languageFrom({
  'zh-CN': () => import('../locales/me-zh-cn.web.ts'),
  en: () => import('../locales/me-en.web.ts'),
});

/** Fetched with the pages that need them; `all` is for the panels that every capability offers. */
const packs = {
  measuring: {
    'zh-CN': async () => ({ words: { measuring: (await import('../locales/zh-CN/measuring.json')).default } }),
    en: async () => ({ words: { measuring: (await import('../locales/en/measuring.json')).default } }),
  },
  filling: {
    'zh-CN': async () => ({ words: { filling: (await import('../locales/zh-CN/filling.json')).default } }),
    en: async () => ({ words: { filling: (await import('../locales/en/filling.json')).default } }),
  },
  appointments: {
    'zh-CN': async () => ({ words: { appointments: (await import('../locales/zh-CN/appointments.json')).default } }),
    en: async () => ({ words: { appointments: (await import('../locales/en/appointments.json')).default } }),
  },
  all: { 'zh-CN': () => import('../locales/zh-cn.web.ts'), en: () => import('../locales/en.web.ts') },
} satisfies Record<string, WordFiles>;

const spoken = new Set<keyof typeof packs>();

export const startLanguage = first.start;

export async function speak(language: Locale): Promise<void> {
  for (const pack of spoken) addWords(language, (await packs[pack][language]()).words);
  await first.speak(language);
}

/** Before a page is shown that says more than the first ones. */
export async function moreWords(pack: keyof typeof packs): Promise<void> {
  if (spoken.has(pack)) return;
  const language = locales.find((locale) => locale === i18next.language) ?? locales[0];
  addWords(language, (await packs[pack][language]()).words);
  spoken.add(pack);
}
