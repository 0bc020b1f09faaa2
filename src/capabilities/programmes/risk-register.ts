/** The risk register: how likely, how bad, whose, and what opens a risk by itself. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { addDays, type Day } from '../../kernel/day.ts';
import { problems } from '../../kernel/problem.ts';
import { ProgrammeId, ProgrammeRisk, type ProgrammeTask, type RiskTrigger } from './programmes.ts';

// Rules

/** A risk as the plan has it: nobody has judged it yet. */
export const unjudged = { likelihood: null, impact: null, owner: null, state: 'watched', trigger: null, openedOn: null, openedAt: null } as const;

export type RiskGrade = 'low' | 'middle' | 'high';

/** Likelihood × impact, as the usual five-by-five matrix bands it: up to 4 low, up to 12 middle, above high. Null until judged. */
export function gradeOf({ likelihood, impact }: Pick<ProgrammeRisk, 'likelihood' | 'impact'>): RiskGrade | null {
  if (likelihood === null || impact === null) return null;
  const score = likelihood * impact;
  return score <= 4 ? 'low' : score <= 12 ? 'middle' : 'high';
}

/** Whether a measured value fires a trigger. Nothing measured fires nothing. */
export function fires({ when, level }: Pick<RiskTrigger, 'when' | 'level'>, value: number | null): boolean {
  return value !== null && (when === 'below' ? value < level : value > level);
}

/** How long people have to answer a risk that opened, in days. */
const answerWithin = 14;

/** The tasks that an opened risk makes: one for each of its mitigations, or one to find an answer. */
export function tasksOfRisk({ risk, mitigations, owner }: Pick<ProgrammeRisk, 'risk' | 'mitigations' | 'owner'>, { today, fallback }: { today: Day; fallback: string }): Pick<ProgrammeTask, 'title' | 'owner' | 'dueOn'>[] {
  const titles = mitigations.length > 0 ? mitigations : [`制定应对措施:${risk}`.slice(0, 500)];
  return titles.map((title) => ({ title, owner: owner ?? fallback, dueOn: addDays(today, answerWithin) }));
}

// Contract

export const refuse = problems('riskRegister', { unknownRisk: 404, unknownIndicator: 422, notMeasurable: 422 });

const RiskView = ProgrammeRisk.omit({ tenantId: true, programmeId: true, organizationPos: true });

const judged = ProgrammeRisk.pick({ risk: true, mitigations: true, likelihood: true, impact: true, owner: true, trigger: true }).shape;

/** Add a risk that the plan does not have. */
export const addRisk = contract({ method: 'POST', path: '/api/programmes/:programmeId/risks', permission: 'programmes.risks', input: z.object({ programmeId: ProgrammeId, ...judged }), output: RiskView });

/** Judge a risk. A trigger is tried at once: a risk that has happened opens now. */
export const judgeRisk = contract({ method: 'PUT', path: '/api/programmes/risks/:riskId', permission: 'programmes.risks', input: z.object({ riskId: z.uuid(), ...judged }), output: RiskView });

/** Open a risk by hand, which makes its tasks; close it; or watch it again. */
export const moveRisk = contract({ method: 'POST', path: '/api/programmes/risks/:riskId/state', permission: 'programmes.risks', input: z.object({ riskId: z.uuid(), state: ProgrammeRisk.shape.state }), output: RiskView });
