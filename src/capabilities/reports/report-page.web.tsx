import { Button, Menu } from '@mantine/core';
import { IconDownload, IconFileTypeDocx, IconFileTypePdf, IconRefresh, IconTrash, IconWorld } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Locale } from '../../kernel/text.ts';
import { asking, call, useAct, useAsk } from '../../platform/call.web.ts';
import { saveBytes } from '../../platform/downloading.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { ConfirmDialog } from '../../platform/ui/confirm.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card, Page, PageHeader } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import { OfficialPaper } from './paper.web.tsx';
import css from './reports.module.css';
import { deleteReport, downloadReport, listReports, openReport, renewReport, type ReportFormat, type ReportView } from './reports.ts';

export function ReportPage(): ReactElement {
  const { t, i18n } = useTranslation('reports');
  const { reportId } = useParams({ strict: false });
  const locale = Locale.catch('zh-CN').parse(i18n.language);
  const known = z.uuid().safeParse(reportId);
  const report = useAsk(openReport, { reportId: reportId ?? '', locale }, { enabled: known.success });
  if (known.success && report.data) return <Opened report={report.data} locale={locale} />;
  return (
    <Page>
      <PageHeader title={t('report')} />
      <Card>{known.success ? <Loaded query={report}>{() => null}</Loaded> : <EmptyState title={t('refusals.unknownReport')} />}</Card>
    </Page>
  );
}

function Opened({ report, locale }: { report: ReportView; locale: Locale }): ReactElement {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const mayMake = useMay('reports.make');
  return (
    <Page>
      <PageHeader
        title={report.title}
        note={
          <span className={css['facts']}>
            <span>{t(`kind.${report.kind}`)}</span>
            <span>{t('asOf', { day: format.day(report.asOf) })}</span>
            <span title={report.fingerprint}>{t('fingerprint', { short: report.fingerprint.slice(0, 12) })}</span>
          </span>
        }
        actions={
          <>
            <Downloads report={report} locale={locale} />
            {mayMake ? <Upkeep report={report} /> : null}
          </>
        }
      />
      <OfficialPaper report={report} locale={locale} editable={mayMake} />
    </Page>
  );
}

const formats: readonly { format: ReportFormat; icon: typeof IconWorld }[] = [
  { format: 'docx', icon: IconFileTypeDocx },
  { format: 'pdf', icon: IconFileTypePdf },
  { format: 'html', icon: IconWorld },
];

function Downloads({ report: { reportId }, locale }: { report: ReportView; locale: Locale }): ReactElement {
  const { t } = useTranslation('reports');
  const wordsFor = useProblemWords();
  const download = useMutation({
    mutationFn: (format: ReportFormat) => call(downloadReport, { reportId, locale, format }),
    onSuccess: ({ filename, mediaType, base64 }) => saveBytes(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)), { filename, mediaType }),
    onError: (error) => toastFailed(wordsFor(error)),
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button loading={download.isPending} leftSection={<IconDownload size={18} aria-hidden />}>
          {t('download')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {formats.map(({ format, icon: Icon }) => (
          <Menu.Item key={format} leftSection={<Icon size={18} aria-hidden />} onClick={() => download.mutate(format)}>
            {t(`format.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Renew the numbers, or throw the report away. */
function Upkeep({ report: { reportId, version, title } }: { report: ReportView }): ReactElement {
  const { t } = useTranslation('reports');
  const [asked, setAsked] = useState(false);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const failed = { onError: (error: unknown) => toastFailed(wordsFor(error)) };
  const renew = useAct(renewReport, async () => {
    await queries.invalidateQueries({ queryKey: [openReport.path] });
    toastDone(t('renewed'));
  });
  const remove = useAct(deleteReport, async () => {
    await navigate({ to: '/reports' });
    queries.setQueryData(asking(listReports, {}).queryKey, (all) => all?.filter((one) => one.reportId !== reportId));
    toastDone(t('deleted', { title }));
  });
  return (
    <>
      <Button variant="default" loading={renew.isPending} leftSection={<IconRefresh size={18} aria-hidden />} onClick={() => renew.mutate({ reportId, version }, failed)}>
        {t('renew')}
      </Button>
      <Button variant="subtle" color="red.8" loading={remove.isPending} leftSection={<IconTrash size={18} aria-hidden />} onClick={() => setAsked(true)}>
        {t('delete')}
      </Button>
      <ConfirmDialog opened={asked} danger title={t('deleteTitle')} confirm={t('delete')} onClose={() => setAsked(false)} onConfirm={() => { setAsked(false); remove.mutate({ reportId }, failed); }}>
        {t('deleteWhy')}
      </ConfirmDialog>
    </>
  );
}
