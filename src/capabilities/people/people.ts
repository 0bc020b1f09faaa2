/** People: every pupil, employee, resident, patient and parent is one person in different memberships, with one lifelong record. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant, partsOf } from '../../kernel/day.ts';
import { problems } from '../../kernel/problem.ts';
import { IdentifierKind, Sex } from './identifiers.ts';

// Words

export const PersonId = z.int().positive().brand('PersonId');
export type PersonId = z.infer<typeof PersonId>;

/**
 * `organizationId` keeps the person's record and stands at `organizationPos`; nobody is ever without one. `positions` are those of
 * the other organisations that the person belongs to today, as PostgreSQL writes a multirange, null where there is none:
 * every person-owned row carries both, and they decide who sees it.
 */
export const Person = z.object({
  tenantId: z.int(),
  personId: PersonId,
  organizationId: z.int(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  name: z.string().min(1).max(50),
  pinyin: z.string(),
  sex: Sex,
  birthDate: Day,
  address: z.string().nullable(),
  registeredAt: Instant,
  deceasedOn: Day.nullable(),
  movedOn: Day.nullable(),
});
export type Person = z.infer<typeof Person>;

/**
 * A number of a person, sealed. `whole`, `tail4` and `tail6` are its blind numbers: they find it without telling it. Four characters
 * have few values, so somebody who stole database and keys together would read the tails; without the keys nobody does.
 */
export const PersonIdentifier = z.object({
  tenantId: z.int(),
  personId: PersonId,
  kind: IdentifierKind,
  sealed: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  keyId: z.int(),
  whole: z.int(),
  tail4: z.int().nullable(),
  tail6: z.int().nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
});
export type PersonIdentifier = z.infer<typeof PersonIdentifier>;

/** One of the keys under which a name is found (spelling.ts). */
export const PersonName = z.object({ tenantId: z.int(), personId: PersonId, key: z.string(), organizationPos: z.int(), positions: z.string().nullable() });
export type PersonName = z.infer<typeof PersonName>;

export const MembershipRole = z.enum(['resident', 'patient', 'employee', 'pupil', 'participant']);
export type MembershipRole = z.infer<typeof MembershipRole>;

/** A person's belonging to an organisation: from the day `since` to before the day `until`. */
export const Membership = z.object({
  tenantId: z.int(),
  personId: PersonId,
  organizationId: z.int(),
  organizationPos: z.int(),
  role: MembershipRole,
  since: Day,
  until: Day.nullable(),
});
export type Membership = z.infer<typeof Membership>;

/** What a person's data was before somebody corrected it. Numbers are kept masked. */
export const PersonChange = z.object({
  tenantId: z.int(),
  personId: PersonId,
  changeId: z.uuid(),
  changedAt: Instant,
  accountId: z.uuid(),
  before: z.record(z.string(), z.string().nullable()),
  organizationPos: z.int(),
  positions: z.string().nullable(),
});
export type PersonChange = z.infer<typeof PersonChange>;

// Rules

/** Whole years lived on a day; somebody born on 29 February is a year older on 1 March. */
export function ageOn(birthDate: Day, day: Day): number {
  const [born, now] = [partsOf(birthDate), partsOf(day)];
  const before = now[1] < born[1] || (now[1] === born[1] && now[2] < born[2]);
  return now[0] - born[0] - (before ? 1 : 0);
}

/** A set of positions as PostgreSQL writes it, the home organisation's left out; null when nothing is left. */
export function multirangeOf(positions: readonly number[], home: number): string | null {
  const others = [...new Set(positions)].filter((pos) => pos !== home).toSorted((a, b) => a - b);
  return others.length === 0 ? null : `{${others.map((pos) => `[${pos},${pos + 1})`).join(',')}}`;
}

export const refuse = problems('people', {
  unknownPerson: 404,
  unknownOrganization: 404,
  wrongIdCard: 422,
  wrongNumber: 422,
  contradictsIdCard: 422,
  bornInFuture: 422,
  knownPerson: 409,
  knownElsewhere: 409,
  noDocument: 422,
  changedMeanwhile: 409,
  alreadyMember: 409,
  noSuchMembership: 404,
  homeMembership: 409,
  ownGuardian: 422,
  ofAge: 422,
  notAdult: 422,
  unknownClinician: 404,
  transferOpen: 409,
  noSuchTransfer: 404,
  sameOrganization: 422,
  alreadyLeft: 409,
  notLeft: 409,
  inFuture: 422,
  mergeSelf: 422,
  noSuchMerge: 404,
  mergedOn: 409,
  noSuchCandidate: 404,
});

// Contract

const Name = z.string().trim().min(1).max(50);

/** What a list shows of a person, enough to tell two of the same name apart. Numbers are masked. */
export const PersonRow = z.object({
  personId: PersonId,
  name: z.string(),
  pinyin: z.string(),
  sex: Sex,
  birthDate: Day,
  idCard: z.string().nullable(),
  phone: z.string().nullable(),
  address: z.string().nullable(),
  organization: z.object({ nameZh: z.string(), nameEn: z.string() }),
  doctor: z.string().nullable(),
  left: z.enum(['died', 'moved']).nullable(),
});
export type PersonRow = z.infer<typeof PersonRow>;

/** Look for people by anything that one may have of them. `exact`: the one person whose whole number was typed. */
export const searchPeople = contract({
  method: 'GET',
  path: '/api/people',
  permission: 'people.read',
  input: z.object({ q: z.string().max(100).default(''), organizationId: z.coerce.number().int().optional(), limit: z.coerce.number().int().min(1).max(100).default(20) }),
  output: z.object({ people: z.array(PersonRow), more: z.boolean(), exact: PersonId.nullable() }),
});

const Identifiers = z.array(z.object({ kind: IdentifierKind, number: z.string().trim().min(3).max(40) })).max(10);

/** What registration asks. Sex and birth date may be left to the ID card. `join`: take the known person in, who is kept elsewhere. */
export const Registration = z.object({
  name: Name,
  sex: Sex.nullable().default(null),
  birthDate: Day.nullable().default(null),
  identifiers: Identifiers.default([]),
  address: z.string().trim().max(200).nullable().default(null),
  organizationId: z.int(),
  role: MembershipRole.default('resident'),
  evenIfKnown: z.boolean().default(false),
  join: z.boolean().default(false),
});
export type Registration = z.infer<typeof Registration>;

export const registerPerson = contract({
  method: 'POST',
  path: '/api/people',
  permission: 'people.register',
  input: Registration,
  output: z.object({ personId: PersonId, joined: z.boolean() }),
});

export const MatchReason = z.enum(['id-card', 'document', 'name-and-birth-date', 'phone']);
export type MatchReason = z.infer<typeof MatchReason>;

/** Who is already there, before anything is saved. `elsewhere`: somebody with this very number, kept out of the caller's reach. */
export const checkPerson = contract({
  method: 'POST',
  path: '/api/people/check',
  permission: 'people.register',
  input: z.object({ name: z.string().trim().max(50).default(''), birthDate: Day.nullable().default(null), identifiers: Identifiers.default([]) }),
  output: z.object({ matches: z.array(z.object({ person: PersonRow, reasons: z.array(MatchReason) })), elsewhere: z.boolean() }),
});

const ById = { personId: z.coerce.number().pipe(PersonId) };

const Named = z.object({ organizationId: z.int(), nameZh: z.string(), nameEn: z.string() });

/** The head of a person's page. */
export const PersonView = PersonRow.extend({
  organization: Named,
  registeredAt: Instant,
  deceasedOn: Day.nullable(),
  movedOn: Day.nullable(),
  identifiers: z.array(z.object({ kind: IdentifierKind, masked: z.string() })),
  memberships: z.array(z.object({ organization: Named, role: MembershipRole, since: Day, until: Day.nullable(), home: z.boolean() })),
});
export type PersonView = z.infer<typeof PersonView>;

export const openPerson = contract({ method: 'GET', path: '/api/people/:personId', permission: 'people.read', input: z.object(ById), output: PersonView, subject: 'personId' });

/** The numbers of one kind in full; the trail shows who asked. */
export const revealIdentifiers = contract({
  method: 'POST',
  path: '/api/people/:personId/reveal',
  permission: 'people.read',
  input: z.object({ ...ById, kind: IdentifierKind }),
  output: z.object({ numbers: z.array(z.string()) }),
  subject: 'personId',
});

/** Only what is given is changed; `identifiers` replace those of the kinds that they name, an empty number drops its kind. */
export const correctPerson = contract({
  method: 'PATCH',
  path: '/api/people/:personId',
  permission: 'people.correct',
  input: z.object({
    ...ById,
    name: Name.optional(),
    sex: Sex.optional(),
    birthDate: Day.optional(),
    address: z.string().trim().max(200).nullable().optional(),
    identifiers: z.array(z.object({ kind: IdentifierKind, number: z.string().trim().max(40) })).max(10).optional(),
  }),
  output: PersonView,
  subject: 'personId',
});

export const joinOrganization = contract({
  method: 'POST',
  path: '/api/people/:personId/memberships',
  permission: 'people.register',
  input: z.object({ ...ById, organizationId: z.int(), role: MembershipRole, since: Day.optional() }),
  output: PersonView,
  subject: 'personId',
});

export const leaveOrganization = contract({
  method: 'POST',
  path: '/api/people/:personId/memberships/end',
  permission: 'people.register',
  input: z.object({ ...ById, organizationId: z.int(), role: MembershipRole, until: Day.optional() }),
  output: PersonView,
  subject: 'personId',
});

/** What was corrected, newest first. */
export const listChanges = contract({
  method: 'GET',
  path: '/api/people/:personId/changes',
  permission: 'people.read',
  input: z.object(ById),
  output: z.array(PersonChange.pick({ changedAt: true, accountId: true, before: true })),
  subject: 'personId',
});
