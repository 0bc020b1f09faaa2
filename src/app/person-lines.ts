import { linesOf } from '../capabilities/people/lines.gateway.ts';
import type { PersonId, PersonRow } from '../capabilities/people/people.ts';
import type { Ctx } from '../platform/handle.ts';

/** The people of a list, as lists show them. */
export function personLines({ db, vault }: Ctx, personIds: readonly PersonId[]): Promise<PersonRow[]> {
  return linesOf(db, vault, personIds);
}
