import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { locales, type Locale } from '../../kernel/text.ts';

/** One file a capability and language. Each language travels as one piece, fetched when it is first spoken. */
const files = {
  'zh-CN': () => import('./zh-cn.web.ts'),
  en: () => import('./en.web.ts'),
} satisfies Record<Locale, () => Promise<{ words: Record<string, object> }>>;

const kept = 'kangcheng.language';

/** `?lang=` wins and is kept, then what was kept, then Chinese. */
export async function startLanguage(): Promise<void> {
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
}

export async function speak(language: Locale): Promise<void> {
  const { words } = await files[language]();
  for (const [namespace, texts] of Object.entries(words)) i18next.addResourceBundle(language, namespace, texts);
  await i18next.changeLanguage(language);
  settle(language);
}

function settle(language: Locale): void {
  document.documentElement.lang = language;
  localStorage.setItem(kept, language);
}
