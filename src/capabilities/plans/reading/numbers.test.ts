import { expect, test } from 'vitest';
import { numberOf } from './numbers.ts';

test.each([
  ['95', 95], ['1,200', 1200], ['1.2万', 12_000], ['九十五', 95], ['一百二十', 120], ['十', 10], ['十二', 12], ['两', 2], ['百', 100], ['三千五百', 3500], ['二零二五', 2025], ['八十五点五', 85.5], ['五万', 50_000],
])('%s is %d', (written, value) => expect(numberOf(written)).toBe(value));

test.each(['', 'XX', '若干', '_'])('%s is no number', (written) => expect(numberOf(written)).toBeNaN());
