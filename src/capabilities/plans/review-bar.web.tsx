import { ActionIcon, Button } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconCircleCheck, IconCloudOff, IconCloudUpload, IconGitMerge, IconHistory, IconPencil, IconRocket } from '@tabler/icons-react';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusBadge, type Tone } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { useShortcuts, type Shortcut } from '../../platform/ui/keys.web.tsx';
import { announce } from '../../platform/ui/live.web.tsx';
import { Notice } from '../../platform/ui/notice.web.tsx';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import css from './review.module.css';
import type { Editing } from './reviewing.web.tsx';
import type { Saving } from './saver.web.ts';

const shortcuts: readonly Shortcut[] = [
  { keys: 'Ctrl Z', label: 'plans:keys.undo' },
  { keys: 'Ctrl Shift Z', label: 'plans:keys.redo' },
  { keys: 'Ctrl S', label: 'plans:keys.save' },
  { keys: '↑ ↓', label: 'plans:keys.marks' },
  { keys: 'Enter', label: 'plans:keys.open' },
];

const faces: Record<Saving, { tone: Tone; icon: typeof IconPencil }> = {
  saved: { tone: 'good', icon: IconCircleCheck },
  waiting: { tone: 'neutral', icon: IconPencil },
  saving: { tone: 'info', icon: IconCloudUpload },
  failed: { tone: 'warning', icon: IconCloudOff },
  conflict: { tone: 'bad', icon: IconGitMerge },
};

/** Undo, redo, whether everything is saved, and the launch. */
export function ReviewBar({ editing, onLaunch }: { editing: Editing; onLaunch: (() => void) | null }): ReactElement {
  const { t } = useTranslation('plans');
  const { history, dispatch, saving, saver } = editing;
  const step = (kind: 'undo' | 'redo') => {
    dispatch({ kind });
    announce(t(kind === 'undo' ? 'review.undone' : 'review.redone'));
  };
  useShortcuts(shortcuts);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.isComposing || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      const act = key === 's' ? () => void saver.flush() : key === 'y' || (key === 'z' && event.shiftKey) ? () => step('redo') : key === 'z' ? () => step('undo') : null;
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  });
  const { tone, icon } = faces[saving.saving];
  return (
    <>
      <span role="status" aria-live="polite">
        <StatusBadge tone={tone} icon={icon}>
          {t(`saving.${saving.saving}`)}
        </StatusBadge>
      </span>
      <ActionIcon variant="default" size={36} aria-label={t('common:undo')} title={`${t('common:undo')} Ctrl+Z`} disabled={history.past.length === 0} onClick={() => step('undo')}>
        <IconArrowBackUp size={18} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="default" size={36} aria-label={t('common:redo')} title={`${t('common:redo')} Ctrl+Shift+Z`} disabled={history.future.length === 0} onClick={() => step('redo')}>
        <IconArrowForwardUp size={18} aria-hidden />
      </ActionIcon>
      {onLaunch ? (
        <Button leftSection={<IconRocket size={18} aria-hidden />} onClick={() => void saver.flush().then(() => (saver.state().saving === 'saved' ? onLaunch() : announce(t('review.launchBlocked'))))}>
          {t('review.launch')}
        </Button>
      ) : null}
    </>
  );
}

/** What a person must know or decide about saving. */
export function SavingNotes({ editing, onTakeTheirs }: { editing: Editing; onTakeTheirs: () => void }): ReactElement | null {
  const { t } = useTranslation('plans');
  const format = useFormat();
  const wordsFor = useProblemWords();
  const [noted, setNoted] = useState(false);
  const { saving, saver, restored, dispatch, history } = editing;
  if (saving.saving === 'conflict') {
    return (
      <Notice role="alert" tone="bad" icon={IconGitMerge} title={t('saving.conflict')}>
        {t('saving.conflictWhy')}
        <span className={css['bar']}>
          <Button size="compact-md" onClick={onTakeTheirs}>
            {t('saving.takeTheirs')}
          </Button>
          <Button size="compact-md" variant="default" onClick={() => void saver.keepMine()}>
            {t('saving.keepMine')}
          </Button>
        </span>
      </Notice>
    );
  }
  if (saving.saving === 'failed') {
    return (
      <Notice role="alert" tone="warning" icon={IconCloudOff} title={t('saving.failed')}>
        {wordsFor(saving.problem)} {t('saving.failedWhy')}
        <span className={css['bar']}>
          <Button size="compact-md" variant="default" onClick={() => void saver.flush()}>
            {t('saving.retry')}
          </Button>
        </span>
      </Notice>
    );
  }
  if (!restored || noted) return null;
  return (
    <Notice role="status" tone="info" icon={IconHistory} onClose={() => setNoted(true)}>
      {t('saving.restored', { moment: format.moment(restored.at) })}
      <span className={css['bar']}>
        <Button
          size="compact-sm"
          variant="default"
          disabled={history.past.length === 0}
          onClick={() => {
            dispatch({ kind: 'undo' });
            setNoted(true);
          }}
        >
          {t('saving.discardRestored')}
        </Button>
      </span>
    </Notice>
  );
}
