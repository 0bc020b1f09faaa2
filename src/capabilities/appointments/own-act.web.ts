import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { say } from '../../platform/ui/phone/toasts.web.tsx';
import { useProblemWords } from '../../platform/ui/problem-words.web.ts';
import { readMyAppointments, readMyFreeSlots } from './appointments.ts';

/** After an act everything of one's own is asked anew; what went wrong is said in the card. */
export function useOwnAct(onDone?: () => void): { readonly run: (work: () => Promise<unknown>, said: string) => void; readonly busy: boolean; readonly problem: string | null } {
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = (work: () => Promise<unknown>, said: string) => {
    setBusy(true);
    setProblem(null);
    void work()
      .then(() => {
        say(said);
        onDone?.();
      })
      .catch((error: unknown) => setProblem(wordsFor(error)))
      .finally(() => {
        setBusy(false);
        void Promise.all([readMyAppointments, readMyFreeSlots].map(({ path }) => queries.invalidateQueries({ queryKey: [path] })));
      });
  };
  return { run, busy, problem };
}
