import { IconChartHistogram, IconClipboardHeart, IconReportMedical, IconTargetArrow } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Trends } from '../../capabilities/records/own.web.tsx';
import { Screen } from '../../platform/ui/phone/parts.web.tsx';
import css from './me.module.css';
import { usePerson } from './person.web.tsx';

const places = [
  { to: '/me/record', word: 'record', icon: IconClipboardHeart },
  { to: '/me/tier', word: 'tier', icon: IconChartHistogram },
  { to: '/me/plan', word: 'plan', icon: IconTargetArrow },
  { to: '/me/report', word: 'report', icon: IconReportMedical },
] as const;

/** Everything that is known of my health, from here. */
export function HealthPage(): ReactElement {
  const { t } = useTranslation('me');
  const { person } = usePerson();
  return (
    <Screen title={t('health.title')}>
      <nav className={css['tiles']} aria-label={t('health.title')}>
        {places.map(({ to, word, icon: Icon }) => (
          <Link key={to} href={to} className={css['tile'] ?? ''}>
            <Icon size={32} stroke={1.7} aria-hidden />
            {t(`health.${word}`)}
          </Link>
        ))}
      </nav>
      <Trends key={person.personId} personId={person.personId} />
    </Screen>
  );
}
