import { changedJob } from '../capabilities/risk/upkeep.api.ts';
import { markChanged } from '../capabilities/rules/facts.store.ts';
import type { Tx } from '../platform/database.ts';
import { enqueueOnce } from '../platform/jobs.ts';

/** What is known of these persons changed: their facts and tiers follow within seconds of the commit. */
export async function noteChanged(db: Tx, persons: readonly number[]): Promise<void> {
  await markChanged(db, persons);
  await enqueueOnce(db, changedJob);
}
