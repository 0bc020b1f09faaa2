import { Button, Menu, Select } from '@mantine/core';
import { IconFileAnalytics, IconFilePlus, IconReportAnalytics, IconSeedling } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card, Page, PageHeader } from '../../platform/ui/page.web.tsx';
import { EmptyState, FilteredOut, Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastFailed } from '../../platform/ui/toast.web.tsx';
import { listProgrammes, type ProgrammeSummary } from '../programmes/programmes.ts';
import { ReportsSearch } from './addresses.ts';
import css from './reports.module.css';
import { listReports, makeReport, type ReportKind, type ReportSummary } from './reports.ts';

/** Reports and next year's plans that were made, newest first, and where new ones are made. */
export function ReportsPage(): ReactElement {
  const { t } = useTranslation('reports');
  const [{ programme }, setSearch] = useSearchState(ReportsSearch);
  const reports = useAsk(listReports, {});
  const programmes = useAsk(listProgrammes, {});
  const shown = programmes.data?.find(({ programmeId }) => programmeId === programme);
  return (
    <Page>
      <PageHeader title={t('title')} note={t('note')} actions={<MakeMenu programmes={programmes.data ?? []} chosen={shown} />} />
      <div className={css['tools']}>
        <Select
          label={t('programme')}
          placeholder={t('allProgrammes')}
          clearable
          searchable
          clearButtonProps={{ 'aria-label': t('common:clearFilter') }}
          className={css['pick'] ?? ''}
          value={programme ?? null}
          onChange={(next) => setSearch({ programme: next ?? undefined })}
          data={(programmes.data ?? []).map(({ programmeId, title }) => ({ value: programmeId, label: title }))}
        />
      </div>
      <Loaded query={reports}>
        {(all) => {
          const wanted = all.filter(({ programmeId }) => programme === undefined || programmeId === programme);
          if (wanted.length > 0) return <ReportList reports={wanted} />;
          return <Card>{all.length === 0 || shown ? <EmptyState icon={IconFileAnalytics} title={t('empty')}>{t('emptyWhy')}</EmptyState> : <FilteredOut onClear={() => setSearch({ programme: undefined })} />}</Card>;
        }}
      </Loaded>
    </Page>
  );
}

/** One action makes the report: of the programme that the list shows, else of one that is picked. */
function MakeMenu({ programmes, chosen }: { programmes: readonly ProgrammeSummary[]; chosen: ProgrammeSummary | undefined }): ReactElement | null {
  const { t } = useTranslation('reports');
  const mayMake = useMay('reports.make');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const make = useAct(makeReport, async ({ reportId }) => {
    await queries.invalidateQueries({ queryKey: [listReports.path] });
    await navigate({ to: `/reports/${reportId}` });
  });
  if (!mayMake || programmes.length === 0) return null;
  const start = (programmeId: ProgrammeSummary['programmeId'], kind: ReportKind) => make.mutate({ programmeId, kind }, { onError: (error) => toastFailed(wordsFor(error)) });
  if (chosen)
    return (
      <>
        <Button loading={make.isPending} leftSection={<IconReportAnalytics size={18} aria-hidden />} onClick={() => start(chosen.programmeId, 'evaluation')}>
          {t('makeEvaluation')}
        </Button>
        <Button loading={make.isPending} variant="default" leftSection={<IconSeedling size={18} aria-hidden />} onClick={() => start(chosen.programmeId, 'next-plan')}>
          {t('makeNextPlan')}
        </Button>
      </>
    );
  return (
    <>
      {(['evaluation', 'next-plan'] as const).map((kind) => (
        <Menu key={kind} position="bottom-end" width={320}>
          <Menu.Target>
            <Button loading={make.isPending} variant={kind === 'evaluation' ? 'filled' : 'default'} leftSection={<IconFilePlus size={18} aria-hidden />}>
              {t(kind === 'evaluation' ? 'makeEvaluation' : 'makeNextPlan')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
            <Menu.Label>{t('ofWhich')}</Menu.Label>
            {programmes.map(({ programmeId, title }) => (
              <Menu.Item key={programmeId} onClick={() => start(programmeId, kind)}>
                {title}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ))}
    </>
  );
}

function ReportList({ reports }: { reports: readonly ReportSummary[] }): ReactElement {
  const { t } = useTranslation('reports');
  const format = useFormat();
  return (
    <ul className={css['list']} aria-label={t('title')}>
      {reports.map((report) => (
        <li key={report.reportId} className={css['item']}>
          <h2 className={css['name']}>
            <Link to={`/reports/${report.reportId}`}>{report.title}</Link>
          </h2>
          <div className={css['facts']}>
            <StatusBadge tone={report.kind === 'evaluation' ? 'info' : 'good'} icon={report.kind === 'evaluation' ? IconReportAnalytics : IconSeedling}>
              {t(`kind.${report.kind}`)}
            </StatusBadge>
            <span>{t('asOf', { day: format.day(report.asOf) })}</span>
            <span>{t('madeBy', { name: report.madeBy, moment: format.moment(report.madeAt) })}</span>
          </div>
        </li>
      ))}
    </ul>
  );
}
