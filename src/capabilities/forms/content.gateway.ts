/** What answers are read with: whom to turn to at once (content/help-lines.yaml), and the codes of the record. */
import { z } from 'zod';
import { readContent } from '../../platform/content.ts';
import { ObservationCodes, observationRegistry } from '../records/observation-codes.ts';
import { HelpLine } from './responding.ts';

const File = z.array(HelpLine.extend({ source: z.array(z.string()).min(1), confidence: z.string() })).min(1);

export const helpLines: readonly HelpLine[] = readContent('help-lines.yaml', File).map(({ name, number, note }) => ({ name, number, note }));
export const registry = observationRegistry(readContent('observations.yaml', ObservationCodes));
