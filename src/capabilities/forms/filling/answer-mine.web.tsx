import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call, useAsk } from '../../../platform/call.web.ts';
import { draftOf, dropDraft, keepDraft } from '../../../platform/drafts.web.ts';
import { newId } from '../../../platform/new-id.web.ts';
import { sendOrKeep, type Sent } from '../../../platform/outbox.web.ts';
import { todayInChina } from '../../../platform/today.web.ts';
import { useFormat } from '../../../platform/ui/format.web.ts';
import { useProblemWords } from '../../../platform/ui/problem-words.web.ts';
import { Field } from '../../../platform/ui/phone/fields.web.tsx';
import { Asked, Card, Note, Nothing, Waiting } from '../../../platform/ui/phone/parts.web.tsx';
import { Answers } from '../answers.ts';
import { myForms, myResponses, openMine, saveMyDraft, submitMine, submitOpen, takeTicket, type FormToFill, type Submitted } from '../responding.ts';
import { sha256 } from '../sha256.ts';
import { Done } from './done.web.tsx';
import css from './filling.module.css';
import { Filling } from './filling.web.tsx';

/** What this browser keeps of an answer: the id under which it is sent once, and the ticket of an anonymous one. */
const Draft = z.object({ responseId: z.uuid(), answers: Answers.nullable(), at: z.string(), ticket: z.string(), taken: z.boolean() });
type Draft = z.infer<typeof Draft>;

interface AnswerProps {
  readonly personId: number;
  readonly distributionId: string;
}

/** A form that was asked of the person: begun, left, taken up again, and sent once, with a network or without. */
export function AnswerMine({ personId, distributionId }: AnswerProps): ReactElement {
  const form = useAsk(openMine, { personId, distributionId });
  const key = `${personId} ${distributionId}`;
  const draft = useDraft(key);
  return <Asked query={form}>{(toFill) => (draft ? <Answer toFill={toFill} draft={draft} draftKey={key} personId={personId} /> : <Waiting rows={2} />)}</Asked>;
}

function useDraft(key: string): Draft | null {
  const [draft, setDraft] = useState<Draft | null>(null);
  useEffect(() => {
    const begin = () => setDraft({ responseId: newId(), answers: null, at: '', ticket: `${newId()}${newId()}`, taken: false });
    void draftOf(key).then((found) => {
      const read = Draft.safeParse(found);
      if (read.success) setDraft(read.data);
      else begin();
    }, begin);
  }, [key]);
  return draft;
}

/** The later of what the server and this browser know. */
function startOf({ draft }: FormToFill, kept: Draft): Answers | null {
  if (kept.answers === null) return draft?.answers ?? null;
  return draft !== null && draft.savedAt > kept.at ? draft.answers : kept.answers;
}

const pauses = { here: 300, server: 2_000 } as const;

function Answer({ toFill, draft, draftKey, personId }: { toFill: FormToFill; draft: Draft; draftKey: string; personId: number }): ReactElement {
  const { t } = useTranslation('filling');
  const wordsFor = useProblemWords();
  const queries = useQueryClient();
  const [sent, setSent] = useState<Sent<Submitted> | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState<{ groupId: number | null; code: string }>({ groupId: null, code: '' });
  const [start] = useState(() => startOf(toFill, draft));
  const kept = useRef(draft);
  const keep = useKeeping({ draftKey, kept, personId, toFill });
  const submit = async (answers: Answers) => {
    const missing = toFill.groups.length > 0 && asked.groupId === null ? 'needGroup' : toFill.asksCode && asked.code.trim() === '' ? 'needCode' : null;
    if (missing) return setProblem(t(`page.${missing}`));
    setBusy(true);
    setProblem(null);
    try {
      const result = await send({ toFill, answers, draft: kept.current, personId, asked, title: t('page.act', { title: toFill.title }) }, () => keep.taken());
      setSent(result);
      await dropDraft(draftKey).catch(() => {});
      await Promise.all([myForms, myResponses].map(({ path }) => queries.invalidateQueries({ queryKey: [path] })));
    } catch (error) {
      setProblem(wordsFor(error));
    } finally {
      setBusy(false);
    }
  };
  if (sent) return <Done sent={sent} />;
  if (toFill.standing !== 'open') return <Card><Nothing title={t(`asked.standing.${toFill.standing}`)} /></Card>;
  return (
    <>
      {toFill.respondents === 'identified' ? null : <Note tone="info" title={t(`page.${toFill.respondents}Why`)} />}
      <Card>
        <Belonging toFill={toFill} asked={asked} onChange={setAsked} />
        <Filling form={toFill.form} context={{ ...toFill.context, today: todayInChina() }} start={start} busy={busy} onChange={keep.answers} onSubmit={(answers) => void submit(answers)} />
        {problem === null ? null : <Note tone="bad" role="alert" title={problem} />}
        <p style={{ color: 'var(--k-dimmed)' }}>{t('page.saved')}</p>
      </Card>
    </>
  );
}

/** Keep what is answered: here at once, on the server a little later, where it may know the person. */
function useKeeping({ draftKey, kept, personId, toFill: { distributionId, how } }: { draftKey: string; kept: { current: Draft }; personId: number; toFill: FormToFill }) {
  const timers = useRef<{ here?: ReturnType<typeof setTimeout>; server?: ReturnType<typeof setTimeout> }>({});
  const put = () => void keepDraft(draftKey, kept.current).catch(() => {});
  return {
    answers: (answers: Answers) => {
      kept.current = { ...kept.current, answers, at: new Date().toISOString() };
      clearTimeout(timers.current.here);
      clearTimeout(timers.current.server);
      timers.current.here = setTimeout(put, pauses.here);
      if (how === 'self') timers.current.server = setTimeout(() => void call(saveMyDraft, { personId, distributionId, answers }).catch(() => {}), pauses.server);
    },
    taken: () => {
      kept.current = { ...kept.current, taken: true };
      put();
    },
  };
}

interface Sending {
  readonly toFill: FormToFill;
  readonly answers: Answers;
  readonly draft: Draft;
  readonly personId: number;
  readonly asked: { readonly groupId: number | null; readonly code: string };
  readonly title: string;
}

/** An anonymous answer goes without the person: a ticket says that somebody who was asked gives it, and not who. */
async function send({ toFill, answers, draft, personId, asked, title }: Sending, onTaken: () => void): Promise<Sent<Submitted>> {
  const { responseId, ticket, taken } = draft;
  const { distributionId, token, how } = toFill;
  if (how === 'self') return sendOrKeep(submitMine, { personId, distributionId, responseId, answers }, { id: responseId, title });
  if (how === 'ticket' && !taken) {
    await call(takeTicket, { personId, distributionId, ticketHash: sha256(ticket) });
    onTaken();
  }
  const code = asked.code.trim();
  return sendOrKeep(submitOpen, { token, responseId, answers, groupId: asked.groupId, code: code === '' ? null : code, ticket: how === 'ticket' ? ticket : null }, { id: responseId, title });
}

/** Where the respondent belongs, and the code of their own, where the form asks for it. */
function Belonging({ toFill: { groups, asksCode }, asked, onChange }: { toFill: FormToFill; asked: { groupId: number | null; code: string }; onChange: (asked: { groupId: number | null; code: string }) => void }): ReactElement | null {
  const { t } = useTranslation('filling');
  const format = useFormat();
  if (groups.length === 0 && !asksCode) return null;
  return (
    <div className={css['filling']}>
      {groups.length > 0 ? (
        <label className={css['question']}>
          <span className={css['label']}>{t('page.group')}</span>
          <select className={css['input']} value={asked.groupId ?? ''} onChange={(event) => onChange({ ...asked, groupId: event.currentTarget.value === '' ? null : Number(event.currentTarget.value) })}>
            <option value="">{t('choose')}</option>
            {groups.map(({ organizationId, name }) => (
              <option key={organizationId} value={organizationId}>
                {format.text(name)}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      {asksCode ? <Field label={t('page.code')} hint={t('page.codeWhy')} maxLength={60} value={asked.code} onChange={(code) => onChange({ ...asked, code })} /> : null}
    </div>
  );
}
