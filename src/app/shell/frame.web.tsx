import { Link, Navigate, Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../capabilities/access/session.web.ts';
import { permits } from '../../kernel/permission.ts';
import { GrantedProvider, useGranted } from '../../platform/permission.web.ts';
import type { NavigationItem } from '../../platform/screens.web.ts';
import { Card, Page, PageHeader, SkipLink } from '../../platform/ui/page.web.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../platform/ui/states.web.tsx';
import { AccountMenu } from './account.web.tsx';
import css from './frame.module.css';
import { LanguageSwitch, SchemeSwitch } from './switches.web.tsx';

const Enrolment = lazy(async () => ({ default: (await import('../../capabilities/access/second-factor.web.tsx')).Enrolment }));
const IdleGuard = lazy(async () => ({ default: (await import('../../capabilities/access/idle.web.tsx')).IdleGuard }));

/** The staff's frame: navigation at the left, below on a phone; who acts, in which role, at the top. */
export function Frame({ navigation }: { navigation: readonly NavigationItem[] }): ReactElement {
  const { t } = useTranslation('common');
  const me = useMe();
  const items = navigation.filter((item) => me.data !== undefined && permits(me.data.permissions, item.permission));
  return (
    <div className={css['frame']}>
      <SkipLink />
      <header className={css['top']}>
        <Link to="/" className={css['brand']}>
          <img src="/icon.svg" alt="" width={28} height={28} />
          {t('product')}
        </Link>
        <div className={css['tools']}>
          <LanguageSwitch />
          <SchemeSwitch />
          {me.data ? <AccountMenu me={me.data} /> : null}
        </div>
      </header>
      <nav className={css['side']} aria-label={t('shell.navigation')}>
        <ul className={css['items']}>
          {items.map(({ to, label, icon: Icon }) => (
            <li key={to}>
              <Link to={to} className={css['item']} activeOptions={{ exact: false, includeSearch: false }}>
                <Icon size={20} stroke={1.8} />
                {t(label)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main" className={css['main']} tabIndex={-1}>
        {me.data ? (
          <GrantedProvider value={me.data.permissions}>
            {me.data.mustEnrol ? <Suspense fallback={<LoadingState />}><Enrolment /></Suspense> : <Outlet />}
            <Suspense fallback={null}><IdleGuard me={me.data} /></Suspense>
          </GrantedProvider>
        ) : me.error ? <ErrorState error={me.error} onRetry={() => void me.refetch()} /> : <LoadingState />}
      </main>
    </div>
  );
}

/** Residents have an app of their own, on a page of its own. */
function ToOwnApp(): ReactElement {
  useEffect(() => window.location.replace('/me'), []);
  return <LoadingState />;
}

/** Everybody begins with the first page that the acting role may open. */
export function Start({ navigation }: { navigation: readonly NavigationItem[] }): ReactElement {
  const { t } = useTranslation('common');
  const granted = useGranted();
  const first = navigation.find((item) => permits(granted, item.permission));
  if (first) return <Navigate to={first.to} replace />;
  if (permits(granted, 'self.read')) return <ToOwnApp />;
  return (
    <Page>
      <PageHeader title={t('shell.nothingYet')} />
      <Card>
        <EmptyState title={t('shell.nothingYetWhy')} />
      </Card>
    </Page>
  );
}
