import { z } from 'zod';
import { Instant } from '../../kernel/day.ts';
import { call, CallProblem } from '../../platform/call.web.ts';
import { Draft } from './draft.ts';
import { openDraft, saveDraft, type DraftId, type DraftView } from './plans.ts';

/** `failed`: kept on this computer, tried again. `conflict`: somebody else saved meanwhile; a person decides. */
export type Saving = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict';

export interface SavingState {
  readonly saving: Saving;
  readonly version: number;
  readonly problem: unknown;
}

export interface Saver {
  readonly state: () => SavingState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly change: (draft: Draft) => void;
  readonly flush: () => Promise<void>;
  /** Overwrite what somebody else saved. */
  readonly keepMine: () => Promise<void>;
  /** Begin to watch the network; the answer ends it and sends what is left. */
  readonly open: () => () => void;
}

const waitMs = 1200;
const retryMs = 5000;

/** Saves a draft a moment after each change. What was typed is on this computer at once, and leaves it only when the server has it. */
export function saverOf(view: Pick<DraftView, 'draftId' | 'version' | 'draft'>): Saver {
  const { draftId } = view;
  let [saved, latest, busy, timer]: [Draft, Draft, Promise<void> | null, number] = [view.draft, view.draft, null, 0];
  let state: SavingState = { saving: 'saved', version: view.version, problem: null };
  const listeners = new Set<() => void>();
  const become = (next: Partial<SavingState>) => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };
  const later = (ms: number) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void flush(), ms);
  };
  const settled = (draft: Draft, version: number) => {
    saved = draft;
    if (latest === draft) forget(draftId);
    else keep(draftId, version, latest);
    become({ saving: latest === draft ? 'saved' : 'waiting', version, problem: null });
    if (latest !== draft) later(waitMs);
  };
  const failed = async (error: unknown, draft: Draft) => {
    const type = error instanceof CallProblem ? error.type : '';
    if (type === 'plans.changedMeanwhile') {
      const theirs = await call(openDraft, { draftId }).catch(() => null);
      if (theirs && JSON.stringify(theirs.draft) === JSON.stringify(draft)) settled(draft, theirs.version);
      else become({ saving: 'conflict', problem: error });
      return;
    }
    become({ saving: 'failed', problem: error });
    if (error instanceof CallProblem && (error.status === 0 || error.status >= 429)) later(retryMs);
  };
  const send = async (draft: Draft) => {
    become({ saving: 'saving', problem: null });
    await call(saveDraft, { draftId, version: state.version, draft }).then(
      ({ version }) => settled(draft, version),
      (error: unknown) => failed(error, draft),
    );
  };
  const flush = async () => {
    window.clearTimeout(timer);
    if (busy) await busy;
    if (latest === saved || state.saving === 'conflict') return;
    busy = send(latest).finally(() => (busy = null));
    await busy;
  };
  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    change: (draft) => {
      if (draft === latest) return;
      latest = draft;
      keep(draftId, state.version, draft);
      if (state.saving === 'conflict') return;
      if (state.saving !== 'saving') become({ saving: draft === saved ? 'saved' : 'waiting', problem: null });
      if (draft === saved) forget(draftId);
      else later(waitMs);
    },
    flush,
    keepMine: async () => {
      const theirs = await call(openDraft, { draftId }).catch(() => null);
      if (!theirs) return;
      become({ version: theirs.version, saving: 'waiting', problem: null });
      await flush();
    },
    open: () => {
      const online = () => void flush();
      window.addEventListener('online', online);
      return () => {
        window.removeEventListener('online', online);
        void flush();
      };
    },
  };
}

// What has not reached the server stays on this computer.

const Kept = z.object({ version: z.int(), draft: Draft, at: Instant });
export type Kept = z.infer<typeof Kept>;

const keyOf = (draftId: DraftId): string => `kangcheng.draft.${draftId}`;

function keep(draftId: DraftId, version: number, draft: Draft): void {
  try {
    localStorage.setItem(keyOf(draftId), JSON.stringify({ version, draft, at: new Date().toISOString() }));
  } catch {
    // The browser's store is full: the server's copy is then the only one, as it was before the change.
  }
}

export function forget(draftId: DraftId): void {
  localStorage.removeItem(keyOf(draftId));
}

export function keptDraft(draftId: DraftId): Kept | null {
  try {
    return Kept.safeParse(JSON.parse(localStorage.getItem(keyOf(draftId)) ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}
