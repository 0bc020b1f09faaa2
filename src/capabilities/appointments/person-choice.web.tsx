import { Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { asking } from '../../platform/call.web.ts';
import { todayInChina } from '../../platform/today.web.ts';
import { ageOn, PersonId, searchPeople } from '../people/people.ts';

/** For whom: found by name, pinyin, initials or the tail of a number, by Enter alone. */
export function PersonChoice({ value, onChange }: { value: PersonId | null; onChange: (personId: PersonId | null) => void }): ReactElement {
  const { t } = useTranslation('appointments');
  const [text, setText] = useState('');
  const q = (text.split(' · ')[0] ?? '').trim();
  const found = useQuery({ ...asking(searchPeople, { q, limit: 20 }), enabled: q !== '', placeholderData: keepPreviousData });
  const people = (found.data?.people ?? []).filter(({ left }) => left === null);
  return (
    <Select
      label={t('book.person')} placeholder={t('people:list.findHow')} required searchable selectFirstOptionOnChange filter={({ options }) => options} searchValue={text} onSearchChange={setText} nothingFoundMessage={q === '' ? null : t('people:list.none')} data-autofocus
      data={people.map(({ personId, name, sex, birthDate, idCard }) => ({ value: String(personId), label: [name, t(`people:sexes.${sex}`), t('people:years', { count: ageOn(birthDate, todayInChina()) }), idCard === null ? t('people:noIdCard') : t('people:idTail', { tail: idCard.slice(-4) })].join(' · ') }))}
      value={value === null ? null : String(value)} onChange={(next) => onChange(next === null ? null : PersonId.parse(Number(next)))}
    />
  );
}
