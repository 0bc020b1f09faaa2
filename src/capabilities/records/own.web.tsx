import { IconArrowDown, IconArrowUp, IconCheck, IconStethoscope } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Segments } from '../../platform/ui/phone/fields.web.tsx';
import { Asked, Card, Line, Lines, Nothing } from '../../platform/ui/phone/parts.web.tsx';
import { isCurrentMedicine, isOpenProblem, saysNone, type EntryView } from './entries.ts';
import type { ObservationView } from './observations.ts';
import { OwnChart } from './own-chart.web.tsx';
import css from './own.module.css';
import { listOwnEntries, listOwnLatest, listOwnObservations, readOwnBasis } from './own.ts';
import { useRecordWords } from './record-words.web.ts';
import { sideOf } from './typing.ts';
import { todayInChina } from '../../platform/today.web.ts';

/** My record in plain words: my values and how they went, my diagnoses, medicines and the rest. */
export function OwnRecordPanel({ personId }: { personId: number }): ReactElement {
  const latest = useAsk(listOwnLatest, { personId });
  const entries = useAsk(listOwnEntries, { personId });
  return (
    <>
      <Trends personId={personId} />
      <Asked query={entries}>{(all) => <Conditions entries={all} />}</Asked>
      <Asked query={latest}>{(values) => <Values values={values} personId={personId} />}</Asked>
      {entries.data ? <Others entries={entries.data} /> : null}
    </>
  );
}

const charted = ['blood-pressure', 'fasting-glucose', 'body-weight'] as const;

/** How the values that people watch went over the last year. */
export function Trends({ personId }: { personId: number }): ReactElement {
  const { t } = useTranslation('records');
  const words = useRecordWords();
  const [code, setCode] = useState<(typeof charted)[number]>('blood-pressure');
  const values = useAsk(listOwnObservations, { personId, codes: code });
  const basis = useAsk(readOwnBasis, { personId });
  return (
    <Card title={t('own.trends')}>
      <Segments label={t('own.choose')} value={code} onChange={setCode} options={charted.map((value) => ({ value, label: t(`own.chart.${value}`) }))} />
      <Asked query={values} rows={2}>
        {(all) => {
          const known = words.codes.get(code);
          const believable = all.filter(({ implausible }) => !implausible);
          if (believable.length === 0) return <Nothing title={t('own.noValues')} />;
          return <OwnChart values={believable} title={words.title(code)} text={words.value} reference={known && basis.data ? known.reference[basis.data.sex] : []} />;
        }}
      </Asked>
    </Card>
  );
}

function Conditions({ entries }: { entries: readonly EntryView[] }): ReactElement {
  const { t } = useTranslation('records');
  const words = useRecordWords();
  const format = useFormat();
  const problems = entries.filter(({ entry }) => isOpenProblem(entry));
  const medicines = entries.filter(({ entry }) => isCurrentMedicine(entry, todayInChina()));
  return (
    <>
      <Card title={t('own.problems')}>
        {problems.length === 0 ? <Nothing icon={IconCheck} title={t('own.noProblems')} /> : null}
        <Lines>
          {problems.map(({ entryId, entry }) => (
            <Line key={entryId} icon={IconStethoscope} title={words.entryTitle(entry)} {...(entry.resource === 'condition' ? { note: t('own.since', { day: format.day(entry.onsetOn) }) } : {})} />
          ))}
        </Lines>
      </Card>
      {medicines.length > 0 ? (
        <Card title={t('own.medicines')}>
          <Lines>
            {medicines.map(({ entryId, entry }) => (
              <Line key={entryId} warm title={words.entryTitle(entry)} note={words.entryDetails(entry).slice(0, 3).join(' · ')} />
            ))}
          </Lines>
        </Card>
      ) : null}
    </>
  );
}

/** The newest value of each code, those outside the usual range first. */
function Values({ values, personId }: { values: readonly ObservationView[]; personId: number }): ReactElement {
  const { t } = useTranslation('records');
  const words = useRecordWords();
  const format = useFormat();
  const basis = useAsk(readOwnBasis, { personId });
  const [all, setAll] = useState(false);
  const judged = values.flatMap((value) => {
    const code = words.codes.get(value.code);
    if (!code || code.kind === 'coded') return [];
    return [{ value, side: basis.data ? sideOf(code, value, basis.data.sex) : null, ranged: basis.data ? words.reference(value.code, basis.data.sex) : null }];
  });
  const outside = judged.filter(({ side }) => side !== null);
  const inside = judged.filter(({ side, ranged }) => side === null && ranged !== null);
  const shown = all ? [...outside, ...inside, ...judged.filter(({ side, ranged }) => side === null && ranged === null)] : outside;
  return (
    <Card title={t('own.values')}>
      <p>{outside.length === 0 ? t('own.allInside') : t('own.someOutside', { count: outside.length })}</p>
      <Lines>
        {shown.map(({ value, side, ranged }) => (
          <Line
            key={value.code}
            title={words.title(value.code)}
            note={`${ranged === null ? '' : `${t('own.usual', { range: ranged })} · `}${format.day(value.effectiveAt)}`}
            end={
              <span className={css['value']} data-side={side ?? 'in'}>
                {side === 'high' ? <IconArrowUp size={20} aria-hidden /> : side === 'low' ? <IconArrowDown size={20} aria-hidden /> : null}
                {words.value(value)}
                {side === null ? null : <small>{t(`own.side.${side}`)}</small>}
              </span>
            }
          />
        ))}
      </Lines>
      {judged.length > outside.length ? (
        <button type="button" className={css['more']} aria-expanded={all} onClick={() => setAll(!all)}>
          {t(all ? 'own.fewer' : 'own.everything', { count: judged.length })}
        </button>
      ) : null}
    </Card>
  );
}

const otherKinds = ['allergy', 'immunization', 'encounter', 'family-history', 'imaging', 'document'] as const;

function Others({ entries }: { entries: readonly EntryView[] }): ReactElement {
  const { t } = useTranslation('records');
  const words = useRecordWords();
  const groups = otherKinds.map((kind) => ({ kind, found: entries.filter(({ entry }) => entry.resource === kind) })).filter(({ found }) => found.length > 0);
  return (
    <>
      {groups.map(({ kind, found }) => (
        <Card key={kind} title={t(`kinds.${kind}`)}>
          <Lines>
            {found.slice(0, 12).map(({ entryId, entry }) => (
              <Line key={entryId} title={words.entryTitle(entry)} note={saysNone(entry) ? null : words.entryDetails(entry).slice(0, 3).join(' · ')} />
            ))}
          </Lines>
        </Card>
      ))}
    </>
  );
}
