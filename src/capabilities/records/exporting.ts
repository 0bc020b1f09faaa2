/** Export of all of one's data: JSON with every version, or a FHIR bundle of what stands. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Instant } from '../../kernel/day.ts';
import { PersonId } from '../people/people.ts';

// Words

/** The whole record: the person, every version of every value and entry, the documents with their bytes. */
const RecordExport = z.object({
  format: z.literal('kangcheng-record-1'),
  exportedAt: Instant,
  person: z.record(z.string(), z.unknown()),
  identifiers: z.array(z.object({ kind: z.string(), number: z.string() })),
  memberships: z.array(z.record(z.string(), z.unknown())),
  observations: z.array(z.record(z.string(), z.unknown())),
  observationHistory: z.array(z.record(z.string(), z.unknown())),
  entries: z.array(z.record(z.string(), z.unknown())),
  entryHistory: z.array(z.record(z.string(), z.unknown())),
  documents: z.array(z.object({ entryId: z.uuid(), base64: z.string() })),
});
export type RecordExport = z.infer<typeof RecordExport>;

const Bundle = z.object({
  resourceType: z.literal('Bundle'),
  type: z.literal('collection'),
  timestamp: Instant,
  entry: z.array(z.object({ fullUrl: z.string(), resource: z.looseObject({ resourceType: z.string(), id: z.string() }) })),
});

// Contract

const ofPerson = z.object({ personId: z.coerce.number().pipe(PersonId) });

/** By whoever may read the record. */
export const exportRecord = contract({ method: 'GET', path: '/api/people/:personId/record/export', permission: 'records.read', subject: 'personId', input: ofPerson, output: RecordExport });
export const exportBundle = contract({ method: 'GET', path: '/api/people/:personId/record/bundle', permission: 'records.read', subject: 'personId', input: ofPerson, output: Bundle });

/** By the person, of oneself or of a ward: nobody else is reached. */
export const exportOwnRecord = contract({ method: 'GET', path: '/api/self/:personId/export', permission: 'self.read', subject: 'personId', input: ofPerson, output: RecordExport });
export const exportOwnBundle = contract({ method: 'GET', path: '/api/self/:personId/bundle', permission: 'self.read', subject: 'personId', input: ofPerson, output: Bundle });
