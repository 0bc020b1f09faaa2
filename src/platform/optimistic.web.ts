import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemWords } from './ui/states.web.tsx';
import { toastFailed } from './ui/toast.web.tsx';
import { undoable } from './ui/undo.web.tsx';

/** A change of the cached data `T`, and how to make it on the server. */
export interface Edit<T> {
  /** The data with the change, and again without it. */
  readonly show: (data: T) => T;
  readonly hide: (data: T) => T;
  readonly send: () => Promise<unknown>;
  readonly takeBack: () => Promise<unknown>;
  /** What was done, for the toast that can take it back. */
  readonly message: string;
}

/** Changes show at once, vanish with a reason when the server refuses, and can be taken back. `also`: other answers that they outdate. */
export function useOptimistic<T>(queryKey: QueryKey, also: readonly QueryKey[]): (edit: Edit<T>) => void {
  const { t } = useTranslation('common');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const underway = useRef(0);
  const patch = (change: (data: T) => T) => queries.setQueryData<T>(queryKey, (data) => (data === undefined ? data : change(data)));
  const run = async (edit: Edit<T>, offersUndo: boolean): Promise<void> => {
    underway.current += 1;
    await queries.cancelQueries({ queryKey });
    patch(edit.show);
    try {
      await edit.send();
      if (offersUndo) undoable({ message: edit.message, undoLabel: t('undo'), commit: () => {}, undo: () => void run({ ...edit, show: edit.hide, hide: edit.show, send: edit.takeBack, takeBack: edit.send }, false) });
    } catch (error) {
      patch(edit.hide);
      toastFailed(wordsFor(error));
    } finally {
      underway.current -= 1;
      if (underway.current === 0) for (const key of [queryKey, ...also]) void queries.invalidateQueries({ queryKey: key });
    }
  };
  return (edit) => void run(edit, true);
}
