import { ActionIcon, Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconArrowRight, IconCircleDashed, IconPlayerPlay, IconSearch, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { asking, call, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card, focusHeading, Page, PageHeader } from '../../platform/ui/page.web.tsx';
import { EmptyState, FilteredOut, Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastFailed } from '../../platform/ui/toast.web.tsx';
import { undoable } from '../../platform/ui/undo.web.tsx';
import { draftStates, DraftsSearch } from './addresses.ts';
import css from './drafts.module.css';
import { deleteDraft, listDrafts, type DraftSummary } from './plans.ts';
import { UploadArea } from './upload.web.tsx';

/** Every plan that was uploaded: those to review, and those that run. */
export function DraftsPage(): ReactElement {
  const { t } = useTranslation('plans');
  const mayUpload = useMay('plans.upload');
  const drafts = useAsk(listDrafts, {});
  return (
    <Page>
      <PageHeader title={t('drafts.title')} note={t('drafts.note')} />
      {mayUpload ? <UploadArea /> : null}
      <Loaded query={drafts}>
        {(all) =>
          all.length === 0 ? (
            <Card>
              <EmptyState title={t('drafts.empty')}>{t('drafts.emptyWhy')}</EmptyState>
            </Card>
          ) : (
            <DraftList drafts={all} />
          )
        }
      </Loaded>
    </Page>
  );
}

function DraftList({ drafts }: { drafts: readonly DraftSummary[] }): ReactElement {
  const { t } = useTranslation('plans');
  const [{ state, find }, setSearch] = useSearchState(DraftsSearch);
  const remove = useRemoval();
  const wanted = find.normalize('NFKC').trim().toLowerCase();
  const shown = drafts.filter(
    ({ programmeId, title, filename }) => (state === 'all' || (state === 'running') === (programmeId !== null)) && `${title} ${filename}`.toLowerCase().includes(wanted),
  );
  return (
    <>
      <div className={css['tools']}>
        <TextInput
          className={css['find'] ?? ''}
          type="search"
          aria-label={t('drafts.find')}
          placeholder={t('drafts.find')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={find}
          onChange={(event) => setSearch({ find: event.currentTarget.value }, { replace: true })}
        />
        <SegmentedControl
          aria-label={t('drafts.stateLabel')}
          value={state}
          onChange={(next) => setSearch({ state: DraftsSearch.shape.state.parse(next) })}
          data={draftStates.map((one) => ({ value: one, label: t(`drafts.state.${one}`) }))}
        />
      </div>
      {shown.length === 0 ? (
        <Card>
          <FilteredOut onClear={() => setSearch({ find: '', state: 'all' })} />
        </Card>
      ) : (
        <ul className={css['list']} aria-label={t('drafts.list')}>
          {shown.map((draft) => (
            <DraftRow key={draft.draftId} draft={draft} onRemove={() => remove(draft)} />
          ))}
        </ul>
      )}
    </>
  );
}

/** The row goes at once; the server is told when the time to undo is over. */
function useRemoval(): (draft: DraftSummary) => void {
  const { t } = useTranslation('plans');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const { queryKey } = asking(listDrafts, {});
  const refresh = () => queries.invalidateQueries({ queryKey });
  return (draft) => {
    void queries.cancelQueries({ queryKey });
    queries.setQueryData<DraftSummary[]>(queryKey, (all) => all?.filter((one) => one.draftId !== draft.draftId));
    focusHeading();
    undoable({
      message: t('drafts.deleted', { title: draft.title }),
      undoLabel: t('common:undo'),
      undo: () => void refresh(),
      commit: () =>
        void call(deleteDraft, { draftId: draft.draftId }, { keepalive: true })
          .catch((error: unknown) => toastFailed(wordsFor(error)))
          .finally(() => void refresh()),
    });
  };
}

function DraftRow({ draft, onRemove }: { draft: DraftSummary; onRemove: () => void }): ReactElement {
  const { t } = useTranslation('plans');
  const format = useFormat();
  const mayCorrect = useMay('plans.correct');
  const { draftId, title, programmeId } = draft;
  return (
    <li className={css['draft']}>
      <div>
        <h2 className={css['title']}>
          <Link to={programmeId ? `/programmes/${programmeId}` : `/plans/${draftId}`}>{title}</Link>
        </h2>
        <div className={css['facts']}>
          {programmeId ? (
            <StatusBadge tone="good" icon={IconPlayerPlay}>
              {t('drafts.state.running')}
            </StatusBadge>
          ) : (
            <StatusBadge tone="info" icon={IconCircleDashed}>
              {t('drafts.state.review')}
            </StatusBadge>
          )}
          <span>{t(`settings.${draft.setting}`, { defaultValue: draft.setting })}</span>
          <span>{t('drafts.goals', { count: draft.goals })}</span>
          <span>{t('drafts.activities', { count: draft.activities })}</span>
          <span>{draft.filename}</span>
          <span>{t('drafts.updated', { moment: format.moment(draft.updatedAt) })}</span>
        </div>
      </div>
      <div className={css['actions']}>
        {programmeId ? (
          <Button component={Link} to={`/programmes/${programmeId}`} rightSection={<IconArrowRight size={16} aria-hidden />} aria-label={t('drafts.programmeNamed', { title })}>
            {t('drafts.programme')}
          </Button>
        ) : null}
        <Button component={Link} to={`/plans/${draftId}`} variant={programmeId ? 'default' : 'filled'} aria-label={t(programmeId ? 'drafts.viewNamed' : 'drafts.openNamed', { title })}>
          {t(programmeId ? 'drafts.view' : 'drafts.open')}
        </Button>
        {mayCorrect && !programmeId ? (
          <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('drafts.deleteNamed', { title })} onClick={onRemove}>
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        ) : null}
      </div>
    </li>
  );
}
