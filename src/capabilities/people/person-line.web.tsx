import { useTranslation } from 'react-i18next';
import type { ReactElement } from 'react';
import { todayInChina } from '../../platform/ui/day-field.web.tsx';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { ageOn, type PersonRow } from './people.ts';
import css from './people.module.css';

/** Sex and age: 女 · 46 岁. */
export function useSexAndAge(): (person: Pick<PersonRow, 'sex' | 'birthDate'>) => string {
  const { t } = useTranslation('people');
  return ({ sex, birthDate }) => `${t(`sexes.${sex}`)} · ${t('years', { count: ageOn(birthDate, todayInChina()) })}`;
}

/** What tells two people of one name apart: sex, age, the ID's tail, where they live and belong, and who is responsible. */
export function PersonFacts({ person }: { person: PersonRow }): ReactElement {
  const { t } = useTranslation('people');
  const format = useFormat();
  const sexAndAge = useSexAndAge();
  return (
    <span className={css['facts']}>
      <span>{sexAndAge(person)}</span>
      <span>{person.idCard === null ? t('noIdCard') : t('idTail', { tail: person.idCard.slice(-4) })}</span>
      {person.phone === null ? null : <span>{person.phone}</span>}
      <span>{format.text({ zh: person.organization.nameZh, en: person.organization.nameEn })}</span>
      {person.address === null ? null : <span className={css['address']}>{person.address}</span>}
      <span>{person.doctor === null ? t('noDoctor') : t('doctorIs', { name: person.doctor })}</span>
    </span>
  );
}

export function LeftBadge({ left }: { left: PersonRow['left'] }): ReactElement | null {
  const { t } = useTranslation('people');
  return left === null ? null : <StatusBadge tone="neutral">{t(`left.${left}`)}</StatusBadge>;
}
