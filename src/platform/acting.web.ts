import { useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Contract } from '../kernel/contract.ts';
import { useAct } from './call.web.ts';
import { useProblemWords } from './ui/states.web.tsx';
import { toastDone, toastFailed } from './ui/toast.web.tsx';

interface Outcome<O> {
  /** What the page says when it is done; nothing where the change is seen. */
  readonly said?: string;
  /** Questions whose answers have changed. */
  readonly changes: readonly Contract[];
  readonly then?: (output: O) => void;
}

/** An act with its words: says that it is done or why not, and asks anew what it changed. */
export function useActing<I extends z.ZodType, O extends z.ZodType>(contract: Contract<I, O>, { said, changes, then }: Outcome<z.output<O>>): { readonly run: (input: z.input<I>) => void; readonly busy: boolean } {
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const act = useAct(contract, async (output) => {
    if (said !== undefined) toastDone(said);
    then?.(output);
    await Promise.all(changes.map((changed) => queries.invalidateQueries({ queryKey: [changed.path] })));
  });
  return { run: (input) => act.mutate(input, { onError: (error) => toastFailed(wordsFor(error)) }), busy: act.isPending };
}
