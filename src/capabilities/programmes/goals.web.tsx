import { Alert, List } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { Card, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState } from '../../platform/ui/states.web.tsx';
import { useMay } from '../../platform/permission.web.ts';
import { listSeries } from '../activities/activities.ts';
import { listIndicatorDefinitions } from '../indicators/indicators.ts';
import { openDraft } from '../plans/plans.ts';
import { GoalCard } from './goal-card.web.tsx';
import css from './goals.module.css';
import type { ProgrammeView } from './programmes.ts';

/** Each goal with where it stands, the goals without a number, and what the reader of the plan noticed. */
export function GoalsTab({ programme }: { programme: ProgrammeView }): ReactElement {
  const { t } = useTranslation('programmes');
  const mayRead = useMay('plans.read');
  const definitions = useAsk(listIndicatorDefinitions, {});
  const series = useAsk(listSeries, { programmeId: programme.programmeId });
  const plan = useAsk(openDraft, { draftId: programme.draftId }, { enabled: mayRead });
  const { goalList, qualitativeGoals, consistencyNotes } = programme;
  return (
    <div className={css['tab']}>
      {consistencyNotes.length > 0 ? (
        <Alert variant="light" color="blue" title={t('goals.notes')} icon={<IconInfoCircle aria-hidden />}>
          <List size="sm">
            {consistencyNotes.map((note) => (
              <List.Item key={note}>{note}</List.Item>
            ))}
          </List>
        </Alert>
      ) : null}
      {goalList.length === 0 ? (
        <Card>
          <EmptyState title={t('goals.empty')}>{t('goals.emptyWhy')}</EmptyState>
        </Card>
      ) : (
        <ul className={css['goals']} aria-label={t('goals.list')}>
          {goalList.map((goal) => (
            <GoalCard
              key={goal.goalId}
              goal={goal}
              programme={programme}
              definitions={definitions.data ?? []}
              counts={series.data?.find(({ seriesId }) => seriesId === goal.seriesId)?.title ?? null}
              source={mayRead ? { draftId: programme.draftId, item: plan.data?.draft.goals[goal.position]?.key } : null}
            />
          ))}
        </ul>
      )}
      {qualitativeGoals.length > 0 ? (
        <Section title={t('goals.qualitative')} note={t('goals.qualitativeWhy')}>
          <List>
            {qualitativeGoals.map((text) => (
              <List.Item key={text}>{text}</List.Item>
            ))}
          </List>
        </Section>
      ) : null}
    </div>
  );
}
