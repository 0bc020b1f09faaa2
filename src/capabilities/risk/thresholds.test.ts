import { expect, test } from 'vitest';
import { shippedRules } from './fixtures.gateway.ts';
import { thresholdsIn, withThreshold } from './thresholds.ts';

const { types, rules } = shippedRules();

test.each([
  ["%sbp >= 180 or %fpg > 16.7 'mmol/L'", [['sbp', '>=', 180, 'mm[Hg]'], ['fpg', '>', 16.7, 'mmol/L']]],
  ['%lifestyle.count() >= 3', [['lifestyle', '>=', 3, null]]],
  ['%sbp >= ', []],
  ["%cell in ('mid' | 'high')", []],
])('%s has %j', (text, expected) => {
  expect(thresholdsIn(text, types).map(({ fact, operator, value, unit }) => [fact, operator, value, unit])).toEqual(expected);
});

test('another number leaves the rest of the text alone', () => {
  const text = "%sbp >= 180 or %fpg > 16.7 'mmol/L'";
  const [sbp, fpg] = thresholdsIn(text, types);
  expect(withThreshold(text, sbp ?? expect.fail(), 175)).toBe("%sbp >= 175 or %fpg > 16.7 'mmol/L'");
  expect(withThreshold(text, fpg ?? expect.fail(), 15)).toBe("%sbp >= 180 or %fpg > 15 'mmol/L'");
});

test('every number of the shipped rules can be reached', () => {
  expect(rules.flatMap(({ when }) => thresholdsIn(when, types)).length).toBeGreaterThan(45);
});
