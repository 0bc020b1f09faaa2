import { createContext, useCallback, useContext, useEffect, useMemo, useReducer, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../platform/ui/live.web.tsx';
import type { ActivityType } from '../activities/activities.ts';
import type { IndicatorDefinition } from '../indicators/indicators.ts';
import type { Draft, DraftItem, DraftList } from './draft.ts';
import { freshKey, schemaOf, valuesFrom, withChanged, withItem, without, type Values } from './editing.ts';
import { faultsOf } from './fields.ts';
import { historyOf, recorded, redone, undone, type History } from './history.ts';
import type { Span } from './plan.ts';
import type { DraftView } from './plans.ts';
import { keptDraft, saverOf, type Kept, type Saver, type SavingState } from './saver.web.ts';
import { spotlight, type Spotlight } from './spotlight.web.ts';

/** An item that lacks something yet, such as a goal without its number. */
export interface Pending {
  readonly list: DraftList;
  readonly values: Values;
}

/** What the parts of the review screen do; the functions stay the same while the draft changes. */
export interface Reviewing {
  readonly readOnly: boolean;
  readonly indicators: readonly IndicatorDefinition[];
  readonly activityTypes: readonly ActivityType[];
  readonly lights: Spotlight;
  readonly edit: (change: (draft: Draft) => Draft, tag?: string) => void;
  readonly change: (list: DraftList, item: DraftItem, field: string) => void;
  readonly remove: (list: DraftList, key: string) => void;
  /** Make an item of a piece of text; without a place when a person writes it. */
  readonly add: (list: DraftList, from: { text: string; span: Span | null }) => void;
  readonly setPending: (pending: Pending | null) => void;
  readonly complete: (pending: Pending) => void;
  /** Open an item's form, or close it. */
  readonly open: (key: string | null) => void;
  /** Show where an item stands in the document. */
  readonly locate: (key: string) => void;
}

const Context = createContext<Reviewing | null>(null);
export const ReviewingProvider = Context.Provider;

export function useReviewing(): Reviewing {
  const reviewing = useContext(Context);
  if (!reviewing) throw new Error('outside the review screen');
  return reviewing;
}

type Step = { kind: 'edit'; change: (draft: Draft) => Draft; tag: string | null } | { kind: 'undo' } | { kind: 'redo' };

function stepped(history: History<Draft>, step: Step): History<Draft> {
  if (step.kind === 'edit') return recorded(history, step.change(history.present), step.tag);
  return step.kind === 'undo' ? undone(history) : redone(history);
}

export interface Editing {
  readonly history: History<Draft>;
  readonly dispatch: (step: Step) => void;
  readonly saver: Saver;
  readonly saving: SavingState;
  /** Changes found on this computer that had not reached the server. */
  readonly restored: Kept | null;
}

/** The draft with its history, saved as it changes. Changes that were left on this computer come back as one step that can be undone. */
export function useEditing(view: DraftView): Editing {
  const [restored] = useState(() => (view.programmeId === null ? keptDraft(view.draftId) : null));
  const [saver] = useState(() => saverOf({ ...view, version: restored?.version ?? view.version }));
  const [history, dispatch] = useReducer(stepped, null, () => (restored ? recorded(historyOf(view.draft), restored.draft) : historyOf(view.draft)));
  const saving = useSyncExternalStore(saver.subscribe, saver.state);
  useEffect(() => saver.open(), [saver]);
  useEffect(() => saver.change(history.present), [saver, history.present]);
  return { history, dispatch, saver, saving, restored };
}

interface Surroundings extends Pick<Reviewing, 'readOnly' | 'indicators' | 'activityTypes' | 'open' | 'locate'> {
  readonly editing: Editing;
}

/** The acts of the screen over the draft, and the item that waits for completion. */
export function useReviewingOf({ editing, readOnly, indicators, activityTypes, open, locate }: Surroundings): { reviewing: Reviewing; pending: Pending | null } {
  const { t } = useTranslation('plans');
  const { history, dispatch } = editing;
  const [lights] = useState(spotlight);
  const [pending, setPending] = useState<Pending | null>(null);
  const latest = useRef(history.present);
  useEffect(() => {
    latest.current = history.present;
  }, [history.present]);
  const edit = useCallback((change: (draft: Draft) => Draft, tag: string | null = null) => dispatch({ kind: 'edit', change, tag }), [dispatch]);
  const complete = useCallback(
    ({ list, values }: Pending) => {
      const made = schemaOf(list).safeParse(values);
      if (!made.success) return;
      edit((draft) => withItem(draft, list, made.data));
      setPending(null);
      open(made.data.key);
      announce(t('review.added', { kind: t(`kinds.${list}`) }));
    },
    [edit, open, t],
  );
  const reviewing = useMemo(
    (): Reviewing => ({
      readOnly,
      indicators,
      activityTypes,
      lights,
      edit,
      complete,
      setPending,
      open,
      locate,
      change: (list, item, field) => edit((draft) => withChanged(draft, list, item), `${item.key}.${field}`),
      remove: (list, key) => {
        edit((draft) => without(draft, list, key));
        open(null);
        announce(t('review.removed'));
      },
      add: (list, from) => {
        const values = valuesFrom(list, { key: freshKey(latest.current, list), ...from });
        if (faultsOf(list, values).size === 0) complete({ list, values });
        else setPending({ list, values });
      },
    }),
    [readOnly, indicators, activityTypes, lights, edit, complete, open, locate, t],
  );
  return { reviewing, pending };
}
