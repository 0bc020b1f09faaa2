import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { OwnRecordPanel } from '../../capabilities/records/own.web.tsx';
import { Screen } from '../../platform/ui/phone/parts.web.tsx';
import { usePerson } from './person.web.tsx';

export function RecordPage(): ReactElement {
  const { t } = useTranslation('me');
  const { person } = usePerson();
  return (
    <Screen title={t('health.record')} back="/me/health">
      <OwnRecordPanel key={person.personId} personId={person.personId} />
    </Screen>
  );
}
