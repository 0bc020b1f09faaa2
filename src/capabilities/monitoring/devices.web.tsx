import { Button, Code, Group, Modal, NumberInput, Select, Stack, Table, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, FilteredOut, Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import { PersonId } from '../people/people.ts';
import { DevicesSearch } from './addresses.ts';
import { addDevice, bindDevice, DeviceKind, listDevices, newDeviceKey, retireDevice, type DeviceView } from './devices.ts';
import css from './monitoring.module.css';

type Open = { readonly what: 'add' } | { readonly what: 'bind' | 'retire'; readonly device: DeviceView } | { readonly what: 'key'; readonly key: string };

/** Devices of one's organisation, whom they measure, and the keys by which they are known. */
export function DevicesPage(): ReactElement {
  const { t } = useTranslation('monitoring');
  const [{ find, page = 0 }, setSearch] = useSearchState(DevicesSearch);
  const query = useAsk(listDevices, { page, ...(find ? { find } : {}) });
  const [open, setOpen] = useState<Open | null>(null);
  const port = query.data?.mqttPort ?? null;
  return (
    <Page>
      <PageHeader title={t('devices.title')} note={t('devices.note')} actions={<Button onClick={() => setOpen({ what: 'add' })}>{t('devices.add')}</Button>} />
      <Section title={t('devices.title')} note={port === null ? t('devices.noMqtt') : t('devices.mqtt', { port })} actions={<TextInput aria-label={t('devices.find')} placeholder={t('devices.find')} defaultValue={find ?? ''} onChange={(event) => setSearch({ find: event.currentTarget.value || undefined, page: undefined }, { replace: true })} w={240} />}>
        <Loaded query={query}>
          {({ devices, more }) =>
            devices.length === 0 ? (
              find ? <FilteredOut onClear={() => setSearch({ find: undefined })} /> : <EmptyState title={t('devices.empty')} />
            ) : (
              <>
                <DeviceTable devices={devices} onOpen={setOpen} />
                {page > 0 || more ? (
                  <Group mt="sm">
                    <Button variant="default" disabled={page === 0} onClick={() => setSearch({ page: page - 1 || undefined })}>
                      {t('list.fewer')}
                    </Button>
                    <Button variant="default" disabled={!more} onClick={() => setSearch({ page: page + 1 })}>
                      {t('list.more')}
                    </Button>
                  </Group>
                ) : null}
              </>
            )
          }
        </Loaded>
      </Section>
      {open ? <Dialog open={open} onClose={() => setOpen(null)} /> : null}
    </Page>
  );
}

function useDone(then: () => void): () => Promise<void> {
  const { t } = useTranslation('monitoring');
  const queries = useQueryClient();
  return async () => {
    toastDone(t('devices.done'));
    then();
    await queries.invalidateQueries({ queryKey: [listDevices.path] });
  };
}

function DeviceTable({ devices, onOpen }: { devices: readonly DeviceView[]; onOpen: (open: Open) => void }): ReactElement {
  const { t } = useTranslation('monitoring');
  const format = useFormat();
  const wordsFor = useProblemWords();
  const failed = { onError: (error: Error) => toastFailed(wordsFor(error)) };
  const key = useAct(newDeviceKey, ({ key: made }) => onOpen({ what: 'key', key: made }));
  const bind = useAct(bindDevice, useDone(() => {}));
  return (
    <div className={css['scroll']} tabIndex={0} role="region" aria-label={t('devices.title')}>
      <Table miw={720}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('devices.kind')}</Table.Th>
            <Table.Th>{t('devices.serial')}</Table.Th>
            <Table.Th>{t('devices.person')}</Table.Th>
            <Table.Th>{t('devices.seen')}</Table.Th>
            <Table.Th aria-label={t('devices.done')} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {devices.map((device) => (
            <Table.Tr key={device.deviceId}>
              <Table.Td>{t(`devices.kinds.${device.kind}`)}</Table.Td>
              <Table.Td>
                {device.serial}
                <Text size="xs" className={css['dim']}>
                  {device.model}
                </Text>
              </Table.Td>
              <Table.Td>{device.person ? <Link to={`/people/${device.person.personId}`}>{device.person.name}</Link> : <span className={css['dim']}>{device.kind === 'gateway' ? '–' : t('devices.nobody')}</span>}</Table.Td>
              <Table.Td>{device.lastSeenAt === null ? <span className={css['dim']}>{t('devices.never')}</span> : format.moment(device.lastSeenAt)}</Table.Td>
              <Table.Td>
                {device.active ? (
                  <Group gap={6} justify="end" wrap="nowrap">
                    {device.kind === 'gateway' ? null : device.person ? (
                      <Button size="xs" variant="default" onClick={() => bind.mutate({ deviceId: device.deviceId, personId: null }, failed)}>
                        {t('devices.unbind')}
                      </Button>
                    ) : (
                      <Button size="xs" variant="default" onClick={() => onOpen({ what: 'bind', device })}>
                        {t('devices.bind')}
                      </Button>
                    )}
                    <Button size="xs" variant="default" onClick={() => key.mutate({ deviceId: device.deviceId }, failed)}>
                      {t('devices.key')}
                    </Button>
                    <Button size="xs" variant="subtle" color="red" onClick={() => onOpen({ what: 'retire', device })}>
                      {t('devices.retire')}
                    </Button>
                  </Group>
                ) : (
                  <StatusBadge tone="neutral">{t('devices.retired')}</StatusBadge>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Dialog({ open, onClose }: { open: Open; onClose: () => void }): ReactElement {
  const { t } = useTranslation('monitoring');
  const titles = { add: t('devices.add'), bind: t('devices.bindTitle'), retire: t('devices.retire'), key: t('devices.keyTitle') };
  return (
    <Modal opened onClose={onClose} title={titles[open.what]} centered closeButtonProps={{ 'aria-label': t('common:close') }}>
      {open.what === 'add' ? <Adding onClose={onClose} /> : null}
      {open.what === 'bind' ? <Binding device={open.device} onClose={onClose} /> : null}
      {open.what === 'retire' ? <Retiring device={open.device} onClose={onClose} /> : null}
      {open.what === 'key' ? (
        <Stack>
          <Text>{t('devices.keyNote')}</Text>
          <Code block>{open.key}</Code>
        </Stack>
      ) : null}
    </Modal>
  );
}

function Adding({ onClose }: { onClose: () => void }): ReactElement {
  const { t } = useTranslation('monitoring');
  const wordsFor = useProblemWords();
  const [kind, setKind] = useState<DeviceKind>('blood-pressure-monitor');
  const [serial, setSerial] = useState('');
  const [model, setModel] = useState('');
  const act = useAct(addDevice, useDone(onClose));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate({ kind, serial, model }, { onError: (error) => toastFailed(wordsFor(error)) });
      }}
    >
      <Stack>
        <Select label={t('devices.kind')} allowDeselect={false} value={kind} onChange={(value) => setKind(DeviceKind.parse(value))} data={DeviceKind.options.map((value) => ({ value, label: t(`devices.kinds.${value}`) }))} />
        <TextInput label={t('devices.serial')} required minLength={3} value={serial} onChange={(event) => setSerial(event.currentTarget.value)} data-autofocus />
        <TextInput label={t('devices.model')} value={model} onChange={(event) => setModel(event.currentTarget.value)} />
        <Button type="submit" loading={act.isPending}>
          {t('devices.add')}
        </Button>
      </Stack>
    </form>
  );
}

function Binding({ device, onClose }: { device: DeviceView; onClose: () => void }): ReactElement {
  const { t } = useTranslation('monitoring');
  const wordsFor = useProblemWords();
  const [person, setPerson] = useState<number | null>(null);
  const act = useAct(bindDevice, useDone(onClose));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (person !== null) act.mutate({ deviceId: device.deviceId, personId: PersonId.parse(person) }, { onError: (error) => toastFailed(wordsFor(error)) });
      }}
    >
      <Stack>
        <NumberInput label={t('devices.personNumber')} allowDecimal={false} allowNegative={false} hideControls value={person ?? ''} onChange={(value) => setPerson(typeof value === 'number' ? value : null)} data-autofocus />
        <Button type="submit" disabled={person === null} loading={act.isPending}>
          {t('devices.bind')}
        </Button>
      </Stack>
    </form>
  );
}

function Retiring({ device, onClose }: { device: DeviceView; onClose: () => void }): ReactElement {
  const { t } = useTranslation('monitoring');
  const wordsFor = useProblemWords();
  const act = useAct(retireDevice, useDone(onClose));
  return (
    <Stack>
      <Text>{t('devices.retireSure')}</Text>
      <Group justify="end">
        <Button variant="default" onClick={onClose}>
          {t('devices.cancel')}
        </Button>
        <Button color="red" loading={act.isPending} onClick={() => act.mutate({ deviceId: device.deviceId }, { onError: (error) => toastFailed(wordsFor(error)) })}>
          {t('devices.retire')}
        </Button>
      </Group>
    </Stack>
  );
}
