/** Saved views: the filters of a list under a name, one's own or the team's. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';

/** `search` is the list's query in the address. `shared`: seen by all who work at the organisation, or above it. */
export const WorkView = z.object({
  tenantId: z.int(),
  viewId: z.uuid(),
  accountId: z.uuid(),
  title: z.string().min(1).max(40),
  search: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  shared: z.boolean(),
  organizationPos: z.int(),
});
export type WorkView = z.infer<typeof WorkView>;

const View = WorkView.pick({ viewId: true, title: true, search: true, shared: true }).extend({ mine: z.boolean() });
export type View = z.infer<typeof View>;

export const listViews = contract({ method: 'GET', path: '/api/worklist/views', permission: 'worklist.read', input: z.object({}), output: z.array(View) });
export const saveView = contract({ method: 'POST', path: '/api/worklist/views', permission: 'worklist.read', input: WorkView.pick({ title: true, search: true, shared: true }), output: z.object({ viewId: z.uuid() }) });
export const deleteView = contract({ method: 'DELETE', path: '/api/worklist/views/:viewId', permission: 'worklist.read', input: z.object({ viewId: z.uuid() }), output: z.object({ deleted: z.literal(true) }) });
