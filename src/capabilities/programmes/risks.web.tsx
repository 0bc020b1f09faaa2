import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../platform/ui/page.web.tsx';
import { EmptyState } from '../../platform/ui/states.web.tsx';
import css from './programme.module.css';
import type { ProgrammeView } from './programmes.ts';

export function RisksTab({ risks }: { risks: ProgrammeView['risks'] }): ReactElement {
  const { t } = useTranslation('programmes');
  if (risks.length === 0)
    return (
      <Card>
        <EmptyState title={t('risks.empty')}>{t('risks.emptyWhy')}</EmptyState>
      </Card>
    );
  return (
    <ul className={css['risks']}>
      {risks.map(({ riskId, risk, mitigations }) => (
        <li key={riskId}>
          <h3>{risk}</h3>
          {mitigations.length === 0 ? (
            <p className={css['label']}>{t('risks.noMitigations')}</p>
          ) : (
            <>
              <p className={css['label']}>{t('risks.mitigations')}</p>
              <ul>
                {mitigations.map((mitigation) => (
                  <li key={mitigation}>{mitigation}</li>
                ))}
              </ul>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
