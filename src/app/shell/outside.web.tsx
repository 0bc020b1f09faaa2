import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link, Outlet, type ErrorComponentProps } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyboardHelp } from '../../platform/ui/keys.web.tsx';
import { LiveRegion } from '../../platform/ui/live.web.tsx';
import { Card, Page, PageHeader } from '../../platform/ui/page.web.tsx';
import { EmptyState, ErrorState } from '../../platform/ui/states.web.tsx';
import css from './frame.module.css';
import { LanguageSwitch, SchemeSwitch } from './switches.web.tsx';

/** What every page has, inside the frame or not. */
export function Outside(): ReactElement {
  return (
    <>
      <LiveRegion />
      <KeyboardHelp />
      <Outlet />
    </>
  );
}

/** Around the pages before signing in: the language and the scheme can be chosen there too. */
export function Door(): ReactElement {
  return (
    <>
      <Outlet />
      <div className={css['door']}>
        <LanguageSwitch />
        <SchemeSwitch />
      </div>
    </>
  );
}

export function NotFound(): ReactElement {
  const { t } = useTranslation('common');
  return (
    <Page>
      <PageHeader title={t('notFound')} />
      <Card>
        <EmptyState
          icon={IconMapOff}
          title={t('notFoundWhy')}
          action={
            <Button component={Link} to="/" variant="light">
              {t('toStart')}
            </Button>
          }
        />
      </Card>
    </Page>
  );
}

export function PageFailed({ error, reset }: ErrorComponentProps): ReactElement {
  const { t } = useTranslation('common');
  return (
    <Page>
      <PageHeader title={t('didNotWork')} />
      <Card>
        <ErrorState error={error} onRetry={reset} />
      </Card>
    </Page>
  );
}
