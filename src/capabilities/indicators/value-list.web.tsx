import { Button, Select, TextInput } from '@mantine/core';
import { IconDownload, IconShieldSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useAsk } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card, Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { FilteredOut, Loaded } from '../../platform/ui/states.web.tsx';
import { IndicatorsSearch } from './addresses.ts';
import { saveWorkbook } from './downloading.web.ts';
import { useIndicatorWords } from './indicator-words.web.ts';
import { Domain, listIndicatorDefinitions, type IndicatorDefinition } from './indicators.ts';
import css from './indicators.module.css';
import { exportValues, listValues, type ValueList } from './reporting.ts';
import { WhereFields } from './where.web.tsx';

/** Every indicator of an organisation in a month. */
export function IndicatorListPage(): ReactElement {
  const { t } = useTranslation('indicators');
  const [search, setSearch] = useSearchState(IndicatorsSearch);
  const where = { ...(search.month === undefined ? {} : { month: search.month }), ...(search.at === undefined ? {} : { organizationId: search.at }) };
  const values = useAsk(listValues, where);
  const definitions = useAsk(listIndicatorDefinitions, {});
  const [saving, setSaving] = useState(false);
  const save = async () => {
    setSaving(true);
    await call(exportValues, where).then(saveWorkbook).finally(() => setSaving(false));
  };
  return (
    <Page>
      <PageHeader
        title={t('title')}
        note={t('note')}
        actions={
          <>
            <Button variant="default" renderRoot={(props) => <Link to="/indicators/integrity" search={{ month: search.month, at: search.at }} {...props} />} leftSection={<IconShieldSearch size={16} aria-hidden />}>
              {t('integrity.title')}
            </Button>
            <Button loading={saving} onClick={() => void save()} leftSection={<IconDownload size={16} aria-hidden />}>
              {t('export')}
            </Button>
          </>
        }
      />
      <Loaded query={values}>
        {(list) => (
          <>
            <Card>
              <div className={css['filters']}>
                <WhereFields base={list} onChange={setSearch} />
                <Select label={t('domain')} clearable value={search.domain ?? null} placeholder={t('everyDomain')} data={Domain.options.map((value) => ({ value, label: t(`domains.${value}`) }))} onChange={(value) => setSearch({ domain: value === null ? undefined : Domain.parse(value) })} />
                <TextInput label={t('find')} type="search" value={search.q ?? ''} onChange={(event) => setSearch({ q: event.currentTarget.value || undefined }, { replace: true })} />
              </div>
            </Card>
            <Loaded query={definitions}>{(all) => <Lists list={list} definitions={all} search={search} onClear={() => setSearch({ domain: undefined, q: undefined })} />}</Loaded>
          </>
        )}
      </Loaded>
    </Page>
  );
}

interface ListsProps {
  readonly list: ValueList;
  readonly definitions: readonly IndicatorDefinition[];
  readonly search: { readonly domain?: Domain | undefined; readonly q?: string | undefined };
  readonly onClear: () => void;
}

function Lists({ list, definitions, search, onClear }: ListsProps): ReactElement {
  const { t } = useTranslation('indicators');
  const format = useFormat();
  const wanted = (search.q ?? '').trim().toLowerCase();
  const shown = definitions.filter((one) => (search.domain === undefined || one.domain === search.domain) && (wanted === '' || [one.title.zh, one.title.en, ...one.synonyms].some((name) => name.toLowerCase().includes(wanted))));
  const rows = shown.flatMap((definition) => list.rows.filter((row) => row.id === definition.id).map((row) => ({ definition, row })));
  const missing = shown.filter(({ measure }) => measure.by === 'none');
  if (rows.length === 0 && missing.length === 0) return <FilteredOut onClear={onClear} />;
  return (
    <>
      {Domain.options.map((domain) => {
        const own = rows.filter(({ definition }) => definition.domain === domain);
        return own.length === 0 ? null : (
          <Section key={domain} title={t(`domains.${domain}`)} note={t('asOf', { day: format.day(list.day), known: format.moment(list.known) })}>
            <ValueTable list={list} rows={own} />
          </Section>
        );
      })}
      {missing.length === 0 ? null : (
        <Section title={t('missing')} note={t('missingWhy')}>
          <ul>
            {missing.map(({ id, title, measure }) => (
              <li key={id}>
                {format.text(title)} <span className={css['quiet']}>{measure.by === 'none' ? t('needs', { needs: format.text(measure.needs) }) : ''}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function ValueTable({ list, rows }: { list: ValueList; rows: readonly { definition: IndicatorDefinition; row: ValueList['rows'][number] }[] }): ReactElement {
  const { t } = useTranslation('indicators');
  const format = useFormat();
  const words = useIndicatorWords(list.smallest);
  return (
    <table className={css['table']}>
      <thead>
        <tr>
          <th scope="col">{t('indicator')}</th>
          <th scope="col" className={css['number']}>{t('value')}</th>
          <th scope="col" className={css['number']}>{t('before')}</th>
          <th scope="col" className={`${css['number']} ${css['second']}`}>{t('yearBefore')}</th>
          <th scope="col" className={`${css['number']} ${css['second']}`}>{t('madeOf')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ definition, row }) => (
          <tr key={definition.id}>
            <th scope="row">
              <Link to={`/indicators/${definition.id}`} search={{ month: list.month, at: list.place.organizationId }}>
                {format.text(definition.title)}
              </Link>
              <div className={css['quiet']}>{format.text(definition.meaning)}</div>
            </th>
            <td className={`${css['number']} ${row.held || row.value === null ? css['quiet'] : css['strong']}`}>{words.value(definition, row)}</td>
            <td className={css['number']}>
              <Change definition={definition} now={row.value} before={row.before} label={t('since.month')} />
            </td>
            <td className={`${css['number']} ${css['second']}`}>
              <Change definition={definition} now={row.value} before={row.yearBefore} label={t('since.year')} />
            </td>
            <td className={`${css['number']} ${css['quiet']} ${css['second']}`}>{words.made(definition, row)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The difference to an earlier value: as an arrow, a number and a colour that says whether it is wanted. */
function Change({ definition, now, before, label }: { definition: IndicatorDefinition; now: number | null; before: number | null; label: string }): ReactElement | null {
  const { t } = useTranslation('indicators');
  const format = useFormat();
  if (now === null || before === null) return <span className={css['quiet']}>–</span>;
  const difference = now - before;
  const size = format.number(Math.abs(difference), 1);
  if (size === '0') return <span className={css['quiet']}>{t('same')}</span>;
  const wanted = definition.better === 'target-range' ? null : difference > 0 === (definition.better === 'higher');
  return (
    <span className={wanted === null ? undefined : css[wanted ? 'better' : 'worse']} title={label}>
      {difference > 0 ? '▲' : '▼'} {definition.unit === 'percent' ? t('points', { value: size }) : size}
    </span>
  );
}
