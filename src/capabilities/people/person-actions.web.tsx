import { Alert, Button, Group, Menu, Modal, NativeSelect, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../kernel/day.ts';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { DayField, todayInChina } from '../../platform/ui/day-field.web.tsx';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import { listClinicians, openFamily, setClinician } from './households.ts';
import { Sex } from './identifiers.ts';
import { Departure, recordDeparture, requestTransfer, withdrawDeparture } from './moves.ts';
import { OrganizationField } from './organization-field.web.tsx';
import { correctPerson, openPerson, type PersonView } from './people.ts';

/** Not a literal, so that the router leaves the query to the page. */
const duplicatesPath: string = '/people/duplicates';

type Act = 'correct' | 'transfer' | 'departure' | 'clinician';

/** What may be done with a person; each in a dialog of its own. */
export function PersonActions({ person }: { person: PersonView }): ReactElement {
  const { t } = useTranslation('people');
  const [act, setAct] = useState<Act | null>(null);
  const [mayCorrect, mayTransfer, mayMerge] = [useMay('people.correct'), useMay('people.transfer'), useMay('people.merge')];
  const close = () => setAct(null);
  const refresh = useRefresh(person);
  const back = useAct(withdrawDeparture, () => refresh(t('acts.withdrawn')));
  return (
    <>
      {mayCorrect ? <Button variant="default" onClick={() => setAct('correct')}>{t('acts.correct')}</Button> : null}
      {mayCorrect || mayTransfer || mayMerge ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" leftSection={<IconDots size={18} aria-hidden />}>{t('common:more')}</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {mayCorrect ? <Menu.Item onClick={() => setAct('clinician')}>{t('acts.clinician')}</Menu.Item> : null}
            {mayTransfer ? <Menu.Item onClick={() => setAct('transfer')}>{t('acts.transfer')}</Menu.Item> : null}
            {mayCorrect && person.left === null ? <Menu.Item onClick={() => setAct('departure')}>{t('acts.departure')}</Menu.Item> : null}
            {mayCorrect && person.left !== null ? <Menu.Item onClick={() => back.mutate({ personId: person.personId })}>{t('acts.withdrawDeparture')}</Menu.Item> : null}
            {mayMerge ? <Menu.Item renderRoot={(props: object) => <Link to={duplicatesPath} search={{ a: person.personId }} {...props} />}>{t('acts.merge')}</Menu.Item> : null}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <ActDialog opened={act === 'correct'} title={t('acts.correct')} onClose={close}><CorrectForm person={person} onDone={close} /></ActDialog>
      <ActDialog opened={act === 'transfer'} title={t('acts.transfer')} onClose={close}><TransferForm person={person} onDone={close} /></ActDialog>
      <ActDialog opened={act === 'departure'} title={t('acts.departure')} onClose={close}><DepartureForm person={person} onDone={close} /></ActDialog>
      <ActDialog opened={act === 'clinician'} title={t('acts.clinician')} onClose={close}><ClinicianForm person={person} onDone={close} /></ActDialog>
    </>
  );
}

function ActDialog({ opened, title, onClose, children }: { opened: boolean; title: string; onClose: () => void; children: ReactNode }): ReactElement {
  const { t } = useTranslation('people');
  return (
    <Modal opened={opened} onClose={onClose} title={title} centered closeButtonProps={{ 'aria-label': t('common:close') }}>
      {children}
    </Modal>
  );
}

interface FormProps {
  readonly person: PersonView;
  readonly onDone: () => void;
}

/** Say that it is done, and read the person's page anew. */
function useRefresh(person: PersonView): (message: string) => Promise<void> {
  const queries = useQueryClient();
  return async (message) => {
    toastDone(message);
    await Promise.all([openPerson.path, openFamily.path].map((path) => queries.invalidateQueries({ queryKey: [path, { personId: person.personId }] })));
  };
}

function ActForm({ submit, busy, error, onSubmit, children }: { submit: string; busy: boolean; error: unknown; onSubmit: () => void; children: ReactNode }): ReactElement {
  const wordsFor = useProblemWords();
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="sm">
        {children}
        {error ? <Alert role="alert" color="red.8" variant="outline"><Text c="var(--k-bad)">{wordsFor(error)}</Text></Alert> : null}
        <Group justify="flex-end"><Button type="submit" loading={busy}>{submit}</Button></Group>
      </Stack>
    </form>
  );
}

function CorrectForm({ person, onDone }: FormProps): ReactElement {
  const { t } = useTranslation('people');
  const refresh = useRefresh(person);
  const [name, setName] = useState(person.name);
  const [sex, setSex] = useState<Sex>(person.sex);
  const [birthDate, setBirthDate] = useState<Day | null>(person.birthDate);
  const [address, setAddress] = useState(person.address ?? '');
  const [idCard, setIdCard] = useState('');
  const [phone, setPhone] = useState('');
  const act = useAct(correctPerson, async () => {
    onDone();
    await refresh(t('acts.corrected'));
  });
  const typed = [...(idCard.trim() === '' ? [] : [{ kind: 'id-card' as const, number: idCard }]), ...(phone.trim() === '' ? [] : [{ kind: 'phone' as const, number: phone }])];
  const send = () => act.mutate({ personId: person.personId, name, sex, address, ...(birthDate === null ? {} : { birthDate }), ...(typed.length === 0 ? {} : { identifiers: typed }) });
  return (
    <ActForm submit={t('common:save')} busy={act.isPending} error={act.error} onSubmit={send}>
      <TextInput label={t('register.name')} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus required />
      <NativeSelect label={t('register.sex')} value={sex} onChange={(event) => setSex(Sex.parse(event.currentTarget.value))} data={Sex.options.map((one) => ({ value: one, label: t(`sexes.${one}`) }))} />
      <DayField label={t('register.birthDate')} value={birthDate} onChange={setBirthDate} required />
      <TextInput label={t('register.address')} value={address} onChange={(event) => setAddress(event.currentTarget.value)} />
      <TextInput label={t('kinds.id-card')} description={t('acts.leaveEmpty', { now: person.idCard ?? t('common:none') })} value={idCard} onChange={(event) => setIdCard(event.currentTarget.value)} autoComplete="off" />
      <TextInput label={t('kinds.phone')} description={t('acts.leaveEmpty', { now: person.phone ?? t('common:none') })} value={phone} onChange={(event) => setPhone(event.currentTarget.value)} autoComplete="off" />
    </ActForm>
  );
}

function TransferForm({ person, onDone }: FormProps): ReactElement {
  const { t } = useTranslation('people');
  const refresh = useRefresh(person);
  const [organizationId, setOrganizationId] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const act = useAct(requestTransfer, async () => {
    onDone();
    await refresh(t('acts.transferAsked'));
  });
  return (
    <ActForm submit={t('acts.ask')} busy={act.isPending} error={act.error} onSubmit={() => organizationId !== null && reason.trim() !== '' && act.mutate({ personId: person.personId, organizationId, reason })}>
      <Text size="sm">{t('acts.transferHow')}</Text>
      <OrganizationField label={t('acts.transferTo')} value={organizationId} onChange={setOrganizationId} required everywhere />
      <TextInput label={t('acts.reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} required />
    </ActForm>
  );
}

function DepartureForm({ person, onDone }: FormProps): ReactElement {
  const { t } = useTranslation('people');
  const refresh = useRefresh(person);
  const [why, setWhy] = useState<Departure>('moved');
  const [on, setOn] = useState<Day | null>(todayInChina());
  const act = useAct(recordDeparture, async () => {
    onDone();
    await refresh(t('acts.departed'));
  });
  return (
    <ActForm submit={t('common:save')} busy={act.isPending} error={act.error} onSubmit={() => on !== null && act.mutate({ personId: person.personId, why, on })}>
      <Text size="sm">{t('acts.departureHow')}</Text>
      <NativeSelect label={t('acts.why')} value={why} onChange={(event) => setWhy(Departure.parse(event.currentTarget.value))} data={Departure.options.map((one) => ({ value: one, label: t(`left.${one}`) }))} />
      <DayField label={t('acts.on')} value={on} onChange={setOn} required />
    </ActForm>
  );
}

function ClinicianForm({ person, onDone }: FormProps): ReactElement {
  const { t } = useTranslation('people');
  const refresh = useRefresh(person);
  const staff = useAsk(listClinicians, {});
  const [chosen, setChosen] = useState<string | null>(null);
  const act = useAct(setClinician, async () => {
    onDone();
    await refresh(t('acts.clinicianSet'));
  });
  const one = staff.data?.find(({ accountId, role }) => `${role} ${accountId}` === chosen);
  return (
    <ActForm submit={t('common:save')} busy={act.isPending} error={act.error} onSubmit={() => one && act.mutate({ personId: person.personId, role: one.role, accountId: one.accountId })}>
      <Select label={t('acts.clinicianIs')} searchable data={(staff.data ?? []).map(({ accountId, name, role }) => ({ value: `${role} ${accountId}`, label: `${name} · ${t(`family.roles.${role}`)}` }))} value={chosen} onChange={setChosen} />
    </ActForm>
  );
}
