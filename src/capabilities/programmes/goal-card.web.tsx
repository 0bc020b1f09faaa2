import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconDatabaseOff, IconHourglassEmpty, IconLink, IconTrendingUp, IconUnlink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ComponentType, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusBadge, type Tone } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import type { IndicatorDefinition } from '../indicators/indicators.ts';
import { BindGoal } from './bind-goal.web.tsx';
import { expectedLevel } from './goal-bar.ts';
import type { Day } from '../../kernel/day.ts';
import { GoalBarDrawing } from './goal-bar.web.tsx';
import { GoalOutlook } from './goal-outlook.web.tsx';
import { useGoalWords } from './goal-words.web.ts';
import css from './goals.module.css';
import type { GoalProgress, Standing } from './programmes.ts';
import { Trend } from './trend.web.tsx';

type Icon = ComponentType<{ size?: number | string; stroke?: number | string; 'aria-hidden'?: boolean }>;

const looks: Record<Standing, { tone: Tone; icon: Icon }> = {
  met: { tone: 'good', icon: IconCircleCheck },
  'on-track': { tone: 'info', icon: IconTrendingUp },
  behind: { tone: 'warning', icon: IconAlertTriangle },
  'no-data': { tone: 'neutral', icon: IconHourglassEmpty },
  'not-measurable': { tone: 'neutral', icon: IconDatabaseOff },
  unbound: { tone: 'neutral', icon: IconUnlink },
};

interface GoalCardProps {
  readonly goal: GoalProgress;
  readonly programme: { readonly programmeId: string; readonly organizationId: number; readonly endsOn: Day };
  readonly definitions: readonly IndicatorDefinition[];
  /** The one activity whose sessions count, where the goal names one. */
  readonly counts: string | null;
  /** The plan that the goal stands in, and its key there; null for those who may not read plans. */
  readonly source: Source | null;
}

interface Source {
  readonly draftId: string;
  readonly item: string | undefined;
}

export function GoalCard({ goal, programme, definitions, counts, source }: GoalCardProps): ReactElement {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const mayBind = useMay('programmes.launch');
  const [binding, setBinding] = useState(false);
  const definition = definitions.find(({ id }) => id === goal.indicator) ?? null;
  const words = useGoalWords(goal, definition);
  const expected = expectedLevel(goal);
  const look = looks[goal.standing];
  const baselineNote = goal.baseline === null ? null : t(goal.baseline === 0 && goal.baselineIs === 'measured' ? 'goals.baselineIs.zero' : `goals.baselineIs.${goal.baselineIs}`);
  return (
    <li className={css['goal']}>
      <div className={css['goalHead']}>
        <h3>{goal.metric}</h3>
        <StatusBadge tone={look.tone} icon={look.icon}>
          {t(`standing.${goal.standing}`)}
        </StatusBadge>
      </div>
      <StandingReason goal={goal} />
      {goal.current === null ? null : <GoalBarDrawing goal={goal} words={words} current={goal.current} />}
      <dl className={css['values']}>
        <Value label={t('goals.current')} note={words.made}>
          {goal.current === null ? t('goals.unknown') : words.level(goal.current)}
        </Value>
        <Value label={t('goals.target')} note={goal.scaleMax === null ? goal.deadline : t('goals.scale', { max: format.number(goal.scaleMax) })}>
          {words.target}
        </Value>
        <Value label={t('goals.baseline')} note={baselineNote}>
          {goal.baseline === null ? t('goals.noBaseline') : words.level(goal.baseline)}
        </Value>
        {expected === null || goal.current === null ? null : <Value label={t('goals.expected')}>{words.level(expected, 'rough')}</Value>}
      </dl>
      <Trend goal={goal} words={words} />
      <GoalOutlook goal={goal} definition={definition} words={words} endsOn={programme.endsOn} organizationId={programme.organizationId} />
      <IndicatorLine goal={goal} definition={definition} counts={counts} onBind={mayBind ? () => setBinding(true) : null} />
      <SourceSentence goal={goal} source={source} />
      {binding ? <BindGoal goal={goal} programmeId={programme.programmeId} definitions={definitions} onClose={() => setBinding(false)} /> : null}
    </li>
  );
}

function Value({ label, note = null, children }: { label: string; note?: ReactNode; children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {children}
        {note === null ? null : <span className={css['valueNote']}>{note}</span>}
      </dd>
    </div>
  );
}

/** Why a goal cannot be judged, where it cannot. */
function StandingReason({ goal }: { goal: GoalProgress }): ReactElement | null {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const reason =
    goal.standing === 'not-measurable' && goal.needs
      ? t('goals.needs', { needs: format.text(goal.needs) })
      : goal.standing === 'unbound'
        ? t('goals.unboundWhy')
        : goal.standing === 'no-data'
          ? goal.needs ? format.text(goal.needs) : t('goals.noDataWhy')
          : goal.standing === 'behind' && goal.progress === null
            ? t('goals.behindWithoutBaseline')
            : null;
  return reason === null ? null : <p className={css['reason']}>{reason}</p>;
}

interface IndicatorLineProps extends Pick<GoalCardProps, 'goal' | 'counts'> {
  readonly definition: IndicatorDefinition | null;
  readonly onBind: (() => void) | null;
}

function IndicatorLine({ goal, definition, counts, onBind }: IndicatorLineProps): ReactElement {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const formula =
    definition === null
      ? null
      : definition.denominator === null
        ? t('plans:bind.countsOnly', { numerator: format.text(definition.numerator) })
        : t('plans:bind.counts', { numerator: format.text(definition.numerator), denominator: format.text(definition.denominator) });
  return (
    <div className={css['indicator']}>
      <p>
        <strong>{goal.indicatorTitle ? t('goals.indicator', { title: format.text(goal.indicatorTitle) }) : t('goals.noIndicator')}</strong>
        {formula === null ? null : <span className={css['valueNote']}>{formula}</span>}
        {counts === null ? null : <span className={css['valueNote']}>{t('goals.ofSeries', { title: counts })}</span>}
      </p>
      {onBind ? (
        <Button size="compact-sm" variant="light" leftSection={<IconLink size={14} aria-hidden />} onClick={onBind} aria-label={t(goal.indicator === null ? 'goals.bindNamed' : 'goals.rebindNamed', { metric: goal.metric })}>
          {t(goal.indicator === null ? 'goals.bind' : 'goals.rebind')}
        </Button>
      ) : null}
    </div>
  );
}

function SourceSentence({ goal, source }: { goal: GoalProgress; source: Source | null }): ReactElement {
  const { t } = useTranslation('programmes');
  return (
    <p className={css['source']}>
      <q lang="zh">{goal.text}</q>{' '}
      {goal.spanStart === null ? (
        t('goals.addedByHand')
      ) : source ? (
        <Link to={`/plans/${source.draftId}`} search={{ view: 'document', item: source.item }} aria-label={t('goals.toSentenceNamed', { metric: goal.metric })}>
          {t('goals.toSentence')}
        </Link>
      ) : null}
    </p>
  );
}
