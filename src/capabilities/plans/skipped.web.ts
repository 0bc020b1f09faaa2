import { useCallback, useMemo, useState } from 'react';
import { z } from 'zod';
import type { DraftId } from './plans.ts';

/** Sentences that a reviewer said are not needed; remembered on this computer. */
export interface Skips {
  readonly skipped: ReadonlySet<string>;
  readonly skip: (key: string) => void;
  readonly restore: () => void;
}

const Keys = z.array(z.string()).catch([]);

export function useSkipped(draftId: DraftId): Skips {
  const place = `kangcheng.skipped.${draftId}`;
  const [skipped, setSkipped] = useState<ReadonlySet<string>>(() => new Set(Keys.parse(JSON.parse(localStorage.getItem(place) ?? '[]'))));
  const keep = useCallback(
    (change: (before: ReadonlySet<string>) => ReadonlySet<string>) =>
      setSkipped((before) => {
        const next = change(before);
        localStorage.setItem(place, JSON.stringify([...next]));
        return next;
      }),
    [place],
  );
  return useMemo(() => ({ skipped, skip: (key) => keep((before) => new Set([...before, key])), restore: () => keep(() => new Set()) }), [skipped, keep]);
}
