import { openedIdentifier } from '../capabilities/people/identifiers.gateway.ts';
import type { PersonId } from '../capabilities/people/people.ts';
import { identifiersOf } from '../capabilities/people/people.store.ts';
import type { Ctx } from '../platform/handle.ts';

/** The numbers of a person in the clear: for the export of all of one's data. */
export async function numbersOf({ db, vault }: Ctx, personId: PersonId): Promise<{ kind: string; number: string }[]> {
  return (await identifiersOf(db, personId)).map((row) => ({ kind: row.kind, number: openedIdentifier(vault, row) }));
}
