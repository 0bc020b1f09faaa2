import { Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { asking } from '../../platform/call.web.ts';
import { PersonId, searchPeople } from './people.ts';
import { useSexAndAge } from './person-line.web.tsx';

interface PersonFieldProps {
  readonly label: string;
  readonly value: PersonId | null;
  readonly onChange: (personId: PersonId | null) => void;
  /** Who is not offered. */
  readonly except?: readonly PersonId[];
}

/** A person within reach, found as in the search box: name, pinyin, initials, tails of numbers. */
export function PersonField({ label, value, onChange, except = [] }: PersonFieldProps): ReactElement {
  const { t } = useTranslation('people');
  const sexAndAge = useSexAndAge();
  const [text, setText] = useState('');
  const q = text.split(' · ')[0] ?? '';
  const found = useQuery({ ...asking(searchPeople, { q, limit: 20 }), enabled: q.trim() !== '', placeholderData: keepPreviousData });
  const people = (found.data?.people ?? []).filter(({ personId }) => !except.includes(personId));
  return (
    <Select
      label={label}
      required
      searchable
      placeholder={t('list.findHow')}
      data={people.map((person) => ({ value: String(person.personId), label: [person.name, sexAndAge(person), person.idCard === null ? t('noIdCard') : t('idTail', { tail: person.idCard.slice(-4) })].join(' · ') }))}
      filter={({ options }) => options}
      searchValue={text}
      onSearchChange={setText}
      value={value === null ? null : String(value)}
      onChange={(next) => onChange(next === null ? null : PersonId.parse(Number(next)))}
      nothingFoundMessage={q.trim() === '' ? null : t('list.none')}
      comboboxProps={{ withinPortal: true }}
    />
  );
}
