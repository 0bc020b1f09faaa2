import { useTranslation } from 'react-i18next';
import { CallProblem } from '../call.web.ts';

/** The words for whatever went wrong: the server's own, or ours where it gave none. */
export function useProblemWords(): (error: unknown) => string {
  const { t } = useTranslation('common');
  return (error) => {
    if (!(error instanceof CallProblem)) return t('unexpected');
    if (error.type === 'network') return t(navigator.onLine ? 'noAnswer' : 'offline');
    if (error.type === 'answerNotUnderstood') return t('answerNotUnderstood');
    return error.title === '' ? t('unexpected') : error.title;
  };
}
