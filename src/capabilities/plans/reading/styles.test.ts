import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Plan } from '../plan.ts';
import { readPlans } from './read-plans.ts';
import { PlanWords } from './words.ts';

const Lines = z.array(z.string()).default([]);
const Style = z.strictObject({ name: z.string(), text: z.string(), goals: Lines, cadences: Lines, budget: Lines, phases: Lines, risks: Lines, tasks: Lines });
const capabilities = join(import.meta.dirname, '..');
const words = PlanWords.parse(parse(readFileSync(join(capabilities, '../../../content/plan-words.yaml'), 'utf8')));
const styles = z.array(Style).parse(parse(readFileSync(join(capabilities, 'fixtures/styles.yaml'), 'utf8')));

const goalLine = (goal: Plan['goals'][number]): string =>
  `${goal.metric} ${goal.comparator} ${goal.value}${goal.value_max === undefined ? '' : `-${goal.value_max}`} ${goal.unit}${goal.baseline === undefined ? '' : ` from ${goal.baseline}`}`;

test.each(styles)('reads a plan of this style: $name', ({ text, goals, cadences, budget, phases, risks, tasks }) => {
  const { plans } = readPlans(text, words);
  expect(plans).toHaveLength(1);
  const [plan] = plans;
  expect(plan?.goals.map(goalLine)).toEqual(goals);
  expect(plan?.activities.filter((activity) => activity.cadence).map((activity) => `${activity.name} ${activity.cadence?.times} ${activity.cadence?.per}`)).toEqual(cadences);
  expect(plan?.budget.map((line) => `${line.item} ${line.amount}`)).toEqual(budget);
  expect(plan?.phases.map((phase) => phase.name)).toEqual(phases);
  expect(plan?.risks.map(({ risk }) => risk)).toEqual(risks);
  expect(plan?.tasks.map((task) => `${task.name} | ${task.owner ?? ''} | ${task.deadline ?? ''}`)).toEqual(tasks);
});
