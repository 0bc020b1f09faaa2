import type { ComponentType } from 'react';
import type { WorkRow } from './worklist.ts';

/** What the list needs of others: where a piece of work is done, and what can be done with several at once. */
export interface WorkLinks {
  readonly hrefOf: (row: WorkRow, tab: string) => string;
  /** A message to everybody who is chosen: another capability's. */
  readonly message?: () => Promise<ComponentType<{ persons: readonly number[]; onClose: () => void }>>;
}
