/** Releases: what the school doctor tells a class of a pupil, in plain words. A teacher reads these and nothing else of the record. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { PersonId } from '../people/people.ts';

// Words

export const ReleaseKind = z.enum(['sport-exempt', 'sport-limited', 'allergy', 'medication', 'seat', 'emergency', 'other']);
export type ReleaseKind = z.infer<typeof ReleaseKind>;

/**
 * It stands at the class (`organizationPos`), so that whoever teaches there reads it; with `teacherId` that teacher alone. From the
 * day it is written until the end of `until`, or until it is revoked. `entryId` is the entry of the record that it rests on.
 */
export const HealthRelease = z.object({
  tenantId: z.int(),
  personId: PersonId,
  releaseId: z.uuid(),
  organizationId: z.int(),
  organizationPos: z.int(),
  teacherId: z.uuid().nullable(),
  kind: ReleaseKind,
  words: z.string(),
  entryId: z.uuid().nullable(),
  until: Day.nullable(),
  releasedAt: Instant,
  releasedBy: z.uuid(),
  releasedByName: z.string(),
  revokedAt: Instant.nullable(),
  revokedBy: z.uuid().nullable(),
  label: z.int(),
});
export type HealthRelease = z.infer<typeof HealthRelease>;

// Rules

export function isInForce({ until, revokedAt }: Pick<HealthRelease, 'until' | 'revokedAt'>, today: Day): boolean {
  return revokedAt === null && (until === null || today <= until);
}

// Contract

const ofPerson = { personId: z.coerce.number().pipe(PersonId) };
const Named = z.object({ zh: z.string(), en: z.string() });

export const ReleaseView = HealthRelease.pick({ releaseId: true, kind: true, words: true, until: true, releasedAt: true, releasedByName: true, revokedAt: true }).extend({
  organization: Named,
  /** The one teacher who is told; null for all of the class. */
  teacher: z.string().nullable(),
  inForce: z.boolean(),
});
export type ReleaseView = z.infer<typeof ReleaseView>;

/** Everything that was ever released of a pupil, the latest first. */
export const listReleases = contract({ method: 'GET', path: '/api/people/:personId/releases', permission: 'records.release', subject: 'personId', input: z.object(ofPerson), output: z.array(ReleaseView) });

/** Where to, and to whom, something of a pupil may be released: the pupil's organisations within reach, and who teaches there. */
export const releaseAddressees = contract({
  method: 'GET',
  path: '/api/people/:personId/releases/addressees',
  permission: 'records.release',
  subject: 'personId',
  input: z.object(ofPerson),
  output: z.object({ organizations: z.array(z.object({ organizationId: z.int(), name: Named })), teachers: z.array(z.object({ accountId: z.uuid(), name: z.string() })) }),
});

export const addRelease = contract({
  method: 'POST',
  path: '/api/people/:personId/releases',
  permission: 'records.release',
  subject: 'personId',
  input: z.object({
    ...ofPerson,
    organizationId: z.int(),
    teacherId: z.uuid().nullable().default(null),
    kind: ReleaseKind,
    words: z.string().trim().min(2).max(200),
    entryId: z.uuid().nullable().default(null),
    until: Day.nullable(),
  }),
  output: z.object({ releaseId: z.uuid() }),
});

/** Taken back at once; that it was told stays on record. */
export const revokeRelease = contract({
  method: 'POST',
  path: '/api/people/:personId/releases/:releaseId/revoke',
  permission: 'records.release',
  subject: 'personId',
  input: z.object({ ...ofPerson, releaseId: z.uuid() }),
  output: z.object({ revoked: z.literal(true) }),
});

/** What is in force for the pupils of the caller's classes. */
export const listReleased = contract({
  method: 'GET',
  path: '/api/records/released',
  permission: 'records.released',
  input: z.object({}),
  output: z.array(ReleaseView.pick({ releaseId: true, kind: true, words: true, until: true, releasedAt: true, releasedByName: true, organization: true }).extend({ personId: PersonId, name: z.string() })),
});
