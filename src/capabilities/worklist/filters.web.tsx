import { Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { isTyping } from '../../platform/ui/keys.web.tsx';
import { tiers } from '../risk/tier-rules.ts';
import { WorkSearch } from './addresses.ts';
import { listColleagues, WorkKind, WorkTab } from './worklist.ts';
import css from './worklist.module.css';

type Counts = Readonly<Record<WorkTab, number>>;

/** The parts of the list with how many stand in each. */
export function Tabs({ tab, counts, onTab }: { tab: WorkTab; counts: Counts | null; onTab: (tab: WorkTab) => void }): ReactElement {
  const { t } = useTranslation('worklist');
  return (
    <div className={css['tabs']} role="group" aria-label={t('tabsLabel')}>
      {WorkTab.options.map((one) => (
        <button key={one} type="button" aria-pressed={one === tab} className={`${css['tab']} ${one === tab ? css['open'] : ''}`} onClick={() => onTab(one)}>
          {t(`tabs.${one}`)}
          {counts === null ? null : <span className={`${css['count']} ${(one === 'alarms' || one === 'overdue') && counts[one] > 0 ? css['urgent'] : ''}`}>{counts[one]}</span>}
        </button>
      ))}
    </div>
  );
}

/** Narrowing the list; all of it stands in the address. */
export function Filters({ search, onSearch, onEnter }: { search: WorkSearch; onSearch: (patch: Partial<WorkSearch>) => void; onEnter: (find: string) => void }): ReactElement {
  const { t } = useTranslation('worklist');
  const colleagues = useAsk(listColleagues, {});
  const named = new Map((colleagues.data ?? []).map(({ accountId, name }) => [accountId, name]));
  return (
    <div className={css['filters']} role="search">
      <Find value={search.find ?? ''} onFind={(find) => onSearch({ find: find === '' ? undefined : find })} onEnter={onEnter} />
      <Select label={t('whose.label')} value={search.whose ?? 'me'} allowDeselect={false} onChange={(whose) => onSearch({ whose: whose === null || whose === 'me' ? undefined : whose })}
        data={[{ value: 'me', label: t('whose.me') }, { value: 'all', label: t('whose.all') }, { value: 'nobody', label: t('whose.nobody') }, ...[...named].map(([value, label]) => ({ value, label }))]} />
      <Select label={t('tier')} placeholder={t('any')} clearable value={search.tier ?? null} onChange={(tier) => onSearch(WorkSearch.pick({ tier: true }).parse({ tier: tier ?? undefined }))} data={[...tiers.toReversed(), 'not_tiered' as const].map((value) => ({ value, label: t(`risk:tier.${value}`) }))} />
      <Select label={t('kind')} placeholder={t('any')} clearable value={search.kind ?? null} onChange={(kind) => onSearch(WorkSearch.pick({ kind: true }).parse({ kind: kind ?? undefined }))} data={WorkKind.options.map((value) => ({ value, label: t(`kinds.${value}`) }))} />
    </div>
  );
}

/** How long typing may pause before the list narrows, in milliseconds. */
const pause = 150;

/** Enter opens the first that is found, as soon as the answer is there. */
function Find({ value, onFind, onEnter }: { value: string; onFind: (text: string) => void; onEnter: (text: string) => void }): ReactElement {
  const { t } = useTranslation('worklist');
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  useEffect(() => setText((before) => (before.trim() === value ? before : value)), [value]);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => onFind(text.trim()), pause);
    return () => clearTimeout(timer);
  }, [text, value, onFind]);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((event.key !== '/' && event.key !== '、') || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.select();
      input.current?.focus();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  return (
    <TextInput ref={input} type="search" label={t('find')} placeholder={t('findHow')} leftSection={<IconSearch size={16} aria-hidden />} autoComplete="off" value={text} onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'ArrowDown' && event.key !== 'Escape')) return;
        if (event.key === 'Escape') setText('');
        else if (event.key === 'Enter' && text.trim() !== '') {
          onFind(text.trim());
          onEnter(text.trim());
        } else document.querySelector<HTMLElement>('[data-row]')?.focus();
      }} />
  );
}
