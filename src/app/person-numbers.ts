import type { NumbersOnFile } from '../capabilities/access/residents.api.ts';
import { blindTail, blindWhole, openedIdentifier } from '../capabilities/people/identifiers.gateway.ts';
import type { PersonId } from '../capabilities/people/people.ts';
import { identifiersOf } from '../capabilities/people/people.store.ts';
import type { Ctx } from '../platform/handle.ts';

/** The numbers of a person in the clear: for the export of all of one's data. */
export async function numbersOf({ db, vault }: Pick<Ctx, 'db' | 'vault'>, personId: PersonId): Promise<{ kind: string; number: string }[]> {
  return (await identifiersOf(db, personId)).map((row) => ({ kind: row.kind, number: openedIdentifier(vault, row) }));
}

/** The numbers by which people sign in and are looked up in an emergency. */
export const numbersOnFile: NumbersOnFile = {
  phoneOf: async (ctx, personId) => (await numbersOf(ctx, personId)).find(({ kind }) => kind === 'phone')?.number ?? null,
  phone: (vault, tenant, number) => blindWhole(vault, tenant, { kind: 'phone', number }),
  idCard: (vault, tenant, number) => blindWhole(vault, tenant, { kind: 'id-card', number }),
  idTail: (vault, tenant, tail) => blindTail(vault, tenant, { kind: 'id-card', tail }),
};
