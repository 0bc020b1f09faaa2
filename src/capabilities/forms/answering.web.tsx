import { Button, Container, NativeSelect, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { newId } from '../../platform/new-id.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { EmptyState, Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastFailed } from '../../platform/ui/toast.web.tsx';
import { AnswerSearch } from './addresses.ts';
import { Answers } from './answers.ts';
import { Filling } from './filling/filling.web.tsx';
import { openForm, submitOpen, type FormToFill, type Submitted } from './responding.ts';
import { Outcome } from './thanks.web.tsx';

/** A form behind a link, for whoever has it: on one's own phone, or on a screen that stands in a hall. */
export function AnsweringPage(): ReactElement {
  const { token = '' } = useParams({ strict: false });
  const [{ kiosk }] = useSearchState(AnswerSearch);
  const [turn, setTurn] = useState(0);
  const form = useAsk(openForm, { token });
  return (
    <Container size="sm" py="md" component="main" id="main">
      <Loaded query={form}>{(toFill) => <Turn key={turn} token={token} toFill={toFill} kiosk={kiosk === 1} onNext={() => setTurn(turn + 1)} />}</Loaded>
    </Container>
  );
}

interface TurnProps {
  readonly token: string;
  readonly toFill: FormToFill;
  readonly kiosk: boolean;
  readonly onNext: () => void;
}

function Turn({ token, toFill, kiosk, onNext }: TurnProps): ReactElement {
  const { t } = useTranslation('forms');
  const [submitted, setSubmitted] = useState<Submitted | null>(null);
  const [begun, setBegun] = useState(!kiosk);
  const end = useCallback(() => onNext(), [onNext]);
  useIdle(kiosk && begun && submitted === null, end);
  useEffect(() => {
    if (!kiosk || submitted === null) return undefined;
    const timer = setTimeout(end, submitted.crisis === null ? thanksFor : helpFor);
    return () => clearTimeout(timer);
  }, [kiosk, submitted, end]);
  useEffect(() => {
    document.title = toFill.title;
  }, [toFill.title]);
  return (
    <Stack>
      <Head toFill={toFill} />
      {submitted !== null ? (
        <Paper p="md" withBorder><Outcome submitted={submitted} />{kiosk ? <Button mt="md" onClick={end}>{t('answer.next')}</Button> : null}</Paper>
      ) : toFill.how === 'ticket' || (toFill.respondents === 'identified' && toFill.how === 'open') ? (
        <EmptyState title={t('answer.signIn')} action={<Button component="a" href="/me">{t('answer.toMe')}</Button>}>{t('answer.signInWhy')}</EmptyState>
      ) : toFill.standing !== 'open' ? (
        <EmptyState icon={IconHourglass} title={t(`answer.${toFill.standing}`)} />
      ) : begun ? (
        <Fill token={token} toFill={toFill} kiosk={kiosk} onDone={setSubmitted} />
      ) : (
        <Button size="xl" onClick={() => { void document.documentElement.requestFullscreen().catch(() => {}); setBegun(true); }}>{t('answer.begin')}</Button>
      )}
    </Stack>
  );
}

/** How long a kiosk waits, in milliseconds: for somebody who went away, with thanks, and with numbers to note down. */
const idleFor = 90_000;
const thanksFor = 15_000;
const helpFor = 120_000;

function useIdle(on: boolean, then: () => void): void {
  useEffect(() => {
    if (!on) return undefined;
    let timer = setTimeout(then, idleFor);
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(then, idleFor);
    };
    const events = ['pointerdown', 'keydown', 'scroll'] as const;
    for (const event of events) window.addEventListener(event, again, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const event of events) window.removeEventListener(event, again);
    };
  }, [on, then]);
}

function Head({ toFill: { title, organization, respondents } }: { toFill: FormToFill }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  return (
    <header>
      <Title order={1} size="h2">{title}</Title>
      <Text c="dimmed">{format.text(organization)}</Text>
      <Text size="sm" c="dimmed">{t(`respondentNotes.${respondents}`)}</Text>
    </header>
  );
}

function Fill({ token, toFill, kiosk, onDone }: Omit<TurnProps, 'onNext'> & { onDone: (submitted: Submitted) => void }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const wordsFor = useProblemWords();
  const [responseId] = useState(newId);
  const [groupId, setGroupId] = useState<number | null>(null);
  const [code, setCode] = useState('');
  const kept = kiosk ? null : `kangcheng-answers-${toFill.distributionId}`;
  const send = useAct(submitOpen, (submitted) => {
    if (kept !== null) localStorage.removeItem(kept);
    onDone(submitted);
  });
  const submit = (answers: Answers) => {
    if (toFill.asksCode && code.trim() === '') return toastFailed(t('answer.codeMissing'));
    if (toFill.groups.length > 0 && groupId === null) return toastFailed(t('answer.groupMissing'));
    return send.mutate({ token, responseId, answers, groupId, code: code.trim() === '' ? null : code, device: toFill.once && !kiosk ? deviceId() : null }, { onError: (error) => toastFailed(wordsFor(error)) });
  };
  return (
    <Paper p="md" withBorder>
      <Stack>
        {toFill.groups.length > 0 ? <NativeSelect label={t('answer.group')} required value={groupId === null ? '' : String(groupId)} onChange={(event) => setGroupId(event.currentTarget.value === '' ? null : Number(event.currentTarget.value))} data={[{ value: '', label: t('answer.chooseGroup') }, ...toFill.groups.map(({ organizationId, name }) => ({ value: String(organizationId), label: format.text(name) }))]} /> : null}
        {toFill.asksCode ? <TextInput label={t('answer.code')} description={t('answer.codeNote')} required value={code} onChange={(event) => setCode(event.currentTarget.value)} autoComplete="off" /> : null}
        <Filling form={toFill.form} context={toFill.context} start={toFill.draft?.answers ?? keptAnswers(kept)} busy={send.isPending} onChange={(answers) => kept !== null && localStorage.setItem(kept, JSON.stringify(answers))} onSubmit={submit} />
      </Stack>
    </Paper>
  );
}

/** What this browser kept of an answer that was not sent yet. */
function keptAnswers(key: string | null): Answers | null {
  if (key === null) return null;
  try {
    const read = Answers.safeParse(JSON.parse(localStorage.getItem(key) ?? 'null'));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** A number that means this browser and nothing else. */
function deviceId(): string {
  const known = localStorage.getItem('kangcheng-device');
  const id = known ?? newId();
  if (known === null) localStorage.setItem('kangcheng-device', id);
  return id;
}
