import { Checkbox, NativeSelect, NumberInput, Radio, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Instant, type Day } from '../../kernel/day.ts';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { DayField, todayInChina } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import { listOrganizations } from '../organizations/organizations.ts';
import { Audience, distribute, listDistributions, Respondents } from './distribution.ts';
import type { Form } from './form.ts';
import { FormDialog } from './form-dialog.web.tsx';
import css from './forms.module.css';

interface Wanted {
  readonly title: string;
  readonly organizationId: number | null;
  readonly audience: Audience;
  readonly respondents: Respondents;
  readonly once: boolean;
  readonly askGroup: boolean;
  readonly quota: number | null;
  readonly opens: Day | null;
  readonly closes: Day | null;
  readonly remindEvery: number | null;
  readonly beforeId: string | null;
  readonly targetResult: string | null;
  readonly targetPercent: number | null;
}

const startOf = (day: Day): Instant => Instant.parse(new Date(Date.parse(`${day}T00:00:00+08:00`)).toISOString());
const endOf = (day: Day): Instant => Instant.parse(new Date(Date.parse(`${day}T00:00:00+08:00`) + 86_400_000).toISOString());

/** To whom, through which door, under which name, and how long. */
export function DistributeDialog({ form, onClose }: { form: Form; onClose: () => void }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [wanted, setWanted] = useState<Wanted>({
    title: format.text(form.title), organizationId: null, audience: 'link', respondents: form.label === 'ordinary' ? 'anonymous' : 'identified', once: true, askGroup: false, quota: null,
    opens: todayInChina(), closes: null, remindEvery: null, beforeId: null, targetResult: null, targetPercent: null,
  });
  const set = (patch: Partial<Wanted>) => setWanted((before) => ({ ...before, ...patch }));
  const give = useAct(distribute, ({ distributionId, asked }) => {
    toastDone(asked > 0 ? t('give.doneAsked', { count: asked }) : t('give.done'));
    void queries.invalidateQueries({ queryKey: [listDistributions.path] });
    onClose();
    void navigate({ to: `/forms/given/${distributionId}` });
  });
  const { organizationId, opens, closes, ...rest } = wanted;
  const send = () => organizationId !== null && opens !== null && give.mutate({ ...rest, organizationId, formKey: form.id, opensAt: startOf(opens), closesAt: closes === null ? null : endOf(closes) });
  return (
    <FormDialog title={t('give.title')} submit={t('form.give')} size="lg" busy={give.isPending} error={give.error} ready={wanted.title.trim() !== '' && organizationId !== null && opens !== null} onSubmit={send} onClose={onClose}>
      <TextInput label={t('give.name')} value={wanted.title} onChange={(event) => set({ title: event.currentTarget.value })} required data-autofocus />
      <OrganizationSelect value={organizationId} onChange={(next) => set({ organizationId: next })} />
      <Radio.Group label={t('give.audience')} value={wanted.audience} onChange={(next) => set({ audience: Audience.parse(next) })}>
        <Stack gap="xs" mt="xs">{Audience.options.map((one) => <Radio key={one} value={one} label={t(`audiences.${one}`)} description={t(`audienceNotes.${one}`)} />)}</Stack>
      </Radio.Group>
      <Radio.Group label={t('give.respondents')} value={wanted.respondents} onChange={(next) => set({ respondents: Respondents.parse(next) })}>
        <Stack gap="xs" mt="xs">{Respondents.options.map((one) => <Radio key={one} value={one} label={t(`respondents.${one}`)} description={t(`respondentNotes.${one}`)} />)}</Stack>
      </Radio.Group>
      <div className={css['fields']}>
        <DayField label={t('give.opens')} value={opens} onChange={(next) => set({ opens: next })} required />
        <DayField label={t('give.closes')} value={closes} onChange={(next) => set({ closes: next })} />
        <NumberInput label={t('give.quota')} min={1} value={wanted.quota ?? ''} onChange={(next) => set({ quota: typeof next === 'number' && next > 0 ? next : null })} hideControls />
        <NumberInput label={t('give.remind')} min={1} value={wanted.remindEvery ?? ''} onChange={(next) => set({ remindEvery: typeof next === 'number' && next > 0 ? next : null })} hideControls disabled={wanted.audience === 'link'} />
      </div>
      <Checkbox label={t('give.once')} checked={wanted.once} onChange={(event) => set({ once: event.currentTarget.checked })} />
      {wanted.respondents === 'identified' ? null : <Checkbox label={t('give.askGroup')} checked={wanted.askGroup} onChange={(event) => set({ askGroup: event.currentTarget.checked })} />}
      {wanted.respondents === 'anonymous' || form.scoring === null ? null : <Repeating form={form} wanted={wanted} set={set} />}
    </FormDialog>
  );
}

function OrganizationSelect({ value, onChange }: { value: number | null; onChange: (organizationId: number | null) => void }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const organizations = useAsk(listOrganizations, {});
  const data = (organizations.data ?? []).map((one) => ({ value: String(one.organizationId), label: format.text({ zh: one.nameZh, en: one.nameEn }) }));
  return (
    <Select
      label={t('give.organization')} description={t('give.organizationNote')} required searchable limit={60} data={data} value={value === null ? null : String(value)}
      onChange={(next) => onChange(next === null ? null : Number(next))} nothingFoundMessage={t('give.noOrganization')} comboboxProps={{ withinPortal: true }}
    />
  );
}

/** The same people asked again: which earlier time, and what is to change by how much. */
function Repeating({ form, wanted, set }: { form: Form; wanted: Wanted; set: (patch: Partial<Wanted>) => void }): ReactElement | null {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const earlier = useAsk(listDistributions, { key: form.id });
  const candidates = (earlier.data ?? []).filter(({ respondents }) => respondents === wanted.respondents);
  if (candidates.length === 0) return null;
  const results = (form.scoring?.results ?? []).filter(({ shown, kind, title }) => shown && title !== null && !['band', 'cases', 'list'].includes(kind));
  return (
    <>
      <NativeSelect label={t('give.before')} description={t('give.beforeNote')} value={wanted.beforeId ?? ''} onChange={(event) => set({ beforeId: event.currentTarget.value === '' ? null : event.currentTarget.value })} data={[{ value: '', label: t('give.noBefore') }, ...candidates.map(({ distributionId, title, opensAt }) => ({ value: distributionId, label: `${title} · ${format.day(opensAt)}` }))]} />
      {wanted.beforeId === null ? null : (
        <div className={css['fields']}>
          <NativeSelect label={t('give.targetResult')} value={wanted.targetResult ?? ''} onChange={(event) => set({ targetResult: event.currentTarget.value === '' ? null : event.currentTarget.value })} data={[{ value: '', label: '–' }, ...results.map(({ id, title }) => ({ value: id, label: title === null ? id : format.text(title) }))]} />
          <NumberInput label={t('give.targetPercent')} value={wanted.targetPercent ?? ''} onChange={(next) => set({ targetPercent: typeof next === 'number' ? next : null })} suffix="%" hideControls />
        </div>
      )}
      <Text size="sm" c="dimmed">{t('give.pairNote')}</Text>
    </>
  );
}
