import type { Instant } from '../../kernel/day.ts';
import type { Scope } from '../../platform/database.ts';
import type { Ctx } from '../../platform/handle.ts';
import type { Job } from '../../platform/jobs.ts';
import { resealed } from './identifiers.gateway.ts';
import { searchDuplicates } from './merging.api.ts';
import { endingOn, refreshPositions, resealIdentifiers, staleIdentifiers } from './people.store.ts';

type Work = Pick<Ctx, 'db' | 'today' | 'vault'> & { readonly now: Instant; readonly scope: Scope };

export interface Context {
  everyTenant(work: (work: Work) => Promise<void>): Promise<void>;
}

/** Numbers sealed anew in one transaction. */
const batch = 500;

/** Bring numbers under the newest key, a batch a transaction, until none is left under an older one. Answers how many there were. */
export async function resealAll({ everyTenant }: Context): Promise<number> {
  let all = 0;
  let stale = 0;
  do {
    stale = 0;
    await everyTenant(async ({ db, vault }) => {
      vault.refresh();
      const rows = await staleIdentifiers(db, vault.current, batch);
      if (rows.length > 0) await resealIdentifiers(db, rows.map((row) => resealed(vault, row)));
      stale += rows.length;
    });
    all += stale;
  } while (stale > 0);
  return all;
}

export const jobs: readonly Job<Context>[] = [
  { name: 'resealNumbers', schedule: '*/10 * * * *', run: async (_payload, context) => void (await resealAll(context)) },
  {
    // 00:05 in China: memberships whose last day was yesterday no longer show the person.
    name: 'endMemberships',
    schedule: '5 16 * * *',
    run: (_payload, { everyTenant }) =>
      everyTenant(async ({ db, today, scope }) => {
        for (const personId of await endingOn(db, today)) await refreshPositions(db, scope, { personId, today });
      }),
  },
  { name: 'findDuplicates', schedule: '40 17 * * *', run: (_payload, { everyTenant }) => everyTenant(async ({ db, now }) => void (await searchDuplicates(db, now))) },
];
