import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../platform/ui/format.web.ts';
import type { Submitted } from '../responding.ts';

type Result = Submitted['results'][number];

/** A result as it is read: its name, and its words or its number. */
export function useResultWords(): (result: Result) => string {
  const { t } = useTranslation('filling');
  const format = useFormat();
  return ({ title, value, words }) => {
    const said = words === null ? (typeof value === 'boolean' ? t(value ? 'yes' : 'no') : typeof value === 'number' ? format.number(value) : value) : format.text(words);
    return `${format.text(title)} ${said}`;
  };
}
