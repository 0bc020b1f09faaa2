import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { Loaded } from '../../platform/ui/states.web.tsx';
import { openFamily, type FamilyView } from './households.ts';
import type { PersonRow, PersonView } from './people.ts';
import css from './people.module.css';
import { useSexAndAge } from './person-line.web.tsx';

/** Who cares for the person, who lives with them, and who speaks for whom. */
export function FamilySection({ person }: { person: PersonView }): ReactElement {
  const { t } = useTranslation('people');
  const family = useAsk(openFamily, { personId: person.personId });
  return (
    <Section title={t('family.title')}>
      <Loaded query={family} rows={2}>
        {(view) => <Family view={view} own={person.personId} />}
      </Loaded>
    </Section>
  );
}

function Family({ view, own }: { view: FamilyView; own: number }): ReactElement {
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
          <dd><Relatives people={view.guardians.map(({ person, relation, reads }) => ({ person, note: `${t(`family.guardianRelations.${relation}`)} · ${t(reads ? 'family.reads' : 'family.readsNot')}` }))} /></dd>
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

function Relatives({ people }: { people: readonly { person: PersonRow; note: ReactNode }[] }): ReactElement {
  const sexAndAge = useSexAndAge();
  return (
    <ul className={css['list']}>
      {people.map(({ person, note }) => (
        <li key={person.personId}>
          <Link to="/people/$personId" params={{ personId: String(person.personId) }}>{person.name}</Link>{' '}
          <Text span size="sm" c="dimmed">{sexAndAge(person)} · {note}</Text>
        </li>
      ))}
    </ul>
  );
}
