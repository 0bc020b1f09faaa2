import { readContent } from '../../platform/content.ts';
import type { DocumentFormat, DocumentResult } from './document.ts';
import { readDocument } from './document.gateway.ts';
import type { Plan, Span } from './plan.ts';
import { readPlans } from './reading/read-plans.ts';
import { PlanWords } from './reading/words.ts';

/** A file as read: its normalised text, and each plan with the part of the text in which it stands. */
export type PlanFileRead =
  | { kind: 'read'; format: DocumentFormat; text: string; plans: { plan: Plan; range: Span }[] }
  | Extract<DocumentResult, { kind: 'refused' }>;

const words = readContent('plan-words.yaml', PlanWords);

/** File → text → plans. */
export async function readPlanFile(bytes: Uint8Array, filename: string): Promise<PlanFileRead> {
  const document = await readDocument(bytes, filename);
  if (document.kind === 'refused') return document;
  const { text, plans } = readPlans(document.text, words);
  return { kind: 'read', format: document.format, text, plans: plans.map((plan, i) => ({ plan, range: rangeOf(plans, i, text.length) })) };
}

/** A plan reaches from the end of the one before to its own last piece; the first and last take the rest of the text. */
function rangeOf(plans: readonly Plan[], i: number, end: number): Span {
  return [i === 0 ? 0 : lastEnd(plans[i - 1]), i === plans.length - 1 ? end : lastEnd(plans[i])];
}

function lastEnd(plan: Plan | undefined): number {
  const pieces = plan ? [plan.goals, plan.qualitative_goals, plan.phases, plan.tasks, plan.activities, plan.budget, plan.risks, plan.organisations].flat() : [];
  return Math.max(0, ...pieces.map((piece) => piece.span[1]));
}
