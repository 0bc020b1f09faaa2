import { Button } from '@mantine/core';
import { IconMoodSmile } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { asking, useAsk } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { isTyping, useShortcuts } from '../../platform/ui/keys.web.tsx';
import { announce } from '../../platform/ui/live.web.tsx';
import { Card, Page, PageHeader } from '../../platform/ui/page.web.tsx';
import { EmptyState, ErrorState, FilteredOut, LoadingState } from '../../platform/ui/states.web.tsx';
import { WorkSearch } from './addresses.ts';
import { BulkBar } from './bulk.web.tsx';
import { Filters, Tabs } from './filters.web.tsx';
import { Row, type RowActs } from './row.web.tsx';
import { RemovalDialog, useCalls } from './calls.web.tsx';
import { Views } from './views.web.tsx';
import { countWork, listColleagues, listWork, type WorkRow } from './worklist.ts';
import type { WorkLinks } from './links.web.ts';
import css from './worklist.module.css';

const shortcuts = [
  { keys: 'j k', label: 'worklist:keys.move' },
  { keys: 'Enter', label: 'worklist:keys.open' },
  { keys: '/', label: 'worklist:keys.find' },
  { keys: 'x', label: 'worklist:keys.choose' },
  { keys: '1 2 3 4', label: 'worklist:keys.outcome' },
  { keys: 'c', label: 'worklist:keys.phone' },
  { keys: 'd', label: 'worklist:keys.done' },
];

/** Counts are never older than this, in milliseconds. */
const renewed = 30_000;

/** What a search asks of the server. */
function filtersOf({ whose, tier, kind, at, find }: WorkSearch) {
  return { ...(whose === undefined ? {} : { whose }), ...(tier === undefined ? {} : { tier }), ...(kind === undefined ? {} : { kind }), ...(at === undefined ? {} : { organizationId: at }), ...(find === undefined ? {} : { find }) };
}

/** What is to be done today, by risk, then lateness; everything from the keyboard. */
export function WorklistPage({ links }: { links: WorkLinks }): ReactElement {
  const { t } = useTranslation('worklist');
  const [search, setSearch] = useSearchState(WorkSearch);
  const tab = search.tab ?? 'now';
  const filters = filtersOf(search);
  const found = useQuery({ ...asking(listWork, { ...filters, tab, page: search.page ?? 0 }), placeholderData: keepPreviousData, refetchInterval: renewed });
  const counts = useQuery({ ...asking(countWork, filters), refetchInterval: renewed });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const filtered = Object.keys(filters).some((name) => name !== 'whose');
  useShortcuts(shortcuts);
  const items = found.data?.items ?? [];
  const openFirst = useOpenFirst({ find: search.find ?? '', first: found.data === undefined || found.isPlaceholderData ? null : (items[0] ?? null), hrefOf: (row) => links.hrefOf(row, tab) });
  return (
    <Page>
      <PageHeader title={t('title')} note={counts.data ? t('summary', { due: counts.data.due, overdue: counts.data.overdue, alarms: counts.data.alarms }) : t('note')} actions={<Views search={search} onOpen={(next) => setSearch({ tab: undefined, whose: undefined, tier: undefined, kind: undefined, at: undefined, find: undefined, page: undefined, ...next })} />} />
      <Tabs tab={tab} counts={counts.data ?? null} onTab={(next) => setSearch({ tab: next, page: undefined })} />
      <Filters search={search} onSearch={(patch) => setSearch({ ...patch, page: undefined }, { replace: true })} onEnter={openFirst} />
      <Card>
        {found.data === undefined ? (
          found.error ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : <LoadingState rows={8} />
        ) : items.length === 0 ? (
          filtered ? <FilteredOut onClear={() => setSearch({ tier: undefined, kind: undefined, at: undefined, find: undefined })} /> : <EmptyState icon={IconMoodSmile} title={t(`empty.${tab}`, { defaultValue: t('empty.any') })}>{t('empty.why')}</EmptyState>
        ) : (
          <Items items={items} chosen={chosen} onChosen={setChosen} links={links} tab={tab} />
        )}
        {found.data && (found.data.more || (search.page ?? 0) > 0) ? (
          <div className={css['pages']}>
            <Button variant="default" disabled={(search.page ?? 0) === 0} onClick={() => setSearch({ page: Math.max(0, (search.page ?? 0) - 1) || undefined })}>{t('earlier')}</Button>
            <span>{t('page', { page: (search.page ?? 0) + 1 })}</span>
            <Button variant="default" disabled={!found.data.more} onClick={() => setSearch({ page: (search.page ?? 0) + 1 })}>{t('later')}</Button>
          </div>
        ) : null}
      </Card>
      <BulkBar rows={items.filter(({ itemId }) => chosen.includes(itemId))} onDone={() => setChosen([])} links={links} />
    </Page>
  );
}

interface Wanted {
  readonly find: string;
  /** Null while the answer is under way. */
  readonly first: WorkRow | null;
  readonly hrefOf: (row: WorkRow) => string;
}

/** Enter in the box opens the first of what is found, not of what stood there before. */
function useOpenFirst({ find, first, hrefOf }: Wanted): (text: string) => void {
  const navigate = useNavigate();
  const [wanted, setWanted] = useState<string | null>(null);
  useEffect(() => {
    if (wanted === null || wanted !== find || first === null) return;
    setWanted(null);
    void navigate({ to: hrefOf(first) });
  }, [wanted, find, first, hrefOf, navigate]);
  return setWanted;
}

interface ItemsProps {
  readonly items: readonly WorkRow[];
  readonly chosen: readonly string[];
  readonly onChosen: (ids: readonly string[]) => void;
  readonly links: WorkLinks;
  readonly tab: string;
}

function Items({ items, chosen, onChosen, links, tab }: ItemsProps): ReactElement {
  const { t } = useTranslation('worklist');
  const list = useRef<HTMLUListElement>(null);
  const navigate = useNavigate();
  const colleagues = useAsk(listColleagues, {});
  const names = new Map((colleagues.data ?? []).map(({ accountId, name }) => [accountId, name]));
  const [removing, setRemoving] = useState<WorkRow | null>(null);
  const calls = useCalls();
  const acts: RowActs = {
    open: (row) => void navigate({ to: links.hrefOf(row, tab) }),
    choose: ({ itemId }) => onChosen(chosen.includes(itemId) ? chosen.filter((id) => id !== itemId) : [...chosen, itemId]),
    call: (row, outcome) => (outcome === 'removed' ? setRemoving(row) : calls.made(row, { outcome })),
    done: (row) => calls.finished(row),
  };
  useMovement(list, items.length);
  useEffect(() => announce(t('found', { count: items.length })), [items.length, t]);
  return (
    <>
      <ul ref={list} className={css['list']} aria-label={t('title')}>
        {items.map((row) => (
          <Row key={row.itemId} row={row} chosen={chosen.includes(row.itemId)} assignee={row.assignedTo === null ? null : (names.get(row.assignedTo) ?? null)} href={links.hrefOf(row, tab)} acts={acts} />
        ))}
      </ul>
      {removing === null ? null : (
        <RemovalDialog
          row={removing}
          onClose={() => setRemoving(null)}
          onChoose={(reason, on) => {
            calls.made(removing, { outcome: 'removed', reason, on });
            setRemoving(null);
          }}
        />
      )}
    </>
  );
}

/** j and k, or the arrows, go from row to row; when a row goes, the next one has the cursor. */
function useMovement(list: { readonly current: HTMLUListElement | null }, length: number): void {
  const at = useRef(0);
  useEffect(() => {
    const rows = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      const down = event.key === 'j' || event.key === 'ArrowDown';
      if (!down && event.key !== 'k' && event.key !== 'ArrowUp') return;
      const all = rows();
      const current = all.findIndex((row) => row === document.activeElement);
      const next = all[current === -1 ? Math.min(at.current, all.length - 1) : current + (down ? 1 : -1)];
      if (!next) return;
      event.preventDefault();
      at.current = all.indexOf(next);
      next.focus();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [list]);
  useEffect(() => {
    if (document.activeElement !== document.body) return;
    [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])][Math.min(at.current, length - 1)]?.focus();
  }, [length, list]);
}
