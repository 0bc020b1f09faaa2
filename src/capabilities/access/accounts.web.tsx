import { Badge, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { ConfirmDialog } from '../../platform/ui/confirm.web.tsx';
import { Notice } from '../../platform/ui/notice.web.tsx';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { FilteredOut, Loaded } from '../../platform/ui/states.web.tsx';
import { listOrganizations } from '../organizations/organizations.ts';
import css from './access.module.css';
import { PolicySection } from './policy.web.tsx';
import { SessionList } from './sessions.web.tsx';
import { AccountsSearch } from './addresses.ts';
import { addAccount, endSessionOf, grantRole, listAccounts, listRoles, resetPassword, sessionsOf, setAccountActive, withdrawRole, type AccountLine } from './accounts.ts';
import { useActing } from '../../platform/acting.web.ts';

/** For administrators: who may sign in, and in which roles. */
export function AccountsPage(): ReactElement {
  const { t } = useTranslation('access');
  const [{ find }, set] = useSearchState(AccountsSearch);
  const accounts = useAsk(listAccounts, { find });
  const [told, setTold] = useState<{ login: string; password: string } | null>(null);
  return (
    <Page>
      <PageHeader title={t('accounts.title')} note={t('accounts.note')} />
      {told ? (
        <Notice tone="warning" icon={IconKey} role="alert" title={t('accounts.told', { login: told.login })} onClose={() => setTold(null)}>
          <code>{told.password}</code>
          <p>{t('accounts.toldWhy')}</p>
        </Notice>
      ) : null}
      <Section title={t('accounts.invite')}>
        <InviteForm onTold={setTold} />
      </Section>
      <PolicySection />
      <Section title={t('accounts.list')} actions={<TextInput type="search" aria-label={t('accounts.find')} placeholder={t('accounts.find')} value={find} onChange={(event) => set({ find: event.currentTarget.value }, { replace: true })} />}>
        <Loaded query={accounts}>
          {(all) => (all.length === 0 ? <FilteredOut onClear={() => set({ find: '' })} /> : <ul className={css['list']}>{all.map((account) => <AccountRow key={account.accountId} account={account} onTold={setTold} />)}</ul>)}
        </Loaded>
      </Section>
    </Page>
  );
}

interface Place {
  readonly role: string | null;
  readonly at: string | null;
}

/** A role and where it is held. */
function RolePlace({ role, at, onChange }: Place & { onChange: (place: Place) => void }): ReactElement {
  const { t } = useTranslation('access');
  const format = useFormat();
  const roles = useAsk(listRoles, {});
  const organizations = useAsk(listOrganizations, {});
  return (
    <>
      <Select label={t('accounts.role')} searchable value={role} onChange={(next) => onChange({ role: next, at })} data={(roles.data ?? []).map(({ id, title }) => ({ value: id, label: format.text(title) }))} />
      <Select label={t('accounts.at')} searchable limit={100} value={at} onChange={(next) => onChange({ role, at: next })} data={(organizations.data ?? []).map(({ organizationId, nameZh, nameEn }) => ({ value: String(organizationId), label: format.text({ zh: nameZh, en: nameEn }) }))} />
    </>
  );
}

function InviteForm({ onTold }: { onTold: (told: { login: string; password: string }) => void }): ReactElement {
  const { t } = useTranslation('access');
  const [{ login, name }, set] = useState({ login: '', name: '' });
  const [place, setPlace] = useState<Place>({ role: null, at: null });
  const add = useActing(addAccount, { changes: [listAccounts], then: ({ password }) => {
    onTold({ login, password });
    set({ login: '', name: '' });
  } });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (place.role && place.at) add.run({ login, name, role: place.role, organizationId: Number(place.at) });
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-end">
        <TextInput label={t('accounts.login')} value={login} onChange={(event) => set({ login: event.currentTarget.value, name })} />
        <TextInput label={t('accounts.name')} value={name} onChange={(event) => set({ login, name: event.currentTarget.value })} />
        <RolePlace {...place} onChange={setPlace} />
        <Button type="submit" loading={add.busy} disabled={login.trim() === '' || name.trim() === '' || !place.role || !place.at}>{t('accounts.add')}</Button>
      </Group>
    </form>
  );
}

function AccountRow({ account, onTold }: { account: AccountLine; onTold: (told: { login: string; password: string }) => void }): ReactElement {
  const { t } = useTranslation('access');
  const format = useFormat();
  const { accountId, login, name, active, lockedUntil, secondFactor, grants } = account;
  const [place, setPlace] = useState<Place | null>(null);
  const [shown, setShown] = useState(false);
  const [asking, setAsking] = useState<'reset' | 'close' | null>(null);
  const changes = [listAccounts];
  const reset = useActing(resetPassword, { changes, then: ({ password }) => onTold({ login, password }) });
  const activate = useActing(setAccountActive, { changes });
  const grant = useActing(grantRole, { changes, then: () => setPlace(null) });
  const withdraw = useActing(withdrawRole, { changes });
  return (
    <li className={css['row']}>
      <div className={css['main']}>
        <Group gap="xs">
          <Text fw={600}>{name}</Text>
          <Text c="dimmed">{login}</Text>
          {active ? null : <Badge color="red.8" variant="outline">{t('accounts.closed')}</Badge>}
          {lockedUntil ? <Badge variant="outline">{t('accounts.locked')}</Badge> : null}
          {secondFactor ? <Badge variant="light">{t('security.factor')}</Badge> : null}
        </Group>
        <Stack gap={4} mt={4}>
          {grants.map(({ role, roleTitle, organizationId, organization }) => (
            <Group key={`${role} ${organizationId}`} gap="xs">
              <Text size="sm">{format.text(roleTitle)} · {format.text(organization)}</Text>
              <Button size="compact-xs" variant="subtle" onClick={() => withdraw.run({ accountId, role, organizationId })} aria-label={t('accounts.withdrawOf', { name, role: format.text(roleTitle) })}>{t('accounts.withdraw')}</Button>
            </Group>
          ))}
        </Stack>
        {place ? (
          <Group align="flex-end" mt="xs">
            <RolePlace {...place} onChange={setPlace} />
            <Button size="sm" loading={grant.busy} disabled={!place.role || !place.at} onClick={() => place.role && place.at && grant.run({ accountId, role: place.role, organizationId: Number(place.at) })}>{t('accounts.grant')}</Button>
          </Group>
        ) : null}
        {shown ? <SessionsOf accountId={accountId} /> : null}
      </div>
      <Group gap="xs">
        <Button size="compact-sm" variant="default" aria-expanded={shown} onClick={() => setShown(!shown)} aria-label={t('accounts.sessionsOf', { name })}>{t('accounts.sessions')}</Button>
        <Button size="compact-sm" variant="default" onClick={() => setPlace({ role: null, at: null })} aria-label={t('accounts.grantOf', { name })}>{t('accounts.grant')}</Button>
        <Button size="compact-sm" variant="default" loading={reset.busy} onClick={() => setAsking('reset')} aria-label={t('accounts.resetOf', { name })}>{t('accounts.reset')}</Button>
        <Button size="compact-sm" variant="default" loading={activate.busy} onClick={() => (active ? setAsking('close') : activate.run({ accountId, active: true }))} aria-label={t(active ? 'accounts.closeOf' : 'accounts.openOf', { name })}>{t(active ? 'accounts.close' : 'accounts.open')}</Button>
      </Group>
      <ConfirmDialog opened={asking !== null} title={t(asking === 'reset' ? 'accounts.resetOf' : 'accounts.closeOf', { name })} confirm={t(asking === 'reset' ? 'accounts.reset' : 'accounts.close')} danger onClose={() => setAsking(null)} onConfirm={() => {
        if (asking === 'reset') reset.run({ accountId });
        else activate.run({ accountId, active: false });
        setAsking(null);
      }}>
        {t(asking === 'reset' ? 'accounts.resetSure' : 'accounts.closeSure')}
      </ConfirmDialog>
    </li>
  );
}

function SessionsOf({ accountId }: { accountId: AccountLine['accountId'] }): ReactElement {
  const { t } = useTranslation('access');
  const sessions = useAsk(sessionsOf, { accountId });
  const end = useActing(endSessionOf, { said: t('security.ended'), changes: [sessionsOf] });
  return (
    <div className={css['nested']}>
      <Loaded query={sessions} rows={1}>
        {(all) => (
          <>
            <SessionList sessions={all} busy={end.busy} onEnd={(sessionId) => end.run({ accountId, sessionId })} />
            {all.length > 1 ? <Button size="compact-sm" variant="default" loading={end.busy} onClick={() => end.run({ accountId, sessionId: null })}>{t('accounts.endAll')}</Button> : null}
          </>
        )}
      </Loaded>
    </div>
  );
}
