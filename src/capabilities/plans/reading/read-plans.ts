import type { Plan, Span } from '../plan.ts';
import { activitiesIn } from './activities.ts';
import { blocksOf } from './blocks.ts';
import { budgetIn } from './budget.ts';
import { consistencyNotes } from './consistency.ts';
import { fold, sourceOf } from './fold.ts';
import type { Source } from './fold.ts';
import { goalsInText } from './goals.ts';
import { periodOf, planYear, settingOf, titleOf, yearsOf } from './header.ts';
import { mergeWithTables } from './merging.ts';
import { normalise } from './normalise.ts';
import { evaluationIn, organisationsIn, populationIn, safeguardsIn } from './people.ts';
import { phasesIn } from './phases.ts';
import { qualitativeGoalsIn } from './qualitative.ts';
import { risksIn } from './risks.ts';
import { planRanges } from './split-plans.ts';
import { goalsInTables } from './table-goals.ts';
import { activitiesInTables, budgetInTables, phasesInTables, risksInTables, tasksInTables } from './table-parts.ts';
import { tablesIn } from './tables.ts';
import { tasksIn } from './tasks.ts';
import type { PlanWords } from './words.ts';

/** `ranges[i]` is the part of `text` in which `plans[i]` stands. */
export type PlansRead = { readonly text: string; readonly plans: Plan[]; readonly ranges: Span[] };

/** As they stand in the text, whether in running text or in a table. */
const inOrder = <T extends { readonly span: Span }>(parts: readonly T[]): T[] => parts.toSorted((a, b) => a.span[0] - b.span[0]);

/**
 * Reads every plan in `raw`. Spans index the returned text, which is `raw` with spaces and broken lines
 * tidied. `words` are those of content/plan-words.yaml.
 */
export function readPlans(raw: string, words: PlanWords): PlansRead {
  const source = sourceOf(normalise(raw));
  if (source.text === '') return { text: '', plans: [], ranges: [] };
  const ranges = planRanges(source.folded);
  return { text: source.text, plans: ranges.map((range) => readPlan(source, range, words)), ranges };
}

function readPlan(source: Source, range: Span, words: PlanWords): Plan {
  const blocks = blocksOf(source, range, words);
  const tables = tablesIn(blocks, source);
  const title = titleOf(source, range);
  const period = periodOf(source, range, title);
  const looseGoals = !blocks.some((block) => block.role === 'goals');
  const context = { source, words, looseGoals, years: yearsOf(source.folded.slice(...range), fold(title)) };
  const goals = inOrder(mergeWithTables(goalsInText(blocks, context), goalsInTables(tables, context)));
  const parts = { source, words, blocks };
  const plan: Plan = {
    title, setting: settingOf(source.folded.slice(...range), fold(title), words), period,
    target_population: populationIn(parts), goals, qualitative_goals: qualitativeGoalsIn(blocks, goals, parts),
    phases: inOrder([...phasesIn(blocks, source, planYear({ period })), ...phasesInTables(tables, source)]),
    tasks: inOrder([...tasksIn(blocks, source), ...tasksInTables(tables, source)]),
    activities: inOrder([...activitiesIn(parts), ...activitiesInTables(tables, source)]),
    budget: inOrder([...budgetIn(blocks, source), ...budgetInTables(tables, source)]),
    risks: inOrder([...risksIn(blocks, source), ...risksInTables(tables, source)]),
    organisations: organisationsIn(parts), safeguards: safeguardsIn(parts), evaluation: evaluationIn(parts), consistency_notes: [],
  };
  return { ...plan, consistency_notes: consistencyNotes(plan) };
}
