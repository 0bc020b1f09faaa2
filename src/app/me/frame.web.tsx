import { IconCloudOff, IconCloudUp, IconDownload, IconUsers } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useOnline } from '../../platform/network.web.ts';
import { sendWaiting, useWaiting } from '../../platform/outbox.web.ts';
import { say } from '../../platform/ui/phone/toasts.web.tsx';
import { findAct } from './acts.web.ts';
import css from './me.module.css';
import { bar } from './pages.web.ts';
import { usePerson } from './person.web.tsx';

/** Around every page: what must be known (no network, what waits, whose record this is), and the bar. */
export function Frame({ children }: { children: ReactNode }): ReactElement {
  const { t } = useTranslation('me');
  const [path] = useLocation();
  return (
    <div className={css['frame']}>
      <a className={css['skip']} href="#main">
        {t('common:skipToContent')}
      </a>
      <Strips />
      <main id="main" tabIndex={-1} className={css['main']}>
        {children}
      </main>
      <nav className={css['bar']} aria-label={t('common:shell.navigation')}>
        {bar.map(({ to, label, icon: Icon, within }) => {
          const here = path === to || within.some((one) => path.startsWith(one));
          return (
            <Link key={to} href={to} className={css['place'] ?? ''} {...(here ? { 'aria-current': 'page' as const } : {})}>
              <Icon size={26} stroke={here ? 2.2 : 1.7} aria-hidden />
              {t(label)}
            </Link>
          );
        })}
      </nav>
    </div>
  );
}

function Strips(): ReactElement {
  const { t } = useTranslation('me');
  const online = useOnline();
  const waiting = useWaiting();
  const { person } = usePerson();
  const refused = waiting.filter((act) => act.refused !== null).length;
  useSending(online);
  return (
    <div className={css['strips']} role="status">
      {online ? null : (
        <p className={`${css['strip']} ${css['offline']}`}>
          <IconCloudOff size={22} aria-hidden />
          {t('strip.offline')}
        </p>
      )}
      {waiting.length > 0 ? (
        <Link href="/me/waiting" className={`${css['strip']} ${refused > 0 ? css['refused'] : css['unsent']}`}>
          <IconCloudUp size={22} aria-hidden />
          {refused > 0 ? t('strip.refused', { count: refused }) : t('strip.waiting', { count: waiting.length })}
        </Link>
      ) : null}
      {person.own ? null : (
        <Link href="/me/mine" className={`${css['strip']} ${css['ward']}`}>
          <IconUsers size={22} aria-hidden />
          {t('strip.ward', { name: person.name })}
        </Link>
      )}
      <NewVersion />
    </div>
  );
}

/** What waits goes out when the network comes back, when the app is opened or looked at again, and every half minute. */
function useSending(online: boolean): void {
  const { t } = useTranslation('me');
  const queries = useQueryClient();
  useEffect(() => {
    if (!online) return undefined;
    const send = () =>
      void sendWaiting(findAct).then(async (taken) => {
        if (taken === 0) return;
        say(t('strip.sent', { count: taken }));
        await queries.invalidateQueries();
      });
    const looked = () => {
      if (document.visibilityState === 'visible') send();
    };
    send();
    const timer = setInterval(send, 30_000);
    document.addEventListener('visibilitychange', looked);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', looked);
    };
  }, [online, queries, t]);
}

/** A newer program was fetched and stands ready: it takes over when the person says so. */
function NewVersion(): ReactElement | null {
  const { t } = useTranslation('me');
  const [ready, setReady] = useState<ServiceWorker | null>(null);
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return;
    void navigator.serviceWorker.getRegistration('/me').then((registration) => {
      if (!registration) return;
      if (registration.waiting && registration.active) setReady(registration.waiting);
      registration.addEventListener('updatefound', () => {
        const { installing } = registration;
        installing?.addEventListener('statechange', () => {
          if (installing.state === 'installed' && registration.active) setReady(installing);
        });
      });
    });
  }, []);
  if (!ready) return null;
  const takeOver = () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload());
    ready.postMessage('take-over');
  };
  return (
    <button type="button" className={`${css['strip']} ${css['unsent']}`} onClick={takeOver}>
      <IconDownload size={22} aria-hidden />
      {t('strip.newVersion')}
    </button>
  );
}
