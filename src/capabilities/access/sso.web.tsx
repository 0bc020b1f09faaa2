import { Button } from '@mantine/core';
import { Link, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { Page, PageHeader } from '../../platform/ui/page.web.tsx';
import { ErrorState, LoadingState, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastFailed } from '../../platform/ui/toast.web.tsx';
import { SsoSearch } from './addresses.ts';
import { useForgetAll } from './session.web.ts';
import { finishSso, linkSso, ssoOffer, startSso } from './systems.ts';

/** What this browser started: another one's answer is not taken. */
const started = 'sso';

/** To the identity provider, to sign in or to link one's account; nothing where none is set up. */
export function SsoButton({ purpose }: { purpose: 'sign-in' | 'link' }): ReactElement | null {
  const { t } = useTranslation('access');
  const offer = useAsk(ssoOffer, {});
  const wordsFor = useProblemWords();
  const start = useAct(startSso, ({ url, state }) => {
    sessionStorage.setItem(started, JSON.stringify({ state, purpose }));
    window.location.assign(url);
  });
  if (!offer.data?.name) return null;
  return (
    <Button variant="default" loading={start.isPending} onClick={() => start.mutate({}, { onError: (error) => toastFailed(wordsFor(error)) })}>
      {t(purpose === 'link' ? 'sso.link' : 'sso.signIn', { name: offer.data.name })}
    </Button>
  );
}

/** Where the provider sends the browser back. */
export function SsoPage(): ReactElement {
  const { t } = useTranslation('access');
  const [{ code, state, iss }] = useSearchState(SsoSearch);
  const router = useRouter();
  const forgetAll = useForgetAll();
  const [purpose] = useState(() => purposeOf(state));
  const begun = useRef(false);
  const done = async (to: string) => {
    await forgetAll();
    router.history.replace(to);
  };
  const finish = useAct(finishSso, () => done('/'));
  const link = useAct(linkSso, () => done('/account'));
  const act = purpose === 'link' ? link : finish;
  useEffect(() => {
    if (begun.current || purpose === null) return;
    begun.current = true;
    act.mutate({ code, state, ...(iss === undefined ? {} : { iss }) });
  }, [act, code, state, iss, purpose]);
  return (
    <main id="main">
      <Page>
        <PageHeader title={t('sso.title')} />
        {purpose === null || act.error ? <ErrorState error={act.error} /> : <LoadingState rows={1} />}
        {purpose === null || act.error ? <Link to="/sign-in">{t('signIn.title')}</Link> : null}
      </Page>
    </main>
  );
}

function purposeOf(state: string): 'sign-in' | 'link' | null {
  const noted = sessionStorage.getItem(started) ?? '';
  sessionStorage.removeItem(started);
  if (state === '' || !noted.includes(JSON.stringify(state))) return null;
  return noted.includes('"purpose":"link"') ? 'link' : 'sign-in';
}
