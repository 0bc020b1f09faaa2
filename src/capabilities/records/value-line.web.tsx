import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconHistory, IconLock, IconPencil } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../platform/permission.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import type { ObservationView } from './observations.ts';
import css from './records.module.css';
import type { RecordWords } from './record-words.web.ts';
import { sideOf } from './typing.ts';

/** Only the case's team sees what carries it. */
export function SealedBadge(): ReactElement {
  const { t } = useTranslation('records');
  return (
    <StatusBadge tone="info" icon={IconLock}>
      {t('sealed.badge')}
    </StatusBadge>
  );
}

interface ValueLineProps {
  readonly observation: ObservationView;
  readonly words: RecordWords;
  readonly sex: 'male' | 'female';
  readonly onOpen: (observation: ObservationView) => void;
}

/** A value with its unit, its reference interval, on which side of it the value lies, and the way to its history. */
export function ValueLine({ observation, words, sex, onOpen }: ValueLineProps): ReactElement {
  const { t } = useTranslation('records');
  const mayCorrect = useMay('records.correct');
  const code = words.codes.get(observation.code);
  const side = code && !observation.implausible ? sideOf(code, observation, sex) : null;
  const reference = words.reference(observation.code, sex);
  const title = words.title(observation.code);
  return (
    <li className={css['value']}>
      <span className={css['code']}>{title}</span>
      <span className={css['number']}>{words.value(observation)}</span>
      {observation.typed === null ? null : <span className={css['quiet']}>{words.typed(observation.typed)}</span>}
      {reference === null ? null : <span className={css['quiet']}>{t('reference', { range: reference })}</span>}
      {observation.sealed ? <SealedBadge /> : null}
      {observation.implausible ? <StatusBadge tone="bad">{t('implausible')}</StatusBadge> : null}
      {side === null ? null : (
        <StatusBadge tone="warning" icon={side === 'high' ? IconArrowUp : IconArrowDown}>
          {t(`side.${side}`)}
        </StatusBadge>
      )}
      {observation.earlier > 0 ? <StatusBadge tone="neutral" icon={IconHistory}>{t('corrected', { count: observation.earlier })}</StatusBadge> : null}
      <ActionIcon variant="subtle" color="gray" size={28} aria-label={t(mayCorrect ? 'correctNamed' : 'historyNamed', { title })} onClick={() => onOpen(observation)}>
        {mayCorrect ? <IconPencil size={16} aria-hidden /> : <IconHistory size={16} aria-hidden />}
      </ActionIcon>
    </li>
  );
}
