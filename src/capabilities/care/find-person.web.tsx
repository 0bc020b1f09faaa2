import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { asking } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { isTyping } from '../../platform/ui/keys.web.tsx';
import { ageOn, searchPeople, type PersonRow } from '../people/people.ts';
import { todayInChina } from '../../platform/ui/day-field.web.tsx';
import css from './care.module.css';

/** How long typing may pause before it is searched for, in milliseconds. */
const pause = 80;

/** `/` from anywhere: name, pinyin, initials, tails of numbers; Enter opens the first, as soon as the answer is there. */
export function FindPerson({ onFound, autoFocus = false }: { onFound: (person: PersonRow) => void; autoFocus?: boolean }): ReactElement {
  const { t } = useTranslation('care');
  const format = useFormat();
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [at, setAt] = useState(0);
  const [entered, setEntered] = useState(false);
  const found = useQuery({ ...asking(searchPeople, { q: asked, limit: 8 }), enabled: asked !== '', placeholderData: keepPreviousData });
  const people = asked === '' ? [] : (found.data?.people ?? []);
  const current = asked === text.trim() && !found.isPlaceholderData && found.data !== undefined;
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), pause);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if ((event.key !== '/' && event.key !== '、') || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.select();
      input.current?.focus();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  useEffect(() => {
    const person = people[at];
    if (!entered || !current) return;
    setEntered(false);
    if (!person) return;
    setText('');
    setAsked('');
    onFound(person);
  }, [entered, current, people, at, onFound]);
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && text.trim() !== '') {
      event.preventDefault();
      setAsked(text.trim());
      setEntered(true);
    }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setAt((before) => Math.max(0, Math.min(people.length - 1, before + (event.key === 'ArrowDown' ? 1 : -1))));
    }
    if (event.key === 'Escape') setText('');
  };
  return (
    <div className={css['find']}>
      <TextInput ref={input} type="search" role="combobox" aria-expanded={people.length > 0} aria-controls={list} aria-activedescendant={people[at] ? `${list}-${at}` : ''} aria-label={t('find.label')} placeholder={t('find.how')}
        leftSection={<IconSearch size={16} aria-hidden />} autoComplete="off" autoFocus={autoFocus} value={text} onKeyDown={onKey}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }} />
      {text.trim() !== '' && (people.length > 0 || current) ? (
        <ul id={list} className={css['found']} role="listbox" aria-label={t('find.label')}>
          {people.map((person, i) => (
            <li key={person.personId} id={`${list}-${i}`} role="option" aria-selected={i === at} className={css['hit']} onMouseDown={() => onFound(person)}>
              <strong>{person.name}</strong>
              <span className={css['note']}>
                {t(`people:sexes.${person.sex}`)} · {t('people:years', { count: ageOn(person.birthDate, todayInChina()) })}
                {person.idCard === null ? '' : ` · ${person.idCard.slice(-4)}`} · {format.text({ zh: person.organization.nameZh, en: person.organization.nameEn })}
              </span>
            </li>
          ))}
          {people.length === 0 ? <li className={css['hit']} role="option" aria-selected={false}>{t('find.none')}</li> : null}
        </ul>
      ) : null}
    </div>
  );
}
