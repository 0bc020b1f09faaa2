import { Button, Checkbox, Chip, NativeSelect, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Day } from '../../kernel/day.ts';
import { call } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { DayField } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, ErrorState, FilteredOut, LoadingState } from '../../platform/ui/states.web.tsx';
import type { PersonView } from '../people/people.ts';
import { AsOf, useAsOf } from './as-of.web.tsx';
import { ValueDialog } from './correct-value.web.tsx';
import { EntryDialog } from './entry-dialog.web.tsx';
import type { ObservationView } from './observations.ts';
import { ObservationSource } from './records.ts';
import css from './records.module.css';
import { RecordSearch } from './addresses.ts';
import { useRecordWords, type RecordWords } from './record-words.web.ts';
import { readTimeline, TimelineKind, type TimelineItem } from './timeline.ts';
import { SealedBadge, ValueLine } from './value-line.web.tsx';

type Opened = { readonly observation: ObservationView } | { readonly item: TimelineItem } | null;

/** Everything on record, the latest first, filtered in the address. */
export function TimelinePanel({ person }: { person: PersonView }): ReactElement {
  const { t } = useTranslation('records');
  const words = useRecordWords();
  const [opened, setOpened] = useState<Opened>(null);
  const query = useTimeline(person);
  const [{ kinds, sources, from, to, find, withdrawn }, setSearch] = useSearchState(RecordSearch);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = [kinds, sources, from, to, find].some((one) => one !== undefined && one !== '') || withdrawn === true;
  return (
    <Section title={t('timeline.title')} actions={<AsOf />}>
      <Filters />
      {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : query.data === undefined || !words.ready ? <LoadingState /> : null}
      {query.data && items.length === 0 ? (
        filtered ? <FilteredOut onClear={() => setSearch({ kinds: undefined, sources: undefined, from: undefined, to: undefined, find: undefined, withdrawn: undefined })} /> : <EmptyState title={t('timeline.empty')} />
      ) : null}
      {words.ready ? (
        <ol className={css['list']} aria-label={t('timeline.title')}>
          {items.map((item) => (
            <Moment key={`${item.at} ${item.key}`} item={item} words={words} sex={person.sex} onOpen={setOpened} />
          ))}
        </ol>
      ) : null}
      {query.hasNextPage ? (
        <Button mt="md" variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('timeline.more')}
        </Button>
      ) : null}
      {opened && 'observation' in opened ? <ValueDialog personId={person.personId} observation={opened.observation} words={words} onClose={() => setOpened(null)} /> : null}
      {opened && 'item' in opened && opened.item.entry ? <EntryDialog personId={person.personId} view={{ ...opened.item.entry, source: opened.item.source }} words={words} onClose={() => setOpened(null)} /> : null}
    </Section>
  );
}

function useTimeline({ personId }: PersonView) {
  const [{ kinds, sources, from, to, find, withdrawn }] = useSearchState(RecordSearch);
  const filter = {
    personId,
    ...useAsOf(),
    ...(kinds ? { kinds } : {}),
    ...(sources ? { sources } : {}),
    ...(from ? { from: Day.parse(from) } : {}),
    ...(to ? { to: Day.parse(to) } : {}),
    ...(find ? { text: find } : {}),
    ...(withdrawn === true ? { withdrawn: 'true' } : {}),
  };
  return useInfiniteQuery({
    queryKey: [readTimeline.path, filter],
    queryFn: ({ pageParam, signal }) => call(readTimeline, { ...filter, ...(pageParam === null ? {} : { after: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

function Filters(): ReactElement {
  const { t } = useTranslation('records');
  const [{ kinds, sources, from, to, find, withdrawn }, setSearch] = useSearchState(RecordSearch);
  const chosen = kinds === undefined || kinds === '' ? [] : kinds.split(',');
  const replace = { replace: true };
  return (
    <div className={css['stack']} role="search" aria-label={t('timeline.filters')}>
      <Chip.Group multiple value={chosen} onChange={(next) => setSearch({ kinds: next.length === 0 ? undefined : next.join(',') }, replace)}>
        <div className={css['kinds']} role="group" aria-label={t('timeline.kinds')}>
          {TimelineKind.options.map((kind) => (
            <Chip key={kind} value={kind} size="sm">
              {t(`kinds.${kind}`)}
            </Chip>
          ))}
        </div>
      </Chip.Group>
      <div className={css['filters']}>
        <TextInput type="search" label={t('timeline.find')} value={find ?? ''} onChange={(event) => setSearch({ find: event.currentTarget.value === '' ? undefined : event.currentTarget.value }, replace)} />
        <NativeSelect label={t('timeline.source')} value={sources ?? ''} onChange={(event) => setSearch({ sources: event.currentTarget.value === '' ? undefined : event.currentTarget.value }, replace)} data={[{ value: '', label: t('timeline.anySource') }, ...ObservationSource.options.map((source) => ({ value: source, label: t(`sources.${source}`) }))]} />
        <DayField label={t('timeline.from')} value={from ? Day.parse(from) : null} onChange={(day) => setSearch({ from: day ?? undefined }, replace)} />
        <DayField label={t('timeline.to')} value={to ? Day.parse(to) : null} onChange={(day) => setSearch({ to: day ?? undefined }, replace)} />
        <Checkbox label={t('timeline.withdrawn')} checked={withdrawn === true} onChange={(event) => setSearch({ withdrawn: event.currentTarget.checked ? true : undefined }, replace)} />
      </div>
    </div>
  );
}

function Moment({ item, words, sex, onOpen }: { item: TimelineItem; words: RecordWords; sex: 'male' | 'female'; onOpen: (opened: Opened) => void }): ReactElement {
  const { t } = useTranslation('records');
  const format = useFormat();
  const { entry, withdrawn } = item;
  return (
    <li className={css['moment']}>
      <div>
        <div className={css['number']}>{item.kind === 'observations' ? format.moment(item.at) : format.day(item.at)}</div>
        <div className={css['quiet']}>{item.kind === 'observations' ? t(`sources.${item.source}`) : t(`kinds.${item.kind}`)}</div>
        {withdrawn ? <StatusBadge tone="bad">{t('change.withdrawn')}</StatusBadge> : null}
      </div>
      <div className={withdrawn ? css['struck'] : undefined}>
        {item.observations.length > 0 ? (
          <ul className={css['list']}>
            {item.observations.map((observation) => (
              <ValueLine key={observation.code} observation={observation} words={words} sex={sex} onOpen={(one) => onOpen({ observation: one })} />
            ))}
          </ul>
        ) : null}
        {entry ? (
          <div className={css['entry']}>
            <div className={css['text']}>
              <div className={css['number']}>
                {words.entryTitle(entry.entry)} {item.sealed ? <SealedBadge /> : null}
              </div>
              <div className={css['quiet']}>{words.entryDetails(entry.entry).join(' · ')}</div>
            </div>
            {withdrawn ? null : (
              <Button size="compact-sm" variant="subtle" aria-label={t('openNamed', { title: words.entryTitle(entry.entry) })} onClick={() => onOpen({ item })}>
                {t('open')}
              </Button>
            )}
          </div>
        ) : null}
        {withdrawn ? <div className={css['quiet']}>{t('timeline.withdrawnBy', { by: withdrawn.by ?? t('versions.machine'), moment: format.moment(withdrawn.at), reason: withdrawn.reason })}</div> : null}
      </div>
    </li>
  );
}
