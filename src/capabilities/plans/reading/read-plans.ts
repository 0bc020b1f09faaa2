import type { Plan, Span } from '../plan.ts';
import { activitiesIn } from './activities.ts';
import { blocksOf } from './blocks.ts';
import { budgetIn } from './budget.ts';
import type { Source } from './fold.ts';
import { sourceOf } from './fold.ts';
import { goalsInText } from './goals.ts';
import { normalise } from './normalise.ts';
import { phasesIn } from './phases.ts';
import { risksIn } from './risks.ts';
import type { PlanWords } from './words.ts';

/** Reads every plan in `raw`. Spans index the returned text, which is `raw` with spaces and broken lines tidied. */
export function readPlans(raw: string, words: PlanWords): { text: string; plans: Plan[] } {
  const source = sourceOf(normalise(raw));
  return { text: source.text, plans: [readPlan(source, [0, source.text.length], words)] };
}

function readPlan(source: Source, range: Span, words: PlanWords): Plan {
  const blocks = blocksOf(source, range, words);
  const looseGoals = !blocks.some((block) => block.role === 'goals');
  return {
    title: '', setting: 'other', period: { text: '' }, target_population: [], goals: goalsInText(blocks, { source, words, looseGoals }), qualitative_goals: [],
    phases: phasesIn(blocks, source, null), tasks: [], activities: activitiesIn({ source, words, blocks }), budget: budgetIn(blocks, source), risks: risksIn(blocks, source), organisations: [], safeguards: [], evaluation: [], consistency_notes: [],
  };
}
