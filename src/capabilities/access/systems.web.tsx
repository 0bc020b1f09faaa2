import { Badge, Button, Code, FileButton, Group, MultiSelect, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useActing } from '../../platform/acting.web.ts';
import { useAsk } from '../../platform/call.web.ts';
import { ConfirmDialog } from '../../platform/ui/confirm.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Notice } from '../../platform/ui/notice.web.tsx';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import { listOrganizations } from '../organizations/organizations.ts';
import css from './access.module.css';
import { addSystemClient, endSystemClient, listSystemClients, offeredScopes, rotateSystemKeys, type SystemClientView } from './systems.ts';

/** A JWKS, or a single public key as JWK; null where it is neither. */
export function readJwks(text: string): { keys: Record<string, unknown>[] } | null {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null) return null;
    const keys: unknown = 'keys' in read ? read.keys : [read];
    if (!Array.isArray(keys) || keys.length === 0 || keys.length > 10) return null;
    const objects = keys.filter((key): key is Record<string, unknown> => typeof key === 'object' && key !== null && 'kty' in key);
    return objects.length === keys.length ? { keys: objects } : null;
  } catch {
    return null;
  }
}

/** Systems that sign their own assertions (SMART backend services): register, change keys, end. */
export function SystemsPage(): ReactElement {
  const { t } = useTranslation('access');
  const clients = useAsk(listSystemClients, {});
  return (
    <Page>
      <PageHeader title={t('systems.title')} note={t('systems.note')} />
      <Section title={t('systems.register')} note={t('systems.registerWhy')}>
        <RegisterForm />
      </Section>
      <Section title={t('systems.list')}>
        <Loaded query={clients}>{(all) => (all.length === 0 ? <EmptyState title={t('systems.none')}>{t('systems.noneWhy')}</EmptyState> : <ul className={css['list']}>{all.map((client) => <ClientRow key={client.clientId} client={client} />)}</ul>)}</Loaded>
      </Section>
    </Page>
  );
}

function KeysField({ value, onChange }: { value: string; onChange: (text: string) => void }): ReactElement {
  const { t } = useTranslation('access');
  return (
    <Stack gap={4}>
      <Textarea label={t('systems.keys')} description={t('systems.keysHow')} autosize minRows={3} maxRows={10} spellCheck={false} value={value} onChange={(event) => onChange(event.currentTarget.value)} error={value !== '' && !readJwks(value) ? t('systems.keysWrong') : null} />
      <FileButton accept="application/json,.json,.jwk,.jwks" onChange={(file) => void file?.text().then(onChange)}>{(props) => <Button {...props} size="compact-sm" variant="default" style={{ alignSelf: 'flex-start' }}>{t('systems.keysFile')}</Button>}</FileButton>
    </Stack>
  );
}

function RegisterForm(): ReactElement {
  const { t } = useTranslation('access');
  const format = useFormat();
  const organizations = useAsk(listOrganizations, {});
  const empty = { name: '', at: null as string | null, scopes: ['system/Observation.rs'] as string[], keys: '' };
  const [typed, set] = useState(empty);
  const [told, setTold] = useState<string | null>(null);
  const add = useActing(addSystemClient, { said: t('systems.added'), changes: [listSystemClients], then: ({ clientId }) => {
    setTold(clientId);
    set(empty);
  } });
  const jwks = readJwks(typed.keys);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.at && jwks) add.run({ name: typed.name.trim(), organizationId: Number(typed.at), scopes: typed.scopes, jwks });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw="44rem">
        {told ? (
          <Notice tone="good" icon={IconPlugConnected} role="status" title={t('systems.told')} onClose={() => setTold(null)}>
            <p>{t('systems.clientId')} <Code>{told}</Code></p>
            <p>{t('systems.tokenAt')} <Code>{`${window.location.origin}/oauth/token`}</Code></p>
          </Notice>
        ) : null}
        <TextInput label={t('systems.name')} maxLength={100} value={typed.name} onChange={(event) => set({ ...typed, name: event.currentTarget.value })} />
        <Select label={t('systems.at')} description={t('systems.atWhy')} searchable limit={100} value={typed.at} onChange={(at) => set({ ...typed, at })} data={(organizations.data ?? []).map(({ organizationId, nameZh, nameEn }) => ({ value: String(organizationId), label: format.text({ zh: nameZh, en: nameEn }) }))} />
        <MultiSelect label={t('systems.scopes')} value={typed.scopes} onChange={(scopes) => set({ ...typed, scopes })} data={offeredScopes.map((scope) => ({ value: scope, label: `${t(`systems.scope.${scope.slice(7).replace('.', '-').replace('*', 'all')}`)} · ${scope}` }))} />
        <KeysField value={typed.keys} onChange={(keys) => set({ ...typed, keys })} />
        <Group><Button type="submit" loading={add.busy} disabled={typed.name.trim() === '' || !typed.at || typed.scopes.length === 0 || !jwks}>{t('systems.add')}</Button></Group>
      </Stack>
    </form>
  );
}

function ClientRow({ client: { clientId, name, organizationId, scopes, keys, active } }: { client: SystemClientView }): ReactElement {
  const { t } = useTranslation('access');
  const format = useFormat();
  const organizations = useAsk(listOrganizations, {});
  const [fresh, setFresh] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const rotate = useActing(rotateSystemKeys, { said: t('systems.rotated'), changes: [listSystemClients], then: () => setFresh(null) });
  const end = useActing(endSystemClient, { said: t('systems.ended'), changes: [listSystemClients] });
  const place = organizations.data?.find((one) => one.organizationId === organizationId);
  const jwks = fresh === null ? null : readJwks(fresh);
  return (
    <li className={css['row']}>
      <div className={css['main']}>
        <Group gap="xs">
          <Text fw={600}>{name}</Text>
          {active ? null : <Badge color="red.8" variant="outline">{t('systems.isEnded')}</Badge>}
          {place ? <Text size="sm" c="dimmed">{format.text({ zh: place.nameZh, en: place.nameEn })}</Text> : null}
        </Group>
        <Text size="sm">{t('systems.clientId')} <Code>{clientId}</Code></Text>
        <Text size="sm" c="dimmed">{scopes.join(' · ')}</Text>
        <Text size="sm" c="dimmed">{t('systems.keyList', { list: keys.map(({ kid, kind }) => `${kid ?? '—'} (${kind})`).join(', ') })}</Text>
        {fresh === null ? null : (
          <Stack gap="xs" mt="xs" maw="40rem">
            <Text size="sm">{t('systems.rotateHow')}</Text>
            <KeysField value={fresh} onChange={setFresh} />
            <Group gap="xs">
              <Button size="compact-sm" loading={rotate.busy} disabled={!jwks} onClick={() => jwks && rotate.run({ clientId, jwks })}>{t('systems.rotate')}</Button>
              <Button size="compact-sm" variant="default" onClick={() => setFresh(null)}>{t('common:cancel')}</Button>
            </Group>
          </Stack>
        )}
      </div>
      {active ? (
        <Group gap="xs">
          <Button size="compact-sm" variant="default" onClick={() => setFresh('')} aria-label={t('systems.rotateOf', { name })}>{t('systems.rotate')}</Button>
          <Button size="compact-sm" variant="default" onClick={() => setAsking(true)} aria-label={t('systems.endOf', { name })}>{t('systems.end')}</Button>
        </Group>
      ) : null}
      <ConfirmDialog opened={asking} title={t('systems.endOf', { name })} confirm={t('systems.end')} danger onClose={() => setAsking(false)} onConfirm={() => {
        setAsking(false);
        end.run({ clientId });
      }}>
        {t('systems.endSure')}
      </ConfirmDialog>
    </li>
  );
}
