import { Button, Progress } from '@mantine/core';
import { IconFileCertificate } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card, Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { Loaded } from '../../platform/ui/states.web.tsx';
import { IndicatorSearch } from './addresses.ts';
import { useIndicatorWords, type IndicatorWords } from './indicator-words.web.ts';
import css from './indicators.module.css';
import { ProofDrawer } from './proof.web.tsx';
import { openIndicator, type Cell, type OpenedIndicator } from './reporting.ts';
import { TrendChart } from './trend.web.tsx';
import { WhereFields } from './where.web.tsx';

/** One indicator: its value, how it came about, where it is high and low, and the proof behind it. */
export function IndicatorPage(): ReactElement {
  const { t } = useTranslation('indicators');
  const { id = '' } = useParams({ strict: false });
  const [search, setSearch] = useSearchState(IndicatorSearch);
  const where = { ...(search.month === undefined ? {} : { month: search.month }), ...(search.at === undefined ? {} : { organizationId: search.at }) };
  const query = useAsk(openIndicator, { id, ...where });
  return (
    <Page>
      <Loaded query={query}>
        {(opened) => (
          <Opened
            opened={opened}
            fields={<WhereFields base={opened} onChange={setSearch} />}
            back={<Link to="/indicators" search={{ month: search.month, at: search.at }}>{t('back')}</Link>}
            proof={opened.definition.measure.by === 'none' || ['sessions', 'attended', 'attendance'].includes(opened.definition.measure.by) ? null : (
              <Button variant="light" leftSection={<IconFileCertificate size={16} aria-hidden />} onClick={() => setSearch({ proof: true })}>
                {t('proof.open')}
              </Button>
            )}
            onPlace={(at) => setSearch({ at })}
          />
        )}
      </Loaded>
      <ProofDrawer id={id} where={where} opened={search.proof === true} onClose={() => setSearch({ proof: undefined })} />
    </Page>
  );
}

interface OpenedProps {
  readonly opened: OpenedIndicator;
  readonly fields: ReactNode;
  readonly back: ReactNode;
  readonly proof: ReactNode;
  readonly onPlace: (organizationId: number) => void;
}

function Opened({ opened, fields, back, proof, onPlace }: OpenedProps): ReactElement {
  const { t } = useTranslation('indicators');
  const format = useFormat();
  const words = useIndicatorWords(opened.smallest);
  const { definition, own, parts, places } = opened;
  return (
    <>
      <PageHeader title={format.text(definition.title)} note={<>{back} · {format.text(definition.meaning)}</>} actions={proof} />
      <Card>
        <div className={css['filters']}>{fields}</div>
      </Card>
      <Section title={format.text(opened.place.name)} note={t('asOf', { day: format.day(opened.day), known: format.moment(opened.known) })}>
        <p className={css['value']}>
          <strong>{words.value(definition, own)}</strong>
          <span>{words.made(definition, own)}</span>
          <span className={css['quiet']}>{t(`better.${definition.better}`)}</span>
        </p>
        {own.held ? <p className={css['quiet']}>{t('heldWhy', { n: opened.smallest })}</p> : null}
        <TrendChart opened={opened} />
      </Section>
      <div className={css['columns']}>
        {(['tier', 'age', 'sex'] as const).map((breakdown) => {
          const own_ = parts.filter((part) => part.breakdown === breakdown);
          return own_.length === 0 ? null : (
            <Section key={breakdown} title={t(`by.${breakdown}`)}>
              <Bars opened={opened} words={words} rows={own_.map((part) => ({ key: part.band, label: words.band(breakdown, part.band), cell: part }))} />
            </Section>
          );
        })}
      </div>
      {places.length === 0 ? null : (
        <Section title={t('by.organization')} note={t('by.organizationNote')}>
          <Bars
            opened={opened}
            words={words}
            sorted
            rows={places.map(({ place, ...cell }) => ({
              key: String(place.organizationId),
              label: (
                <Button variant="subtle" size="compact-sm" onClick={() => onPlace(place.organizationId)}>
                  {format.text(place.name)}
                </Button>
              ),
              cell,
            }))}
          />
        </Section>
      )}
      <DefinitionSection definition={definition} />
    </>
  );
}

interface BarsProps {
  readonly opened: OpenedIndicator;
  readonly words: IndicatorWords;
  readonly rows: readonly { readonly key: string; readonly label: ReactNode; readonly cell: Cell }[];
  /** The worst first. */
  readonly sorted?: boolean;
}

function Bars({ opened: { definition }, words, rows, sorted = false }: BarsProps): ReactElement {
  const top = definition.unit === 'percent' ? 100 : Math.max(1, ...rows.map(({ cell }) => cell.value ?? 0));
  const sign = definition.better === 'lower' ? -1 : 1;
  const inOrder = sorted ? rows.toSorted((a, b) => sign * ((a.cell.value ?? Infinity * sign) - (b.cell.value ?? Infinity * sign))) : rows;
  return (
    <ul className={css['bars']}>
      {inOrder.map(({ key, label, cell }) => (
        <li key={key} className={css['bar']}>
          <span>{label}</span>
          <span className={css['number']}>
            {words.value(definition, cell)} <span className={css['quiet']}>{words.made(definition, cell)}</span>
          </span>
          <Progress value={cell.value === null ? 0 : Math.min(100, (100 * Math.max(0, cell.value)) / top)} size="sm" aria-hidden />
        </li>
      ))}
    </ul>
  );
}

function DefinitionSection({ definition }: { definition: OpenedIndicator['definition'] }): ReactElement {
  const { t } = useTranslation('indicators');
  const format = useFormat();
  const rows: readonly (readonly [string, string | null])[] = [
    [t('definition.numerator'), format.text(definition.numerator)],
    [t('definition.denominator'), definition.denominator === null ? null : format.text(definition.denominator)],
    [t('definition.exclusions'), definition.exclusions === null ? null : format.text(definition.exclusions)],
    [t('definition.period'), t('definition.window', { count: definition.window })],
    [t('definition.unit'), t(`units.${definition.unit}`)],
    [t('definition.sources'), t(`definition.from.${['sessions', 'attended', 'attendance'].includes(definition.measure.by) ? 'activities' : definition.measure.by === 'none' ? 'none' : 'records'}`)],
    [t('definition.breakdowns'), t(`definition.by.${['sessions', 'attended', 'attendance', 'none'].includes(definition.measure.by) ? 'activities' : 'records'}`)],
    [t('definition.version'), String(definition.version)],
  ];
  return (
    <Section title={t('definition.title')}>
      <dl className={css['facts']}>
        {rows.map(([label, value]) => (value === null ? null : [<dt key={`${label} t`}>{label}</dt>, <dd key={`${label} d`}>{value}</dd>]))}
      </dl>
    </Section>
  );
}
