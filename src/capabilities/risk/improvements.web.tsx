import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Text } from '../../kernel/text.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import css from './card.module.css';

/** What would lead to fewer visits, step by step, for the person. */
export function Improvements({ improve }: { improve: readonly Text[] }): ReactElement | null {
  const { t } = useTranslation('risk');
  const format = useFormat();
  if (improve.length === 0) return null;
  return (
    <>
      <p>{t('mine.improve')}</p>
      <ul className={css['steps']}>
        {improve.map((step, i) => (
          <li key={i}>{format.text(step)}</li>
        ))}
      </ul>
    </>
  );
}
