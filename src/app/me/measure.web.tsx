import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import { MeasureOne, MeasurePanel } from '../../capabilities/selfcare/measure.web.tsx';
import { measuringOf } from '../../capabilities/selfcare/measuring.ts';
import { Screen } from '../../platform/ui/phone/parts.web.tsx';
import { usePerson } from './person.web.tsx';

export function MeasurePage(): ReactElement {
  const { t } = useTranslation('me');
  const { person } = usePerson();
  return (
    <Screen title={t('measure.title')}>
      <MeasurePanel personId={person.personId} />
    </Screen>
  );
}

export function MeasureOnePage(): ReactElement {
  const { t } = useTranslation('me');
  const { person } = usePerson();
  const { measure } = useParams<{ measure: string }>();
  const known = measuringOf(measure);
  return (
    <Screen title={known ? t(`selfcare:measure.${known.id}.title`) : t('measure.title')} back="/me/measure">
      <MeasureOne key={`${person.personId} ${measure}`} person={person} measure={measure} />
    </Screen>
  );
}
