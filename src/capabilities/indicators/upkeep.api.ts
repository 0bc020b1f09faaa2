/** Values of indicators kept up: after every change within minutes, the month that runs and the one before it each night. */
import { addMonths, partsOf, type Day, type Instant } from '../../kernel/day.ts';
import { readContent } from '../../platform/content.ts';
import type { Tx } from '../../platform/database.ts';
import type { Job } from '../../platform/jobs.ts';
import { lastDayOf, Month } from '../care/reference-month.ts';
import { ObservationCodes } from '../records/observation-codes.ts';
import { inBulk, personNumbers, takeRefreshed } from '../rules/facts.store.ts';
import { countingSql, prepareDefinitions } from './counting.ts';
import { IndicatorDefinitions } from './indicators.ts';
import { MonthFacts, windowMonths } from './month-facts.ts';
import { firstDayOf, type Reading, type Reference } from './month-sql.ts';
import { keepDefinitions, passes, refreshPersons, upsertPass, writeActivities, writeMonth, writeValues, type Counted } from './values.store.ts';

export const definitions = readContent('indicators.yaml', IndicatorDefinitions);
export const monthFacts = readContent('indicator-facts.yaml', MonthFacts);
export const reading: Reading = { facts: monthFacts, codes: readContent('observations.yaml', ObservationCodes) };

const ready = prepareDefinitions(definitions, monthFacts);
if (!ready.ok) throw new Error(`content/indicators.yaml: ${JSON.stringify(ready.faults)}`);
export const prepared = ready.prepared;
export const counted: Counted = countingSql(prepared, monthFacts);

export function monthOf(day: Day): Month {
  return Month.parse(day.slice(0, 7));
}

/** A month as it can be told today: to its end, or so far. */
export function referenceOf(month: Month, { today, known }: { readonly today: Day; readonly known: Instant }): Reference {
  const end = lastDayOf(month);
  return { month, day: end < today ? end : today, known };
}

const span = 20_000;

/** Count a whole month, in spans of person numbers, so that memory does not grow with the population. */
export async function countMonth(tx: Tx, tenantId: number, reference: Reference): Promise<number> {
  const started = performance.now();
  const numbers = await personNumbers(tx);
  let persons = 0;
  await inBulk(tx, async () => {
    if (numbers !== null) for (let { from } = numbers; from <= numbers.to; from += span) persons += await writeMonth(tx, reading, { reference, whom: { from, to: from + span - 1 } });
    await writeValues(tx, counted, reference);
    await countActivities(tx, reference);
  });
  await keepDefinitions(tx, definitions.map((content) => ({ tenantId, id: content.id, version: content.version, content, since: reference.known })));
  await upsertPass(tx, { tenantId, month: firstDayOf(reference.month), day: reference.day, known: reference.known, persons, seconds: (performance.now() - started) / 1000 });
  return persons;
}

/** Sessions and those who came, over the twelve months that end with this one. */
export function countActivities(tx: Tx, reference: Reference): Promise<void> {
  return writeActivities(tx, definitions, { reference, from: addMonths(firstDayOf(reference.month), 1 - windowMonths) });
}

const batch = 5_000;

/** Bring the month that runs up to date for everybody whose facts were derived anew. Returns how many. */
export async function refreshIndicators(tx: Tx, { today, known }: { readonly today: Day; readonly known: Instant }): Promise<number> {
  const reference = referenceOf(monthOf(today), { today, known });
  const [latest] = await passes(tx);
  let done = 0;
  for (;;) {
    const persons = await takeRefreshed(tx, batch);
    if (persons.length === 0) break;
    // Before the month was first counted there is nothing to bring up to date.
    if (latest?.month === firstDayOf(reference.month)) await inBulk(tx, () => refreshPersons(tx, { reading, counted }, { reference, persons }));
    done += persons.length;
  }
  if (done > 0 && latest?.month === firstDayOf(reference.month)) {
    await countActivities(tx, reference);
    await upsertPass(tx, { ...latest, day: reference.day, known });
  }
  return done;
}

/** Days after its end on which a month is still counted anew, for what is recorded late. */
const openDays = 10;

/** The months to count on a day: the one that runs, the one before while it is open, and those of the last year that never were. */
export function dueMonths(today: Day, known: readonly Day[]): readonly Month[] {
  const [, , date] = partsOf(today);
  const first = firstDayOf(monthOf(today));
  const year = Array.from({ length: windowMonths }, (_, i) => addMonths(first, -i));
  const wanted = year.filter((month, i) => i === 0 || (i === 1 && date <= openDays) || !known.includes(month));
  return wanted.map(monthOf).toReversed();
}

type Context = { readonly everyTenant: (work: (ctx: { readonly db: Tx; readonly today: Day; readonly now: Instant; readonly tenantId: number }) => Promise<void>) => Promise<void> };

export const jobs: readonly Job<Context>[] = [
  { name: 'refreshIndicators', schedule: '* * * * *', run: (_payload, { everyTenant }) => everyTenant(async ({ db, today, now }) => void (await refreshIndicators(db, { today, known: now }))) },
  {
    name: 'countIndicators',
    schedule: '0 18 * * *',
    run: (_payload, { everyTenant }) =>
      everyTenant(async ({ db, today, now, tenantId }) => {
        for (const month of dueMonths(today, (await passes(db)).map((pass) => pass.month))) await countMonth(db, tenantId, referenceOf(month, { today, known: now }));
      }),
  },
];
