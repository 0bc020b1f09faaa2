import { Anchor, Button, Group, Modal, NativeSelect, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrophy } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import { listOrganizations } from '../organizations/organizations.ts';
import { listForms } from './bank.ts';
import { closeContest, createContest, drawContest, listContests, type ContestView } from './contest.ts';
import { FormDialog } from './form-dialog.web.tsx';
import css from './forms.module.css';
import { QrCode } from './qr.web.tsx';

/** Quizzes that are played live: made, shown to the hall, closed, and drawn from. */
export function ContestsTab(): ReactElement {
  const { t } = useTranslation('forms');
  const contests = useAsk(listContests, {});
  const mayMake = useMay('forms.distribute');
  const [making, setMaking] = useState(false);
  return (
    <Card>
      <Group justify="space-between" mb="sm">
        <Text c="dimmed" size="sm">{t('contest.note')}</Text>
        {mayMake ? <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setMaking(true)}>{t('contest.make')}</Button> : null}
      </Group>
      <Loaded query={contests}>
        {(all) => (all.length === 0 ? <EmptyState icon={IconTrophy} title={t('contest.none')}>{t('contest.noneWhy')}</EmptyState> : <ul className={css['list']}>{all.map((contest) => <ContestLine key={contest.contestId} contest={contest} />)}</ul>)}
      </Loaded>
      {making ? <MakeDialog onClose={() => setMaking(false)} /> : null}
    </Card>
  );
}

function ContestLine({ contest }: { contest: ContestView }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const mayRun = useMay('forms.distribute');
  const [shown, setShown] = useState<'qr' | 'draw' | null>(null);
  const { contestId, title, token, players, closedAt, drawn, prizes } = contest;
  const close = useAct(closeContest, () => void queries.invalidateQueries({ queryKey: [listContests.path] }));
  return (
    <li className={css['row']}>
      <div className={css['grow']}>
        <Anchor href={`/q/${token}/board`} target="_blank" fw={500}>{title}</Anchor>
        <Text size="sm" c="dimmed">{[format.moment(contest.opensAt), t('contest.players', { count: players }), t(`rankings.${contest.ranking}`)].join(' · ')}</Text>
      </div>
      <StatusBadge tone={drawn ? 'good' : closedAt === null ? 'info' : 'neutral'}>{t(drawn ? 'contest.drawn' : closedAt === null ? 'contest.open' : 'contest.closed')}</StatusBadge>
      <Group gap="xs">
        <Button variant="default" size="compact-sm" onClick={() => setShown('qr')}>{t('contest.showQr')}</Button>
        {mayRun && closedAt === null ? <Button variant="default" size="compact-sm" loading={close.isPending} onClick={() => close.mutate({ contestId }, { onError: (error) => toastFailed(wordsFor(error)) })}>{t('contest.close')}</Button> : null}
        {mayRun && closedAt !== null && !drawn && prizes.length > 0 ? <Button size="compact-sm" onClick={() => setShown('draw')}>{t('contest.draw')}</Button> : null}
      </Group>
      {shown === 'qr' ? <QrDialog contest={contest} onClose={() => setShown(null)} /> : null}
      {shown === 'draw' ? <DrawDialog contest={contest} onClose={() => setShown(null)} /> : null}
    </li>
  );
}

function QrDialog({ contest: { title, token }, onClose }: { contest: ContestView; onClose: () => void }): ReactElement {
  const { t } = useTranslation(['forms', 'common']);
  const link = `${window.location.origin}/q/${token}`;
  return (
    <Modal opened onClose={onClose} title={title} centered closeButtonProps={{ 'aria-label': t('common:close') }}>
      <Stack align="center">
        <QrCode text={link} label={t('forms:door.qr', { title })} className={css['qr'] ?? ''} />
        <Text ff="monospace" size="sm" style={{ overflowWrap: 'anywhere' }}>{link}</Text>
      </Stack>
    </Modal>
  );
}

function DrawDialog({ contest, onClose }: { contest: ContestView; onClose: () => void }): ReactElement {
  const { t } = useTranslation('forms');
  const queries = useQueryClient();
  const [publicNumber, setPublicNumber] = useState('');
  const draw = useAct(drawContest, () => {
    onClose();
    toastDone(t('contest.done'));
    void queries.invalidateQueries({ queryKey: [listContests.path] });
    window.open(`/q/${contest.token}/board`, '_blank');
  });
  return (
    <FormDialog title={t('contest.draw')} submit={t('contest.draw')} busy={draw.isPending} error={draw.error} ready onSubmit={() => draw.mutate({ contestId: contest.contestId, publicNumber })} onClose={onClose}>
      <TextInput label={t('contest.publicNumber')} description={t('contest.publicNumberNote')} value={publicNumber} onChange={(event) => setPublicNumber(event.currentTarget.value)} data-autofocus />
    </FormDialog>
  );
}

interface Wanted {
  readonly title: string;
  readonly formKey: string | null;
  readonly organizationId: number | null;
  readonly questions: number;
  readonly seconds: number;
  readonly ranking: 'accuracy' | 'speed';
  readonly teamSize: number;
  readonly prize: string;
  readonly count: number;
}

function MakeDialog({ onClose }: { onClose: () => void }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const queries = useQueryClient();
  const forms = useAsk(listForms, {});
  const organizations = useAsk(listOrganizations, {});
  const [wanted, setWanted] = useState<Wanted>({ title: '', formKey: null, organizationId: null, questions: 5, seconds: 20, ranking: 'accuracy', teamSize: 0, prize: '', count: 1 });
  const set = (patch: Partial<Wanted>) => setWanted((before) => ({ ...before, ...patch }));
  const make = useAct(createContest, () => {
    onClose();
    toastDone(t('contest.made'));
    void queries.invalidateQueries({ queryKey: [listContests.path] });
  });
  const number = (label: string, key: 'questions' | 'seconds' | 'teamSize' | 'count', min: number) => <NumberInput label={t(label)} min={min} value={wanted[key]} onChange={(next) => typeof next === 'number' && set({ [key]: next })} hideControls allowDecimal={false} />;
  const { title, formKey, organizationId, questions, seconds, ranking, teamSize, prize, count } = wanted;
  const send = () => formKey !== null && organizationId !== null && make.mutate({ title, formKey, organizationId, ranking, teamSize, rules: { questions, secondsPerQuestion: seconds }, prizes: prize.trim() === '' ? [] : [{ id: prize.trim(), count }] });
  return (
    <FormDialog title={t('contest.make')} submit={t('contest.make')} busy={make.isPending} error={make.error} ready={title.trim() !== '' && formKey !== null && organizationId !== null && questions > 0 && seconds > 0} onSubmit={send} onClose={onClose}>
      <TextInput label={t('give.name')} required value={title} onChange={(event) => set({ title: event.currentTarget.value })} data-autofocus />
      <Select label={t('contest.bank')} required searchable value={formKey} onChange={(next) => set({ formKey: next })} data={(forms.data ?? []).filter(({ kind, own, versions }) => kind === 'quiz' && (!own || versions > 0)).map((one) => ({ value: one.key, label: format.text(one.title) }))} />
      <Select label={t('give.organization')} required searchable limit={60} value={organizationId === null ? null : String(organizationId)} onChange={(next) => set({ organizationId: next === null ? null : Number(next) })} data={(organizations.data ?? []).map((one) => ({ value: String(one.organizationId), label: format.text({ zh: one.nameZh, en: one.nameEn }) }))} />
      <div className={css['fields']}>
        {number('contest.questions', 'questions', 1)}
        {number('contest.seconds', 'seconds', 5)}
        {number('contest.teamSize', 'teamSize', 0)}
        <NativeSelect label={t('contest.ranking')} value={ranking} onChange={(event) => set({ ranking: event.currentTarget.value === 'speed' ? 'speed' : 'accuracy' })} data={(['accuracy', 'speed'] as const).map((one) => ({ value: one, label: t(`rankings.${one}`) }))} />
        <TextInput label={t('contest.prize')} value={prize} onChange={(event) => set({ prize: event.currentTarget.value })} />
        {number('contest.prizeCount', 'count', 1)}
      </div>
    </FormDialog>
  );
}
