import { Select } from '@mantine/core';
import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { listAllOrganizations, listOrganizations } from '../organizations/organizations.ts';

interface OrganizationFieldProps {
  readonly label: string;
  readonly value: number | null;
  readonly onChange: (organizationId: number | null) => void;
  readonly required?: boolean;
  readonly clearable?: boolean;
  /** Also those out of reach: for handing somebody on. */
  readonly everywhere?: boolean;
  readonly error?: string | null;
}

/** An organisation within reach, chosen by typing part of its name or of one above it. */
export function OrganizationField({ label, value, onChange, required = false, clearable = false, everywhere = false, error = null }: OrganizationFieldProps): ReactElement {
  const { t } = useTranslation('people');
  const format = useFormat();
  const organizations = useAsk(everywhere ? listAllOrganizations : listOrganizations, {});
  const options = useMemo(() => {
    const all = organizations.data ?? [];
    const byId = new Map(all.map((one) => [one.organizationId, one]));
    const pathOf = (id: number | null): string[] => {
      const one = id === null ? undefined : byId.get(id);
      return one ? [...pathOf(one.parentId), format.text({ zh: one.nameZh, en: one.nameEn })] : [];
    };
    return all.map((one) => ({ value: String(one.organizationId), label: pathOf(one.organizationId).slice(-2).join(' / ') }));
  }, [organizations.data, format]);
  return (
    <Select
      label={label}
      required={required}
      clearable={clearable}
      allowDeselect={clearable}
      clearButtonProps={{ 'aria-label': t('organizationField.clear') }}
      searchable
      limit={60}
      data={options}
      value={value === null ? null : String(value)}
      onChange={(next) => onChange(next === null ? null : Number(next))}
      nothingFoundMessage={t('organizationField.none')}
      placeholder={clearable ? t('organizationField.all') : t('organizationField.choose')}
      error={error}
      comboboxProps={{ withinPortal: true }}
    />
  );
}
