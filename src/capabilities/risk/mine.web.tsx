import { Alert, Stack } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { CallProblem, useAsk } from '../../platform/call.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../platform/ui/states.web.tsx';
import css from './card.module.css';
import { Improvements } from './improvements.web.tsx';
import { TierLadder } from './picture.web.tsx';
import { readOwnTier, type OwnTier } from './risk.ts';
import { tierTones } from './tones.web.ts';

/** How closely I am followed, why, and what would change that: in plain words, for oneself or one's child. */
export function MyTierPanel({ personId }: { personId: number }): ReactElement {
  const { t } = useTranslation('risk');
  const own = useAsk(readOwnTier, { personId });
  if (own.data) return <MyTier own={own.data} />;
  if (own.error instanceof CallProblem && own.error.type === 'risk.notAssessed') return <EmptyState title={t('mine.none')}>{t('mine.noneWhy')}</EmptyState>;
  return own.error ? <ErrorState error={own.error} onRetry={() => void own.refetch()} /> : <LoadingState rows={2} />;
}

function MyTier({ own }: { own: OwnTier }): ReactElement {
  const { t } = useTranslation('risk');
  const format = useFormat();
  const [danger, ...others] = own.urgent && own.sentences.length > 1 ? own.sentences : [null, ...own.sentences];
  return (
    <Section title={t('mine.title')}>
      <Stack gap="sm">
        {danger ? (
          <Alert color="red" icon={<IconAlertTriangle aria-hidden />}>
            {format.text(danger)}
          </Alert>
        ) : null}
        <div className={css['head']}>
          <StatusBadge tone={tierTones[own.tier]}>{t(`tier.${own.tier}`)}</StatusBadge>
          {own.provisional ? <StatusBadge tone="info">{t('card.provisional')}</StatusBadge> : null}
          <span className={css['day']}>{t('mine.since', { day: format.day(own.since) })}</span>
        </div>
        <TierLadder tier={own.tier} />
        {others.map((sentence, i) => (sentence === null ? null : <p key={i}>{format.text(sentence)}</p>))}
        <Improvements improve={own.improve} />
        {own.towards !== null && own.condition ? <p className={css['note']}>{t('card.condition', { condition: format.text(own.condition) })}</p> : null}
      </Stack>
    </Section>
  );
}
