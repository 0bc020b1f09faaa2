import { languageFrom } from './language.web.ts';

/** One file a capability and language. */
export const { start: startLanguage, speak } = languageFrom({
  'zh-CN': () => import('./zh-cn.web.ts'),
  en: () => import('./en.web.ts'),
});
