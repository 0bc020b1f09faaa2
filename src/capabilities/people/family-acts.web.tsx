import { Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useActing } from '../../platform/acting.web.ts';
import { todayInChina } from '../../platform/ui/day-field.web.tsx';
import { ConfirmDialog } from '../../platform/ui/confirm.web.tsx';
import { addGuardian, GuardianRelation, HouseholdRelation, isOfAge, openFamily, setHousehold, type FamilyView } from './households.ts';
import type { PersonId, PersonView } from './people.ts';
import { PersonField } from './person-field.web.tsx';

type Act = 'join' | 'leave' | 'guardian' | null;

/** Join the household of somebody, leave into one's own, name who speaks for a child. */
export function FamilyActs({ person, family }: { person: PersonView; family: FamilyView }): ReactElement {
  const { t } = useTranslation('people');
  const [act, setAct] = useState<Act>(null);
  const close = () => setAct(null);
  const leave = useActing(setHousehold, { said: t('family.left'), changes: [openFamily], then: close });
  const others = (family.household?.members.length ?? 0) > 1;
  return (
    <Group gap="xs">
      <Button size="compact-sm" variant="default" onClick={() => setAct('join')}>{t(others ? 'family.move' : 'family.join')}</Button>
      {others ? <Button size="compact-sm" variant="default" onClick={() => setAct('leave')}>{t('family.split')}</Button> : null}
      {isOfAge(person.birthDate, todayInChina()) ? null : <Button size="compact-sm" variant="default" onClick={() => setAct('guardian')}>{t('family.name')}</Button>}
      <Modal opened={act === 'join'} onClose={close} title={t(others ? 'family.move' : 'family.join')} centered closeButtonProps={{ 'aria-label': t('common:close') }}>
        <JoinForm person={person} onDone={close} />
      </Modal>
      <Modal opened={act === 'guardian'} onClose={close} title={t('family.name')} centered closeButtonProps={{ 'aria-label': t('common:close') }}>
        <GuardianForm person={person} onDone={close} />
      </Modal>
      <ConfirmDialog opened={act === 'leave'} title={t('family.split')} confirm={t('family.split')} onClose={close} onConfirm={() => leave.run({ personId: person.personId, with: null, relation: 'head' })}>
        {t('family.splitHow', { name: person.name })}
      </ConfirmDialog>
    </Group>
  );
}

interface FormProps {
  readonly person: PersonView;
  readonly onDone: () => void;
}

function JoinForm({ person: { personId }, onDone }: FormProps): ReactElement {
  const { t } = useTranslation('people');
  const [other, setOther] = useState<PersonId | null>(null);
  const [relation, setRelation] = useState<HouseholdRelation>('child');
  const act = useActing(setHousehold, { said: t('family.joined'), changes: [openFamily], then: onDone });
  return (
    <form noValidate onSubmit={(event) => (event.preventDefault(), other !== null && act.run({ personId, with: other, relation }))}>
      <Stack gap="sm">
        <PersonField label={t('family.ofWhom')} value={other} onChange={setOther} except={[personId]} />
        <NativeSelect label={t('family.toHead')} value={relation} onChange={(event) => setRelation(HouseholdRelation.parse(event.currentTarget.value))} data={HouseholdRelation.options.filter((one) => one !== 'head').map((one) => ({ value: one, label: t(`family.relations.${one}`) }))} />
        <Group justify="flex-end"><Button type="submit" loading={act.busy} disabled={other === null}>{t('common:save')}</Button></Group>
      </Stack>
    </form>
  );
}

function GuardianForm({ person: { personId }, onDone }: FormProps): ReactElement {
  const { t } = useTranslation('people');
  const [guardian, setGuardian] = useState<PersonId | null>(null);
  const [relation, setRelation] = useState<GuardianRelation>('mother');
  const act = useActing(addGuardian, { said: t('family.named'), changes: [openFamily], then: onDone });
  return (
    <form noValidate onSubmit={(event) => (event.preventDefault(), guardian !== null && act.run({ personId, guardianPersonId: guardian, relation }))}>
      <Stack gap="sm">
        <Text size="sm">{t('family.guardianHow')}</Text>
        <PersonField label={t('family.guardian')} value={guardian} onChange={setGuardian} except={[personId]} />
        <NativeSelect label={t('family.relation')} value={relation} onChange={(event) => setRelation(GuardianRelation.parse(event.currentTarget.value))} data={GuardianRelation.options.map((one) => ({ value: one, label: t(`family.guardianRelations.${one}`) }))} />
        <Group justify="flex-end"><Button type="submit" loading={act.busy} disabled={guardian === null}>{t('common:save')}</Button></Group>
      </Stack>
    </form>
  );
}
