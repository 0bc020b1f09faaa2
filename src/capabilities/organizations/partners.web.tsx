import { Button, NativeSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../kernel/day.ts';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { StatusBadge, type Tone } from '../../platform/ui/badge.web.tsx';
import { DayField, todayInChina } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import { DialogForm } from './dialog-form.web.tsx';
import css from './organizations.module.css';
import { addAgreement, addPartner, listPartners, PartnerKind, type PartnerView, type Standing } from './partners.ts';

const tones: Readonly<Record<Standing, Tone>> = { coming: 'info', running: 'good', expiring: 'warning', expired: 'bad' };

/** Who works with us; agreements about to end stand out. */
export function PartnersPanel(): ReactElement {
  const { t } = useTranslation('organizations');
  const partners = useAsk(listPartners, {});
  const mayManage = useMay('organizations.manage');
  const [adding, setAdding] = useState(false);
  return (
    <Stack>
      {mayManage ? <Button style={{ alignSelf: 'flex-start' }} onClick={() => setAdding(true)}>{t('partners.add')}</Button> : null}
      <Loaded query={partners}>
        {(all) => (all.length === 0 ? <Card><EmptyState title={t('partners.none')}>{t('partners.noneWhy')}</EmptyState></Card> : <>{all.map((partner) => <PartnerCard key={partner.partnerId} partner={partner} />)}</>)}
      </Loaded>
      {adding ? <PartnerDialog onClose={() => setAdding(false)} /> : null}
    </Stack>
  );
}

function usePartnersDone(onClose: () => void): (message: string) => Promise<void> {
  const queries = useQueryClient();
  return async (message) => {
    onClose();
    toastDone(message);
    await queries.invalidateQueries({ queryKey: [listPartners.path] });
  };
}

function PartnerCard({ partner }: { partner: PartnerView }): ReactElement {
  const { t } = useTranslation('organizations');
  const format = useFormat();
  const mayManage = useMay('organizations.manage');
  const [adding, setAdding] = useState(false);
  const note = [t(`partnerKinds.${partner.kind}`), partner.contact].filter((one) => one !== '').join(' · ');
  return (
    <Section title={partner.name} note={note} actions={mayManage ? <Button variant="default" size="compact-sm" aria-label={t('partners.addAgreementOf', { name: partner.name })} onClick={() => setAdding(true)}>{t('partners.addAgreement')}</Button> : null}>
      {partner.agreements.length === 0 ? <Text c="dimmed">{t('partners.noAgreement')}</Text> : null}
      <ul className={css['list']}>
        {partner.agreements.map(({ agreementId, title, startsOn, endsOn, standing }) => (
          <li key={agreementId} className={css['line']}>
            <span>{title}</span>
            <Text size="sm" c="dimmed">{t('partners.period', { from: format.day(startsOn), to: format.day(endsOn) })}</Text>
            <StatusBadge tone={tones[standing]}>{t(`standings.${standing}`)}</StatusBadge>
          </li>
        ))}
      </ul>
      {adding ? <AgreementDialog partner={partner} onClose={() => setAdding(false)} /> : null}
    </Section>
  );
}

function PartnerDialog({ onClose }: { onClose: () => void }): ReactElement {
  const { t } = useTranslation('organizations');
  const done = usePartnersDone(onClose);
  const [name, setName] = useState('');
  const [contact, setContact] = useState('');
  const [kind, setKind] = useState<PartnerKind>('community');
  const add = useAct(addPartner, () => done(t('partners.added')));
  return (
    <DialogForm opened title={t('partners.add')} busy={add.isPending} error={add.error} ready={name.trim() !== ''} onSubmit={() => add.mutate({ name, contact, kind })} onClose={onClose}>
      <TextInput label={t('partners.name')} value={name} onChange={(event) => setName(event.currentTarget.value)} required data-autofocus />
      <NativeSelect label={t('tree.kind')} value={kind} onChange={(event) => setKind(PartnerKind.parse(event.currentTarget.value))} data={PartnerKind.options.map((one) => ({ value: one, label: t(`partnerKinds.${one}`) }))} />
      <TextInput label={t('partners.contact')} value={contact} onChange={(event) => setContact(event.currentTarget.value)} />
    </DialogForm>
  );
}

function AgreementDialog({ partner, onClose }: { partner: PartnerView; onClose: () => void }): ReactElement {
  const { t } = useTranslation('organizations');
  const done = usePartnersDone(onClose);
  const [title, setTitle] = useState('');
  const [startsOn, setStartsOn] = useState<Day | null>(todayInChina());
  const [endsOn, setEndsOn] = useState<Day | null>(null);
  const [remindDays, setRemindDays] = useState(30);
  const add = useAct(addAgreement, () => done(t('partners.agreementAdded')));
  const send = () => startsOn !== null && endsOn !== null && add.mutate({ partnerId: partner.partnerId, title, startsOn, endsOn, remindDays });
  return (
    <DialogForm opened title={t('partners.addAgreementOf', { name: partner.name })} busy={add.isPending} error={add.error} ready={title.trim() !== '' && startsOn !== null && endsOn !== null} onSubmit={send} onClose={onClose}>
      <TextInput label={t('partners.agreement')} value={title} onChange={(event) => setTitle(event.currentTarget.value)} required data-autofocus />
      <DayField label={t('partners.startsOn')} value={startsOn} onChange={setStartsOn} required />
      <DayField label={t('partners.endsOn')} value={endsOn} onChange={setEndsOn} required />
      <NumberInput label={t('partners.remindDays')} value={remindDays} min={0} max={365} onChange={(next) => setRemindDays(Number(next))} hideControls />
    </DialogForm>
  );
}
