import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { scaleOf, ticksOf } from './chart.ts';
import { observationRegistry, ObservationCodes } from './observation-codes.ts';
import { codeView } from './observations.ts';
import { isFullPressure, sideOf, stateOf, typedNumber, typedPair } from './typing.ts';

const registry = observationRegistry(ObservationCodes.parse(parse(readFileSync(new URL('../../../content/observations.yaml', import.meta.url), 'utf8'))));
function viewOf(code: string) {
  const found = registry.byCode(code);
  if (!found) throw new Error(code);
  return codeView(found, registry.answersOf(code));
}

test.each([
  ['1', false], ['12', false], ['120', true], ['2', false], ['21', false], ['210', true], ['9', false], ['84', true], ['30', true], ['84', true], ['', false],
])('a pressure of %j is whole: %s', (text, whole) => {
  expect(isFullPressure(text)).toBe(whole);
});

test.each([
  ['5.6', 5.6], ['132', 132], ['.5', 0.5], ['', null], ['5,6', undefined], ['abc', undefined], ['-2.25', -2.25],
])('%j is %s', (text, number) => {
  expect(typedNumber(text)).toBe(number);
});

test.each([
  ['132/84', ['132', '84']], ['132 84', ['132', '84']], ['132,84', ['132', '84']], ['132', null],
])('%j is the pair %j', (text, pair) => {
  expect(typedPair(text)).toEqual(pair);
});

test.each([
  ['blood-pressure', ['', ''], null, 'empty'],
  ['blood-pressure', ['132', ''], null, 'unfinished'],
  ['blood-pressure', ['132', '84'], null, 'fine'],
  ['blood-pressure', ['84', '132'], null, 'impossible'],
  ['blood-pressure', ['18', '11'], 'kPa', 'fine'],
  ['blood-pressure', ['18', '11'], null, 'impossible'],
  ['blood-pressure', ['260', '120'], null, 'unlikely'],
  ['fasting-glucose', ['126', ''], 'mg/dL', 'fine'],
  ['fasting-glucose', ['126', ''], null, 'impossible'],
  ['body-height', ['1.72', ''], 'm', 'fine'],
  ['body-height', ['x', ''], null, 'unfinished'],
  ['smoking-status', ['2', ''], null, 'fine'],
] as const)('%s %j %s is %s', (code, texts, unit, state) => {
  expect(stateOf(viewOf(code), texts, unit)).toBe(state);
});

test.each([
  ['blood-pressure', 150, 80, 'high'], ['blood-pressure', 120, 95, 'high'], ['blood-pressure', 85, 55, 'low'], ['blood-pressure', 120, 80, null], ['haemoglobin', 120, null, null], ['haemoglobin', 110, null, 'low'], ['body-weight', 200, null, null],
] as const)('%s %d/%s lies %s for a woman', (code, value, value2, side) => {
  expect(sideOf(viewOf(code), { value, value2 }, 'female')).toBe(side);
});

test.each([
  [0, 10, [0, 2, 4, 6, 8, 10]], [52, 147, [60, 80, 100, 120, 140]], [5.1, 7.9, [6, 7]], [3, 3, [3]],
])('ticks from %d to %d', (low, high, ticks) => {
  expect(ticksOf(low, high)).toEqual(ticks);
});

test('the band and every value stand inside the box', () => {
  const scale = scaleOf([{ at: 0, value: 5 }, { at: 10, value: 9 }], [3.9, 6.1], { width: 100, height: 50 });
  expect([scale.x(0), scale.x(10)]).toEqual([0, 100]);
  for (const value of [3.9, 5, 6.1, 9]) expect(scale.y(value)).toBeGreaterThan(0);
  for (const value of [3.9, 5, 6.1, 9]) expect(scale.y(value)).toBeLessThan(50);
});
