import { recordDeparture } from '../capabilities/people/moves.ts';
import type { Depart } from '../capabilities/worklist/calls.api.ts';
import type { Endpoint } from '../platform/handle.ts';

/** A call that found somebody dead or moved away records it as the person's page does, with everything that this closes. */
export function departing(people: readonly Endpoint[]): Depart {
  const endpoint = people.find(({ contract }) => contract === recordDeparture);
  return async (ctx, departure) => void (await endpoint?.run(departure, ctx, undefined));
}
