import { Menu, Text, UnstyledButton } from '@mantine/core';
import { IconCheck, IconLogout, IconShieldLock, IconUserCircle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { actAs, signOut, whoAmI, type Me } from '../../capabilities/access/access.ts';
import { useAct } from '../../platform/call.web.ts';
import { reopenEvents } from '../../platform/events.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import css from './frame.module.css';

/** Who acts in which role and where; the other roles of the account; the way out. */
export function AccountMenu({ me }: { me: Me }): ReactElement {
  const { t, i18n } = useTranslation('common');
  const format = useFormat();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const wordsFor = useProblemWords();
  const place = (grant: Me['acting']) => (i18n.language === 'en' ? grant.organization.nameEn : grant.organization.nameZh);
  const act = useAct(actAs, async (next) => {
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== whoAmI.path });
    await queries.refetchQueries({ queryKey: [whoAmI.path] });
    reopenEvents();
    toastDone(t('shell.switched', { role: format.text(next.acting.roleTitle) }));
    await navigate({ to: '/' });
  });
  const leave = useAct(signOut, async () => {
    await navigate({ to: '/sign-in' });
    queries.clear();
  });
  const isActing = (grant: Me['acting']) => grant.role === me.acting.role && grant.organization.organizationId === me.acting.organization.organizationId;
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        <UnstyledButton className={css['account'] ?? ''} aria-label={`${t('shell.account')}: ${me.name}, ${format.text(me.acting.roleTitle)}, ${place(me.acting)}`}>
          <IconUserCircle size={26} stroke={1.6} aria-hidden />
          <span className={css['who']}>
            <Text size="sm" fw={600} component="span">
              {me.name}
            </Text>
            <Text size="xs" c="dimmed" component="span">
              {format.text(me.acting.roleTitle)} · {place(me.acting)}
            </Text>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label c="dimmed">{t(me.grants.length > 1 ? 'shell.switchRole' : 'shell.actingAs')}</Menu.Label>
        {me.grants.map((grant) => (
          <Menu.Item
            key={`${grant.role} ${grant.organization.organizationId}`}
            aria-current={isActing(grant)}
            leftSection={isActing(grant) ? <IconCheck size={16} aria-hidden /> : <span style={{ display: 'inline-block', width: 16 }} />}
            onClick={() => isActing(grant) || act.mutate({ role: grant.role, organizationId: grant.organization.organizationId }, { onError: (error) => toastFailed(wordsFor(error)) })}
          >
            {format.text(grant.roleTitle)}
            <Text size="xs" c="dimmed">
              {place(grant)}
            </Text>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconShieldLock size={16} aria-hidden />} onClick={() => void navigate({ to: '/account' })}>
          {t('access:security.title')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => leave.mutate({}, { onError: (error) => toastFailed(wordsFor(error)) })}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
