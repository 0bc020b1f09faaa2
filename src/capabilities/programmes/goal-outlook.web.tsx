import { Button } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useId, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../kernel/day.ts';
import { useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Loaded } from '../../platform/ui/states.web.tsx';
import type { IndicatorDefinition } from '../indicators/indicators.ts';
import { openIndicator, type OpenedIndicator } from '../indicators/reporting.ts';
import { forecastOf, outlookOf } from './forecast.ts';
import type { GoalWords } from './goal-words.web.ts';
import css from './goals.module.css';
import type { GoalProgress } from './programmes.ts';
import { lackingOf, type Lacking } from './shortfall.ts';

interface GoalOutlookProps {
  readonly goal: GoalProgress;
  readonly definition: IndicatorDefinition | null;
  readonly words: GoalWords;
  readonly endsOn: Day;
  readonly organizationId: number;
}

/** Where the goal is heading, and what keeps it back. */
export function GoalOutlook({ goal, definition, words, endsOn, organizationId }: GoalOutlookProps): ReactElement | null {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const mayOpen = useMay('indicators.read');
  const [open, setOpen] = useState(false);
  const id = useId();
  if (definition === null) return null;
  const forecast = forecastOf(goal.trend, { endsOn, limits: [0, definition.unit === 'percent' ? 100 : null] });
  const falling = goal.comparator === '<=' || goal.comparator === '<' || goal.comparator === 'decrease' || (goal.comparator === '~' && definition.better === 'lower');
  const outlook = forecast === null || goal.targetLevel === null || goal.comparator === 'range' ? null : outlookOf(forecast, { targetLevel: goal.targetLevel, falling });
  const explains = mayOpen && definition.measure.by === 'share' && goal.standing === 'behind';
  if (forecast === null && !explains) return null;
  return (
    <div>
      {forecast === null ? null : (
        <p className={css['reason']}>
          {outlook === null ? null : <strong>{t(`goals.outlook.${outlook}`)}</strong>}{' '}
          {t('goals.forecast', { day: format.day(forecast.on), value: words.level(forecast.value, 'rough'), low: words.level(forecast.low, 'rough'), high: words.level(forecast.high, 'rough'), count: forecast.from })}
        </p>
      )}
      {explains ? (
        <>
          <Button size="compact-sm" variant="subtle" leftSection={<IconSearch size={14} aria-hidden />} aria-expanded={open} aria-controls={id} aria-label={t('goals.whyNamed', { metric: goal.metric })} onClick={() => setOpen(!open)}>
            {t('goals.why')}
          </Button>
          <div id={id} hidden={!open}>
            {open ? <Why definition={definition} organizationId={organizationId} /> : null}
          </div>
        </>
      ) : null}
    </div>
  );
}

const most = 4;
/** Indicators of control, and the one that counts those who did not come. */
const missedBeside: Readonly<Record<string, string>> = { 'bp-control': 'htn-missed', 'glu-control': 'dm-missed' };

function Why({ definition, organizationId }: { definition: IndicatorDefinition; organizationId: number }): ReactElement {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const query = useAsk(openIndicator, { id: definition.id, organizationId });
  const missed = missedBeside[definition.id];
  const better = definition.better === 'lower' ? 'lower' : 'higher';
  const places = (opened: OpenedIndicator) => lackingOf(opened.places.map(({ place, numerator, denominator }) => ({ label: format.text(place.name), numerator, denominator })), { better, most });
  const tiers = (opened: OpenedIndicator) => lackingOf(opened.parts.filter(({ breakdown }) => breakdown === 'tier').map(({ band, numerator, denominator }) => ({ label: t(`indicators:band.tier.${band}`), numerator, denominator })), { better, most });
  return (
    <Loaded query={query} rows={2}>
      {(opened) => (
        <>
          {missed === undefined ? null : <Missed id={missed} organizationId={organizationId} />}
          <Lack title={t('goals.lack.places')} rows={places(opened)} />
          <Lack title={t('goals.lack.tiers')} rows={tiers(opened)} />
          <p className={css['reason']}>
            <Link to={`/indicators/${definition.id}`} search={{ at: organizationId }}>
              {t('goals.toIndicator')}
            </Link>
          </p>
        </>
      )}
    </Loaded>
  );
}

/** Those who did not come are not under control, whatever their pressure is. */
function Missed({ id, organizationId }: { id: string; organizationId: number }): ReactElement | null {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const query = useAsk(openIndicator, { id, organizationId });
  const own = query.data?.own;
  return own?.numerator === undefined || own.numerator === null || own.denominator === null ? null : <p className={css['reason']}>{t('goals.lack.missed', { people: format.number(own.numerator), all: format.number(own.denominator) })}</p>;
}

function Lack({ title, rows }: { title: string; rows: readonly Lacking[] }): ReactElement | null {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  if (rows.length === 0) return null;
  return (
    <section aria-label={title} className={css['reason']}>
      <strong>{title}</strong>
      <ul>
        {rows.map(({ label, people, share }) => (
          <li key={label}>{t('goals.lack.row', { label, people: format.number(people), share: format.share(share) })}</li>
        ))}
      </ul>
    </section>
  );
}
