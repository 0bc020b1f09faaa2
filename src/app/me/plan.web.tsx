import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { PlanPanel } from '../../capabilities/selfcare/plan.web.tsx';
import { Screen } from '../../platform/ui/phone/parts.web.tsx';
import { usePerson } from './person.web.tsx';

export function PlanPage(): ReactElement {
  const { t } = useTranslation('me');
  const { person } = usePerson();
  return (
    <Screen title={t('health.plan')} back="/me/health">
      <PlanPanel key={person.personId} personId={person.personId} />
    </Screen>
  );
}
