import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Page, PageHeader } from '../../platform/ui/page.web.tsx';

export function DraftsPage(): ReactElement {
  const { t } = useTranslation('plans');
  return (
    <Page>
      <PageHeader title={t('navigation')} />
    </Page>
  );
}
