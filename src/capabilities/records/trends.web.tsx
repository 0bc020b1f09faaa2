import { Chip, Table } from '@mantine/core';
import { useId, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import type { PersonView } from '../people/people.ts';
import { AsOf, useAsOf } from './as-of.web.tsx';
import { scaleOf, type Point } from './chart.ts';
import { writtenUnit } from './entry-units.ts';
import { listObservations, type CodeView, type ObservationView } from './observations.ts';
import css from './records.module.css';
import { RecordSearch } from './addresses.ts';
import { useRecordWords, type RecordWords } from './record-words.web.ts';

/** Drawn when nobody chose: what is measured most of all. */
const usual = ['blood-pressure', 'fasting-glucose', 'hba1c', 'body-weight'];

/** Values over time beside their reference interval, a chart a measurement, each with its numbers. */
export function TrendsPanel({ person }: { person: PersonView }): ReactElement {
  const { t } = useTranslation('records');
  const words = useRecordWords();
  const [{ codes }, setSearch] = useSearchState(RecordSearch);
  const query = useAsk(listObservations, { personId: person.personId, ...useAsOf() });
  return (
    <Section title={t('trends.title')} actions={<AsOf />}>
      <Loaded query={query}>
        {(all) => {
          const drawable = [...Map.groupBy(all, ({ code }) => code)].filter(([code, values]) => words.codes.get(code)?.kind !== 'coded' && values.length > 1);
          const chosen = codes === undefined ? drawable.map(([code]) => code).filter((code) => usual.includes(code)) : codes.split(',');
          if (!words.ready || drawable.length === 0) return <EmptyState title={t('trends.empty')} />;
          return (
            <div className={css['stack']}>
              <Chip.Group multiple value={chosen} onChange={(next) => setSearch({ codes: next.join(',') }, { replace: true })}>
                <div className={css['kinds']} role="group" aria-label={t('trends.choose')}>
                  {drawable.map(([code]) => (
                    <Chip key={code} value={code} size="sm">
                      {words.title(code)}
                    </Chip>
                  ))}
                </div>
              </Chip.Group>
              <div className={css['charts']}>
                {drawable.filter(([code]) => chosen.includes(code)).map(([code, values]) => (
                  <Trend key={code} values={values} words={words} sex={person.sex} />
                ))}
              </div>
            </div>
          );
        }}
      </Loaded>
    </Section>
  );
}

const box = { width: 360, height: 160 };
const margin = { left: 44, right: 12, top: 10, bottom: 24 };

function Trend({ values, words, sex }: { values: readonly ObservationView[]; words: RecordWords; sex: 'male' | 'female' }): ReactElement | null {
  const { t } = useTranslation('records');
  const format = useFormat();
  const id = useId();
  const [first, last] = [values[0], values.at(-1)];
  const code = first && words.codes.get(first.code);
  if (!code || !first || !last) return null;
  const title = words.title(code.code);
  return (
    <figure aria-labelledby={id} style={{ margin: 0 }}>
      <figcaption id={id} className={css['number']}>
        {title} {code.unit === null ? '' : `(${writtenUnit(code.unit)})`}
      </figcaption>
      <Chart code={code} values={values} sex={sex} label={t('trends.alt', { title, count: values.length, from: format.day(first.effectiveAt), first: words.value(first), to: format.day(last.effectiveAt), last: words.value(last) })} days={[format.day(first.effectiveAt), format.day(last.effectiveAt)]} />
      <details>
        <summary>{t('trends.numbers', { title })}</summary>
        <Table>
          <Table.Tbody>
            {values.toReversed().map((value) => (
              <Table.Tr key={`${value.effectiveAt} ${value.source}`}>
                <Table.Th scope="row" fw={400}>
                  {format.moment(value.effectiveAt)}
                </Table.Th>
                <Table.Td>
                  {words.value(value)} {value.implausible ? `· ${t('implausible')}` : ''}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </figure>
  );
}

/** Values that nobody can have would squeeze the others into a line: they stand in the numbers alone. */
function Chart({ code, values, sex, label, days }: { code: CodeView; values: readonly ObservationView[]; sex: 'male' | 'female'; label: string; days: readonly [string, string] }): ReactElement | null {
  const believed = values.filter(({ implausible }) => !implausible);
  const series = [believed.map((one): Point => ({ at: Date.parse(one.effectiveAt), value: one.value })), believed.flatMap((one): Point[] => (one.value2 === null ? [] : [{ at: Date.parse(one.effectiveAt), value: one.value2 }]))];
  const bands = code.reference[sex];
  const all = series.flat();
  if (all.length === 0) return null;
  const scale = scaleOf(all, bands.flat(), box);
  return (
    <svg role="img" aria-label={label} className={css['chart']} viewBox={`0 0 ${box.width + margin.left + margin.right} ${box.height + margin.top + margin.bottom}`}>
      <g transform={`translate(${margin.left} ${margin.top})`}>
        {bands.map(([low, high]) => {
          const [top, bottom] = [high === null ? 0 : scale.y(high), low === null ? box.height : scale.y(low)];
          return <rect key={`${low} ${high}`} x={0} width={box.width} y={top} height={Math.max(0, bottom - top)} className={css['band']} />;
        })}
        {scale.ticks.map((tick) => (
          <g key={tick}>
            <line x1={0} x2={box.width} y1={scale.y(tick)} y2={scale.y(tick)} className={css['axis']} />
            <text x={-6} y={scale.y(tick) + 4} textAnchor="end" className={css['tick']}>
              {tick}
            </text>
          </g>
        ))}
        {series.map((points, i) => (
          <g key={i === 0 ? 'first' : 'second'}>
            <polyline points={points.map((point) => `${scale.x(point.at)},${scale.y(point.value)}`).join(' ')} className={css[i === 0 ? 'first' : 'second']} />
            {points.map((point) => (
              <circle key={point.at} cx={scale.x(point.at)} cy={scale.y(point.value)} r={3} className={css[isOutside(point.value, bands[i]) ? 'dotOut' : i === 0 ? 'dotFirst' : 'dotSecond']} />
            ))}
          </g>
        ))}
        <text x={0} y={box.height + 18} className={css['tick']}>
          {days[0]}
        </text>
        <text x={box.width} y={box.height + 18} textAnchor="end" className={css['tick']}>
          {days[1]}
        </text>
      </g>
    </svg>
  );
}

function isOutside(value: number, band: CodeView['reference']['male'][number] | undefined): boolean {
  return band !== undefined && ((band[0] !== null && value < band[0]) || (band[1] !== null && value > band[1]));
}
