/** Care plans of a multidisciplinary team: written in versions, signed by each part of the team, agreed with the person. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';
import { PersonId } from '../people/people.ts';
import { Disease } from './sheet.ts';

// Words

export const Part = z.enum(['physician', 'nurse', 'dietitian', 'rehabilitation', 'psychologist']);
export type Part = z.infer<typeof Part>;

const line = z.string().trim().max(200);
const words = z.string().trim().max(2000);

/** What the team writes. `exercise` is a prescription by frequency (a week), intensity, time (minutes) and type. Amounts are a day's. */
export const PlanContent = z.strictObject({
  summary: words,
  goals: z.array(z.strictObject({ goal: line.min(1), target: line.min(1), by: Day.nullable().default(null) })).max(20),
  medication: z.array(z.strictObject({ drug: line.min(1), dose: line.default(''), times: line.default(''), note: line.default('') })).max(30),
  nutrition: z.strictObject({ energyKcal: z.int().min(600).max(5000).nullable(), saltG: z.number().min(0).max(20).nullable(), oilG: z.number().min(0).max(100).nullable(), advice: words }),
  exercise: z.array(z.strictObject({ kind: line.min(1), frequency: z.int().min(1).max(21), intensity: line.default(''), minutes: z.int().min(1).max(300), note: line.default('') })).max(10),
  psychology: words,
  monitoring: words,
});
export type PlanContent = z.infer<typeof PlanContent>;

export const PlanTemplate = z.strictObject({ id: z.string(), title: Text, criterion: Disease, sources: z.array(z.string()).min(1), confidence: z.string(), content: PlanContent });
export type PlanTemplate = z.infer<typeof PlanTemplate>;

/** `signing`: complete, waits for the team. `agreedOn`: the day on which the person agreed to the goals. */
export const PlanState = z.enum(['draft', 'signing', 'in-force', 'superseded']);
export type PlanState = z.infer<typeof PlanState>;

export const CarePlan = z.object({
  tenantId: z.int(),
  personId: PersonId,
  version: z.int(),
  state: PlanState,
  content: PlanContent,
  team: z.array(Part),
  reviewOn: Day,
  note: z.string(),
  changedAt: Instant,
  changedBy: z.uuid(),
  changedByName: z.string(),
  inForceOn: Day.nullable(),
  agreedOn: Day.nullable(),
  agreedHow: z.string().nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
});
export type CarePlan = z.infer<typeof CarePlan>;

/** One part of the team stands behind a version. The name is kept as it was: it outlives the account. */
export const PlanSignature = z.object({
  tenantId: z.int(),
  personId: PersonId,
  version: z.int(),
  part: Part,
  accountId: z.uuid(),
  name: z.string(),
  signedAt: Instant,
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
});
export type PlanSignature = z.infer<typeof PlanSignature>;

// Rules

const partsOfRole: Readonly<Record<string, readonly Part[]>> = {
  doctor: ['physician'], nurse: ['nurse'], 'health-manager': ['nurse'], dietitian: ['dietitian'], 'rehabilitation-therapist': ['rehabilitation'], counsellor: ['psychologist'],
};

/** The parts of a team that a role may sign for. */
export function partsFor(role: string): readonly Part[] {
  return partsOfRole[role] ?? [];
}

export function isComplete(team: readonly Part[], signed: readonly Part[]): boolean {
  return team.every((part) => signed.includes(part));
}

export const sections = ['summary', 'goals', 'medication', 'nutrition', 'exercise', 'psychology', 'monitoring'] as const;
export type PlanSection = (typeof sections)[number];

/** A plan as lines, each under a name that stays when its words change: for print and for differences. */
export interface PlanLine {
  readonly section: PlanSection;
  readonly key: string;
  readonly text: string;
}

const joined = (parts: readonly (string | null)[], by = ' · ') => parts.filter((part) => part !== null && part !== '').join(by);

export function linesOf(content: PlanContent): PlanLine[] {
  const { nutrition } = content;
  const text = (section: PlanSection, words: string): PlanLine[] => (words === '' ? [] : [{ section, key: 'text', text: words }]);
  return [
    ...text('summary', content.summary),
    ...content.goals.map(({ goal, target, by }): PlanLine => ({ section: 'goals', key: goal, text: joined([`${goal}：${target}`, by]) })),
    ...content.medication.map(({ drug, dose, times, note }): PlanLine => ({ section: 'medication', key: drug, text: joined([drug, dose, times, note]) })),
    ...(nutrition.energyKcal === null ? [] : [{ section: 'nutrition' as const, key: 'energy', text: `${nutrition.energyKcal} kcal` }]),
    ...(nutrition.saltG === null ? [] : [{ section: 'nutrition' as const, key: 'salt', text: `≤ ${nutrition.saltG} g` }]),
    ...(nutrition.oilG === null ? [] : [{ section: 'nutrition' as const, key: 'oil', text: `≤ ${nutrition.oilG} g` }]),
    ...text('nutrition', nutrition.advice),
    ...content.exercise.map(({ kind, frequency, intensity, minutes, note }): PlanLine => ({ section: 'exercise', key: kind, text: joined([kind, `${frequency} × ${minutes} min`, intensity, note]) })),
    ...text('psychology', content.psychology),
    ...text('monitoring', content.monitoring),
  ];
}

export const PlanChange = z.object({ section: z.enum(sections), key: z.string(), before: z.string().nullable(), after: z.string().nullable() });
export type PlanChange = z.infer<typeof PlanChange>;

/** What the second says otherwise than the first: a line gone has no `after`, a new one no `before`. */
export function differences(first: PlanContent, second: PlanContent): PlanChange[] {
  const [before, after] = [linesOf(first), linesOf(second)];
  const same = (a: PlanLine, b: PlanLine) => a.section === b.section && a.key === b.key;
  return [
    ...before.flatMap((was) => {
      const now = after.find((one) => same(was, one));
      return now?.text === was.text ? [] : [{ section: was.section, key: was.key, before: was.text, after: now?.text ?? null }];
    }),
    ...after.filter((now) => !before.some((was) => same(was, now))).map((now) => ({ section: now.section, key: now.key, before: null, after: now.text })),
  ];
}

// Contracts

const ofPerson = { personId: z.coerce.number().pipe(PersonId) };

const Signed = PlanSignature.pick({ part: true, name: true, signedAt: true });
export const PlanView = CarePlan.pick({ version: true, state: true, content: true, team: true, reviewOn: true, note: true, changedAt: true, changedByName: true, inForceOn: true, agreedOn: true, agreedHow: true }).extend({
  signatures: z.array(Signed),
  /** Against the version before. */
  changes: z.array(PlanChange),
});
export type PlanView = z.infer<typeof PlanView>;

export const listPlans = contract({ method: 'GET', path: '/api/care/persons/:personId/plans', permission: 'care.read', input: z.object(ofPerson), output: z.object({ versions: z.array(PlanView), mayDo: z.array(Part) }), subject: 'personId' });

export const planTemplates = contract({ method: 'GET', path: '/api/care/plan-templates', permission: 'care.read', input: z.object({}), output: z.array(PlanTemplate) });

const Draft = { content: PlanContent, team: z.array(Part).min(1), reviewOn: Day, note: z.string().trim().max(300).default('') };

/** Write the draft, or begin one after the version in force. `seen`: the `changedAt` of the draft that was changed, null for a new one. */
export const savePlan = contract({ method: 'PUT', path: '/api/care/persons/:personId/plans', permission: 'care.plan', input: z.object({ ...ofPerson, seen: Instant.nullable(), ...Draft }), output: PlanView, subject: 'personId' });

/** Sign the draft for one part of the team; with the last signature the plan is in force. */
export const signPlan = contract({ method: 'POST', path: '/api/care/persons/:personId/plans/sign', permission: 'care.plan', input: z.object({ ...ofPerson, version: z.int(), part: Part, seen: Instant }), output: PlanView, subject: 'personId' });

/** The person agreed to the goals, at the desk or by telephone. */
export const agreePlan = contract({ method: 'POST', path: '/api/care/persons/:personId/plans/agree', permission: 'care.plan', input: z.object({ ...ofPerson, version: z.int(), how: z.enum(['in-person', 'phone']) }), output: PlanView, subject: 'personId' });

const OwnPlan = CarePlan.pick({ version: true, content: true, reviewOn: true, inForceOn: true, agreedOn: true }).extend({ team: z.array(Signed) });

/** One's own plan in force, and a ward's. */
export const myPlan = contract({ method: 'GET', path: '/api/me/:personId/care-plan', permission: 'self.carePlan', input: z.object(ofPerson), output: z.object({ plan: OwnPlan.nullable() }), subject: 'personId' });

export const agreeMyPlan = contract({ method: 'POST', path: '/api/me/:personId/care-plan/agree', permission: 'self.carePlan', input: z.object({ ...ofPerson, version: z.int() }), output: z.object({ agreedOn: Day }), subject: 'personId' });
