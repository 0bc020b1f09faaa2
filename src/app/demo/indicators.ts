import { countActivities, countMonth, dueMonths, referenceOf } from '../../capabilities/indicators/upkeep.api.ts';
import type { Reference } from '../../capabilities/indicators/month-sql.ts';
import { Instant, type Day } from '../../kernel/day.ts';
import { within } from '../../platform/database.ts';
import { systemScope, type Store } from '../open.ts';
import { demoTenant } from './accounts.ts';

/** The twelve months up to `until`, each as it was known at its end. */
function months(until: Day): Reference[] {
  return dueMonths(until, []).map((month) => {
    const { day } = referenceOf(month, { today: until, known: endOf(until) });
    return { month, day, known: endOf(day) };
  });
}

export function endOf(day: Day): Instant {
  return Instant.parse(`${day}T16:00:00.000Z`);
}

export async function loadIndicators({ database }: Store, until: Day): Promise<void> {
  for (const reference of months(until)) await within(database, systemScope(demoTenant), (tx) => countMonth(tx, demoTenant, reference));
}

/** Once the year's sessions were held. */
export async function loadActivities({ database }: Store, until: Day): Promise<void> {
  for (const reference of months(until)) await within(database, systemScope(demoTenant), (tx) => countActivities(tx, reference));
}
