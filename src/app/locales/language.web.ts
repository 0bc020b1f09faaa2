import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { locales, type Locale } from '../../kernel/text.ts';

type Words = Record<string, object>;
/** The words of each language, as one piece that is fetched when the language is first spoken. */
export type WordFiles = Readonly<Record<Locale, () => Promise<{ words: Words }>>>;

export interface Language {
  /** `?lang=` wins and is kept, then what was kept, then Chinese. */
  start(): Promise<void>;
  speak(language: Locale): Promise<void>;
}

const kept = 'kangcheng.language';

/** The language of an app whose words are these. */
export function languageFrom(files: WordFiles): Language {
  return {
    start: async () => {
      const asked = new URLSearchParams(window.location.search).get('lang') ?? localStorage.getItem(kept);
      const language = locales.find((locale) => locale === asked) ?? locales[0];
      await i18next.use(initReactI18next).init({
        lng: language,
        fallbackLng: false,
        ns: ['common'],
        defaultNS: 'common',
        nsSeparator: ':',
        resources: { [language]: (await files[language]()).words },
        interpolation: { escapeValue: false },
        returnNull: false,
        ...(import.meta.env.DEV ? { parseMissingKeyHandler: (key: string) => `⟦${key}⟧` } : {}),
      });
      settle(language);
    },
    speak: async (language) => {
      addWords(language, (await files[language]()).words);
      await i18next.changeLanguage(language);
      settle(language);
    },
  };
}

export function addWords(language: Locale, words: Words): void {
  for (const [namespace, texts] of Object.entries(words)) i18next.addResourceBundle(language, namespace, texts);
}

function settle(language: Locale): void {
  document.documentElement.lang = language;
  localStorage.setItem(kept, language);
}
