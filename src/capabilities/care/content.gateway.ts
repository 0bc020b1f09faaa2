/** What care reads from `content/`. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Holidays, workingCalendar } from '../../kernel/working-days.ts';
import { readContent } from '../../platform/content.ts';
import { Pathway } from './pathways.ts';
import { PlanTemplate } from './plans.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'content');

function filesOf(name: string): string[] {
  return readdirSync(join(folder, name)).filter((file) => file.endsWith('.yaml')).toSorted().map((file) => `${name}/${file}`);
}

export function loadPathways(): readonly Pathway[] {
  return filesOf('pathways').map((file) => readContent(file, Pathway));
}

export function loadPlanTemplates(): readonly PlanTemplate[] {
  return filesOf('care-plans').map((file) => readContent(file, PlanTemplate));
}

export const calendar = workingCalendar(readContent('holidays.yaml', Holidays));
