import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useActing } from '../../platform/acting.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { ConfirmDialog } from '../../platform/ui/confirm.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { Loaded } from '../../platform/ui/states.web.tsx';
import { FamilyActs } from './family-acts.web.tsx';
import { endGuardian, openFamily, type FamilyView } from './households.ts';
import type { PersonId, PersonRow, PersonView } from './people.ts';
import css from './people.module.css';
import { useSexAndAge } from './person-line.web.tsx';

/** Who cares for the person, who lives with them, and who speaks for whom. */
export function FamilySection({ person }: { person: PersonView }): ReactElement {
  const { t } = useTranslation('people');
  const mayCorrect = useMay('people.correct');
  const family = useAsk(openFamily, { personId: person.personId });
  return (
    <Section title={t('family.title')} actions={mayCorrect && family.data ? <FamilyActs person={person} family={family.data} /> : null}>
      <Loaded query={family} rows={2}>
        {(view) => <Family view={view} own={person.personId} mayCorrect={mayCorrect} />}
      </Loaded>
    </Section>
  );
}

function Family({ view, own, mayCorrect }: { view: FamilyView; own: PersonId; mayCorrect: boolean }): ReactElement {
  const { t } = useTranslation('people');
  const format = useFormat();
  const members = view.household?.members.filter(({ person }) => person.personId !== own) ?? [];
  return (
    <dl className={css['details']}>
      <dt>{t('family.clinicians')}</dt>
      <dd>{view.clinicians.length === 0 ? t('noDoctor') : view.clinicians.map(({ role, name, since }) => `${t(`family.roles.${role}`)} ${name}(${format.day(since)})`).join(' · ')}</dd>
      <dt>{t('family.household')}</dt>
      <dd>{members.length === 0 ? t('common:none') : <Relatives people={members.map(({ person, relation }) => ({ person, note: t(`family.relations.${relation}`) }))} />}</dd>
      {view.guardians.length > 0 ? (
        <>
          <dt>{t('family.guardians')}</dt>
          <dd><Relatives people={view.guardians.map(({ person, relation, until, reads }) => ({ person, note: [t(`family.guardianRelations.${relation}`), t(reads ? 'family.reads' : 'family.readsNot'), ...(until === null ? [] : [t('family.ended', { day: format.day(until) })])].join(' · '), action: mayCorrect && until === null ? <EndGuardian personId={own} guardian={person} /> : null }))} /></dd>
        </>
      ) : null}
      {view.wards.length > 0 ? (
        <>
          <dt>{t('family.wards')}</dt>
          <dd><Relatives people={view.wards.map(({ person, reads }) => ({ person, note: t(reads ? 'family.reads' : 'family.readsNot') }))} /></dd>
        </>
      ) : null}
    </dl>
  );
}

function EndGuardian({ personId, guardian }: { personId: PersonId; guardian: PersonRow }): ReactElement {
  const { t } = useTranslation('people');
  const [asking, setAsking] = useState(false);
  const end = useActing(endGuardian, { said: t('family.guardianEnded'), changes: [openFamily], then: () => setAsking(false) });
  return (
    <>
      <Button size="compact-xs" variant="subtle" c="var(--k-bad)" aria-label={t('family.endOf', { name: guardian.name })} onClick={() => setAsking(true)}>{t('family.end')}</Button>
      <ConfirmDialog opened={asking} title={t('family.end')} confirm={t('family.end')} danger onClose={() => setAsking(false)} onConfirm={() => end.run({ personId, guardianPersonId: guardian.personId })}>
        {t('family.endHow', { name: guardian.name })}
      </ConfirmDialog>
    </>
  );
}

function Relatives({ people }: { people: readonly { person: PersonRow; note: ReactNode; action?: ReactNode }[] }): ReactElement {
  const sexAndAge = useSexAndAge();
  return (
    <ul className={css['list']}>
      {people.map(({ person, note, action }) => (
        <li key={person.personId}>
          <Link to="/people/$personId" params={{ personId: String(person.personId) }}>{person.name}</Link>{' '}
          <Text span size="sm" c="dimmed">{sexAndAge(person)} · {note}</Text> {action}
        </li>
      ))}
    </ul>
  );
}
