import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch } from 'wouter';
import { useMe } from '../../capabilities/access/session.web.ts';
import { CallProblem } from '../../platform/call.web.ts';
import { LiveRegion } from '../../platform/ui/live.web.tsx';
import { Failed, Waiting } from '../../platform/ui/phone/parts.web.tsx';
import { Toasts } from '../../platform/ui/phone/toasts.web.tsx';
import { Frame } from './frame.web.tsx';
import { moreWords } from './language.web.ts';
import { pages, type Page } from './pages.web.ts';
import { PersonProvider } from './person.web.tsx';
import { settleSession } from './session.web.ts';
import { Today } from './today.web.tsx';
import css from './me.module.css';

const Door = lazy(async () => ({ default: (await import('./door.web.tsx')).Door }));
const later = new Map(
  pages.map(({ path, load, words }) => [
    path,
    lazy(async () => {
      const [page] = await Promise.all([load(), words ? moreWords(words) : null]);
      return { default: page };
    }),
  ]),
);

/** The whole app: the door, or the frame with one page. */
export function App(): ReactElement {
  return (
    <>
      <LiveRegion />
      <Suspense fallback={<Loading />}>
        <Switch>
          <Route path="/me/sign-in" component={Door} />
          <Route component={Inside} />
        </Switch>
      </Suspense>
      <Toasts />
    </>
  );
}

function Loading(): ReactElement {
  return (
    <main className={css['loading']}>
      <Waiting />
    </main>
  );
}

function Inside(): ReactElement {
  const me = useMe();
  const queries = useQueryClient();
  const { data } = me;
  useEffect(() => {
    if (data) void settleSession(queries, data);
  }, [queries, data]);
  if (data) {
    return (
      <PersonProvider>
        <Frame>
          <Suspense fallback={<Loading />}>
            <Switch>
              <Route path="/me" component={Today} />
              {pages.map((page) => (
                <Route key={page.path} path={page.path} component={componentOf(page)} />
              ))}
              <Redirect to="/me" replace />
            </Switch>
          </Suspense>
        </Frame>
      </PersonProvider>
    );
  }
  if (me.error instanceof CallProblem && me.error.type === 'access.notSignedIn') return <Redirect to="/me/sign-in" replace />;
  return me.error ? <Apart error={me.error} onRetry={() => void me.refetch()} /> : <Loading />;
}

function componentOf({ path }: Page): NonNullable<ReturnType<typeof later.get>> {
  const found = later.get(path);
  if (!found) throw new Error(path);
  return found;
}

function Apart({ error, onRetry }: { error: Error; onRetry: () => void }): ReactElement {
  const { t } = useTranslation('me');
  return (
    <main className={css['loading']} aria-label={t('bar.today')}>
      <Failed error={error} onRetry={onRetry} />
    </main>
  );
}
