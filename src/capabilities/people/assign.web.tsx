import { Button, Group, Modal, NativeSelect, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useActing } from '../../platform/acting.web.ts';
import { call, useAsk } from '../../platform/call.web.ts';
import { assignClinician, listClinicians, openFamily } from './households.ts';
import { OrganizationField } from './organization-field.web.tsx';
import { searchPeople, type PersonId } from './people.ts';

interface AssignProps {
  /** Those in the list on the screen. */
  readonly personIds: readonly PersonId[];
  readonly organizationId: number | null;
  readonly onClose: () => void;
}

/** Make a doctor or nurse responsible for many at once: those listed, or all whose record an organisation keeps. Says for how many before it is done. */
export function AssignDialog({ personIds, organizationId, onClose }: AssignProps): ReactElement {
  const { t } = useTranslation('people');
  const staff = useAsk(listClinicians, {});
  const [scope, setScope] = useState<'listed' | 'organization'>(personIds.length > 0 ? 'listed' : 'organization');
  const [at, setAt] = useState(organizationId);
  const [chosen, setChosen] = useState<string | null>(null);
  const one = staff.data?.find(({ accountId, role }) => `${role} ${accountId}` === chosen);
  const whom = scope === 'listed' ? { personIds: [...personIds], organizationId: null } : { personIds: null, organizationId: at };
  const wanted = one && (scope === 'listed' || at !== null) ? { ...whom, role: one.role, accountId: one.accountId } : null;
  const preview = useQuery({ queryKey: [assignClinician.path, wanted], enabled: wanted !== null, queryFn: () => (wanted ? call(assignClinician, { ...wanted, dryRun: true }) : null) });
  const assign = useActing(assignClinician, { said: t('assign.done'), changes: [openFamily, searchPeople], then: onClose });
  return (
    <Modal opened onClose={onClose} title={t('assign.title')} centered closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form noValidate onSubmit={(event) => (event.preventDefault(), wanted && assign.run(wanted))}>
        <Stack gap="sm">
          <NativeSelect label={t('assign.whom')} value={scope} onChange={(event) => setScope(event.currentTarget.value === 'listed' ? 'listed' : 'organization')} data={[...(personIds.length > 0 ? [{ value: 'listed', label: t('assign.listed', { count: personIds.length }) }] : []), { value: 'organization', label: t('assign.organization') }]} />
          {scope === 'organization' ? <OrganizationField label={t('list.organization')} value={at} onChange={setAt} required /> : null}
          <Select label={t('acts.clinicianIs')} required searchable data={(staff.data ?? []).map(({ accountId, name, role }) => ({ value: `${role} ${accountId}`, label: `${name} · ${t(`family.roles.${role}`)}` }))} value={chosen} onChange={setChosen} />
          <Text size="sm" role="status">{preview.data ? t('assign.preview', { persons: preview.data.persons, changed: preview.data.changed }) : ''}</Text>
          <Group justify="flex-end"><Button type="submit" loading={assign.busy} disabled={wanted === null || preview.data?.changed === 0}>{t('assign.do')}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
