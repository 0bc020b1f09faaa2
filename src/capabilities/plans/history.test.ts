import { expect, test } from 'vitest';
import { historyOf, recorded, redone, undone } from './history.ts';

const three = recorded(recorded(historyOf('a'), 'b'), 'c');

test('takes steps back and makes them again', () => {
  expect(undone(three).present).toBe('b');
  expect(undone(undone(three)).present).toBe('a');
  expect(redone(undone(three)).present).toBe('c');
});

test('stays where it is at either end', () => {
  expect(undone(historyOf('a')).present).toBe('a');
  expect(redone(three)).toBe(three);
});

test('forgets what was undone once something else is done', () => {
  expect(redone(recorded(undone(three), 'd')).present).toBe('d');
});

test('takes the letters typed into one field back together', () => {
  const typed = recorded(recorded(recorded(historyOf('a'), 'ab', 'g1.metric'), 'abc', 'g1.metric'), 'abcd', 'g1.note');
  expect(undone(typed).present).toBe('abc');
  expect(undone(undone(typed)).present).toBe('a');
});

test('begins a new step after an undo, also in the same field', () => {
  const again = recorded(undone(recorded(recorded(historyOf('a'), 'ab', 'x'), 'b', 'y')), 'abx', 'x');
  expect(undone(again).present).toBe('ab');
});

test('keeps the last two hundred steps', () => {
  let history = historyOf(0);
  for (let i = 1; i <= 500; i++) history = recorded(history, i);
  for (let i = 0; i < 1000; i++) history = undone(history);
  expect(history.present).toBe(300);
});
