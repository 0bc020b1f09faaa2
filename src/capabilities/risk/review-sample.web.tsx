import { Button } from '@mantine/core';
import { IconDownload, IconEyeOff } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { csvOf } from '../../kernel/csv.ts';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { saveBytes } from '../../platform/downloading.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastFailed } from '../../platform/ui/toast.web.tsx';
import css from './card.module.css';
import { exportReviewSample, readReviewSample, verdicts, type SampleView } from './reviews.ts';
import { tierTones } from './tones.web.ts';
import { tiers } from './tier-rules.ts';

const blindPath: string = '/risk/reviews/$sampleId/blind';
const personPath: string = '/people/$personId';

/** One sample: how far the review is, what it came to, and whom the two disagree on. */
export function ReviewSamplePage(): ReactElement {
  const { t } = useTranslation('reviews');
  const { sampleId = '' } = useParams({ strict: false });
  const sample = useAsk(readReviewSample, { sampleId });
  return (
    <Page>
      <Loaded query={sample}>
        {(view) => (
          <>
            <Head view={view} />
            {view.reviewed === 0 ? <Section title={t('sample.results')}><EmptyState title={t('sample.noneYet')} /></Section> : <Results view={view} />}
            <StrataTable view={view} />
            {view.reviewed > 0 ? <Disagreements view={view} /> : null}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Head({ view }: { view: SampleView }): ReactElement {
  const { t } = useTranslation('reviews');
  const format = useFormat();
  const wordsFor = useProblemWords();
  const save = useAct(exportReviewSample, ({ rows }) =>
    saveBytes(
      csvOf(['person', 'stratum', 'rules', 'reviewer', 'agree', 'sure', 'comment', 'criteria', 'judged at', 'judged by'], rows.map((row) => [row.personId, row.stratum, row.computed, row.verdict, String(row.computed === row.verdict), String(row.sure), row.comment, row.fires.join(' '), row.judgedAt, row.judgedByName])),
      { filename: `review-${view.drawnOn}.csv`, mediaType: 'text/csv' },
    ));
  return (
    <PageHeader
      title={view.title}
      note={t('sample.meta', { strata: t(`strata.${view.strata}`), seed: view.seed, who: [view.organization ? format.text(view.organization) : '', view.drawnByName ?? '', t('list.drawnFrom', { day: format.day(view.drawnOn), version: view.version })].filter((part) => part !== '').join(' · ') })}
      actions={
        <>
          <StatusBadge tone={view.closedAt === null ? 'info' : 'good'}>{t('list.progress', { reviewed: view.reviewed, persons: view.persons })}</StatusBadge>
          {view.reviewed > 0 ? (
            <Button variant="default" leftSection={<IconDownload size={18} aria-hidden />} loading={save.isPending} onClick={() => save.mutate({ sampleId: view.sampleId }, { onError: (error) => toastFailed(wordsFor(error)) })}>
              {t('sample.export')}
            </Button>
          ) : null}
          {view.closedAt === null ? (
            <Button leftSection={<IconEyeOff size={18} aria-hidden />} renderRoot={(props: object) => <Link to={blindPath} params={{ sampleId: view.sampleId }} {...props} />}>
              {t(view.reviewed === 0 ? 'sample.review' : 'sample.goOn')}
            </Button>
          ) : null}
        </>
      }
    />
  );
}

function Results({ view }: { view: SampleView }): ReactElement {
  const { t } = useTranslation('reviews');
  const format = useFormat();
  const shares = [['accuracy', view.accuracy], ['weighted', view.weighted]] as const;
  const kappas = [['kappa', view.kappa], ['linear', view.linear], ['quadratic', view.quadratic]] as const;
  const interval = ([low, high]: readonly [number, number], words: (value: number) => string) => t('sample.interval', { low: words(low), high: words(high) });
  const percent = (value: number) => format.percent(value * 100, 1);
  const plain = (value: number) => value.toFixed(2);
  return (
    <Section title={t('sample.results')}>
      <dl className={css['figures']}>
        {shares.map(([name, found]) => (found === null ? null : (
          <div key={name}>
            <dt>{t(`sample.${name}`)}</dt>
            <dd>{percent(found.share)}</dd>
            <dd className={css['note']}>{interval(found.interval, percent)}</dd>
          </div>
        )))}
        {kappas.map(([name, found]) => (found === null ? null : (
          <div key={name}>
            <dt>{t(`sample.${name}`)}</dt>
            <dd>{plain(found.kappa)}</dd>
            <dd className={css['note']}>{interval(found.interval, plain)}</dd>
          </div>
        )))}
      </dl>
      <Matrix view={view} />
    </Section>
  );
}

function Matrix({ view }: { view: SampleView }): ReactElement {
  const { t } = useTranslation('reviews');
  const at = (computed: string, verdict: string) => view.pairs.filter((pair) => pair.computed === computed && pair.verdict === verdict).reduce((sum, { persons }) => sum + persons, 0);
  const [rows, columns] = [tiers.toReversed(), verdicts.filter((verdict) => verdict !== 'not_tiered' || view.pairs.some((pair) => pair.verdict === verdict)).toSorted((a, b) => order.indexOf(a) - order.indexOf(b))];
  return (
    <>
      <p className={css['note']}>{t('sample.matrixHow')}</p>
      <div className={css['scroll']} tabIndex={0} role="region" aria-label={t('sample.matrix')}>
        <table className={`${css['table']} ${css['numbers']}`}>
          <caption className={css['hidden']}>{t('sample.matrix')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('sample.rulesReviewer')}</th>
              {columns.map((column) => (
                <th scope="col" key={column}>{t(`risk:tier.${column}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row}>
                <th scope="row">{t(`risk:tier.${row}`)}</th>
                {columns.map((column) => (
                  <td key={column} className={row === column ? css['same'] : undefined}>{at(row, column)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const order: readonly string[] = ['high', 'mid', 'low', 'not_tiered'];

function StrataTable({ view }: { view: SampleView }): ReactElement {
  const { t } = useTranslation('reviews');
  const format = useFormat();
  const named = ({ stratum, title }: SampleView['strataView'][number]) => (title ? format.text(title) : t(stratum === 'all' ? 'sample.all' : 'sample.unknown'));
  return (
    <Section title={t('sample.strata')}>
      <div className={css['scroll']} tabIndex={0} role="region" aria-label={t('sample.strata')}>
        <table className={`${css['table']} ${css['numbers']}`}>
          <thead>
            <tr>
              <th scope="col">{t('sample.stratum')}</th>
              {['population', 'drawn', 'reviewed', 'agreed'].map((name) => (
                <th scope="col" key={name}>{t(`sample.${name}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {view.strataView.map((one) => (
              <tr key={one.stratum}>
                <th scope="row">{named(one)}</th>
                {[one.persons, one.drawn, one.reviewed, one.agreed].map((count, i) => (
                  <td key={i}>{format.number(count)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function Disagreements({ view }: { view: SampleView }): ReactElement {
  const { t } = useTranslation('reviews');
  return (
    <Section title={t('sample.disagreements')}>
      {view.disagreements.length === 0 ? (
        <EmptyState title={t('sample.agreeAll')} />
      ) : (
        <ul className={css['list']}>
          {view.disagreements.map((one) => (
            <li key={one.personId}>
              <div className={css['head']}>
                <strong>{one.name}</strong>
                <StatusBadge tone={tierTones[one.computed]}>{t(`risk:tier.${one.computed}`)}</StatusBadge>
                <span aria-hidden>→</span>
                <StatusBadge tone={tierTones[one.verdict]}>{t(`risk:tier.${one.verdict}`)}</StatusBadge>
                <Link to={personPath} params={{ personId: String(one.personId) }} search={{ panel: 'tier' }}>
                  {t('sample.toCard')}
                </Link>
              </div>
              <p className={css['note']}>
                {[t('sample.whoRules', { fires: one.fires.join(' ') || '–' }), one.judgedByName, t(one.sure ? 'sample.sure' : 'sample.unsure'), one.comment].filter((part) => part !== null).join(' · ')}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
