import { Button, Group, SegmentedControl, Select, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays } from '../../kernel/day.ts';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { DayField, todayInChina } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastFailed } from '../../platform/ui/toast.web.tsx';
import type { PersonId } from '../people/people.ts';
import css from './care.module.css';
import { KeyOutcome, listKeyCases, recordConsultation, type KeyCaseView } from './key-persons.ts';

/** Cases that a check-up opened about this person; nothing where there is none. */
export function KeyCases({ personId }: { personId: PersonId }): ReactElement {
  const cases = useAsk(listKeyCases, { personId });
  return <>{(cases.data ?? []).map((one) => <KeyCaseSection key={one.caseId} personId={personId} found={one} />)}</>;
}

function KeyCaseSection({ personId, found }: { personId: PersonId; found: KeyCaseView }): ReactElement {
  const { t } = useTranslation('care');
  const format = useFormat();
  const may = useMay('care.write');
  return (
    <Section title={t('key.title')} note={t('key.found', { day: format.day(found.foundOn) })} actions={<StatusBadge tone={found.closedOn === null ? 'warning' : 'good'}>{found.closedOn === null ? t('key.open') : t(`key.outcomes.${found.outcome ?? 'other'}`)}</StatusBadge>}>
      <ul className={css['plain']}>{found.reasons.map((reason) => <li key={reason.zh}>{format.text(reason)}</li>)}</ul>
      {found.notes.map(({ noteId, heldOn, text, nextOn, writtenByName }) => (
        <div key={noteId}>
          <Text size="sm" c="dimmed">{format.day(heldOn)} · {writtenByName}{nextOn === null ? '' : ` · ${t('key.next', { day: format.day(nextOn) })}`}</Text>
          <Text size="sm">{text}</Text>
        </div>
      ))}
      {found.closedOn === null && may ? <Consultation personId={personId} caseId={found.caseId} /> : null}
    </Section>
  );
}

function Consultation({ personId, caseId }: { personId: PersonId; caseId: string }): ReactElement {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const [text, setText] = useState('');
  const [then, setThen] = useState<'next' | 'close'>('next');
  const [nextOn, setNextOn] = useState(addDays(todayInChina(), 14));
  const [outcome, setOutcome] = useState<KeyOutcome>('resolved');
  const [noteId, setNoteId] = useState(() => crypto.randomUUID());
  const save = useAct(recordConsultation, () => {
    setText('');
    setNoteId(crypto.randomUUID());
    for (const path of [listKeyCases.path, '/api/worklist', '/api/worklist/counts']) void queries.invalidateQueries({ queryKey: [path] });
  });
  return (
    <form className={css['stack']} onSubmit={(event) => {
      event.preventDefault();
      save.mutate({ personId, caseId, noteId, text, nextOn: then === 'next' ? nextOn : null, outcome: then === 'close' ? outcome : null }, { onError: (error) => toastFailed(wordsFor(error)) });
    }}>
      <Textarea label={t('key.consultation')} autosize minRows={2} maxLength={2000} required value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <Group align="flex-end" gap="sm">
        <SegmentedControl aria-label={t('key.then')} value={then} onChange={(value) => setThen(value === 'close' ? 'close' : 'next')} data={[{ value: 'next', label: t('key.goOn') }, { value: 'close', label: t('key.close') }]} />
        {then === 'next' ? <DayField label={t('key.nextDay')} value={nextOn} onChange={(day) => day && setNextOn(day)} required /> : <Select label={t('key.outcome')} allowDeselect={false} value={outcome} onChange={(value) => setOutcome(KeyOutcome.parse(value))} data={KeyOutcome.options.map((value) => ({ value, label: t(`key.outcomes.${value}`) }))} />}
        <Button type="submit" loading={save.isPending} disabled={text.trim().length < 2}>{t('key.save')}</Button>
      </Group>
    </form>
  );
}
