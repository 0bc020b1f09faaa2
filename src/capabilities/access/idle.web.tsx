import { Button, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { call, CallProblem, useAct } from '../../platform/call.web.ts';
import { setLocked, useLocked } from '../../platform/lock.web.ts';
import { Notice } from '../../platform/ui/notice.web.tsx';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import { actAs, signIn, signOut, type Me } from './access.ts';
import { PhoneForm } from './phone-sign-in.web.tsx';
import { warningSeconds } from './policy.ts';
import { useForgetAll } from './session.web.ts';

/** When somebody last did something in any tab of this browser. */
const kept = 'kangcheng.active';
const acts = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;

/** Seconds until the session ends for want of anything done; null where it does not end. */
function useSecondsLeft(idleMinutes: number | null, paused: boolean): { seconds: number | null; stay: () => void } {
  const [seconds, setSeconds] = useState<number | null>(null);
  const stay = () => {
    localStorage.setItem(kept, String(Date.now()));
    setSeconds(idleMinutes === null ? null : idleMinutes * 60);
  };
  useEffect(() => {
    if (idleMinutes === null || paused) return;
    localStorage.setItem(kept, String(Date.now()));
    let noted = Date.now();
    const left = () => Math.ceil((Number(localStorage.getItem(kept)) + idleMinutes * 60_000 - Date.now()) / 1000);
    const note = () => {
      // Once the warning stands, only its button says that somebody is there.
      if (Date.now() - noted < 5_000 || left() <= warningSeconds) return;
      noted = Date.now();
      localStorage.setItem(kept, String(noted));
    };
    const timer = setInterval(() => setSeconds(left()), 1_000);
    for (const act of acts) window.addEventListener(act, note, { passive: true });
    return () => {
      clearInterval(timer);
      for (const act of acts) window.removeEventListener(act, note);
    };
  }, [idleMinutes, paused]);
  return { seconds, stay };
}

/** Warns before an idle session ends, then asks to sign in again over the page as it stands. */
export function IdleGuard({ me }: { me: Me }): ReactElement | null {
  const { t } = useTranslation('access');
  const locked = useLocked();
  const { seconds, stay } = useSecondsLeft(me.idleMinutes, locked);
  const leave = useAct(signOut);
  const over = seconds !== null && seconds <= 0;
  useEffect(() => {
    if (!over || locked) return;
    setLocked(true);
    leave.mutate({});
  }, [over, locked, leave]);
  if (locked) return <LockedDialog me={me} />;
  if (seconds === null || seconds > warningSeconds || over) return null;
  return (
    <Modal opened onClose={stay} title={t('idle.title')} centered withCloseButton={false}>
      <Text mb="md" role="status">{t('idle.warning', { seconds })}</Text>
      <Button fullWidth data-autofocus onClick={stay}>{t('idle.stay')}</Button>
    </Modal>
  );
}

function LockedDialog({ me }: { me: Me }): ReactElement {
  const { t } = useTranslation('access');
  const router = useRouter();
  const queries = useQueryClient();
  const forgetAll = useForgetAll();
  const wordsFor = useProblemWords();
  const [typed, setTyped] = useState({ password: '', code: '' });
  const [problem, setProblem] = useState<unknown>(null);
  const byPhone = me.acting.role === 'resident';
  const entered = async () => {
    await call(actAs, { role: me.acting.role, organizationId: me.acting.organization.organizationId }).catch(() => null);
    localStorage.setItem(kept, String(Date.now()));
    setLocked(false);
    await queries.invalidateQueries();
  };
  const enter = useAct(signIn, entered);
  const asksCode = problem instanceof CallProblem && (problem.type === 'access.secondFactorNeeded' || problem.type === 'access.wrongCode');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate({ login: me.login, password: typed.password, ...(typed.code === '' ? {} : { code: typed.code }) }, { onError: setProblem });
  };
  const other = async () => {
    setLocked(false);
    await forgetAll();
    await router.navigate({ to: '/sign-in' });
  };
  return (
    <Modal opened onClose={() => {}} title={t('idle.locked')} centered withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false} overlayProps={{ blur: 14, backgroundOpacity: 0.6 }}>
      <Stack gap="sm">
        <Text size="sm">{t('idle.lockedWhy', { name: me.name })}</Text>
        {problem ? <Notice role="alert" tone="bad" icon={IconAlertCircle}>{wordsFor(problem)}</Notice> : null}
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput label={t('signIn.login')} value={me.login} readOnly autoComplete="username" />
            <PasswordInput label={t('signIn.password')} data-autofocus autoComplete="current-password" value={typed.password} onChange={(event) => setTyped({ ...typed, password: event.currentTarget.value })} />
            {asksCode || typed.code !== '' ? <TextInput label={t('signIn.code')} autoComplete="one-time-code" value={typed.code} onChange={(event) => setTyped({ ...typed, code: event.currentTarget.value.trim() })} /> : null}
            <Button type="submit" loading={enter.isPending} disabled={typed.password === ''}>{t('idle.enter')}</Button>
          </Stack>
        </form>
        {byPhone ? <PhoneForm onDone={() => void entered()} onProblem={setProblem} phones={[]} /> : null}
        <Button variant="subtle" onClick={() => void other()}>{t('idle.other')}</Button>
      </Stack>
    </Modal>
  );
}
