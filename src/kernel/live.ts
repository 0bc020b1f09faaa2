/** What is told to open screens the moment it is committed: that something changed, never what is known of a person. */
import { z } from 'zod';
import { permits } from './permission.ts';

/** A kind of event, and the acts of which one lets somebody hear it. */
export interface Topic {
  readonly name: string;
  readonly permissions: readonly string[];
}

/**
 * Whom an event concerns, by the rules of the rows behind it: a place in the tree (`pos`, and `positions` as PostgreSQL writes a
 * multirange), a person, the row's label. `account` hears it whatever else is said. `data` holds numbers and names of things alone.
 */
export const LiveEvent = z.object({
  topic: z.string(),
  tenant: z.int(),
  pos: z.int().nullable().default(null),
  positions: z.string().nullable().default(null),
  person: z.int().nullable().default(null),
  label: z.int().default(0),
  account: z.string().nullable().default(null),
  data: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});
export type LiveEvent = z.output<typeof LiveEvent>;

/** Who listens, as far as that decides what is heard. */
export interface Listener {
  readonly account: string;
  readonly permissions: readonly string[];
  readonly scope: { readonly tenant: number; readonly from: number; readonly to: number; readonly label: number; readonly purpose: string; readonly persons?: readonly number[] };
}

/** Whether somebody hears an event: what the policies of the tables would let them read, and a role that may ask for it. */
export function hears({ account, permissions, scope }: Listener, event: LiveEvent, topic: Topic): boolean {
  if (event.tenant !== scope.tenant) return false;
  if (event.account !== null && event.account === account) return true;
  if (!topic.permissions.some((permission) => permits(permissions, permission))) return false;
  if (event.label > scope.label || (event.label > 0 && !['care', 'self', 'system'].includes(scope.purpose))) return false;
  if (event.person !== null && scope.persons?.includes(event.person)) return true;
  if (event.person !== null && scope.purpose === 'numbers') return false;
  return (event.pos !== null && event.pos >= scope.from && event.pos <= scope.to) || overlaps(event.positions, scope);
}

/** Whether a multirange such as {[3,5),[9,10)} shares a number with from–to. */
function overlaps(positions: string | null, { from, to }: { from: number; to: number }): boolean {
  return [...(positions ?? '').matchAll(/\[(\d+),(\d+)\)/g)].some(([, low, high]) => Number(low) <= to && Number(high) > from);
}
