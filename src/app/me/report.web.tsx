import { IconPrinter } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { ageOn } from '../../capabilities/people/people.ts';
import { OwnRecordPanel } from '../../capabilities/records/own.web.tsx';
import { MyTierPanel } from '../../capabilities/risk/mine.web.tsx';
import { GoalsSummary } from '../../capabilities/selfcare/goals-summary.web.tsx';
import { todayInChina } from '../../platform/today.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Act, Card, Screen } from '../../platform/ui/phone/parts.web.tsx';
import { Island } from './island.web.tsx';
import css from './me.module.css';
import { usePerson } from './person.web.tsx';

/** The health report: my tier, my values, my plan, on one page that prints and becomes a PDF by the phone's own print. */
export function ReportPage(): ReactElement {
  const { t } = useTranslation('me');
  const format = useFormat();
  const { person } = usePerson();
  const today = todayInChina();
  return (
    <Screen title={t('report.title')} back="/me/health">
      <Card>
        <p className={css['reportName']}>{person.name}</p>
        <p className={css['quiet']}>{t('report.about', { age: ageOn(person.birthDate, today), day: format.day(today) })}</p>
        <div className={css['noPrint']}>
          <Act look="main" wide icon={IconPrinter} onClick={() => window.print()}>
            {t('report.print')}
          </Act>
        </div>
      </Card>
      <Island>
        <MyTierPanel key={person.personId} personId={person.personId} />
      </Island>
      <OwnRecordPanel key={`record ${person.personId}`} personId={person.personId} />
      <GoalsSummary key={`goals ${person.personId}`} personId={person.personId} />
      <p className={css['quiet']}>{t('report.note')}</p>
    </Screen>
  );
}
