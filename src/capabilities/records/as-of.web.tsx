import { Alert, Button, Group } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Day } from '../../kernel/day.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { DayField } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { RecordSearch } from './addresses.ts';

/** The day of knowledge in the address, for the queries. */
export function useAsOf(): { asOf?: Day } {
  const [{ asOf }] = useSearchState(RecordSearch);
  return asOf === undefined ? {} : { asOf: Day.parse(asOf) };
}

/** Shows the record as it was known on a past day; while it does, that is said plainly. */
export function AsOf(): ReactElement {
  const { t } = useTranslation('records');
  const format = useFormat();
  const [{ asOf }, setSearch] = useSearchState(RecordSearch);
  const day = asOf === undefined ? null : Day.parse(asOf);
  return (
    <Group align="flex-end" gap="sm">
      <DayField label={t('asOf.label')} value={day} onChange={(next) => setSearch({ asOf: next ?? undefined }, { replace: true })} />
      {day === null ? null : (
        <Alert color="yellow.9" variant="light" py="xs" icon={<IconHistory aria-hidden />} role="status">
          <Group gap="sm">
            <span>{t('asOf.shown', { day: format.day(day) })}</span>
            <Button size="compact-sm" variant="default" onClick={() => setSearch({ asOf: undefined }, { replace: true })}>
              {t('asOf.now')}
            </Button>
          </Group>
        </Alert>
      )}
    </Group>
  );
}
