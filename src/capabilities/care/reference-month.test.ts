import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testDatabase } from '../../app/testing.ts';
import { addDays, type Day } from '../../kernel/day.ts';
import { careState, isCounted, lastDayOf, Month, monthsUntil, outcomeOf, standingSql, type Standing } from './reference-month.ts';

const month = Month.parse('2026-11');
const day = (text: string) => text as Day;
const somebody: Standing = { registeredOn: day('2024-01-10'), diedOn: null, movedOn: null, visitedOn: day('2026-10-02'), measuredOn: day('2026-10-02'), sbp: 132, dbp: 84 };

test.each<[string, Partial<Standing>, string, string, boolean]>([
  ['controlled last month', {}, 'under-care', 'controlled', true],
  ['139/89 is controlled', { sbp: 139, dbp: 89 }, 'under-care', 'controlled', true],
  ['140 is not', { sbp: 140, dbp: 70 }, 'under-care', 'uncontrolled', true],
  ['nor is 90 below', { sbp: 120, dbp: 90 }, 'under-care', 'uncontrolled', true],
  ['September is the third month and counts', { visitedOn: day('2026-09-01'), measuredOn: day('2026-09-01') }, 'under-care', 'controlled', true],
  ['August does not: missed', { visitedOn: day('2026-08-31'), measuredOn: day('2026-08-31') }, 'under-care', 'missed', true],
  ['came, was not measured', { visitedOn: day('2026-11-20'), measuredOn: day('2026-05-01') }, 'under-care', 'visited-unmeasured', true],
  ['never measured', { visitedOn: day('2026-11-20'), measuredOn: null, sbp: null, dbp: null }, 'under-care', 'visited-unmeasured', true],
  ['last seen in December a year ago', { visitedOn: day('2025-12-01'), measuredOn: day('2025-12-01') }, 'under-care', 'missed', true],
  ['last seen in November a year ago: lost', { visitedOn: day('2025-11-30'), measuredOn: day('2025-11-30') }, 'lost', 'missed', false],
  ['never came since registering in January: under care until a year is over', { registeredOn: day('2026-01-31'), visitedOn: null, measuredOn: null }, 'under-care', 'missed', true],
  ['registered in September: new', { registeredOn: day('2026-09-01') }, 'under-care', 'controlled', false],
  ['registered in August: counted', { registeredOn: day('2026-08-31') }, 'under-care', 'controlled', true],
  ['died', { diedOn: day('2026-11-01') }, 'dead', 'controlled', false],
  ['moved away', { movedOn: day('2026-11-01') }, 'moved', 'controlled', false],
])('%s', (_, change, state, outcome, counted) => {
  const standing = { ...somebody, ...change };
  expect([careState(standing, month), outcomeOf(standing, month), isCounted(standing, month)]).toEqual([state, outcome, counted]);
});

test('months are calendar months, whatever the date', () => {
  expect([monthsUntil(day('2026-11-30'), month), monthsUntil(day('2026-11-01'), month), monthsUntil(day('2026-10-31'), month), monthsUntil(day('2025-11-15'), month)]).toEqual([0, 0, 1, 12]);
  expect([lastDayOf(month), lastDayOf(Month.parse('2028-02'))]).toEqual(['2026-11-30', '2028-02-29']);
});

test('the database says the same as memory', async () => {
  const { owner } = await testDatabase();
  const past = fc.integer({ min: 0, max: 900 }).map((days) => addDays(lastDayOf(month), -days));
  const maybe = fc.option(past, { nil: null, freq: 2 });
  const standings = fc.array(
    fc.record({ registeredOn: past, diedOn: fc.option(past, { nil: null, freq: 9 }), movedOn: fc.option(past, { nil: null, freq: 9 }), visitedOn: maybe, measuredOn: maybe, sbp: fc.option(fc.integer({ min: 135, max: 145 }), { nil: null }), dbp: fc.option(fc.integer({ min: 86, max: 93 }), { nil: null }) }),
    { minLength: 100, maxLength: 300 },
  );
  await fc.assert(
    fc.asyncProperty(standings, async (people) => {
      const query = `select * from jsonb_to_recordset($1::jsonb) as x (n int, registered_on date, died_on date, moved_on date, visited_on date, measured_on date, sbp int, dbp int)`;
      const rows = people.map((one, n) => ({ n, registered_on: one.registeredOn, died_on: one.diedOn, moved_on: one.movedOn, visited_on: one.visitedOn, measured_on: one.measuredOn, sbp: one.sbp, dbp: one.dbp }));
      const answer = await owner.query(`select care_state, outcome, counted from (${standingSql(query, month)}) a order by n`, [JSON.stringify(rows)]);
      expect(answer.rows).toEqual(people.map((one) => ({ care_state: careState(one, month), outcome: outcomeOf(one, month), counted: isCounted(one, month) })));
    }),
    { numRuns: 10 },
  );
});
