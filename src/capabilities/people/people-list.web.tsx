import { Button, TextInput } from '@mantine/core';
import { IconSearch, IconUserPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { asking } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { isTyping, useShortcuts } from '../../platform/ui/keys.web.tsx';
import { announce } from '../../platform/ui/live.web.tsx';
import { Card, Page, PageHeader } from '../../platform/ui/page.web.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../platform/ui/states.web.tsx';
import { AssignDialog } from './assign.web.tsx';
import { readIdCard } from './identifiers.ts';
import { OrganizationField } from './organization-field.web.tsx';
import { searchPeople, type PersonRow } from './people.ts';
import css from './people.module.css';
import { PeopleSearch } from './addresses.ts';
import { LeftBadge, PersonFacts } from './person-line.web.tsx';

const shortcuts = [
  { keys: '/', label: 'people:keys.find' },
  { keys: '↓ ↑', label: 'people:keys.move' },
  { keys: 'Enter', label: 'people:keys.open' },
];

/** How long typing may pause before it is searched for, in milliseconds. */
const pause = 120;

/** One box for everybody: name, pinyin, initials, tails, whole numbers, date of birth. */
export function PeoplePage(): ReactElement {
  const { t } = useTranslation('people');
  const [{ q = '', at }, setSearch] = useSearchState(PeopleSearch);
  const mayRegister = useMay('people.register');
  const mayTransfer = useMay('people.transfer');
  const mayMerge = useMay('people.merge');
  const mayCorrect = useMay('people.correct');
  const [assigning, setAssigning] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const typedHere = useRef(false);
  const found = useQuery({ ...asking(searchPeople, { q, ...(at === undefined ? {} : { organizationId: at }) }), placeholderData: keepPreviousData });
  useOpenExact(found.isPlaceholderData ? null : (found.data?.exact ?? null), typedHere);
  useShortcuts(shortcuts);
  const nothing = q === '' && at === undefined;
  useEffect(() => {
    if (found.data && !found.isPlaceholderData && !nothing) announce(t('found', { count: found.data.people.length }));
  }, [found.data, found.isPlaceholderData, nothing, t]);
  return (
    <Page>
      <PageHeader
        title={t('list.title')}
        note={t('list.note')}
        actions={
          <>
            {mayMerge ? <Button component={Link} to="/people/duplicates" variant="default">{t('list.duplicates')}</Button> : null}
            {mayTransfer ? <Button component={Link} to="/people/transfers" variant="default">{t('list.transfers')}</Button> : null}
            {mayCorrect ? <Button variant="default" onClick={() => setAssigning(true)}>{t('assign.button')}</Button> : null}
            {mayRegister ? <RegisterButton q={q} /> : null}
          </>
        }
      />
      <div role="search" className={css['pair']}>
        <OrganizationField label={t('list.organization')} value={at ?? null} onChange={(next) => setSearch({ at: next ?? undefined })} clearable />
        <SearchBox
          value={q}
          onSearch={(next) => {
            typedHere.current = true;
            setSearch({ q: next === '' ? undefined : next }, { replace: true });
          }}
          onDown={() => list.current?.querySelector('a')?.focus()}
        />
      </div>
      <Card>
        {nothing ? (
          <EmptyState icon={IconSearch} title={t('list.start')}>{t('list.startHow')}</EmptyState>
        ) : found.data ? (
          <People people={found.data.people} more={found.data.more} listRef={list} action={mayRegister ? <RegisterButton q={q} /> : null} />
        ) : found.error ? (
          <ErrorState error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <LoadingState />
        )}
      </Card>
      {assigning ? <AssignDialog personIds={nothing ? [] : (found.data?.people ?? []).map(({ personId }) => personId)} organizationId={at ?? null} onClose={() => setAssigning(false)} /> : null}
    </Page>
  );
}

/** Whoever typed or scanned a whole document number wants its holder; coming back to the list does not open it again. */
function useOpenExact(exact: PersonRow['personId'] | null, typedHere: { current: boolean }): void {
  const navigate = useNavigate();
  useEffect(() => {
    if (exact === null || !typedHere.current) return;
    typedHere.current = false;
    void navigate({ to: '/people/$personId', params: { personId: String(exact) } });
  }, [exact, navigate, typedHere]);
}

/** Not a literal, so that the router leaves the query to the page. */
const registerPath: string = '/people/register';

function RegisterButton({ q }: { q: string }): ReactElement {
  const { t } = useTranslation('people');
  const given = readIdCard(q).kind === 'valid' ? { number: q } : /^\p{Script=Han}+$/u.test(q.trim()) ? { name: q.trim() } : {};
  return (
    <Button renderRoot={(props: object) => <Link to={registerPath} search={given} {...props} />} leftSection={<IconUserPlus size={18} aria-hidden />}>
      {t('list.register')}
    </Button>
  );
}

interface SearchBoxProps {
  readonly value: string;
  readonly onSearch: (text: string) => void;
  readonly onDown: () => void;
}

/** Searches as one types, never in the middle of a composition. `/` puts the cursor here from anywhere on the page. */
function SearchBox({ value, onSearch, onDown }: SearchBoxProps): ReactElement {
  const { t } = useTranslation('people');
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [text, setText] = useState(value);
  useEffect(() => setText((before) => (before.trim() === value ? before : value)), [value]);
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if ((event.key !== '/' && event.key !== '、') || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.select();
      input.current?.focus();
    };
    document.addEventListener('keydown', listen);
    return () => {
      document.removeEventListener('keydown', listen);
      clearTimeout(timer.current);
    };
  }, []);
  const later = (next: string, wait: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(next.trim()), wait);
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') later(text, 0);
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      onDown();
    }
  };
  return (
    <TextInput
      ref={input}
      type="search"
      label={t('list.find')}
      placeholder={t('list.findHow')}
      leftSection={<IconSearch size={16} aria-hidden />}
      autoFocus
      autoComplete="off"
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        if (!('isComposing' in event.nativeEvent && event.nativeEvent.isComposing)) later(event.currentTarget.value, pause);
      }}
      onCompositionEnd={(event) => later(event.currentTarget.value, pause)}
      onKeyDown={onKey}
    />
  );
}

interface PeopleProps {
  readonly people: readonly PersonRow[];
  readonly more: boolean;
  readonly listRef: { current: HTMLUListElement | null };
  readonly action: ReactElement | null;
}

function People({ people, more, listRef, action }: PeopleProps): ReactElement {
  const { t } = useTranslation('people');
  if (people.length === 0) return <EmptyState title={t('list.none')} action={action}>{t('list.noneWhy')}</EmptyState>;
  return (
    <>
      <ul className={css['list']} ref={listRef} aria-label={t('list.title')} onKeyDown={moveFocus}>
        {people.map((person) => (
          <li key={person.personId}>
            <Link className={css['row'] ?? ''} to="/people/$personId" params={{ personId: String(person.personId) }}>
              <span className={css['name']}>
                {person.name}
                <span className={css['pinyin']}>{person.pinyin}</span>
                <LeftBadge left={person.left} />
              </span>
              <PersonFacts person={person} />
            </Link>
          </li>
        ))}
      </ul>
      {more ? <p>{t('list.more', { count: people.length })}</p> : null}
    </>
  );
}

/** The arrow keys go from line to line, and up from the first into the box. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const links = [...event.currentTarget.querySelectorAll('a')];
  const next = links.findIndex((link) => link === document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
  event.preventDefault();
  if (next < 0) document.querySelector<HTMLInputElement>('input[type=search]')?.focus();
  else links[next]?.focus();
}
