import fc from 'fast-check';
import { expect, test } from 'vitest';
import { selfCare, SelfCareInput } from './elderly.ts';
import { content, vectors } from './fixtures.gateway.ts';

const care = (given: object) => selfCare(SelfCareInput.parse(given), content.selfCare);

test.each(vectors.self_care)('reference: $answers totals $total', ({ answers, total, band }) => expect(care({ answers })).toMatchObject({ value: total, category: band }));
test('a blank answer leaves a range, and is named', () => expect(care({ answers: [0, null, 0, 0, 0] })).toMatchObject({ range: [0, 7], categories: ['independent', 'mild'], missing: ['grooming'] }));
test('answers may come under their names', () => expect(care({ eating: 2, grooming: 2, dressing: 2, toileting: 2, moving: 2 }).value).toBe(19));
test('the range holds every completion', () => {
  const answer = fc.integer({ min: 0, max: 3 });
  fc.assert(fc.property(fc.array(answer, { minLength: 5, maxLength: 5 }), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), (answers, blank) => {
    const whole = care({ answers });
    const partial = care({ answers: answers.map((one, i) => (blank[i] ? null : one)) });
    expect(partial.range?.[0]).toBeLessThanOrEqual(whole.value ?? Number.NaN);
    expect(partial.range?.[1]).toBeGreaterThanOrEqual(whole.value ?? Number.NaN);
    expect(partial.categories).toContain(whole.category);
  }));
});
