import { Button, Group, PasswordInput, Stack, Switch, Table, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { StatusBadge, type Tone } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import { listChannels, listDeliveries, replayDead, setChannel, testChannel } from './messaging.ts';

type View = z.output<typeof listChannels.output>[number];

/** How messages leave: each channel's settings and a test; what was sent, and what was not. */
export function ChannelsPage(): ReactElement {
  const { t } = useTranslation('messaging');
  const query = useAsk(listChannels, {});
  return (
    <Page>
      <PageHeader title={t('channels.title')} note={t('channels.note')} />
      <Loaded query={query}>{(channels) => channels.map((channel) => <Channel key={`${channel.channel} ${channel.changedAt}`} view={channel} />)}</Loaded>
      <Deliveries />
    </Page>
  );
}

function Channel({ view }: { view: View }): ReactElement {
  const { t } = useTranslation('messaging');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const [active, setActive] = useState(view.active);
  const [settings, setSettings] = useState<Readonly<Record<string, string>>>(view.settings);
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const save = useAct(setChannel, async () => {
    toastDone(t('channels.saved'));
    await queries.invalidateQueries({ queryKey: [listChannels.path] });
  });
  return (
    <Section title={t(`channel.${view.channel}`)} actions={<StatusBadge tone={view.active ? 'good' : 'neutral'}>{t(view.active ? 'channels.on' : 'channels.off')}</StatusBadge>}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ channel: view.channel, active, settings, secrets }, { onError: (error) => toastFailed(wordsFor(error)) });
        }}
      >
        <Stack>
          <Switch label={t('channels.active')} checked={active} onChange={(event) => setActive(event.currentTarget.checked)} />
          <Group align="end">
            {view.fields.map((field) => (
              <TextInput key={field} label={t(`field.${field}`)} value={settings[field] ?? ''} onChange={(event) => {
                const { value } = event.currentTarget;
                setSettings((before) => ({ ...before, [field]: value }));
              }} w={260} />
            ))}
            {view.secrets.map((field) => (
              <PasswordInput key={field} label={t(`field.${field}`)} autoComplete="off" placeholder={view.hasSecrets ? t('channels.kept') : ''} value={secrets[field] ?? ''} onChange={(event) => {
                const { value } = event.currentTarget;
                setSecrets((before) => ({ ...before, [field]: value }));
              }} w={260} />
            ))}
          </Group>
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t('channels.save')}
            </Button>
            {view.changedAt === null ? null : <Trial channel={view.channel} />}
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function Trial({ channel }: { channel: View['channel'] }): ReactElement {
  const { t } = useTranslation('messaging');
  const wordsFor = useProblemWords();
  const [address, setAddress] = useState('');
  const test = useAct(testChannel, ({ sent, reason }) => (sent ? toastDone(t('channels.tested')) : toastFailed(t('channels.testFailed', { reason: reason ?? '' }))));
  return (
    <>
      <TextInput aria-label={t('channels.to')} placeholder={t('channels.to')} value={address} onChange={(event) => setAddress(event.currentTarget.value)} w={220} />
      <Button variant="default" disabled={address.trim().length < 3} loading={test.isPending} onClick={() => test.mutate({ channel, address }, { onError: (error) => toastFailed(wordsFor(error)) })}>
        {t('channels.test')}
      </Button>
    </>
  );
}

const tones: Readonly<Record<string, Tone>> = { sent: 'good', waiting: 'info', skipped: 'neutral', dead: 'bad' };

function Deliveries(): ReactElement {
  const { t } = useTranslation('messaging');
  const format = useFormat();
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const query = useAsk(listDeliveries, {});
  const replay = useAct(replayDead, async ({ replayed }) => {
    toastDone(t('log.replayed', { count: replayed }));
    await queries.invalidateQueries({ queryKey: [listDeliveries.path] });
  });
  const again = (messageId?: string) => replay.mutate(messageId === undefined ? {} : { messageId }, { onError: (error) => toastFailed(wordsFor(error)) });
  return (
    <Section title={t('log.title')} actions={<Button size="xs" variant="default" onClick={() => again()}>{t('log.replayAll')}</Button>}>
      <Loaded query={query}>
        {({ messages }) =>
          messages.length === 0 ? (
            <EmptyState title={t('log.empty')} />
          ) : (
            <div style={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={t('log.title')}>
              <Table miw={640}>
                <Table.Tbody>
                  {messages.map((message) => (
                    <Table.Tr key={message.messageId}>
                      <Table.Td>{format.moment(message.createdAt)}</Table.Td>
                      <Table.Td>{t(`channel.${message.channel}`)}</Table.Td>
                      <Table.Td>{t(`template.${message.template}`)}</Table.Td>
                      <Table.Td>
                        <StatusBadge tone={tones[message.state] ?? 'neutral'}>{t(`state.${message.state}`)}</StatusBadge>
                        {message.reason === null ? null : <Text size="xs">{message.reason}</Text>}
                      </Table.Td>
                      <Table.Td>
                        {message.state === 'dead' ? (
                          <Button size="xs" variant="default" onClick={() => again(message.messageId)}>
                            {t('log.replay')}
                          </Button>
                        ) : null}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </div>
          )
        }
      </Loaded>
    </Section>
  );
}
