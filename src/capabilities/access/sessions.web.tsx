import { Badge, Button, Group, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import css from './access.module.css';
import { useActing } from '../../platform/acting.web.ts';
import { mySessions, revokeSession, type SessionView } from './signing.ts';

/** Where one is signed in, and how to end it. */
export function Sessions(): ReactElement {
  const { t } = useTranslation('access');
  const sessions = useAsk(mySessions, {});
  const revoke = useActing(revokeSession, { said: t('security.ended'), changes: [mySessions] });
  return <Loaded query={sessions} rows={2}>{(all) => <SessionList sessions={all} busy={revoke.busy} onEnd={(sessionId) => revoke.run({ sessionId })} />}</Loaded>;
}

/** The browser and the system, as a person would say them; null where the browser did not say. */
export function deviceOf(agent: string): string | null {
  const browser = (/MicroMessenger|Edg|Firefox|Chrome|Safari/.exec(agent) ?? [])[0];
  const system = (/Windows|Android|iPhone|iPad|Mac OS X|HarmonyOS|Linux/.exec(agent) ?? [])[0];
  const names: Record<string, string> = { MicroMessenger: '微信 WeChat', Edg: 'Edge', 'Mac OS X': 'macOS' };
  const said = [browser, system].flatMap((name) => (name === undefined ? [] : [names[name] ?? name]));
  return said.length > 0 ? said.join(' · ') : null;
}

export function SessionList({ sessions, busy, onEnd }: { sessions: readonly SessionView[]; busy: boolean; onEnd: (sessionId: string) => void }): ReactElement {
  const { t } = useTranslation('access');
  const format = useFormat();
  if (sessions.length === 0) return <EmptyState title={t('security.nowhere')} />;
  return (
    <ul className={css['list']}>
      {sessions.map(({ sessionId, createdAt, agent, address, current }) => (
        <li key={sessionId} className={css['row']}>
          <div className={css['main']}>
            <Group gap="xs">
              <Text fw={600}>{deviceOf(agent) ?? t('security.unknownDevice')}</Text>
              {current ? <Badge variant="light">{t('security.here')}</Badge> : null}
            </Group>
            <Text size="sm" c="dimmed">{t('security.from', { when: format.moment(createdAt), address })}</Text>
          </div>
          {current ? null : (
            <Button size="compact-sm" variant="default" loading={busy} onClick={() => onEnd(sessionId)} aria-label={t('security.endOf', { when: format.moment(createdAt) })}>{t('security.end')}</Button>
          )}
        </li>
      ))}
    </ul>
  );
}
