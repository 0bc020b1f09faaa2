import { useQueryClient } from '@tanstack/react-query';
import { Instant } from '../../kernel/day.ts';
import { newId } from '../../platform/new-id.web.ts';
import { sendOrKeep, type Sent } from '../../platform/outbox.web.ts';
import type { TypedValue } from '../records/observations.ts';
import { enterOwnObservations } from '../records/own.ts';

interface Measured {
  readonly at: string;
  readonly values: readonly (Pick<TypedValue, 'code' | 'value'> & Partial<TypedValue>)[];
  readonly title: string;
}

/** Enter what was measured at one moment, now or as soon as there is a network. */
export function useMeasured(personId: number): (measured: Measured) => Promise<Sent<{ recorded: number }>> {
  const queries = useQueryClient();
  return async ({ at, values, title }) => {
    const sent = await sendOrKeep(enterOwnObservations, { personId, effectiveAt: Instant.parse(at), values: [...values] }, { id: newId(), title });
    if (sent.sent) await queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => typeof path === 'string' && path.startsWith('/api/me/:personId/') });
    return sent;
  };
}
