import { readContent } from '../../platform/content.ts';
import { observationRegistry, ObservationCodes } from './observation-codes.ts';

/** The observation codes of this installation. */
export const registry = observationRegistry(readContent('observations.yaml', ObservationCodes));
