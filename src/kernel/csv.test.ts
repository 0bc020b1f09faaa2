import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('quotes what needs it, keeps numbers, and defuses formulas', () => {
  expect(csvOf(['姓名', 'n'], [['王,芳', -1], ['say "hi"\nthere', null], ['=1+1', 2]])).toBe('\uFEFF姓名,n\r\n"王,芳",-1\r\n"say ""hi""\nthere",\r\n\'=1+1,2\r\n');
});
