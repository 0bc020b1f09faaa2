import { readContent } from '../../platform/content.ts';
import { observationRegistry, ObservationCodes } from '../records/observation-codes.ts';
import { AlarmRules, type AlarmRule } from './alarm-rules.ts';
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

export const knownRules = new Map(rules.families.flatMap((family) => family.rules.map((rule): [string, KnownRule] => [rule.id, { rule, family: family.id, codes: rule.codes ?? family.codes }])));

interface KnownRule {
  readonly rule: AlarmRule;
  readonly family: string;
  readonly codes: readonly string[];
}

/** A rule that content no longer holds still names its alarms. */
export function wordsOf(ruleId: string) {
  const rule = knownRules.get(ruleId)?.rule;
  return { id: ruleId, title: rule?.title ?? { zh: ruleId, en: ruleId }, action: rule?.action ?? { zh: '', en: '' } };
}

export function clausesOf(rule: AlarmRule) {
  return rule.source.flatMap((source) => rules.sources[source] ?? []);
}
