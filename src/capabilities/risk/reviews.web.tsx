import { Button, Modal, NumberInput, Select, Stack, TextInput, Alert } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { todayInChina } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card, Page, PageHeader } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import css from './card.module.css';
import { OrganizationChoice } from './organization-choice.web.tsx';
import { drawReviewSample, largestSample, listReviewSamples, Strata, type SampleSummary } from './reviews.ts';

/** Not literals, so that the router leaves the query to the page. */
const samplePath: string = '/risk/reviews/$sampleId';

/** Samples of the population that were, or are being, reviewed blind. */
export function ReviewsPage(): ReactElement {
  const { t } = useTranslation('reviews');
  const [open, setOpen] = useState(false);
  const samples = useAsk(listReviewSamples, {});
  const button = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setOpen(true)}>
      {t('list.draw')}
    </Button>
  );
  return (
    <Page>
      <PageHeader title={t('list.title')} note={t('list.note')} actions={button} />
      <Loaded query={samples}>
        {(all) => <Card>{all.length === 0 ? <EmptyState title={t('list.empty')}>{t('list.emptyHow')}</EmptyState> : <Samples samples={all} />}</Card>}
      </Loaded>
      <Modal opened={open} onClose={() => setOpen(false)} title={t('list.draw')} closeButtonProps={{ 'aria-label': t('common:close') }}>
        <DrawForm />
      </Modal>
    </Page>
  );
}

function Samples({ samples }: { samples: readonly SampleSummary[] }): ReactElement {
  const { t } = useTranslation('reviews');
  const format = useFormat();
  return (
    <ul className={css['list']}>
      {samples.map((sample) => (
        <li key={sample.sampleId}>
          <div className={css['head']}>
            <Link to={samplePath} params={{ sampleId: sample.sampleId }}>
              <strong>{sample.title}</strong>
            </Link>
            <StatusBadge tone={sample.closedAt === null ? 'info' : 'good'}>{t('list.progress', { reviewed: sample.reviewed, persons: sample.persons })}</StatusBadge>
            {sample.reviewed > 0 ? <span>{t('list.agreedShare', { share: format.share(sample.agreed / sample.reviewed) })}</span> : null}
          </div>
          <p className={css['note']}>
            {[t(`strata.${sample.strata}`), sample.organization ? format.text(sample.organization) : null, t('list.drawnFrom', { day: format.day(sample.drawnOn), version: sample.version })].filter((part) => part !== null).join(' · ')}
          </p>
        </li>
      ))}
    </ul>
  );
}

function DrawForm(): ReactElement {
  const { t } = useTranslation('reviews');
  const format = useFormat();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const [title, setTitle] = useState(t('list.nameDefault', { day: format.day(todayInChina()) }));
  const [size, setSize] = useState<number | null>(50);
  const [strata, setStrata] = useState<Strata>('tier');
  const [at, setAt] = useState<number | null>(null);
  const [seed, setSeed] = useState<number | null>(null);
  const draw = useAct(drawReviewSample, ({ sampleId, persons }) => {
    void queries.invalidateQueries({ queryKey: [listReviewSamples.path] });
    toastDone(t('list.drawn', { count: persons }));
    void navigate({ to: samplePath, params: { sampleId } });
  });
  const isReady = title.trim() !== '' && size !== null && size >= 1 && size <= largestSample;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) draw.mutate({ title, strata, size, ...(at === null ? {} : { organizationId: at }), ...(seed === null ? {} : { seed }) });
      }}
    >
      <Stack gap="md">
        <TextInput label={t('list.name')} required maxLength={100} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
        <Select label={t('list.strata')} allowDeselect={false} value={strata} onChange={(next) => setStrata(Strata.catch('tier').parse(next))} data={Strata.options.map((one) => ({ value: one, label: t(`strata.${one}`) }))} />
        <NumberInput label={t('list.size')} required min={1} max={largestSample} allowDecimal={false} value={size ?? ''} onChange={(next) => setSize(typeof next === 'number' ? next : null)} />
        <OrganizationChoice value={at} onChange={setAt} />
        <NumberInput label={t('list.seed')} description={t('list.seedHow')} min={0} max={2_147_483_647} allowDecimal={false} hideControls value={seed ?? ''} onChange={(next) => setSeed(typeof next === 'number' ? next : null)} />
        {draw.error ? <Alert color="red">{wordsFor(draw.error)}</Alert> : null}
        <Button type="submit" loading={draw.isPending} disabled={!isReady}>
          {t('list.draw')}
        </Button>
      </Stack>
    </form>
  );
}
