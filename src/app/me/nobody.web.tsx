import { IconUserOff } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Act, Card, Go, Nothing, Screen } from '../../platform/ui/phone/parts.web.tsx';
import { useLeaving } from './session.web.ts';

/** An account that is no resident's: staff who came to the wrong door. */
export function Nobody(): ReactElement {
  const { t } = useTranslation('me');
  const leave = useLeaving();
  return (
    <main>
      <Screen title={t('nobody.title')}>
        <Card>
          <Nothing icon={IconUserOff} title={t('nobody.why')} />
          <Go to="../" look="main" wide>
            {t('nobody.staff')}
          </Go>
          <Act onClick={leave}>{t('common:shell.signOut')}</Act>
        </Card>
      </Screen>
    </main>
  );
}
