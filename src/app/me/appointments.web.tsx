import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { MyAppointmentsPanel } from '../../capabilities/appointments/mine.web.tsx';
import { Screen } from '../../platform/ui/phone/parts.web.tsx';
import { usePerson } from './person.web.tsx';

export function AppointmentsPage(): ReactElement {
  const { t } = useTranslation('me');
  const { person } = usePerson();
  return (
    <Screen title={t('mine.appointments')} back="/me/mine">
      <MyAppointmentsPanel key={person.personId} personId={person.personId} />
    </Screen>
  );
}
