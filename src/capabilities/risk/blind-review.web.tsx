import { Alert, Button, Checkbox, SegmentedControl, Stack, Textarea } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { call, CallProblem, useAct } from '../../platform/call.web.ts';
import { todayInChina } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { isTyping } from '../../platform/ui/keys.web.tsx';
import { announce } from '../../platform/ui/live.web.tsx';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, ErrorState, LoadingState, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import { ageOn } from '../people/people.ts';
import css from './card.module.css';
import { judgeReview, readReviewSample, returnReview, takeReview, type BlindRecord } from './reviews.ts';
import type { Outcome } from './tier-rules.ts';
import { writtenUnit } from './plain-words.ts';

const samplePath: string = '/risk/reviews/$sampleId';
const choices: readonly Outcome[] = ['high', 'mid', 'low', 'not_tiered'];

/** One person after another, from the record alone. */
export function BlindReviewPage(): ReactElement {
  const { t } = useTranslation('reviews');
  const { sampleId = '' } = useParams({ strict: false });
  const [turn, setTurn] = useState(0);
  const queries = useQueryClient();
  useEffect(() => () => void queries.invalidateQueries({ queryKey: [readReviewSample.path] }), [queries]);
  const taken = useQuery({ queryKey: [takeReview.path, sampleId, turn], queryFn: () => call(takeReview, { sampleId }), retry: false, refetchOnWindowFocus: false, staleTime: Infinity });
  const finished = taken.error instanceof CallProblem && taken.error.type === 'reviews.nothingOpen';
  return (
    <Page>
      <PageHeader title={t('blind.title')} note={t('blind.note')} />
      {taken.data ? <Case key={taken.data.personId} record={taken.data} sampleId={sampleId} onNext={() => setTurn((before) => before + 1)} /> : null}
      {finished ? (
        <EmptyState title={t('blind.finished')} action={<Button renderRoot={(props: object) => <Link to={samplePath} params={{ sampleId }} {...props} />}>{t('blind.toSample')}</Button>}>
          {t('blind.finishedHow')}
        </EmptyState>
      ) : taken.error ? (
        <ErrorState error={taken.error} onRetry={() => void taken.refetch()} />
      ) : taken.data ? null : (
        <LoadingState />
      )}
    </Page>
  );
}

function Case({ record, sampleId, onNext }: { record: BlindRecord; sampleId: string; onNext: () => void }): ReactElement {
  const { t } = useTranslation('reviews');
  const { t: inPeople } = useTranslation('people');
  const navigate = useNavigate();
  const wordsFor = useProblemWords();
  const back = useAct(returnReview, () => {
    toastDone(t('blind.returned'));
    void navigate({ to: samplePath, params: { sampleId } });
  });
  return (
    <>
      <Section
        title={record.name}
        note={`${inPeople(`sexes.${record.sex}`)} · ${inPeople('years', { count: ageOn(record.birthDate, todayInChina()) })} · ${t('blind.progress', { ordinal: record.ordinal, persons: record.persons, reviewed: record.reviewed })}`}
        actions={
          <Button variant="default" loading={back.isPending} onClick={() => back.mutate({ sampleId }, { onError: (error) => toastFailed(wordsFor(error)) })}>
            {t('blind.back')}
          </Button>
        }
      >
        <Conditions record={record} />
      </Section>
      <KnownFacts record={record} />
      <Verdict record={record} sampleId={sampleId} onNext={onNext} />
    </>
  );
}

function Conditions({ record }: { record: BlindRecord }): ReactElement {
  const { t } = useTranslation('reviews');
  const format = useFormat();
  return (
    <>
      <strong>{t('blind.conditions')}</strong>
      {record.conditions.length === 0 ? (
        <p>{t('blind.noConditions')}</p>
      ) : (
        <ul className={css['steps']}>
          {record.conditions.map((condition, i) => (
            <li key={i}>
              {condition.title} ({condition.code}) {condition.onsetOn ? <span className={css['day']}>{t('blind.since', { day: format.day(condition.onsetOn) })}</span> : null}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function KnownFacts({ record }: { record: BlindRecord }): ReactElement {
  const { t } = useTranslation('reviews');
  const format = useFormat();
  const groups = [...new Set(record.facts.map(({ group }) => group))];
  return (
    <Section title={t('blind.record')}>
      {groups.length === 0 ? <p>{t('blind.noFacts')}</p> : null}
      <div className={css['groups']}>
        {groups.map((group) => (
          <div key={group}>
            <h3>{t(`group.${group}`)}</h3>
            <dl className={css['facts']}>
              {record.facts.filter((fact) => fact.group === group).map((fact) => (
                <div key={fact.fact}>
                  <dt>{format.text(fact.title)}</dt>
                  <dd>
                    {format.text(fact.value)}
                    {writtenUnit(fact.unit)} {fact.on ? <span className={css['day']}>{format.day(fact.on)}</span> : null}
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
      </div>
    </Section>
  );
}

function Verdict({ record, sampleId, onNext }: { record: BlindRecord; sampleId: string; onNext: () => void }): ReactElement {
  const isWide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  const { t } = useTranslation('reviews');
  const wordsFor = useProblemWords();
  const [verdict, setVerdict] = useState<Outcome | null>(null);
  const [sure, setSure] = useState(true);
  const [comment, setComment] = useState('');
  const judge = useAct(judgeReview, ({ computed, verdict: own }) => announce(outcomeWords(computed, own)));
  const outcomeWords = (computed: Outcome, own: Outcome) => (computed === own ? t('blind.agreed', { tier: t(`risk:tier.${computed}`) }) : t('blind.differs', { computed: t(`risk:tier.${computed}`), verdict: t(`risk:tier.${own}`) }));
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const chosen = choices[Number(event.key) - 1];
      if (chosen === undefined || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      setVerdict(chosen);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  if (judge.data) {
    return (
      <Section title={t('blind.verdict')} actions={<Button autoFocus onClick={onNext}>{t('blind.next')}</Button>}>
        <Alert color={judge.data.computed === judge.data.verdict ? 'green' : 'yellow'}>{outcomeWords(judge.data.computed, judge.data.verdict)}</Alert>
      </Section>
    );
  }
  return (
    <Section title={t('blind.verdict')} note={t('blind.keys')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (verdict !== null) judge.mutate({ sampleId, personId: record.personId, verdict, sure, comment });
        }}
      >
        <Stack gap="md">
          <SegmentedControl aria-label={t('blind.verdict')} fullWidth orientation={isWide ? 'horizontal' : 'vertical'} value={verdict ?? ''} onChange={(next) => setVerdict(choices.find((choice) => choice === next) ?? null)} data={choices.map((choice) => ({ value: choice, label: t(`risk:tier.${choice}`) }))} />
          <Checkbox label={t('blind.sure')} checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} />
          <Textarea label={t('blind.comment')} autosize minRows={2} maxLength={500} value={comment} onChange={(event) => setComment(event.currentTarget.value)} />
          {judge.error ? <Alert color="red">{wordsFor(judge.error)}</Alert> : null}
          <Button type="submit" disabled={verdict === null} loading={judge.isPending}>
            {t('blind.judge')}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
