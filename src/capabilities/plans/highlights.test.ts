import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesOf, trimmedSpan, type Mark } from './highlights.ts';

const goal: Mark = { key: 'g1', kind: 'goals', span: [3, 9] };
const inner: Mark = { key: 'a1', kind: 'activities', span: [5, 7] };

test('cuts a line wherever a mark begins or ends, the shortest mark first', () => {
  const [line] = linesOf('0123456789', [0, 10], [goal, inner]);
  expect(line?.segments.map(({ text, marks, opens }) => [text, marks.map(({ key }) => key), opens])).toEqual([
    ['012', [], []],
    ['34', ['g1'], ['g1']],
    ['56', ['a1', 'g1'], ['a1']],
    ['78', ['g1'], []],
    ['9', [], []],
  ]);
});

test('carries a mark over line ends and opens it once', () => {
  const lines = linesOf('one\ntwo\nthree', [0, 13], [{ key: 't1', kind: 'tasks', span: [1, 9] }]);
  expect(lines.map(({ segments }) => segments.map(({ text, marks }) => `${text}${marks.length}`))).toEqual([['o0', 'ne1'], ['two1'], ['t1', 'hree0']]);
  expect(lines.flatMap(({ segments }) => segments.flatMap(({ opens }) => opens))).toEqual(['t1']);
});

test('leaves out what stands outside the range, and empty marks', () => {
  const lines = linesOf('abcdef', [2, 4], [{ key: 'g1', kind: 'goals', span: [0, 2] }, { key: 'g2', kind: 'goals', span: [3, 3] }]);
  expect(lines).toHaveLength(1);
  expect(lines[0]?.segments).toEqual([{ start: 2, text: 'cd', marks: [], opens: [] }]);
});

test('shows partially overlapping marks as three stretches', () => {
  const [line] = linesOf('abcdef', [0, 6], [{ key: 'x', kind: 'goals', span: [0, 4] }, { key: 'y', kind: 'risks', span: [2, 6] }]);
  expect(line?.segments.map(({ text, marks }) => [text, marks.map(({ key }) => key)])).toEqual([['ab', ['x']], ['cd', ['y', 'x']], ['ef', ['y']]]);
});

test('gives the text back and covers each mark exactly, whatever the marks', () => {
  const span = fc.tuple(fc.nat(60), fc.nat(60)).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('字', 'a', '\n', '。'), maxLength: 60 }), fc.array(span, { maxLength: 12 }), (text, spans) => {
      const marks = spans.map((one, i): Mark => ({ key: `k${i}`, kind: 'tasks', span: one }));
      const lines = linesOf(text, [0, text.length], marks);
      expect(lines.map(({ segments }) => segments.map((one) => one.text).join('')).join('\n')).toBe(text);
      for (const mark of marks) {
        const covered = lines.flatMap(({ segments }) => segments).filter(({ marks: over }) => over.some(({ key }) => key === mark.key));
        expect(covered.map((one) => one.text).join('')).toBe(text.slice(...mark.span).replaceAll('\n', ''));
      }
    }),
  );
});

test.each([
  ['  目标 ', [0, 5], [2, 4]],
  ['目标', [0, 2], [0, 2]],
  [' \n ', [0, 3], null],
  ['目标', [1, 1], null],
] as const)('trims the selection %j %j', (text, [from, to], expected) => {
  expect(trimmedSpan(text, [from, to])).toEqual(expected);
});
