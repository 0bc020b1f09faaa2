import { readContent } from '../../platform/content.ts';
import { ObservationCodes, observationRegistry } from '../records/observation-codes.ts';
import { SelfCareContent } from './content.ts';

export const selfCare = readContent('self-care.yaml', SelfCareContent);
export const goalKinds = new Map(selfCare.goals.map((kind) => [kind.id, kind]));
export const observationCodes = observationRegistry(readContent('observations.yaml', ObservationCodes));
