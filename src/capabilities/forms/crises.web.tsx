import { Anchor, Button, Checkbox, Stack, Text, Textarea } from '@mantine/core';
import { IconHeartHandshake } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { StatusBadge, type Tone } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import { handleCrisis, listCrises, type CrisisView } from './crisis.ts';
import { FormDialog } from './form-dialog.web.tsx';
import css from './forms.module.css';

const tones: Readonly<Record<CrisisView['level'], Tone>> = { immediate: 'bad', 'same-day': 'warning', priority: 'info' };

/** Answers that call for help: who, how soon, and what was done. */
export function CrisesTab(): ReactElement {
  const { t } = useTranslation('forms');
  const [all, setAll] = useState(false);
  const crises = useAsk(listCrises, { all: String(all) });
  return (
    <Card>
      <Checkbox label={t('crises.all')} checked={all} onChange={(event) => setAll(event.currentTarget.checked)} mb="sm" />
      <Loaded query={crises}>
        {(found) => (found.length === 0
          ? <EmptyState icon={IconHeartHandshake} title={t('crises.none')}>{t('crises.noneWhy')}</EmptyState>
          : <ul className={css['list']}>{found.map((crisis) => <CrisisLine key={crisis.eventId} crisis={crisis} />)}</ul>)}
      </Loaded>
    </Card>
  );
}

function CrisisLine({ crisis }: { crisis: CrisisView }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const [handling, setHandling] = useState(false);
  const { personId, person, organization, formTitle, level, action, raisedAt, dueAt, handledAt, handledBy, outcome } = crisis;
  return (
    <li className={css['row']}>
      <div className={css['grow']}>
        {personId === null ? <strong>{t('crises.anonymous', { organization: format.text(organization) })}</strong> : <Anchor component={Link} to={`/people/${personId}`} fw={500}>{person ?? t('crises.unseen')}</Anchor>}
        <Text size="sm">{format.text(action)}</Text>
        <Text size="sm" c="dimmed">{t('crises.raised', { form: format.text(formTitle), raised: format.moment(raisedAt), due: format.moment(dueAt) })}</Text>
        {handledAt === null ? null : <Text size="sm">{t('crises.handledBy', { name: handledBy ?? '–', when: format.moment(handledAt), outcome })}</Text>}
      </div>
      <div className={css['line']}>
        <StatusBadge tone={handledAt === null ? tones[level] : 'good'}>{t(handledAt === null ? `crises.levels.${level}` : 'crises.handled')}</StatusBadge>
        {handledAt === null ? <Button size="compact-sm" onClick={() => setHandling(true)}>{t('crises.handle')}</Button> : null}
      </div>
      {handling ? <HandleDialog crisis={crisis} onClose={() => setHandling(false)} /> : null}
    </li>
  );
}

function HandleDialog({ crisis, onClose }: { crisis: CrisisView; onClose: () => void }): ReactElement {
  const { t } = useTranslation('forms');
  const queries = useQueryClient();
  const [outcome, setOutcome] = useState('');
  const handle = useAct(handleCrisis, () => {
    onClose();
    toastDone(t('crises.done'));
    void queries.invalidateQueries({ queryKey: [listCrises.path] });
  });
  return (
    <FormDialog title={t('crises.handle')} submit={t('crises.handle')} busy={handle.isPending} error={handle.error} ready={outcome.trim().length >= 2} onSubmit={() => handle.mutate({ eventId: crisis.eventId, outcome })} onClose={onClose}>
      <Stack>
        <Textarea label={t('crises.outcome')} description={t('crises.outcomeNote')} value={outcome} onChange={(event) => setOutcome(event.currentTarget.value)} autosize minRows={3} required data-autofocus />
      </Stack>
    </FormDialog>
  );
}
