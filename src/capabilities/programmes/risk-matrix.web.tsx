import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import css from './programme.module.css';
import type { ProgrammeView } from './programmes.ts';
import { gradeOf } from './risk-register.ts';

const scores = [1, 2, 3, 4, 5] as const;

/** Five by five: how likely, upwards; how bad, to the right. Each judged risk stands in its field by the number of its place in the list. */
export function RiskMatrix({ risks }: { risks: ProgrammeView['risks'] }): ReactElement {
  const { t } = useTranslation('riskRegister');
  const unjudged = risks.filter((risk) => gradeOf(risk) === null).length;
  return (
    <>
      <div className={css['scroll']} tabIndex={0} role="region" aria-label={t('matrix.title')}>
        <table className={css['matrix']}>
          <caption>{t('matrix.axes')}</caption>
          <tbody>
            {scores.toReversed().map((likelihood) => (
              <tr key={likelihood}>
                <th scope="row">{t(`likelihood.${likelihood}`)}</th>
                {scores.map((impact) => (
                  <td key={impact} data-grade={gradeOf({ likelihood, impact })}>
                    {risks.map((risk, i) =>
                      risk.likelihood === likelihood && risk.impact === impact ? (
                        <span key={risk.riskId} className={css['dot']} title={risk.risk} data-open={risk.state === 'open'}>
                          {i + 1}
                        </span>
                      ) : null,
                    )}
                  </td>
                ))}
              </tr>
            ))}
            <tr>
              <td />
              {scores.map((impact) => (
                <th key={impact} scope="col">
                  {t(`impact.${impact}`)}
                </th>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
      {unjudged > 0 ? <p className={css['label']}>{t('matrix.unjudged', { count: unjudged })}</p> : null}
    </>
  );
}
