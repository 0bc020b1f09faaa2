import { handle, type Ctx } from '../../platform/handle.ts';
import { openedIdentifier, sealedIdentifier } from './identifiers.gateway.ts';
import { contradictions, masked, readIdCard } from './identifiers.ts';
import { lineOf, linesOf } from './lines.gateway.ts';
import { correctPerson, joinOrganization, leaveOrganization, listChanges, openPerson, refuse, revealIdentifiers, type Person, type PersonId, type PersonIdentifier, type PersonRow, type PersonView } from './people.ts';
import { changesOf, deleteIdentifiers, endMemberships, holdPerson, identifiersOf, insertChange, insertIdentifiers, insertMemberships, membershipsOf, personById, refreshPositions, updatePerson } from './people.store.ts';
import { pageOfPerson } from './searching.store.ts';
import { numbersOf, organizationInReach } from './registering.api.ts';
import { tidyName } from './spelling.ts';

export const api = [
  handle(openPerson, ({ personId }, ctx) => viewOf(ctx, personId)),

  handle(revealIdentifiers, async ({ personId, kind }, ctx) => {
    await personOf(ctx, personId);
    const rows = (await identifiersOf(ctx.db, personId)).filter((row) => row.kind === kind);
    return { numbers: rows.map((row) => openedIdentifier(ctx.vault, row)) };
  }),

  handle(correctPerson, async ({ personId, identifiers = [], ...typed }, ctx) => {
    const person = await holdPerson(ctx.db, personId);
    if (!person) throw refuse.unknownPerson();
    const fields = changedFields(person, typed);
    const rows = await identifiersOf(ctx.db, personId);
    const numbers = numbersOf({ identifiers: identifiers.filter(({ number }) => number !== '') });
    const kinds = [...new Set(identifiers.map(({ kind }) => kind))];
    const idCard = numbers.find(({ kind }) => kind === 'id-card')?.number ?? (kinds.includes('id-card') ? null : idCardOf(ctx, rows));
    refuseContradiction({ ...person, ...fields }, idCard);
    if ((fields.birthDate ?? person.birthDate) > ctx.today) throw refuse.bornInFuture();
    const owner = { tenantId: person.tenantId, personId, organizationPos: person.organizationPos, positions: person.positions };
    const replaced = rows.filter(({ kind }) => kinds.includes(kind)).map((row) => [row.kind, masked(row.kind, openedIdentifier(ctx.vault, row))] as const);
    await insertChange(ctx.db, { ...owner, changeId: ctx.newId(), changedAt: ctx.now, accountId: ctx.caller.account, before: { ...formerly(person, fields), ...Object.fromEntries(replaced) } });
    if (Object.keys(fields).length > 0) await updatePerson(ctx.db, personId, fields);
    for (const kind of kinds) await deleteIdentifiers(ctx.db, personId, kind);
    await insertIdentifiers(ctx.db, numbers.map((one) => ({ ...sealedIdentifier(ctx.vault, owner, one), ...owner })));
    return viewOf(ctx, personId);
  }),

  handle(joinOrganization, async ({ personId, organizationId, role, since }, ctx) => {
    const person = await personOf(ctx, personId);
    const organization = await organizationInReach(ctx, organizationId);
    const from = since ?? ctx.today;
    if (from > ctx.today) throw refuse.inFuture();
    const same = (await membershipsOf(ctx.db, personId)).some((one) => one.organizationId === organizationId && one.role === role && (one.until === null || one.until > ctx.today || one.since === from));
    if (same) throw refuse.alreadyMember();
    await insertMemberships(ctx.db, [{ tenantId: person.tenantId, personId, organizationId, organizationPos: organization.pos, role, since: from, until: null }]);
    await refreshPositions(ctx.db, ctx.caller.scope, { personId, today: ctx.today });
    return viewOf(ctx, personId);
  }),

  handle(leaveOrganization, async ({ personId, organizationId, role, until }, ctx) => {
    await personOf(ctx, personId);
    const on = until ?? ctx.today;
    if (on > ctx.today) throw refuse.inFuture();
    await organizationInReach(ctx, organizationId);
    if ((await endMemberships(ctx.db, personId, { until: on, organizationId, role })) === 0) throw refuse.noSuchMembership();
    const view = await viewOf(ctx, personId);
    await refreshPositions(ctx.db, ctx.caller.scope, { personId, today: ctx.today });
    return view;
  }),

  handle(listChanges, ({ personId }, ctx) => changesOf(ctx.db, personId)),
];

/** The lines of people that a list shows, by id; the trail keeps that they were shown. */
export async function listed(ctx: Ctx, personIds: readonly PersonId[]): Promise<ReadonlyMap<PersonId, PersonRow>> {
  const lines = new Map((await linesOf(ctx.db, ctx.vault, [...new Set(personIds)])).map((line) => [line.personId, line]));
  if (lines.size > 0) ctx.note([...lines.keys()], 'list');
  return lines;
}

/** The person, when the caller may see them. */
export async function personOf({ db }: Pick<Ctx, 'db'>, personId: PersonId): Promise<Person> {
  const person = await personById(db, personId);
  if (!person) throw refuse.unknownPerson();
  return person;
}

type Corrected = Partial<Pick<Person, 'name' | 'sex' | 'birthDate' | 'address'>>;

/** What was typed and is not so already. */
function changedFields(person: Person, { name, sex, birthDate, address }: { [K in keyof Corrected]?: Corrected[K] | undefined }): Corrected {
  return {
    ...(name !== undefined && tidyName(name) !== person.name ? { name: tidyName(name) } : {}),
    ...(sex !== undefined && sex !== person.sex ? { sex } : {}),
    ...(birthDate !== undefined && birthDate !== person.birthDate ? { birthDate } : {}),
    ...(address !== undefined && (address || null) !== person.address ? { address: address || null } : {}),
  };
}

function formerly(person: Person, fields: Corrected): Record<string, string | null> {
  const { name, sex, birthDate, address } = person;
  return Object.fromEntries(Object.entries({ name, sex, birthDate, address }).filter(([field]) => field in fields));
}

function idCardOf({ vault }: Ctx, rows: readonly PersonIdentifier[]): string | null {
  const row = rows.find(({ kind }) => kind === 'id-card');
  return row ? openedIdentifier(vault, row) : null;
}

function refuseContradiction(wanted: Pick<Person, 'birthDate' | 'sex'>, idCard: string | null): void {
  const reading = idCard === null ? null : readIdCard(idCard);
  const wrong = reading?.kind === 'valid' ? contradictions(reading.card, wanted) : [];
  if (wrong.length > 0) throw refuse.contradictsIdCard({ fields: wrong, advice: wrong.join('-') });
}

/** The head of the person's page; organisations out of the caller's reach are named only where the caller sees the membership. */
export async function viewOf({ db, vault }: Ctx, personId: PersonId): Promise<PersonView> {
  const page = await pageOfPerson(db, personId);
  if (!page) throw refuse.unknownPerson();
  const { tenantId, organizationId, nameZh, nameEn, registeredAt, deceasedOn, movedOn, kinds, sealed, memberships } = page;
  return {
    ...lineOf(vault, page),
    organization: { organizationId, nameZh, nameEn },
    registeredAt,
    deceasedOn,
    movedOn,
    identifiers: kinds.flatMap((kind, i) => {
      const bytes = sealed[i];
      return bytes === undefined ? [] : [{ kind, masked: masked(kind, openedIdentifier(vault, { tenantId, personId, kind, sealed: bytes })) }];
    }),
    memberships: memberships.map(({ role, since, until, ...organization }) => ({ organization, role, since, until, home: organization.organizationId === organizationId })),
  };
}
