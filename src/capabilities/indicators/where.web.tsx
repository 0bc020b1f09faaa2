import { Select } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Month } from '../care/reference-month.ts';
import type { Place } from './reporting.ts';

interface WhereProps {
  readonly base: { readonly month: Month; readonly months: readonly Month[]; readonly place: Place; readonly above: Place | null; readonly below: readonly Place[] };
  readonly onChange: (patch: { month?: Month; at?: number }) => void;
}

/** The month and the organisation, one step up or down at a time. */
export function WhereFields({ base, onChange }: WhereProps): ReactElement {
  const { t } = useTranslation('indicators');
  const format = useFormat();
  const step = (places: readonly Place[], group: string) => (places.length === 0 ? [] : [{ group, items: places.map(({ organizationId, name }) => ({ value: String(organizationId), label: format.text(name) })) }]);
  return (
    <>
      <Select
        label={t('month')}
        value={base.month}
        data={base.months.map((month) => ({ value: month, label: format.month(`${month}-15`) }))}
        allowDeselect={false}
        onChange={(month) => month !== null && onChange({ month: Month.parse(month) })}
      />
      <Select
        label={t('organization')}
        value={String(base.place.organizationId)}
        data={[...step(base.above ? [base.above] : [], t('above')), ...step([base.place], t('shown')), ...step(base.below, t('below'))]}
        searchable
        allowDeselect={false}
        onChange={(id) => id !== null && onChange({ at: Number(id) })}
      />
    </>
  );
}
