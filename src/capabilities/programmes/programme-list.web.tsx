import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch, IconUpload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card, Page, PageHeader } from '../../platform/ui/page.web.tsx';
import { EmptyState, FilteredOut, Loaded } from '../../platform/ui/states.web.tsx';
import { useMay } from '../../platform/permission.web.ts';
import { Setting, settings } from '../plans/plan.ts';
import { ProgrammesSearch } from './addresses.ts';
import css from './programme-list.module.css';
import { matchingProgrammes, programmeSorts, sortedProgrammes } from './programme-list.ts';
import { listProgrammes, type ProgrammeSummary } from './programmes.ts';
import { SummaryFigures } from './summary.web.tsx';

/** Every programme that runs in one's reach, and how each stands. */
export function ProgrammesPage(): ReactElement {
  const { t } = useTranslation('programmes');
  const programmes = useAsk(listProgrammes, {});
  const mayUpload = useMay('plans.upload');
  const upload = (
    <Button component={Link} to="/plans" leftSection={<IconUpload size={18} aria-hidden />}>
      {t('list.upload')}
    </Button>
  );
  return (
    <Page>
      <PageHeader title={t('list.title')} note={t('list.note')} actions={mayUpload ? upload : null} />
      <Loaded query={programmes}>
        {(all) =>
          all.length === 0 ? (
            <Card>
              <EmptyState title={t('list.empty')} action={mayUpload ? upload : null}>
                {t(mayUpload ? 'list.emptyWhy' : 'list.emptyForReaders')}
              </EmptyState>
            </Card>
          ) : (
            <ProgrammeList programmes={all} />
          )
        }
      </Loaded>
    </Page>
  );
}

function ProgrammeList({ programmes }: { programmes: readonly ProgrammeSummary[] }): ReactElement {
  const { t, i18n } = useTranslation('programmes');
  const format = useFormat();
  const [{ find = '', setting, standing = 'all', sort = 'standing' }, setSearch] = useSearchState(ProgrammesSearch);
  const matching = matchingProgrammes(programmes, { find, setting: setting ?? '', standing });
  const shown = sortedProgrammes(matching, sort, { nameOf: ({ organization }) => format.text(organization), compareWords: new Intl.Collator(i18n.language).compare });
  const used = settings.filter((one) => programmes.some((programme) => programme.setting === one));
  return (
    <>
      <div className={css['tools']} role="search">
        <TextInput
          className={css['find'] ?? ''}
          type="search"
          label={t('list.find')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={find}
          onChange={(event) => setSearch({ find: event.currentTarget.value || undefined }, { replace: true })}
        />
        <NativeSelect
          label={t('list.setting')}
          value={setting ?? ''}
          onChange={(event) => setSearch({ setting: Setting.safeParse(event.currentTarget.value).data })}
          data={[{ value: '', label: t('list.all') }, ...used.map((one) => ({ value: one, label: t(`plans:settings.${one}`) }))]}
        />
        <NativeSelect
          label={t('list.sort')}
          value={sort}
          onChange={(event) => setSearch({ sort: ProgrammesSearch.shape.sort.parse(event.currentTarget.value) })}
          data={programmeSorts.map((one) => ({ value: one, label: t(`list.sorts.${one}`) }))}
        />
        <SegmentedControl
          aria-label={t('list.standing')}
          value={standing}
          onChange={(next) => setSearch({ standing: ProgrammesSearch.shape.standing.parse(next) })}
          data={(['all', 'behind', 'fine'] as const).map((one) => ({ value: one, label: t(`list.standings.${one}`) }))}
        />
      </div>
      {shown.length === 0 ? (
        <Card>
          <FilteredOut onClear={() => setSearch({ find: undefined, setting: undefined, standing: undefined })} />
        </Card>
      ) : (
        <ul className={css['list']} aria-label={t('list.title')}>
          {shown.map((programme) => (
            <ProgrammeRow key={programme.programmeId} programme={programme} />
          ))}
        </ul>
      )}
    </>
  );
}

function ProgrammeRow({ programme }: { programme: ProgrammeSummary }): ReactElement {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  return (
    <li className={css['programme']}>
      <div className={css['head']}>
        <h2 className={css['title']}>
          <Link to="/programmes/$programmeId" params={{ programmeId: programme.programmeId }}>
            {programme.title}
          </Link>
        </h2>
        <p className={css['meta']}>
          <span>{format.text(programme.organization)}</span>
          <span>{t(`plans:settings.${programme.setting}`)}</span>
          <span>{t('period', { from: format.day(programme.startsOn), to: format.day(programme.endsOn) })}</span>
        </p>
      </div>
      <SummaryFigures summary={programme} />
    </li>
  );
}
