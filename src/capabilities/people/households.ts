/** Households: who lives together, who speaks for a child, and who of the staff is responsible for a person. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day } from '../../kernel/day.ts';
import { ageOn, PersonId, PersonRow } from './people.ts';

// Words

export const HouseholdRelation = z.enum(['head', 'spouse', 'child', 'parent', 'grandchild', 'other']);
export type HouseholdRelation = z.infer<typeof HouseholdRelation>;

/** A person lives in one household at a time; `relation` is to its head. */
export const HouseholdMember = z.object({
  tenantId: z.int(),
  personId: PersonId,
  householdId: z.int(),
  relation: HouseholdRelation,
  since: Day,
  organizationPos: z.int(),
  positions: z.string().nullable(),
});
export type HouseholdMember = z.infer<typeof HouseholdMember>;

export const GuardianRelation = z.enum(['father', 'mother', 'grandparent', 'other']);
export type GuardianRelation = z.infer<typeof GuardianRelation>;

/** `guardianPersonId` speaks for `personId`, from the day `since` to before the day `until`. */
export const Guardianship = z.object({
  tenantId: z.int(),
  personId: PersonId,
  guardianPersonId: PersonId,
  relation: GuardianRelation,
  since: Day,
  until: Day.nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
});
export type Guardianship = z.infer<typeof Guardianship>;

export const ClinicianRole = z.enum(['doctor', 'nurse']);
export type ClinicianRole = z.infer<typeof ClinicianRole>;

/** Who is responsible for a person. The name is kept as it was then: it outlives the account. */
export const Clinician = z.object({
  tenantId: z.int(),
  personId: PersonId,
  role: ClinicianRole,
  accountId: z.uuid(),
  name: z.string(),
  since: Day,
  until: Day.nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
});
export type Clinician = z.infer<typeof Clinician>;

// Rules

/** Civil Code of the People's Republic of China, article 17: at eighteen one is an adult. */
export const ageOfMajority = 18;

export function isOfAge(birthDate: Day, day: Day): boolean {
  return ageOn(birthDate, day) >= ageOfMajority;
}

/** Whether a guardian reads the ward's record on a day: while the guardianship lasts and the ward is not of age. */
export function mayGuardianRead({ birthDate, since, until }: { birthDate: Day; since: Day; until: Day | null }, day: Day): boolean {
  return since <= day && (until === null || day < until) && !isOfAge(birthDate, day);
}

// Contract

const ById = { personId: z.coerce.number().pipe(PersonId) };

export const FamilyView = z.object({
  household: z.object({ householdId: z.int(), members: z.array(z.object({ person: PersonRow, relation: HouseholdRelation })) }).nullable(),
  guardians: z.array(z.object({ person: PersonRow, relation: GuardianRelation, since: Day, until: Day.nullable(), reads: z.boolean() })),
  wards: z.array(z.object({ person: PersonRow, relation: GuardianRelation, reads: z.boolean() })),
  clinicians: z.array(z.object({ role: ClinicianRole, accountId: z.uuid(), name: z.string(), since: Day })),
});
export type FamilyView = z.infer<typeof FamilyView>;

export const openFamily = contract({ method: 'GET', path: '/api/people/:personId/family', permission: 'people.read', input: z.object(ById), output: FamilyView, subject: 'personId' });

/** Take a person into the household of another, or, without one, out into a household of their own. */
export const setHousehold = contract({
  method: 'POST',
  path: '/api/people/:personId/household',
  permission: 'people.correct',
  input: z.object({ ...ById, with: PersonId.nullable(), relation: HouseholdRelation }),
  output: FamilyView,
  subject: 'personId',
});

export const addGuardian = contract({
  method: 'POST',
  path: '/api/people/:personId/guardians',
  permission: 'people.correct',
  input: z.object({ ...ById, guardianPersonId: PersonId, relation: GuardianRelation }),
  output: FamilyView,
  subject: 'personId',
});

export const endGuardian = contract({
  method: 'POST',
  path: '/api/people/:personId/guardians/end',
  permission: 'people.correct',
  input: z.object({ ...ById, guardianPersonId: PersonId }),
  output: FamilyView,
  subject: 'personId',
});

/** The staff who can be made responsible, within the caller's reach. */
export const listClinicians = contract({
  method: 'GET',
  path: '/api/people/clinicians',
  permission: 'people.read',
  input: z.object({}),
  output: z.array(z.object({ accountId: z.uuid(), name: z.string(), role: ClinicianRole })),
});

/** Some persons, or everybody whose record an organisation (or one below it) keeps. `dryRun`: only say how many it would be. */
export const assignClinician = contract({
  method: 'POST',
  path: '/api/people/clinicians/assign',
  permission: 'people.correct',
  input: z.object({ personIds: z.array(PersonId).min(1).max(500).nullable(), organizationId: z.int().nullable(), role: ClinicianRole, accountId: z.uuid(), dryRun: z.boolean().default(false) }),
  output: z.object({ persons: z.int(), changed: z.int() }),
});

export const setClinician = contract({
  method: 'POST',
  path: '/api/people/:personId/clinicians',
  permission: 'people.correct',
  input: z.object({ ...ById, role: ClinicianRole, accountId: z.uuid().nullable() }),
  output: FamilyView,
  subject: 'personId',
});
