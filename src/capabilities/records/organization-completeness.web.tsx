import { Progress, Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import { leastComplete, organizationCompleteness, type Share } from './completeness.ts';
import css from './records.module.css';

/** How complete the records in reach are: by organisation, clinician and item, and whose record lacks most. */
export function CompletenessPage(): ReactElement {
  const { t } = useTranslation('records');
  const format = useFormat();
  const mayRead = useMay('records.read');
  const query = useAsk(organizationCompleteness, {});
  return (
    <Page>
      <PageHeader title={t('completeness.page')} note={t('completeness.pageNote')} />
      <Loaded query={query}>
        {({ hiddenBelow, total, organizations, clinicians, items }) =>
          total.persons === 0 ? (
            <EmptyState title={t('completeness.few', { n: hiddenBelow ?? 1 })} />
          ) : (
            <>
              <ShareTable title={t('completeness.byOrganization')} note={hiddenBelow === null ? null : t('completeness.hidden', { n: hiddenBelow })} rows={organizations.map((row) => ({ ...row, key: String(row.organizationId), label: format.text(row.name) }))} />
              <div className={css['columns']}>
                <ShareTable title={t('completeness.byItem')} rows={items.map((row) => ({ ...row, key: row.id, label: `${format.text(row.section)} · ${format.text(row.title)}` }))} />
                <ShareTable title={t('completeness.byClinician')} rows={clinicians.map((row) => ({ ...row, key: row.accountId, label: row.name }))} />
              </div>
            </>
          )
        }
      </Loaded>
      {mayRead ? <LeastComplete /> : null}
    </Page>
  );
}

function ShareTable({ title, note, rows }: { title: string; note?: string | null; rows: readonly (Pick<Share, 'percent'> & { persons?: number; key: string; label: string })[] }): ReactElement {
  const { t } = useTranslation('records');
  const counted = rows.some(({ persons }) => persons !== undefined);
  const format = useFormat();
  return (
    <Section title={title} note={note}>
      {rows.length === 0 ? (
        <p className={css['quiet']}>{t('completeness.none')}</p>
      ) : (
        <Table.ScrollContainer minWidth={340}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('completeness.name')}</Table.Th>
                {counted ? <Table.Th scope="col">{t('completeness.persons')}</Table.Th> : null}
                <Table.Th scope="col">{t('completeness.percent')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.toSorted((a, b) => (a.percent ?? 0) - (b.percent ?? 0)).map(({ key, label, persons, percent }) => (
                <Table.Tr key={key}>
                  <Table.Th scope="row" fw={400}>
                    {label}
                  </Table.Th>
                  {persons === undefined ? null : <Table.Td>{format.number(persons)}</Table.Td>}
                  <Table.Td>
                    <span>{percent === null ? '—' : format.percent(percent)}</span>
                    <Progress value={percent ?? 0} size="sm" aria-label={t('completeness.of', { label })} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  );
}

function LeastComplete(): ReactElement {
  const { t } = useTranslation('records');
  const format = useFormat();
  const query = useAsk(leastComplete, {});
  return (
    <Section title={t('completeness.least')}>
      <Loaded query={query}>
        {(persons) => (
          <ul className={css['list']}>
            {persons.slice(0, 30).map(({ personId, name, percent, missing }) => (
              <li key={personId} className={css['entry']}>
                <span className={css['text']}>
                  <Link to={`/people/${personId}?panel=completeness`}>{name}</Link>
                </span>
                <span className={css['number']}>{percent === null ? '—' : format.percent(percent)}</span>
                <span className={css['quiet']}>{t('completeness.lacks', { count: missing.length })}</span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}
