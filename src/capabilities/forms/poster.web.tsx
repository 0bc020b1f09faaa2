import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Page, PageHeader } from '../../platform/ui/page.web.tsx';
import { Loaded } from '../../platform/ui/states.web.tsx';
import { readDistribution } from './distribution.ts';
import css from './forms.module.css';
import { QrCode } from './qr.web.tsx';

/** A sheet for the wall: what it is about, and the code that opens it. */
export function PosterPage(): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const { distributionId = '' } = useParams({ strict: false });
  const given = useAsk(readDistribution, { distributionId });
  return (
    <Page>
      <div className={css['noPrint']}><PageHeader title={t('door.poster')} actions={<Button leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>{t('door.print')}</Button>} /></div>
      <Loaded query={given}>
        {({ title, organization, token, closesAt, respondents }) => (
          <article className={css['poster']}>
            <p className={css['posterTitle']}>{title}</p>
            <p>{format.text(organization)}</p>
            <QrCode text={`${window.location.origin}/f/${token}`} label={t('door.qr', { title })} className={css['posterQr'] ?? ''} />
            <p>{t('door.scan')}</p>
            <p>{t(`respondentNotes.${respondents}`)}</p>
            {closesAt === null ? null : <p>{t('door.until', { day: format.day(closesAt) })}</p>}
          </article>
        )}
      </Loaded>
    </Page>
  );
}
