import { Button, Group, Modal, Select, Stack, Table, Text } from '@mantine/core';
import { IconClipboardPlus, IconClipboardList } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { newId } from '../../platform/new-id.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastFailed } from '../../platform/ui/toast.web.tsx';
import type { PersonView } from '../people/people.ts';
import { listForms } from './bank.ts';
import { Filling } from './filling/filling.web.tsx';
import css from './forms.module.css';
import { answerForPerson, openForPerson, personResponses, type PastResponse, type Submitted } from './responding.ts';
import { Outcome } from './thanks.web.tsx';

/** What the person answered, how scores moved, and a form filled in together. */
export function PersonFormsPanel({ person }: { person: PersonView }): ReactElement {
  const { t } = useTranslation('forms');
  const past = useAsk(personResponses, { personId: person.personId });
  return (
    <Stack>
      <Ask personId={person.personId} />
      <Loaded query={past}>
        {(all) => (all.length === 0 ? <EmptyState icon={IconClipboardList} title={t('person.none')}>{t('person.noneWhy')}</EmptyState> : <><Trends past={all} /><Past past={all} /></>)}
      </Loaded>
    </Stack>
  );
}

function Ask({ personId }: { personId: PersonView['personId'] }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const forms = useAsk(listForms, {});
  const [key, setKey] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const data = (forms.data ?? []).filter(({ unlocked, own, versions }) => unlocked && (!own || versions > 0)).map((one) => ({ value: one.key, label: format.text(one.title) }));
  return (
    <Section title={t('person.ask')} note={t('person.askNote')}>
      <Group align="flex-end">
        <Select className={css['grow'] ?? ''} label={t('person.form')} searchable data={data} value={key} onChange={setKey} nothingFoundMessage={t('bank.none')} />
        <Button disabled={key === null} leftSection={<IconClipboardPlus size={18} aria-hidden />} onClick={() => setOpen(true)}>{t('person.fill')}</Button>
      </Group>
      {open && key !== null ? <FillDialog personId={personId} formKey={key} onClose={() => setOpen(false)} /> : null}
    </Section>
  );
}

function FillDialog({ personId, formKey, onClose }: { personId: PersonView['personId']; formKey: string; onClose: () => void }): ReactElement {
  const { t } = useTranslation(['forms', 'common']);
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const form = useAsk(openForPerson, { personId, key: formKey });
  const [responseId] = useState(newId);
  const [submitted, setSubmitted] = useState<Submitted | null>(null);
  const send = useAct(answerForPerson, (answer) => {
    setSubmitted(answer);
    void queries.invalidateQueries({ queryKey: [personResponses.path] });
  });
  return (
    <Modal opened onClose={onClose} size="lg" title={t('forms:person.fill')} closeButtonProps={{ 'aria-label': t('common:close') }} closeOnClickOutside={false}>
      {submitted === null ? (
        <Loaded query={form}>
          {({ form: asked, context }) => <Filling form={asked} mode="all" context={context} busy={send.isPending} onSubmit={(answers) => send.mutate({ personId, key: formKey, responseId, answers }, { onError: (error) => toastFailed(wordsFor(error)) })} />}
        </Loaded>
      ) : (
        <Stack><Outcome submitted={submitted} /><Button onClick={onClose}>{t('common:close')}</Button></Stack>
      )}
    </Modal>
  );
}

/** Scores that came more than once, oldest first. */
function Trends({ past }: { past: readonly PastResponse[] }): ReactElement | null {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const scores = past.toReversed().flatMap(({ formKey, title, submittedAt, results }) => results.flatMap(({ id, title: name, value }) => (typeof value === 'number' ? [{ key: `${formKey}/${id}`, label: `${format.text(title)}: ${format.text(name)}`, submittedAt, value }] : [])));
  const repeated = [...Map.groupBy(scores, ({ key }) => key)].filter(([, points]) => points.length > 1);
  if (repeated.length === 0) return null;
  return (
    <Section title={t('person.trends')}>
      <Table>
        <Table.Tbody>
          {repeated.map(([key, points]) => <Table.Tr key={key}><Table.Th>{points[0]?.label}</Table.Th><Table.Td><Sparkline values={points.map(({ value }) => value)} /></Table.Td><Table.Td>{points.map(({ value, submittedAt }) => `${format.number(value)} (${format.shortDay(submittedAt)})`).join(' → ')}</Table.Td></Table.Tr>)}
        </Table.Tbody>
      </Table>
    </Section>
  );
}

function Sparkline({ values }: { values: readonly number[] }): ReactElement {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const points = values.map((value, i) => `${4 + (i / Math.max(1, values.length - 1)) * 92},${high === low ? 14 : 24 - ((value - low) / (high - low)) * 20}`);
  return <svg viewBox="0 0 100 28" width="100" height="28" aria-hidden><polyline points={points.join(' ')} fill="none" stroke="currentColor" strokeWidth="2" /></svg>;
}

function Past({ past }: { past: readonly PastResponse[] }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  return (
    <Section title={t('person.past')}>
      <ul className={css['list']}>
        {past.map(({ responseId, title, kind, submittedAt, recordedBy, results }) => (
          <li key={responseId} className={css['row']}>
            <div className={css['grow']}>
              <Text fw={500}>{format.text(title)}</Text>
              <Text size="sm" c="dimmed">{[format.moment(submittedAt), recordedBy === null ? t('person.self') : t('person.by', { name: recordedBy })].join(' · ')}</Text>
            </div>
            <div className={css['line']}>
              {results.slice(0, 3).map((result) => <span key={result.id}>{format.text(result.title)}: <strong>{result.words === null ? valueWords(result.value, t) : format.text(result.words)}</strong></span>)}
              <StatusBadge tone="neutral">{t(`kinds.${kind}`)}</StatusBadge>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function valueWords(value: number | string | boolean, t: (key: string) => string): string {
  return typeof value === 'boolean' ? t(value ? 'fill.yes' : 'fill.no') : String(value);
}
