import { Select } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { listOrganizations } from '../organizations/organizations.ts';

/** An organisation within reach, or all of them. */
export function OrganizationChoice({ value, onChange }: { value: number | null; onChange: (organizationId: number | null) => void }): ReactElement {
  const { t } = useTranslation('risk');
  const format = useFormat();
  const asked = useAsk(listOrganizations, {});
  const all = asked.data ?? [];
  const named = (id: number | null) => {
    const one = all.find(({ organizationId }) => organizationId === id);
    return one === undefined ? null : format.text({ zh: one.nameZh, en: one.nameEn });
  };
  return (
    <Select
      label={t('organization.label')}
      placeholder={t('organization.all')}
      clearable
      searchable
      limit={60}
      clearButtonProps={{ 'aria-label': t('organization.clear') }}
      nothingFoundMessage={t('organization.none')}
      value={value === null ? null : String(value)}
      onChange={(next) => onChange(next === null ? null : Number(next))}
      data={all.map(({ organizationId, parentId }) => ({ value: String(organizationId), label: [named(parentId), named(organizationId)].filter((name) => name !== null).join(' / ') }))}
    />
  );
}
