import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testDatabase } from '../../app/testing.ts';
import { levelled, levellingSql } from './levelling.ts';

const wish = (target: number, slack = 9) => ({ target, slack });

test.each([
  ['one a day moves the second on', [wish(0), wish(0), wish(1)], [0, 0, 0, 0], [0, 1, 2]],
  ['a full day is passed over', [wish(0), wish(0)], [1, 1, 0, 0], [2, 3]],
  ['nothing comes before its day', [wish(2), wish(3)], [0, 0, 0, 0], [2, 3]],
  ['what may not move stays, full or not', [wish(0, 0), wish(0, 0)], [0, 0, 0, 0], [0, 0]],
  ['past the slack it is done on the last day', [wish(0, 1), wish(0, 1), wish(0, 1)], [0, 0, 0, 0], [0, 1, 1]],
  ['past the calendar it is done on the last day', [wish(1), wish(1)], [1, 1], [10, 10]],
])('%s', (_, wishes, taken, expected) => {
  expect(levelled(wishes, { capacity: 1, taken })).toEqual(expected);
});

test('the database places as memory does, for several members of staff at once', async () => {
  const { owner } = await testDatabase();
  const days = 25;
  const staff = fc.record({
    capacity: fc.integer({ min: 1, max: 4 }),
    taken: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: days, maxLength: days }),
    wishes: fc.array(fc.record({ target: fc.integer({ min: 0, max: days - 1 }), slack: fc.integer({ min: 0, max: 6 }) }), { maxLength: 60 }).map((list) => list.toSorted((a, b) => a.target - b.target)),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(staff, { minLength: 1, maxLength: 4 }), async (team) => {
      const wishes = team.flatMap((one, account) => one.wishes.map(({ target, slack }, i) => ({ account, target: target + 1, slack, i })));
      const room = team.map(({ capacity, taken }, account) => ({ account, up_to: taken.reduce<number[]>((sums, count) => [...sums, (sums.at(-1) ?? 0) + Math.max(0, capacity - count)], []) }));
      const recordset = (n: number, columns: string) => `select * from jsonb_to_recordset($${n}::jsonb) as x (${columns})`;
      const { rows } = await owner.query<{ account: number; placed: number }>(
        `${levellingSql(recordset(1, 'account int, target int, slack int, i int'), recordset(2, 'account int, up_to int[]'))} order by account, i`,
        [JSON.stringify(wishes), JSON.stringify(room)],
      );
      expect(rows.map(({ placed }) => placed - 1)).toEqual(team.flatMap((one) => levelled(one.wishes, one)));
    }),
    { numRuns: 60 },
  );
});
