import { Button, Checkbox, Pagination, Select } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { csvOf } from '../../kernel/csv.ts';
import { asking, useAct } from '../../platform/call.web.ts';
import { saveBytes } from '../../platform/downloading.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { todayInChina } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card, Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, FilteredOut, Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastFailed } from '../../platform/ui/toast.web.tsx';
import { ageOn } from '../people/people.ts';
import { TierListSearch } from './addresses.ts';
import css from './card.module.css';
import { OrganizationChoice } from './organization-choice.web.tsx';
import { exportTiered, listSize, listTiered, type TieredPerson } from './tier-list.ts';
import { tierTones } from './tones.web.ts';
import type { Outcome } from './tier-rules.ts';

const personPath: string = '/people/$personId';
const order: readonly Outcome[] = ['high', 'mid', 'low', 'not_tiered'];

/** Who stands in which tier and by which criterion; the filters stand in the address. */
export function TierListPage(): ReactElement {
  const { t } = useTranslation('risk');
  const format = useFormat();
  const wordsFor = useProblemWords();
  const [search, setSearch] = useSearchState(TierListSearch);
  const { page = 1, at, programme, ...rest } = search;
  const filter = { ...rest, ...(at === undefined ? {} : { organizationId: at }), ...(programme === undefined ? {} : { programmeId: programme }) };
  const found = useQuery({ ...asking(listTiered, { ...filter, page }), placeholderData: keepPreviousData });
  const save = useAct(exportTiered, ({ persons }) =>
    saveBytes(
      csvOf(['person', 'name', 'sex', 'born', 'organisation', 'tier', 'by the rules', 'since', 'criteria', 'provisional', 'danger'], persons.map((one) => [one.personId, one.name, one.sex, one.birthDate, one.organization ? format.text(one.organization) : '', one.tier, one.computed, one.tierSince, one.fires.join(' '), String(one.provisional), String(one.emergency)])),
      { filename: `tiers-${todayInChina()}.csv`, mediaType: 'text/csv' },
    ));
  const clear = () => setSearch({ tier: undefined, criterion: undefined, at: undefined, programme: undefined, provisional: undefined, emergency: undefined, held: undefined, overridden: undefined, movedFrom: undefined, movedTo: undefined, start: undefined, end: undefined, page: undefined });
  const isFiltered = Object.keys(filter).length > 0;
  const moved = search.movedFrom !== undefined || search.movedTo !== undefined;
  return (
    <Page>
      <PageHeader
        title={t('list.title')}
        note={moved ? t('list.moved', { from: t(`tier.${search.movedFrom ?? 'none'}`), to: t(`tier.${search.movedTo ?? 'none'}`), start: search.start ? format.day(search.start) : '', end: search.end ? format.day(search.end) : '' }) : t('list.note')}
        actions={
          <Button variant="default" leftSection={<IconDownload size={18} aria-hidden />} loading={save.isPending} onClick={() => save.mutate(filter, { onError: (error) => toastFailed(wordsFor(error)) })}>
            {t('list.export')}
          </Button>
        }
      />
      <Card>
        <div className={css['filters']} role="search" aria-label={t('list.filters')}>
          <Select label={t('list.tier')} clearable clearButtonProps={{ 'aria-label': t('list.clear') }} placeholder={t('list.any')} value={search.tier ?? null} onChange={(next) => setSearch({ tier: order.find((one) => one === next), page: undefined })} data={order.map((one) => ({ value: one, label: t(`tier.${one}`) }))} />
          <Select label={t('list.criterion')} clearable searchable clearButtonProps={{ 'aria-label': t('list.clear') }} placeholder={t('list.any')} value={search.criterion ?? null} onChange={(next) => setSearch({ criterion: next ?? undefined, page: undefined })} data={(found.data?.criteria ?? []).map(({ id, title }) => ({ value: id, label: `${id} ${format.text(title)}` }))} />
          <OrganizationChoice value={at ?? null} onChange={(next) => setSearch({ at: next ?? undefined, page: undefined })} />
          <Select label={t('list.held')} clearable clearButtonProps={{ 'aria-label': t('list.clear') }} placeholder={t('list.any')} value={search.held ?? null} onChange={(next) => setSearch({ held: TierListSearch.shape.held.parse(next ?? undefined), page: undefined })} data={['lasting', 'contacts', 'stay'].map((one) => ({ value: one, label: t(`list.holds.${one}`) }))} />
          {(['emergency', 'provisional', 'overridden'] as const).map((name) => (
            <Checkbox key={name} label={t(`list.${name}`)} checked={search[name] === true} onChange={(event) => setSearch({ [name]: event.currentTarget.checked || undefined, page: undefined })} />
          ))}
        </div>
      </Card>
      <Loaded query={found}>
        {({ persons, total }) => (
          <Section title={t('list.found', { count: total })}>
            {persons.length > 0 ? <Persons persons={persons} /> : isFiltered ? <FilteredOut onClear={clear} /> : <EmptyState title={t('list.none')}>{t('list.noneWhy')}</EmptyState>}
            {total > listSize ? <Pagination mt="md" value={page} total={Math.ceil(total / listSize)} onChange={(next) => setSearch({ page: next })} getControlProps={(control) => ({ 'aria-label': t(`list.pages.${control}`) })} getItemProps={(n) => ({ 'aria-label': t('list.page', { n }) })} /> : null}
          </Section>
        )}
      </Loaded>
    </Page>
  );
}

function Persons({ persons }: { persons: readonly TieredPerson[] }): ReactElement {
  const { t } = useTranslation('risk');
  const { t: inPeople } = useTranslation('people');
  const format = useFormat();
  return (
    <ul className={css['list']}>
      {persons.map((one) => (
        <li key={one.personId}>
          <div className={css['head']}>
            <Link to={personPath} params={{ personId: String(one.personId) }} search={{ panel: 'tier' }}>
              <strong>{one.name}</strong>
            </Link>
            <span className={css['day']}>{`${inPeople(`sexes.${one.sex}`)} · ${inPeople('years', { count: ageOn(one.birthDate, todayInChina()) })}`}</span>
            {one.tier ? <StatusBadge tone={tierTones[one.tier]}>{t(`tier.${one.tier}`)}</StatusBadge> : null}
            {one.emergency ? <StatusBadge tone="bad">{t('list.emergency')}</StatusBadge> : null}
            {one.provisional ? <StatusBadge tone="info">{t('card.provisional')}</StatusBadge> : null}
            {one.overridden ? <StatusBadge tone="neutral">{t('list.overridden')}</StatusBadge> : null}
            {one.held ? <StatusBadge tone="neutral">{t(`list.holds.${one.held}`)}</StatusBadge> : null}
          </div>
          <p className={css['note']}>{[one.organization ? format.text(one.organization) : null, one.tierSince ? t('mine.since', { day: format.day(one.tierSince) }) : null, one.fires.join(' ') || null].filter((part) => part !== null).join(' · ')}</p>
        </li>
      ))}
    </ul>
  );
}
