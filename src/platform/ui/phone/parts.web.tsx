import { IconAlertTriangle, IconChevronLeft, IconChevronRight, IconCircleCheck, IconCloudOff, IconInfoCircle, IconInbox } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useId, useRef, type ComponentType, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { CallProblem } from '../../call.web.ts';
import { useProblemWords } from '../problem-words.web.ts';
import css from './phone.module.css';

/** The parts of which the person's own app is made: large, few, and without a kit, so that the first page comes quickly. */

export type PhoneIcon = ComponentType<{ size?: number | string; stroke?: number | string; 'aria-hidden'?: boolean }>;

let visited = '';

interface ScreenProps {
  readonly title: string;
  /** Where the arrow leads; a page of the bar has none. */
  readonly back?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One page: its heading names the window, and takes the focus after a change of page. */
export function Screen({ title, back, actions, children }: ScreenProps): ReactElement {
  const { t } = useTranslation('common');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t('product')}`;
    const path = window.location.pathname;
    if (visited !== '' && visited !== path) {
      window.scrollTo(0, 0);
      heading.current?.focus({ preventScroll: true });
    }
    visited = path;
  }, [title, t]);
  return (
    <div className={css['screen']}>
      <header className={css['head']}>
        {back === undefined ? null : (
          <Link href={back} className={css['back'] ?? ''} aria-label={t('back')}>
            <IconChevronLeft size={28} aria-hidden />
          </Link>
        )}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {actions}
      </header>
      {children}
    </div>
  );
}

export function Card({ title, children }: { title?: string; children: ReactNode }): ReactElement {
  const id = useId();
  if (title === undefined) return <div className={css['card']}>{children}</div>;
  return (
    <section className={css['card']} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

export type Look = 'main' | 'soft' | 'plain' | 'danger' | 'alarm';

interface ActProps {
  readonly look?: Look;
  readonly wide?: boolean;
  readonly icon?: PhoneIcon;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly submit?: boolean;
  readonly label?: string;
  readonly onClick?: () => void;
  readonly children: ReactNode;
}

const looks = (look: Look, wide: boolean) => `${css['button']} ${css[look]}${wide ? ` ${css['wide']}` : ''}`;

export function Act({ look = 'plain', wide = false, icon: Icon, busy = false, disabled = false, submit = false, label, onClick, children }: ActProps): ReactElement {
  return (
    <button type={submit ? 'submit' : 'button'} className={looks(look, wide)} disabled={disabled || busy} aria-busy={busy} aria-label={label} onClick={onClick}>
      {Icon ? <Icon size={22} aria-hidden /> : null}
      {children}
    </button>
  );
}

/** The same look on something that leads elsewhere; `tel:` and outer addresses leave the app. */
export function Go({ to, look = 'plain', wide = false, icon: Icon, children }: { to: string; look?: Look; wide?: boolean; icon?: PhoneIcon; children: ReactNode }): ReactElement {
  const inside = (
    <>
      {Icon ? <Icon size={22} aria-hidden /> : null}
      {children}
    </>
  );
  if (!to.startsWith('/')) return <a href={to} className={looks(look, wide)}>{inside}</a>;
  return <Link href={to} className={looks(look, wide)}>{inside}</Link>;
}

export function Row({ children }: { children: ReactNode }): ReactElement {
  return <div className={css['row']}>{children}</div>;
}

export function Lines({ children }: { children: ReactNode }): ReactElement {
  return <ul className={css['list']}>{children}</ul>;
}

interface LineProps {
  readonly icon?: PhoneIcon;
  readonly warm?: boolean;
  readonly title: ReactNode;
  readonly note?: ReactNode;
  /** Leads there; without it the line only says something. */
  readonly to?: string;
  readonly end?: ReactNode;
}

/** A line of a list: what it is, what there is to say, and where it leads. */
export function Line({ icon: Icon, warm = false, title, note, to, end }: LineProps): ReactElement {
  const body = (
    <>
      {Icon ? (
        <span className={warm ? `${css['icon']} ${css['warm']}` : css['icon']}>
          <Icon size={24} aria-hidden />
        </span>
      ) : null}
      <span className={css['lineWords']}>
        <span>{title}</span>
        {note ? <small>{note}</small> : null}
      </span>
      {end}
      {to === undefined ? null : <IconChevronRight size={22} aria-hidden />}
    </>
  );
  return (
    <li>
      {to === undefined ? <div className={css['line']}>{body}</div> : <Link href={to} className={css['line'] ?? ''}>{body}</Link>}
    </li>
  );
}

export type NoteTone = 'good' | 'warning' | 'bad' | 'info';
const noteIcons: Readonly<Record<NoteTone, PhoneIcon>> = { good: IconCircleCheck, warning: IconAlertTriangle, bad: IconAlertTriangle, info: IconInfoCircle };

export function Note({ tone, title, icon, role, children }: { tone: NoteTone; title?: string; icon?: PhoneIcon; role?: 'alert' | 'status'; children?: ReactNode }): ReactElement {
  const Icon = icon ?? noteIcons[tone];
  return (
    <div className={`${css['note']} ${css[tone]}`} role={role}>
      <Icon size={24} aria-hidden />
      <div className={css['noteBody']}>
        {title ? <strong>{title}</strong> : null}
        {children}
      </div>
    </div>
  );
}

export function Waiting({ rows = 3 }: { rows?: number }): ReactElement {
  const { t } = useTranslation('common');
  return (
    <div className={css['wait']} role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, i) => (
        <span key={i} />
      ))}
    </div>
  );
}

export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }): ReactElement {
  const { t } = useTranslation('common');
  const wordsFor = useProblemWords();
  const disconnected = error instanceof CallProblem && error.status === 0;
  return (
    <div role="alert" className={css['empty']}>
      {disconnected ? <IconCloudOff size={40} aria-hidden /> : <IconAlertTriangle size={40} aria-hidden />}
      <strong>{t(disconnected ? 'disconnected' : 'didNotWork')}</strong>
      <p className={css['quiet']}>{wordsFor(error)}</p>
      {onRetry ? <Act look="soft" onClick={onRetry}>{t('retry')}</Act> : null}
    </div>
  );
}

export function Nothing({ icon: Icon = IconInbox, title, children }: { icon?: PhoneIcon; title: string; children?: ReactNode }): ReactElement {
  return (
    <div className={css['empty']}>
      <Icon size={40} stroke={1.4} aria-hidden />
      <strong>{title}</strong>
      {children}
    </div>
  );
}

/** What a question to the server has come to. What was known before is shown while the network is away. */
export function Asked<T>({ query, rows, children }: { query: UseQueryResult<T>; rows?: number; children: (data: T) => ReactNode }): ReactNode {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  return <Waiting {...(rows === undefined ? {} : { rows })} />;
}
