import { Button, SegmentedControl } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Suspense, useCallback, useMemo, useRef, useState, type ComponentType, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { asking, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { Notice } from '../../platform/ui/notice.web.tsx';
import { Page, PageHeader } from '../../platform/ui/page.web.tsx';
import { ErrorState, LoadingState } from '../../platform/ui/states.web.tsx';
import { listActivityTypes, type ActivityType } from '../activities/activities.ts';
import { listIndicatorDefinitions, type IndicatorDefinition } from '../indicators/indicators.ts';
import { ReviewSearch } from './addresses.ts';
import { unreadSentences } from './draft.ts';
import { marksOf, unreadKey } from './editing.ts';
import type { MarkKind } from './highlights.ts';
import { openDraft, type DraftView } from './plans.ts';
import css from './review.module.css';
import { ReviewBar, SavingNotes } from './review-bar.web.tsx';
import { DocumentPane } from './review-document.web.tsx';
import type { LaunchSlot } from './review-launch.web.ts';
import { JumpBar, Legend } from './review-legend.web.tsx';
import { StructurePane } from './review-structure.web.tsx';
import { ReviewingProvider, useEditing, useReviewingOf } from './reviewing.web.tsx';
import { forget } from './saver.web.ts';
import { elementsOf } from './spotlight.web.ts';
import { useSkipped } from './skipped.web.ts';

/** Fetches the draft and what it is bound to. A draft is read anew at each visit, and left alone while it is edited. */
export function ReviewPage({ Launch }: { Launch: ComponentType<LaunchSlot> }): ReactElement {
  const { t } = useTranslation('plans');
  const { draftId } = useParams({ strict: false });
  const view = useQuery({ ...asking(openDraft, { draftId: String(draftId) }), staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false });
  const indicators = useAsk(listIndicatorDefinitions, {});
  const activityTypes = useAsk(listActivityTypes, {});
  const error = view.error ?? indicators.error ?? activityTypes.error;
  if (view.data && indicators.data && activityTypes.data) {
    const reload = async () => {
      forget(view.data.draftId);
      await view.refetch();
    };
    return <ReviewScreen key={`${view.data.draftId} ${view.data.version} ${view.dataUpdatedAt}`} view={view.data} indicators={indicators.data} activityTypes={activityTypes.data} onTakeTheirs={() => void reload()} Launch={Launch} />;
  }
  return (
    <Page>
      <PageHeader title={t('navigation')} />
      {error ? <ErrorState error={error} onRetry={() => void Promise.all([view.refetch(), indicators.refetch(), activityTypes.refetch()])} /> : <LoadingState rows={8} />}
    </Page>
  );
}

interface ScreenProps {
  readonly view: DraftView;
  readonly indicators: readonly IndicatorDefinition[];
  readonly activityTypes: readonly ActivityType[];
  readonly onTakeTheirs: () => void;
  readonly Launch: ComponentType<LaunchSlot>;
}

/** The document at the left, what was made of it at the right; on narrow screens one at a time. */
function ReviewScreen({ view, indicators, activityTypes, onTakeTheirs, Launch }: ScreenProps): ReactElement {
  const { t } = useTranslation('plans');
  const [{ view: shown, item }, setSearch] = useSearchState(ReviewSearch);
  const [readOnly, mayLaunch] = [!useMay('plans.correct') || view.programmeId !== null, useMay('programmes.launch')];
  const [hidden, setHidden] = useState<ReadonlySet<MarkKind>>(new Set());
  const [launching, setLaunching] = useState(false);
  const documentColumn = useRef<HTMLDivElement>(null);
  const editing = useEditing(view);
  const draft = editing.history.present;
  const open = useCallback((key: string | null) => setSearch(key === null ? { item: undefined } : { item: key, view: 'structure' }, { replace: true }), [setSearch]);
  const locate = useCallback(
    (key: string) => {
      setSearch({ view: 'document' }, { replace: true });
      window.setTimeout(() => {
        const [first] = elementsOf(documentColumn.current, key);
        first?.scrollIntoView({ block: 'center' });
        if (first instanceof HTMLElement) first.focus({ preventScroll: true });
      }, 60);
    },
    [setSearch],
  );
  const { reviewing, pending } = useReviewingOf({ editing, readOnly, indicators, activityTypes, open, locate });
  const skips = useSkipped(view.draftId);
  const left = useMemo(() => unreadSentences(view.text, view.range, draft), [view.text, view.range, draft]);
  const unread = useMemo(() => left.filter(({ span }) => !skips.skipped.has(unreadKey(span))), [left, skips.skipped]);
  const marks = useMemo(() => marksOf(draft, unread), [draft, unread]);
  const whole = view.range[0] === 0 && view.range[1] >= view.text.length;
  return (
    <ReviewingProvider value={reviewing}>
      <Page full>
        <PageHeader
          title={draft.title}
          note={t(whole ? 'review.file' : 'review.partOf', { filename: view.filename })}
          actions={view.programmeId ? <RunningLink programmeId={view.programmeId} /> : readOnly ? null : <ReviewBar editing={editing} onLaunch={mayLaunch ? () => setLaunching(true) : null} />}
        />
        {readOnly ? <Notice tone="info" icon={IconLock}>{t(view.programmeId ? 'review.running' : 'review.readOnly')}</Notice> : <SavingNotes editing={editing} onTakeTheirs={onTakeTheirs} />}
        <div className={css['tabs']}>
          <SegmentedControl fullWidth aria-label={t('review.views')} value={shown} onChange={(next) => setSearch({ view: ReviewSearch.shape.view.parse(next) }, { replace: true })} data={[{ value: 'document', label: t('review.document') }, { value: 'structure', label: t('review.structure') }]} />
        </div>
        <div className={css['panes']}>
          <div className={css['column']} ref={documentColumn} {...(shown === 'structure' ? { 'data-hidden': '' } : {})}>
            <Legend marks={marks} hidden={hidden} onChange={setHidden} />
            <DocumentPane text={view.text} range={view.range} marks={marks} hidden={hidden} />
          </div>
          <div className={css['column']} {...(shown === 'document' ? { 'data-hidden': '' } : {})}>
            <JumpBar draft={draft} unread={unread.length} />
            <StructurePane draft={draft} opened={item ?? null} pending={pending} unread={unread} skips={skips} />
          </div>
        </div>
        {launching ? (
          <Suspense>
            <Launch draftId={view.draftId} version={editing.saving.version} title={draft.title} onClose={() => setLaunching(false)} />
          </Suspense>
        ) : null}
      </Page>
    </ReviewingProvider>
  );
}

function RunningLink({ programmeId }: { programmeId: string }): ReactElement {
  const { t } = useTranslation('plans');
  return (
    <Button component={Link} to={`/programmes/${programmeId}`}>
      {t('review.toProgramme')}
    </Button>
  );
}
