import { IconCircleCheck, IconCloudUp } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { giveUp, sendWaiting, useWaiting, type Waiting } from '../../platform/outbox.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Act, Card, Note, Nothing, Screen } from '../../platform/ui/phone/parts.web.tsx';
import { findAct } from './acts.web.ts';
import css from './me.module.css';

/** What has not reached the server yet, and what it would not have, with the reason. */
export function WaitingPage(): ReactElement {
  const { t } = useTranslation('me');
  const waiting = useWaiting();
  return (
    <Screen title={t('mine.waiting')} back="/me/mine">
      <Card>
        {waiting.length === 0 ? (
          <Nothing icon={IconCircleCheck} title={t('waiting.none')} />
        ) : (
          <ul className={css['acts']}>
            {waiting.map((act) => (
              <One key={act.id} act={act} />
            ))}
          </ul>
        )}
      </Card>
      {waiting.some(({ refused }) => refused === null) ? (
        <Act look="main" wide icon={IconCloudUp} onClick={() => void sendWaiting(findAct)}>
          {t('waiting.sendNow')}
        </Act>
      ) : null}
    </Screen>
  );
}

function One({ act: { id, title, madeAt, refused } }: { act: Waiting }): ReactElement {
  const { t } = useTranslation('me');
  const format = useFormat();
  return (
    <li>
      <strong>{title}</strong>
      <span className={css['quiet']}>{format.moment(madeAt)}</span>
      {refused === null ? (
        <span>{t('waiting.state')}</span>
      ) : (
        <Note tone="bad" title={t('waiting.refused')}>
          <span>{refused.title}</span>
          <Act onClick={() => void giveUp(id)}>{t('waiting.giveUp')}</Act>
        </Note>
      )}
    </li>
  );
}
