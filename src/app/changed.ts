import { holdWritten } from '../capabilities/access/consent.api.ts';
import { changedJob } from '../capabilities/risk/upkeep.api.ts';
import { markChanged } from '../capabilities/rules/facts.store.ts';
import type { Tx } from '../platform/database.ts';
import { enqueueOnce } from '../platform/jobs.ts';
import { derived } from './derived.ts';

/** What is known of these persons changed: what is withheld stays so, and their facts and tiers follow within seconds of the commit. */
export async function noteChanged(db: Tx, persons: readonly number[]): Promise<void> {
  await holdWritten(db, { persons, derived });
  await markChanged(db, persons);
  await enqueueOnce(db, changedJob);
}
