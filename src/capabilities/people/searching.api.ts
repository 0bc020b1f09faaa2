import { handle, type Ctx } from '../../platform/handle.ts';
import type { Vault } from '../../platform/vault.ts';
import { organizationById } from '../organizations/organizations.store.ts';
import { blindTail, blindWhole, openedIdentifier } from './identifiers.gateway.ts';
import { identifierKinds, type IdentifierKind } from './identifiers.ts';
import { linesOf } from './lines.gateway.ts';
import { refuse, searchPeople, type PersonId } from './people.ts';
import { identifiersOf } from './people.store.ts';
import { searchOf, type Search, type Wanted } from './searching.ts';
import { membersOf, namedAmong, personsNamed, personsNumbered, type Numbers, type Reach } from './searching.store.ts';
import { foldedName } from './spelling.ts';

/** More people than this answer to a number only when it says too little. */
const mostNumbered = 400;

export const api = [
  handle(searchPeople, async ({ q, organizationId, limit }, ctx) => {
    const reach = await reachOf(ctx, organizationId);
    const search = searchOf(q, foldedName);
    const ids = await idsFor(ctx, search, { reach, most: limit + 1 });
    const people = await linesOf(ctx.db, ctx.vault, ids.slice(0, limit + 1));
    const shown = people.slice(0, limit);
    if (shown.length > 0) ctx.note(shown.map(({ personId }) => personId), 'list');
    return { people: shown, more: people.length > limit, exact: await exactOf(ctx, search, shown.map(({ personId }) => personId)) };
  }),
];

/** The caller's own reach, or the part of it that an organisation covers. */
async function reachOf({ db, caller: { scope } }: Ctx, organizationId: number | undefined): Promise<Reach> {
  if (organizationId === undefined) return scope;
  const organization = await organizationById(db, organizationId);
  if (!organization || organization.posEnd < scope.from || organization.pos > scope.to) throw refuse.unknownOrganization();
  return { from: Math.max(scope.from, organization.pos), to: Math.min(scope.to, organization.posEnd) };
}

async function idsFor(ctx: Ctx, search: Search | null, { reach, most }: { reach: Reach; most: number }): Promise<PersonId[]> {
  const { scope } = ctx.caller;
  // Nothing typed: the people of an organisation that was chosen, never everybody.
  if (search === null) return reach === scope ? [] : membersOf(ctx.db, reach, most);
  if (search.numbers.length === 0) return search.name === null ? [] : personsNamed(ctx.db, search.name, { reach, most });
  const numbered = await personsNumbered(ctx.db, blindOf(ctx.vault, scope.tenant, search.numbers), mostNumbered);
  return search.name === null || numbered.length === 0 ? numbered : namedAmong(ctx.db, numbered, search.name);
}

/** The numbers of a search as the database knows them. */
function blindOf(vault: Vault, tenant: number, numbers: readonly Wanted[]): Numbers {
  const tailed: readonly IdentifierKind[] = ['id-card', 'phone'];
  const of = <K extends Wanted['by']>(by: K) => numbers.filter((one): one is Extract<Wanted, { by: K }> => one.by === by);
  return {
    wholes: of('whole').flatMap(({ number }) => identifierKinds.map((kind) => blindWhole(vault, tenant, { kind, number }))),
    tail4s: of('tail4').flatMap(({ tail }) => tailed.map((kind) => blindTail(vault, tenant, { kind, tail }))),
    tail6s: of('tail6').map(({ tail }) => blindTail(vault, tenant, { kind: 'id-card', tail })),
    birthDates: of('birthDate').map(({ day }) => day),
    files: of('file').map(({ personId }) => personId),
  };
}

/** The one person whose whole document number was typed: a list of one may be opened at once. Blind numbers are checked against the real one. */
async function exactOf({ db, vault }: Ctx, search: Search | null, [only, ...others]: readonly PersonId[]): Promise<PersonId | null> {
  const typed = search?.numbers.flatMap((one) => (one.by === 'whole' ? [one.number] : [])) ?? [];
  if (only === undefined || others.length > 0 || typed.length === 0) return null;
  return (await hasNumber({ db, vault }, only, typed)) ? only : null;
}

async function hasNumber({ db, vault }: Pick<Ctx, 'db' | 'vault'>, personId: PersonId, typed: readonly string[]): Promise<boolean> {
  const documents = (await identifiersOf(db, personId)).filter(({ kind }) => kind !== 'phone');
  return documents.some((row) => typed.includes(openedIdentifier(vault, row)));
}
