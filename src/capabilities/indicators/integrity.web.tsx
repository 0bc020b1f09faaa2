import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card, Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import { IntegritySearch } from './addresses.ts';
import css from './indicators.module.css';
import { Check, readIntegrity, type Judged } from './integrity.ts';
import { listValues } from './reporting.ts';
import { WhereFields } from './where.web.tsx';

/** Whether the readings look measured: shares with their intervals, and which places deserve a look. */
export function IntegrityPage(): ReactElement {
  const { t } = useTranslation('indicators');
  const format = useFormat();
  const [search, setSearch] = useSearchState(IntegritySearch);
  const where = { ...(search.month === undefined ? {} : { month: search.month }), ...(search.at === undefined ? {} : { organizationId: search.at }) };
  const base = useAsk(listValues, where);
  const query = useAsk(readIntegrity, where);
  return (
    <Page>
      <PageHeader title={t('integrity.title')} note={<><Link to="/indicators" search={search}>{t('back')}</Link> · {t('integrity.note')}</>} />
      <Card>
        <div className={css['filters']}>{base.data ? <WhereFields base={base.data} onChange={setSearch} /> : null}</div>
      </Card>
      <Loaded query={query}>
        {(found) =>
          found.readings === 0 ? (
            <EmptyState title={t('integrity.none')} />
          ) : (
            <>
              <Section title={format.text(found.place.name)} note={t('integrity.readings', { count: found.readings, n: format.number(found.readings), from: format.day(found.from), to: format.day(found.to) })}>
                <ul className={css['bars']}>
                  {found.checks.map((check) => (
                    <li key={check.check}>
                      <strong>{t(`integrity.check.${check.check}`)}</strong> <Verdict judged={check} />
                      <div className={css['quiet']}>{t(`integrity.why.${check.check}`)}</div>
                      <div>
                        <ShareWords judged={check} /> <span className={css['quiet']}>{t('integrity.usual', { usual: format.percent(check.usual), from: format.percent(check.from) })}</span>
                      </div>
                    </li>
                  ))}
                </ul>
              </Section>
              <Section title={t('integrity.digits')} note={t('integrity.digitsNote')}>
                <Digits digits={found.digits} />
              </Section>
              {found.places.length === 0 ? null : (
                <Section title={t('by.organization')} note={t('integrity.placesNote')}>
                  <div className={css['scroll']}>
                    <table className={`${css['table']} ${css['wide']}`}>
                      <thead>
                        <tr>
                          <th scope="col">{t('organization')}</th>
                          {Check.options.map((check) => (
                            <th key={check} scope="col">{t(`integrity.check.${check}`)}</th>
                          ))}
                        </tr>
                      </thead>
                      <tbody>
                        {found.places.map(({ place, checks }) => (
                          <tr key={place.organizationId}>
                            <th scope="row">{format.text(place.name)}</th>
                            {checks.map((check) => (
                              <td key={check.check}>
                                <ShareWords judged={check} /> {check.suspicious ? <Verdict judged={check} /> : null}
                              </td>
                            ))}
                          </tr>
                        ))}
                      </tbody>
                    </table>
                  </div>
                </Section>
              )}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function Verdict({ judged }: { judged: Judged }): ReactElement {
  const { t } = useTranslation('indicators');
  return <StatusBadge tone={judged.suspicious ? 'warning' : 'neutral'}>{t(judged.suspicious ? 'integrity.look' : judged.of === 0 ? 'integrity.noData' : 'integrity.usualRange')}</StatusBadge>;
}

function ShareWords({ judged: { share, low, high, hits, of } }: { judged: Judged }): ReactElement {
  const { t } = useTranslation('indicators');
  const format = useFormat();
  if (share === null || low === null || high === null) return <span className={css['quiet']}>–</span>;
  return (
    <span>
      {format.percent(share)} <span className={css['quiet']}>{t('integrity.interval', { low: format.percent(low), high: format.percent(high), hits: format.number(hits), of: format.number(of) })}</span>
    </span>
  );
}

function Digits({ digits }: { digits: readonly number[] }): ReactElement {
  const { t } = useTranslation('indicators');
  const format = useFormat();
  const all = digits.reduce((sum, count) => sum + count, 0);
  const most = Math.max(1, ...digits);
  return (
    <div className={css['digits']} role="img" aria-label={t('integrity.digitsLabel', { list: digits.map((count, digit) => `${digit}: ${format.share(all === 0 ? 0 : count / all)}`).join(', ') })}>
      {digits.map((count, digit) => (
        <div key={digit} className={css['digit']}>
          <span>{format.share(all === 0 ? 0 : count / all)}</span>
          <i style={{ height: `${(65 * count) / most}%` }} />
          <span>{digit}</span>
        </div>
      ))}
    </div>
  );
}
