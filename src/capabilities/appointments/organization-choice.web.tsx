import { Select } from '@mantine/core';
import type { ReactElement } from 'react';
import { useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { listOrganizations } from '../organizations/organizations.ts';

interface OrganizationChoiceProps {
  readonly label: string;
  readonly value: number | null;
  readonly onChange: (organizationId: number | null) => void;
  /** What choosing none means; without it one must be chosen. */
  readonly none?: string;
}

/** One of the organisations within reach. */
export function OrganizationChoice({ label, value, onChange, none }: OrganizationChoiceProps): ReactElement {
  const format = useFormat();
  const organizations = useAsk(listOrganizations, {});
  const data = (organizations.data ?? []).map(({ organizationId, nameZh, nameEn }) => ({ value: String(organizationId), label: format.text({ zh: nameZh, en: nameEn }) }));
  return (
    <Select label={label} required={none === undefined} searchable limit={60} allowDeselect={false} data={none === undefined ? data : [{ value: '', label: none }, ...data]} value={value === null ? '' : String(value)} onChange={(next) => onChange(next === null || next === '' ? null : Number(next))} />
  );
}
