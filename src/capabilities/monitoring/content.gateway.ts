import { readContent } from '../../platform/content.ts';
import { observationRegistry, ObservationCodes } from '../records/observation-codes.ts';
import { AlarmRules } from './alarm-rules.ts';
import { compileRules } from './alarm-rule-sql.ts';

export const registry = observationRegistry(readContent('observations.yaml', ObservationCodes));

export const rules = readContent('monitoring.yaml', AlarmRules);

/** The number of a code; a rule that names an unknown one stops the program. */
export function idOf(code: string): number {
  const found = registry.byCode(code);
  if (!found) throw new Error(`content/monitoring.yaml: no code ${code} in content/observations.yaml`);
  return found.id;
}

export const compiled = compileRules({ rules, idOf });
