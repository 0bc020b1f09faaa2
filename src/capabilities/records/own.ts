/** One's own record, and a ward's: read and added to by the person, without staff. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { Sex } from '../people/identifiers.ts';
import { PersonId } from '../people/people.ts';
import { listEntries } from './entries.ts';
import { listLatest, listObservations, TypedValue } from './observations.ts';

const ofPerson = { personId: z.coerce.number().pipe(PersonId) };

export const listOwnObservations = contract({ ...listObservations, path: '/api/me/:personId/record/observations', permission: 'self.read' });
export const listOwnLatest = contract({ ...listLatest, path: '/api/me/:personId/record/latest', permission: 'self.read' });
export const listOwnEntries = contract({ ...listEntries, path: '/api/me/:personId/record/entries', permission: 'self.read' });

/** What the words about a value depend on. */
export const readOwnBasis = contract({
  method: 'GET',
  path: '/api/me/:personId/record/basis',
  permission: 'self.read',
  subject: 'personId',
  input: z.object(ofPerson),
  output: z.object({ sex: Sex, birthDate: Day }),
});

/**
 * What was measured at one moment, at home, typed or read from a meter. Code and moment name an observation of this source, so that the
 * same one sent again is taken once; `recorded` counts the new. Another value of the same moment is refused: it is for a correction.
 */
export const enterOwnObservations = contract({
  method: 'POST',
  path: '/api/me/:personId/record/observations',
  permission: 'self.write',
  subject: 'personId',
  input: z.object({ ...ofPerson, effectiveAt: Instant, values: z.array(TypedValue).min(1).max(20) }),
  output: z.object({ recorded: z.int() }),
});
