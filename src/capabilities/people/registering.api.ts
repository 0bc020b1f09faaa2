import { handle, type Ctx } from '../../platform/handle.ts';
import { beyondReach } from '../../platform/database.ts';
import type { Day } from '../../kernel/day.ts';
import { isWithin, type Organization } from '../organizations/organizations.ts';
import { organizationById } from '../organizations/organizations.store.ts';
import { blindWhole, openedIdentifier } from './identifiers.gateway.ts';
import { contradictions, identifierOf, readIdCard, type IdentifierKind, type Sex } from './identifiers.ts';
import { linesOf } from './lines.gateway.ts';
import type { PersonId} from './people.ts';
import { checkPerson, refuse, registerPerson, type MatchReason, type Registration } from './people.ts';
import { holdNumbers, identifiersOf, insertMemberships, insertPeople, membershipsOf, nextPersonId, refreshPositions } from './people.store.ts';
import { namedLike, personsNumbered } from './searching.store.ts';
import { foldedName, tidyName } from './spelling.ts';

interface Number {
  readonly kind: IdentifierKind;
  readonly number: string;
}

export const api = [
  handle(checkPerson, async ({ name, birthDate, identifiers }, ctx) => {
    const numbers = identifiers.flatMap(({ kind, number }) => {
      const one = identifierOf(kind, number);
      return one === null ? [] : [{ kind, number: one }];
    });
    const matches = await matchesOf(ctx, { name, birthDate, numbers });
    const lines = await linesOf(ctx.db, ctx.vault, [...matches.keys()]);
    if (lines.length > 0) ctx.note(lines.map(({ personId }) => personId), 'list');
    const known = lines.some(({ personId }) => matches.get(personId)?.some((reason) => reason !== 'phone' && reason !== 'name-and-birth-date'));
    return {
      matches: lines.map((person) => ({ person, reasons: matches.get(person.personId) ?? [] })),
      elsewhere: !known && (await holderElsewhere(ctx, numbers)) !== null,
    };
  }),

  handle(registerPerson, async (asked, ctx) => {
    const organization = await organizationInReach(ctx, asked.organizationId);
    const numbers = numbersOf(asked);
    const { birthDate, sex } = bornAs(asked, numbers, ctx.today);
    // Two desks that register the same number at once: the second waits and then finds the first.
    await holdNumbers(ctx.db, documents(numbers).map((one) => blindWhole(ctx.vault, ctx.caller.scope.tenant, one)));
    const joined = await knownAlready(ctx, { asked, numbers, birthDate, organization });
    if (joined !== null) return { personId: joined, joined: true };
    const personId = await nextPersonId(ctx.db);
    const owner = { tenantId: ctx.caller.scope.tenant, personId };
    const membership = { ...owner, organizationId: organization.organizationId, organizationPos: organization.pos, role: asked.role, since: ctx.today, until: null };
    const person = { ...owner, organizationId: organization.organizationId, organizationPos: organization.pos, name: tidyName(asked.name), sex, birthDate, address: asked.address === '' ? null : asked.address, registeredAt: ctx.now, deceasedOn: null, movedOn: null };
    await insertPeople(ctx.db, [{ person, identifiers: numbers, memberships: [membership] }], { vault: ctx.vault, today: ctx.today });
    ctx.note([personId], 'register');
    return { personId, joined: false };
  }),
];

/** The organisation, when the caller's reach covers it. */
export async function organizationInReach({ db, caller: { scope } }: Pick<Ctx, 'db' | 'caller'>, organizationId: number): Promise<Organization> {
  const organization = await organizationById(db, organizationId);
  if (!organization || !isWithin(organization, { pos: scope.from, posEnd: scope.to })) throw refuse.unknownOrganization();
  return organization;
}

const documents = (numbers: readonly Number[]) => numbers.filter(({ kind }) => kind !== 'phone');

/** The typed numbers in their one form, each once. */
export function numbersOf({ identifiers }: Pick<Registration, 'identifiers'>): Number[] {
  const numbers = identifiers.map(({ kind, number }) => {
    if (kind === 'id-card') {
      const reading = readIdCard(number);
      if (reading.kind === 'invalid') throw refuse.wrongIdCard({ advice: reading.reason });
      return { kind, number: reading.card.number };
    }
    const one = identifierOf(kind, number);
    if (one === null) throw refuse.wrongNumber({ kind, number });
    return { kind, number: one };
  });
  return [...new Map(numbers.map((one) => [`${one.kind} ${one.number}`, one])).values()];
}

/** Birth date and sex: from the ID card where there is one, and then what was typed may not say otherwise. */
function bornAs(typed: Pick<Registration, 'birthDate' | 'sex'>, numbers: readonly Number[], today: Day): { birthDate: Day; sex: Sex } {
  const [idCard] = numbers.filter(({ kind }) => kind === 'id-card').map(({ number }) => readIdCard(number));
  const card = idCard?.kind === 'valid' ? idCard.card : null;
  const wrong = card === null ? [] : contradictions(card, typed);
  if (wrong.length > 0) throw refuse.contradictsIdCard({ fields: wrong, advice: wrong.join('-') });
  const birthDate = card?.birthDate ?? typed.birthDate;
  const sex = card?.sex ?? typed.sex;
  if (birthDate === null || sex === null) throw refuse.noDocument();
  if (birthDate > today) throw refuse.bornInFuture();
  return { birthDate, sex };
}

type Arrival = { asked: Registration; numbers: readonly Number[]; birthDate: Day; organization: Organization };

/** Refuses who is known already, or takes them in; null for somebody new. */
async function knownAlready(ctx: Ctx, { asked, numbers, birthDate, organization }: Arrival): Promise<PersonId | null> {
  const matches = await matchesOf(ctx, { name: asked.name, birthDate, numbers });
  const same = [...matches].find(([, reasons]) => reasons.includes('id-card') || reasons.includes('document'));
  if (same) {
    if (!asked.join) throw refuse.knownPerson({ personId: same[0], name: asked.name });
    return takeIn(ctx, same[0], { asked, organization });
  }
  const holder = await holderElsewhere(ctx, numbers);
  if (holder !== null) {
    if (!asked.join) throw refuse.knownElsewhere();
    return takeIn(ctx, holder, { asked, organization });
  }
  const [like] = matches.keys();
  if (like !== undefined && !asked.evenIfKnown) throw refuse.knownPerson({ personId: like, name: asked.name });
  return null;
}

/** Give a known person another membership: from then on this organisation sees the record too. */
async function takeIn(ctx: Ctx, personId: PersonId, { asked, organization }: { asked: Pick<Registration, 'role'>; organization: Organization }): Promise<PersonId> {
  const { scope } = ctx.caller;
  await beyondReach(ctx.db, scope, async () => {
    const open = (await membershipsOf(ctx.db, personId)).some((one) => one.organizationId === organization.organizationId && one.role === asked.role && (one.until === null || one.until > ctx.today));
    if (open) throw refuse.alreadyMember();
    await insertMemberships(ctx.db, [{ tenantId: scope.tenant, personId, organizationId: organization.organizationId, organizationPos: organization.pos, role: asked.role, since: ctx.today, until: null }]);
  });
  await refreshPositions(ctx.db, scope, { personId, today: ctx.today });
  ctx.note([personId], 'join');
  return personId;
}

/** People within reach who may be the one that is being registered, and why: one of the same document, or name and birth date, or phone. */
async function matchesOf(ctx: Ctx, { name, birthDate, numbers }: { name: string; birthDate: Day | null; numbers: readonly Number[] }): Promise<Map<PersonId, MatchReason[]>> {
  const found = new Map<PersonId, MatchReason[]>();
  const add = (ids: readonly PersonId[], reason: MatchReason) => {
    for (const id of ids) found.set(id, [...(found.get(id) ?? []), reason]);
  };
  for (const one of numbers) add(await holdersOf(ctx, [one]), one.kind === 'id-card' ? 'id-card' : one.kind === 'phone' ? 'phone' : 'document');
  if (foldedName(name) !== '' && birthDate !== null) add(await namedLike(ctx.db, foldedName(name), birthDate), 'name-and-birth-date');
  return new Map([...found].slice(0, 20));
}

/** Those within reach who hold one of the numbers; the blind number is checked against the real one. */
async function holdersOf({ db, vault, caller: { scope } }: Ctx, numbers: readonly Number[]): Promise<PersonId[]> {
  if (numbers.length === 0) return [];
  const wholes = numbers.map((one) => blindWhole(vault, scope.tenant, one));
  const ids = await personsNumbered(db, { wholes, tail4s: [], tail6s: [], birthDates: [], files: [] }, 20);
  const held = await Promise.all(ids.map(async (id) => (await identifiersOf(db, id)).some((row) => numbers.some(({ kind, number }) => kind === row.kind && openedIdentifier(vault, row) === number))));
  return ids.filter((_, i) => held[i]);
}

/** Somebody of the tenant who holds one of the documents, reach or not: nobody gets two records by moving house. */
async function holderElsewhere(ctx: Ctx, numbers: readonly Number[]): Promise<PersonId | null> {
  const found = await beyondReach(ctx.db, ctx.caller.scope, () => holdersOf(ctx, documents(numbers)));
  return found[0] ?? null;
}
