import { Anchor, Progress, Text } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { StatusBadge, type Tone } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import { listDistributions, type DistributionView, type Standing } from './distribution.ts';
import css from './forms.module.css';

export const standingTones: Readonly<Record<Standing, Tone>> = { notYet: 'info', open: 'good', over: 'neutral', full: 'warning' };

/** What was given to whom, the newest first; of one form where `formKey` names it. */
export function GivenList({ formKey }: { formKey?: string }): ReactElement {
  const { t } = useTranslation('forms');
  const given = useAsk(listDistributions, formKey === undefined ? {} : { key: formKey });
  return (
    <Card>
      <Loaded query={given}>
        {(all) => (all.length === 0
          ? <EmptyState icon={IconSend} title={t('given.none')}>{t('given.noneWhy')}</EmptyState>
          : <ul className={css['list']}>{all.map((one) => <GivenLine key={one.distributionId} given={one} />)}</ul>)}
      </Loaded>
    </Card>
  );
}

function GivenLine({ given }: { given: DistributionView }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const { distributionId, title, formTitle, organization, respondents, standing, answered, asked } = given;
  const share = asked === null || asked === 0 ? null : Math.min(100, (answered / asked) * 100);
  return (
    <li className={css['row']}>
      <div className={css['grow']}>
        <Anchor component={Link} to={`/forms/given/${distributionId}`} fw={500}>{title}</Anchor>
        <Text size="sm" c="dimmed">{[format.text(formTitle), format.text(organization), t(`respondents.${respondents}`), format.day(given.opensAt)].join(' · ')}</Text>
      </div>
      <div style={{ width: '9rem' }}>
        <Text size="sm">{asked === null ? t('given.answered', { count: answered }) : t('given.ofAsked', { answered, asked })}</Text>
        {share === null ? null : <Progress value={share} aria-label={t('given.share', { share: Math.round(share) })} />}
      </div>
      <StatusBadge tone={standingTones[standing]}>{t(`standing.${standing}`)}</StatusBadge>
    </li>
  );
}
