import { Button, Text } from '@mantine/core';
import { IconClipboardHeart } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { StatusBadge, type Tone } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { Loaded } from '../../platform/ui/states.web.tsx';
import type { PersonView } from '../people/people.ts';
import css from './care.module.css';
import { KeyCases } from './key-case.web.tsx';
import { personPathway, type PersonPathway } from './pathways.ts';
import { PlanSection } from './plan.web.tsx';
import { TierBadge } from './tier-badge.web.tsx';

/** Care of one person: what the pathway asks for next, and the team's plan. */
export function CarePanel({ person: { personId } }: { person: PersonView }): ReactElement {
  const { t } = useTranslation('care');
  const pathway = useAsk(personPathway, { personId });
  return (
    <div className={css['stack']}>
      <Section title={t('pathway.title')} actions={<Button size="compact-md" renderRoot={(props: object) => <Link to={`/care/sheet/${personId}`} {...props} />} leftSection={<IconClipboardHeart size={16} aria-hidden />}>{t('pathway.sheet')}</Button>}>
        <Loaded query={pathway} rows={2}>{(known) => <Steps known={known} />}</Loaded>
      </Section>
      <KeyCases personId={personId} />
      <PlanSection personId={personId} />
    </div>
  );
}

const tones: Record<string, Tone> = { open: 'info', done: 'good', missed: 'warning' };

function Steps({ known: { programmes } }: { known: PersonPathway }): ReactElement {
  const { t } = useTranslation('care');
  const format = useFormat();
  if (programmes.length === 0) return <Text size="sm" c="dimmed">{t('pathway.none')}</Text>;
  return (
    <>
      {programmes.map(({ programmeId, tier, tierSince, steps }) => (
        <div key={programmeId} className={css['stack']}>
          <Text size="sm" component="div"><TierBadge tier={tier} /> {t('panels.since', { day: format.day(tierSince) })}</Text>
          <ul className={css['plain']}>
            {steps.slice(0, 10).map(({ stepId, occurrence, title, state, dueOn, closedOn }) => (
              <li key={`${stepId} ${occurrence}`} className={css['line']}>
                <span><StatusBadge tone={tones[state] ?? 'neutral'}>{t(`pathway.states.${state}`)}</StatusBadge> {format.text(title)}</span>
                <span className={css['note']}>{closedOn === null ? t('pathway.due', { day: format.day(dueOn) }) : t('pathway.closed', { day: format.day(closedOn) })}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}
