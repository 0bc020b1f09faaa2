import { Button, Skeleton, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconAlertCircle, IconFilterOff, IconInbox, IconLock, IconWifiOff } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ComponentType, ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CallProblem } from '../call.web.ts';
import css from './page.module.css';
import { useProblemWords } from './problem-words.web.ts';

export { useProblemWords };

interface StateProps {
  readonly icon?: ComponentType<{ size?: number | string }>;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** Nothing to show: what this place is for, and what to do. */
export function EmptyState({ icon: Icon = IconInbox, title, children, action }: StateProps): ReactElement {
  return (
    <div className={css['state']}>
      <ThemeIcon size={48} radius="xl" variant="light" aria-hidden>
        <Icon size={26} />
      </ThemeIcon>
      <Text fw={600}>{title}</Text>
      {children ? (
        <Text c="dimmed" size="sm" maw="36rem" component="div">
          {children}
        </Text>
      ) : null}
      {action}
    </div>
  );
}

/** The filter excludes everything; one button clears it. */
export function FilteredOut({ onClear }: { onClear: () => void }): ReactElement {
  const { t } = useTranslation('common');
  return (
    <EmptyState
      icon={IconFilterOff}
      title={t('filteredOut')}
      action={
        <Button variant="light" onClick={onClear}>
          {t('clearFilter')}
        </Button>
      }
    >
      {t('filteredOutWhy')}
    </EmptyState>
  );
}

export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }): ReactElement {
  const { t } = useTranslation('common');
  const wordsFor = useProblemWords();
  const status = error instanceof CallProblem ? error.status : 500;
  const [icon, title] = status === 403 ? [IconLock, t('noPermission')] : status === 0 ? [IconWifiOff, t('disconnected')] : [IconAlertCircle, t('didNotWork')];
  return (
    <div role="alert">
      <EmptyState
        icon={icon}
        title={title}
        action={
          onRetry && status !== 403 ? (
            <Button variant="light" onClick={onRetry}>
              {t('retry')}
            </Button>
          ) : null
        }
      >
        {wordsFor(error)}
      </EmptyState>
    </div>
  );
}

export function LoadingState({ rows = 4 }: { rows?: number }): ReactElement {
  const { t } = useTranslation('common');
  return (
    <Stack gap="sm" role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, i) => (
        <Skeleton key={i} height={56} radius="md" />
      ))}
    </Stack>
  );
}

/** What a query has come to: loading, failed, or its data. */
export function Loaded<T>({ query, rows, children }: { query: UseQueryResult<T>; rows?: number; children: (data: T) => ReactNode }): ReactNode {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <LoadingState {...(rows === undefined ? {} : { rows })} />;
}
