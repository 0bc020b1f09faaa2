/** The rules by which values alarm, as `content/monitoring.yaml` holds them. */
import { z } from 'zod';
import { Level } from './alarms.ts';

const Title = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

/** Limits of one value; all that are given must hold. */
export const Limits = z.strictObject({ from: z.number().optional(), above: z.number().optional(), to: z.number().optional(), below: z.number().optional() });
export type Limits = z.output<typeof Limits>;

/** Limits of the first and the second value of a reading; either is enough. */
export const When = z.strictObject({ first: Limits.optional(), second: Limits.optional() });
export type When = z.output<typeof When>;

/** How somebody is asked to measure again. `first`: the level until then, null for none; `missing`: without an answer. Minutes. */
const Repeat = z.strictObject({
  wait_min: z.int().min(0),
  until_min: z.int().min(1),
  readings: z.int().min(1).max(5),
  first: Level.nullable(),
  missing: z.union([Level, z.enum(['first', 'none'])]),
});

const said = {
  id: z.string().regex(/^[A-Z][A-Z0-9_]+$/),
  title: Title,
  codes: z.array(z.string()).min(1).optional(),
  level: Level,
  only: z.array(z.string()).optional(),
  unless: z.array(z.string()).optional(),
  symptoms: z.array(z.string()).default([]),
  symptoms_level: Level.default('red'),
  /** The limit that a clinician may set for one person. */
  personal: z.enum(['from', 'above', 'to', 'below', 'by']).optional(),
  action: Title,
  /** What the person is told. */
  person: Title.optional(),
  source: z.array(z.string()).min(1),
  confidence: z.enum(['verified-2-sources', 'one-source', 'from-memory-unverified']),
  proposal: z.boolean().default(false),
  note: Title.optional(),
};
const days = z.int().min(1).max(60);
const limited = { when: When, or: When.optional() };

export const AlarmRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reading'), ...said, ...limited, repeat: Repeat.optional() }),
  z.strictObject({ kind: z.literal('count'), ...said, ...limited, times: z.int().min(2).max(20), hours: z.int().min(1).max(72) }),
  z.strictObject({ kind: z.literal('row'), ...said, ...limited, times: z.int().min(2).max(10), within_days: days, rising_by: z.number().positive().optional() }),
  z.strictObject({ kind: z.literal('days'), ...said, ...limited, days, within_days: days }),
  z.strictObject({ kind: z.literal('mean'), ...said, ...limited, days, within_days: days }),
  z.strictObject({ kind: z.literal('rise'), ...said, by: z.number().positive(), within_days: days }),
  z.strictObject({ kind: z.literal('usual'), ...said, by: z.number().positive(), days, usual_days: days }),
  z.strictObject({ kind: z.literal('silence'), ...said, days: z.strictObject({ mid: days.optional(), high: days.optional(), other: days.optional() }), then_days: z.int().min(0).max(60) }),
]);
export type AlarmRule = z.output<typeof AlarmRule>;
export type RuleOf<K extends AlarmRule['kind']> = Extract<AlarmRule, { kind: K }>;

const Family = z.strictObject({ id: z.string(), codes: z.array(z.string()).min(1), rules: z.array(AlarmRule).min(1) });
export type Family = z.output<typeof Family>;

const LevelTimes = z.strictObject({ ack_minutes: z.int().min(1), escalate_minutes: z.array(z.int().min(1)).max(3), quiet_hours: z.int().min(0) });

export const AlarmRules = z
  .strictObject({
    version: z.int().min(1),
    sources: z.record(z.string(), Title),
    levels: z.strictObject({ red: LevelTimes, orange: LevelTimes, yellow: LevelTimes }),
    late_hours: z.int().min(1),
    adult_from_age: z.int().min(0),
    symptoms: z.record(z.string(), Title),
    families: z.array(Family).min(1),
  })
  .check(({ value, issues }) => {
    for (const message of faultsOf(value)) issues.push({ code: 'custom', message, input: value });
  });
export type AlarmRules = z.output<typeof AlarmRules>;

function faultsOf({ families, symptoms, sources }: { families: readonly Family[]; symptoms: object; sources: object }): string[] {
  const rules = families.flatMap((family) => family.rules);
  const twice = rules.filter((rule, i) => rules.findIndex((other) => other.id === rule.id) !== i).map((rule) => `${rule.id} stands twice`);
  const strange = families.flatMap((family) => family.rules.flatMap((rule) => (rule.codes ?? []).filter((code) => !family.codes.includes(code)).map((code) => `${rule.id}: ${code} is no code of ${family.id}`)));
  const unknown = rules.flatMap((rule) => [
    ...rule.symptoms.filter((symptom) => !(symptom in symptoms)).map((symptom) => `${rule.id}: no symptom ${symptom}`),
    ...rule.source.filter((source) => !(source in sources)).map((source) => `${rule.id}: no source ${source}`),
    ...(rule.level === 'red' && rule.personal !== undefined ? [`${rule.id}: red knows no personal limit`] : []),
  ]);
  return [...twice, ...strange, ...unknown];
}
