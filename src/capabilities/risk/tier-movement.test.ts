import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../app/testing.ts';
import { addDays, Day } from '../../kernel/day.ts';
import { content } from './fixtures.gateway.ts';
import { carriedSql, settle, settledSql, type Found, type Standing } from './tier-movement.ts';

const today = Day.parse('2026-11-22');
const ago = (days: number) => addDays(today, -days);
const rules = { movement: content.tiers.movement, sticky: ['H03', 'H04', 'H05'] };
const stood = (settled: Standing['settled'], since: number, more: Partial<Standing> = {}): Standing => ({ settled, since: ago(since), computed: settled, version: 1, fires: [], lasting: [], ...more });
const found = (computed: Found['computed'], more: Partial<Found> = {}): Found => ({ computed, version: 1, fires: [], contacts: [], today, ...more });
const outcome = (before: Standing | null, now: Found) => {
  const { settled, held } = settle(before, now, rules);
  return `${settled}${held === null ? '' : ` ${held}`}`;
};

describe('down from high', () => {
  test.each([
    ['no contact since', [], 'high contacts'],
    ['one contact', [30], 'high contacts'],
    ['two contacts 14 days apart, the first 28 days ago', [28, 14], 'mid'],
    ['two contacts 13 days apart', [28, 15], 'high contacts'],
    ['the first only 27 days ago', [27, 13], 'high contacts'],
    ['weekly contacts over 28 days', [28, 21, 14, 7, 0], 'mid'],
    ['contacts from before the high tier do not count', [200, 130, 20], 'high contacts'],
    ['nor does the one that brought it', [60, 0], 'high contacts'],
  ])('%s', (_, contacts, expected) => {
    expect(outcome(stood('high', 60), found('mid', { contacts: contacts.map(ago) }))).toBe(expected);
  });

  test('leads to the middle first, even when nothing fires', () => {
    expect(outcome(stood('high', 60), found('low', { contacts: [ago(40), ago(5)] }))).toBe('mid stay');
  });
});

describe('down from the middle', () => {
  test.each([[89, 'mid stay'], [90, 'low'], [400, 'low']])('after %i days', (days, expected) => {
    expect(outcome(stood('mid', days), found('low'))).toBe(expected);
  });
});

describe('at once', () => {
  test.each([
    ['up', stood('low', 5), found('high'), 'high'],
    ['up one step', stood('low', 5), found('mid'), 'mid'],
    ['out of the tiers', stood('high', 5), found('not_tiered'), 'not_tiered'],
    ['back into them', stood('not_tiered', 5), found('low'), 'low'],
    ['for somebody new', null, found('low'), 'low'],
    ['where other rules say otherwise', stood('high', 5), found('mid', { version: 2 }), 'mid'],
  ] as const)('%s', (_, before, now, expected) => {
    expect(outcome(before, now)).toBe(expected);
  });

  test('but other rules that say the same move nobody', () => {
    expect(outcome(stood('high', 5, { computed: 'mid' }), found('mid', { version: 2 }))).toBe('high contacts');
  });
});

describe('what does not fade', () => {
  test('keeps the person in the high tier although it fires no more', () => {
    const before = stood('high', 300, { fires: ['H03'], lasting: ['H03'] });
    const after = settle(before, found('low', { contacts: [ago(100), ago(50)] }), rules);
    expect(after).toEqual({ settled: 'high', since: ago(300), held: 'lasting', lasting: ['H03'] });
  });
  test('is noted as soon as it fires', () => {
    expect(settle(null, found('high', { fires: ['H01', 'H04'] }), rules).lasting).toEqual(['H04']);
  });
  test('goes with the rules that made it, and stays where it had faded before', () => {
    const now = found('mid', { version: 2 });
    expect(settle(stood('high', 9, { fires: ['H04'], lasting: ['H04'] }), now, rules)).toMatchObject({ settled: 'mid', lasting: [] });
    expect(settle(stood('high', 9, { computed: 'mid', fires: ['M01'], lasting: ['H04'] }), now, rules)).toMatchObject({ settled: 'high', held: 'lasting' });
  });
  test('does not bring back who is not tiered', () => {
    expect(settle(stood('high', 9, { lasting: ['H03'] }), found('not_tiered'), rules)).toMatchObject({ settled: 'not_tiered', held: null, lasting: ['H03'] });
  });
});

const tier = fc.constantFrom('low', 'mid', 'high', 'not_tiered');
const ids = fc.subarray(['H01', 'H03', 'H04', 'M01']);
const sticky = fc.subarray(['H03', 'H04', 'H05']);
const standing: fc.Arbitrary<Standing | null> = fc.option(fc.record({ settled: tier, since: fc.integer({ min: 0, max: 120 }).map(ago), computed: tier, version: fc.constantFrom(1, 2), fires: ids, lasting: sticky }), { freq: 8 });
const finding: fc.Arbitrary<Found> = fc.record({ computed: tier, version: fc.constant(2), fires: ids, contacts: fc.uniqueArray(fc.integer({ min: 0, max: 90 }), { maxLength: 6 }).map((days) => days.toSorted((a, b) => a - b).map(ago)), today: fc.constant(today) });

test('in SQL 5,000 persons move as each moves alone', async () => {
  const { owner } = await testDatabase();
  const cases = fc.sample(fc.tuple(standing, finding), { numRuns: 5000, seed: 11 });
  const { settled, held, lasting } = settledSql({ ...rules, today, version: 2 });
  const rows = cases.map(([before, now], no) => ({ no, is_new: before === null, ...before, n_computed: now.computed, n_fires: now.fires, contacts: now.contacts }));
  const { rows: answers } = await owner.query(`
    with given as (select * from jsonb_to_recordset($1::jsonb) as g(no int, is_new boolean, settled text, since date, computed text, version int, fires text[], lasting text[], n_computed text, n_fires text[], contacts date[])),
    t as (select no as person_id, settled, since as settled_since, computed, version, fires, lasting from given where not is_new),
    s as (select g.no, g.n_computed as computed, g.n_fires as fires, g.contacts, t.settled as was, t.settled_since as was_since, t.computed as was_computed, t.version as was_version, ${carriedSql(2)} as carried from given g left join t on t.person_id = g.no)
    select ${settled} as settled, ${held} as held, ${lasting} as lasting from s order by no`, [JSON.stringify(rows)]);
  expect(answers).toHaveLength(cases.length);
  for (const [no, [before, now]] of cases.entries()) {
    const { settled: alone, held: why, lasting: kept } = settle(before, now, rules);
    expect({ no, ...answers[no] }).toEqual({ no, settled: alone, held: why, lasting: kept });
  }
  expect(new Set(answers.map((answer) => `${answer.settled} ${answer.held}`)).size).toBe(7);
});
