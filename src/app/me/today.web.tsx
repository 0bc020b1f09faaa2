import { IconChevronRight } from '@tabler/icons-react';
import { lazy, Suspense, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { measurings } from '../../capabilities/selfcare/measuring.ts';
import { measureIcons } from '../../capabilities/selfcare/measure-icons.web.ts';
import { TodayPanel } from '../../capabilities/selfcare/today-panel.web.tsx';
import { hourInChina, todayInChina } from '../../platform/today.web.ts';
import { moreWords } from './language.web.ts';
import css from './me.module.css';
import { usePerson } from './person.web.tsx';
import phone from '../../platform/ui/phone/phone.module.css';

/** After the first page stands: most days ask nothing of the kind. */
const OpenForms = lazy(async () => {
  const [{ OpenForms: panel }] = await Promise.all([import('../../capabilities/forms/filling/asked.web.tsx'), moreWords('filling')]);
  return { default: panel };
});

/** The first page: who it is about, what this day asks, and the quickest ways to measure. */
export function Today(): ReactElement {
  const { person } = usePerson();
  return (
    <div className={phone['screen']}>
      <Hero />
      <QuickMeasures />
      <TodayPanel key={person.personId} personId={person.personId} />
      <Suspense fallback={null}>
        <OpenForms key={`forms ${person.personId}`} personId={person.personId} />
      </Suspense>
    </div>
  );
}

function greetingAt(hour: number): 'night' | 'morning' | 'noon' | 'afternoon' | 'evening' {
  return hour < 5 ? 'night' : hour < 11 ? 'morning' : hour < 14 ? 'noon' : hour < 18 ? 'afternoon' : 'evening';
}

function Hero(): ReactElement {
  const { t, i18n } = useTranslation('me');
  const { person } = usePerson();
  const date = new Intl.DateTimeFormat(i18n.language, { timeZone: 'Asia/Shanghai', month: 'long', day: 'numeric', weekday: 'long' }).format(new Date(todayInChina()));
  return (
    <header className={css['hero']}>
      <div className={css['heroWords']}>
        <h1 tabIndex={-1}>{person.own ? t(`greeting.${greetingAt(hourInChina())}`, { name: person.name }) : t('greeting.ward', { name: person.name })}</h1>
        <p>{date}</p>
      </div>
      <Sunrise />
    </header>
  );
}

/** Decoration: a sun over water. */
function Sunrise(): ReactElement {
  return (
    <svg className={css['sun']} viewBox="0 0 96 64" width={96} height={64} aria-hidden>
      <circle cx="48" cy="38" r="18" fill="#ffd98a" />
      <g stroke="#ffd98a" strokeWidth="4" strokeLinecap="round">
        <path d="M48 6v8M22 16l5 6M74 16l-5 6M10 38h8M78 38h8" />
      </g>
      <path d="M0 46c12-6 20 6 32 0s20 6 32 0 20 6 32 0v18H0z" fill="#ffffff" opacity=".22" />
      <path d="M0 53c12-5 20 5 32 0s20 5 32 0 20 5 32 0v11H0z" fill="#ffffff" opacity=".28" />
    </svg>
  );
}

function QuickMeasures(): ReactElement {
  const { t } = useTranslation('me');
  return (
    <nav aria-label={t('today.measureNow')} className={css['quick']}>
      {measurings.slice(0, 4).map(({ id }) => {
        const Icon = measureIcons[id] ?? IconChevronRight;
        return (
          <Link key={id} href={`/me/measure/${id}`} className={css['quickOne'] ?? ''}>
            <Icon size={30} aria-hidden />
            {t(`selfcare:measure.${id}.short`)}
          </Link>
        );
      })}
    </nav>
  );
}
