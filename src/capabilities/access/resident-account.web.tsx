import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconInfoCircle, IconKey } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { ConfirmDialog } from '../../platform/ui/confirm.web.tsx';
import { Notice } from '../../platform/ui/notice.web.tsx';
import { Section } from '../../platform/ui/page.web.tsx';
import { Loaded } from '../../platform/ui/states.web.tsx';
import { useActing } from '../../platform/acting.web.ts';
import { openResidentAccount, residentAccountOf, setResidentActive } from './residents.ts';

/** The person's own account: opened with the phone on file, or with a password to hand over. */
export function ResidentAccountPanel({ person: { personId } }: { person: { personId: number } }): ReactElement {
  const { t } = useTranslation('access');
  const [told, setTold] = useState<{ login: string; password: string } | null>(null);
  const [closing, setClosing] = useState(false);
  const found = useAsk(residentAccountOf, { personId });
  const changes = [residentAccountOf];
  const open = useActing(openResidentAccount, { changes, said: t('resident.opened'), then: ({ login, password }) => setTold(password === null ? null : { login, password }) });
  const activate = useActing(setResidentActive, { changes, said: t('resident.changed') });
  return (
    <Section title={t('resident.title')} note={t('resident.note')}>
      <Loaded query={found} rows={1}>
        {({ account, phoneOnFile, hindrance }) => (
          <Stack gap="sm">
            {told ? (
              <Notice tone="warning" icon={IconKey} role="alert" title={t('accounts.told', { login: told.login })} onClose={() => setTold(null)}>
                <code>{told.password}</code>
                <p>{t('accounts.toldWhy')}</p>
              </Notice>
            ) : null}
            {account ? (
              <Group gap="xs">
                <Text fw={600}>{account.login}</Text>
                <Badge variant={account.active ? 'light' : 'outline'}>{t(account.active ? 'resident.active' : 'accounts.closed')}</Badge>
                <Text size="sm" c="dimmed">{[account.phoneTail ? t('resident.byPhone', { tail: account.phoneTail }) : null, account.hasPassword ? t('resident.byPassword') : null, t('resident.sessions', { count: account.sessions })].filter(Boolean).join(' · ')}</Text>
              </Group>
            ) : (
              <Text>{t('resident.none')}</Text>
            )}
            {hindrance ? <Notice tone="info" icon={IconInfoCircle}>{t(`resident.hindrance.${hindrance}`)}</Notice> : (
              <Group gap="xs">
                <Button variant={account ? 'default' : 'filled'} disabled={phoneOnFile === null} loading={open.busy} onClick={() => open.run({ personId, by: 'phone' })}>{phoneOnFile === null ? t('resident.noPhone') : t(account ? 'resident.renewPhone' : 'resident.openPhone', { tail: phoneOnFile })}</Button>
                <Button variant="default" loading={open.busy} onClick={() => open.run({ personId, by: 'password' })}>{t(account ? 'resident.renewPassword' : 'resident.openPassword')}</Button>
                {account ? <Button variant="default" loading={activate.busy} onClick={() => (account.active ? setClosing(true) : activate.run({ personId, active: true }))}>{t(account.active ? 'resident.close' : 'resident.reopen')}</Button> : null}
              </Group>
            )}
            <ConfirmDialog opened={closing} title={t('resident.close')} confirm={t('resident.close')} danger onClose={() => setClosing(false)} onConfirm={() => {
              setClosing(false);
              activate.run({ personId, active: false });
            }}>
              {t('resident.closeSure')}
            </ConfirmDialog>
          </Stack>
        )}
      </Loaded>
    </Section>
  );
}
