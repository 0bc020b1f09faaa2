/** People: every pupil, employee, resident, patient and parent is one person in different memberships, with one lifelong record. */
import { z } from 'zod';
import { Day } from '../../kernel/day.ts';

export const PersonId = z.int().positive().brand('PersonId');
export type PersonId = z.infer<typeof PersonId>;

export const Sex = z.enum(['male', 'female']);
export type Sex = z.infer<typeof Sex>;

/** `organizationPos` is the position of the organisation that keeps the person's record. */
export const Person = z.object({
  tenantId: z.int(),
  personId: PersonId,
  organizationPos: z.int(),
  nameZh: z.string().min(1).max(50),
  sex: Sex,
  birthDate: Day,
  idNumber: z.string().nullable(),
  phone: z.string().nullable(),
  address: z.string().nullable(),
  deceasedOn: Day.nullable(),
  movedOn: Day.nullable(),
});
export type Person = z.infer<typeof Person>;

export const MembershipRole = z.enum(['resident', 'patient', 'employee', 'pupil', 'participant']);
export type MembershipRole = z.infer<typeof MembershipRole>;

/** A person's belonging to an organisation, with the days it began and ended. */
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
