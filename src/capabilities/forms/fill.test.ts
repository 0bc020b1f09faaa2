import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Answers, type Value } from './answers.ts';
import { fillForm, type Filled } from './fill.ts';
import { Form } from './form.ts';
import type { Context } from './names.ts';
import { prepareForm, type PreparedForm } from './prepare.ts';
import { scoreForm } from './results.ts';
import { faultsOf, initialAnswers, missingOf, progressOf } from './validity.ts';

const text = { zh: '问', en: 'Question' };
const about = { id: 'test', kind: 'survey', title: text, licence: { status: 'own', wording: 'own', text: 'own', confidence: 'product' }, sources: ['test'], confidence: 'product' };
const yesNo = [{ code: 'yes', text, score: 1 }, { code: 'no', text, score: 0 }];

function read(items: unknown[], more: Record<string, unknown> = {}): PreparedForm {
  const prepared = prepareForm(Form.parse({ ...about, items, ...more }));
  return prepared.ok ? prepared.prepared : expect.fail(JSON.stringify(prepared.faults));
}

type Given = { linkId: string; answers?: { value: Value; items?: Given[] }[]; items?: Given[] };
const answer = (linkId: string, ...values: Value[]): Given => ({ linkId, answers: values.map((value) => ({ value })) });
const group = (linkId: string, ...items: Given[]): Given => ({ linkId, items });
const answered = (...items: Given[]): Answers => Answers.parse({ items });
const fill = (form: PreparedForm, given: Given[], context: Context = {}): Filled => fillForm(form, { answers: answered(...given), context });
const asked = (filled: Filled): string[] => filled.all.filter(({ enabled }) => enabled).map(({ place }) => place);
const valuesAt = (filled: Filled, place: string): readonly Value[] => filled.all.find((one) => one.place === place)?.values ?? [];

describe('what is asked', () => {
  const shown = (type: string, when: Record<string, unknown>, given: Value[]): boolean => {
    const form = read([{ linkId: 'a', type, ...(type === 'choice' ? { options: yesNo } : {}), repeats: true }, { linkId: 'b', type: 'string', enableWhen: [{ question: 'a', ...when }] }]);
    return asked(fill(form, [answer('a', ...given)])).includes('b');
  };
  test.each<[string, string, Value, Value[], boolean]>([
    ['integer', '=', 3, [3], true],
    ['integer', '=', 3, [4, 3], true],
    ['integer', '=', 3, [], false],
    ['integer', '!=', 3, [], true],
    ['integer', '!=', 3, [3, 4], false],
    ['integer', '>', 3, [3], false],
    ['integer', '>=', 3, [3], true],
    ['integer', '<', 3, [2], true],
    ['integer', '<=', 3, [4], false],
    ['date', '>', '2026-01-01', ['2026-01-02'], true],
    ['date', '<', '2026-01-01', ['2026-01-02'], false],
    ['boolean', '=', false, [false], true],
    ['boolean', '=', false, [], false],
    ['choice', '=', 'yes', ['yes'], true],
    ['choice', '=', 'yes', ['no'], false],
    ['quantity', '>', { value: 2, unit: 'kg' }, [{ value: 3, unit: 'kg' }], true],
    ['quantity', '>', { value: 2, unit: 'kg' }, [{ value: 3, unit: 'g' }], false],
    ['string', 'exists', true, ['x'], true],
    ['string', 'exists', true, [], false],
    ['string', 'exists', false, [], true],
  ])('%s %s %j for %j: %s', (type, operator, wanted, given, expected) => {
    expect(shown(type, { operator, answer: wanted }, given)).toBe(expected);
  });

  const both = (enableBehavior: string): PreparedForm =>
    read([{ linkId: 'a', type: 'boolean' }, { linkId: 'b', type: 'boolean' }, { linkId: 'c', type: 'string', enableBehavior, enableWhen: ['a', 'b'].map((question) => ({ question, operator: '=', answer: true })) }]);
  test.each([
    ['all', true, true, true],
    ['all', true, false, false],
    ['any', true, false, true],
    ['any', false, false, false],
  ])('%s of %s and %s: %s', (behavior, a, b, expected) => {
    expect(asked(fill(both(behavior), [answer('a', a), answer('b', b)])).includes('c')).toBe(expected);
  });

  test('what hangs on an item that is not asked is not asked either', () => {
    const chain = read([
      { linkId: 'a', type: 'boolean' },
      { linkId: 'b', type: 'boolean', enableWhen: [{ question: 'a', operator: '=', answer: true }] },
      { linkId: 'c', type: 'group', enableWhen: [{ question: 'b', operator: '=', answer: true }], items: [{ linkId: 'd', type: 'string' }] },
    ]);
    const all = [answer('b', true), group('c', answer('d', 'x'))];
    expect(asked(fill(chain, [answer('a', true), ...all]))).toEqual(['a', 'b', 'c', 'c.d']);
    expect(asked(fill(chain, [answer('a', false), ...all]))).toEqual(['a']);
  });

  test('an item may hang on one that comes later', () => {
    const form = read([{ linkId: 'a', type: 'string', enableExpression: '%b > 2' }, { linkId: 'b', type: 'integer' }]);
    expect(asked(fill(form, [answer('b', 3)]))).toEqual(['a', 'b']);
    expect(asked(fill(form, [answer('b', 2)]))).toEqual(['b']);
    expect(asked(fill(form, []))).toEqual(['b']); // unknown is not yes
  });

  test('in a repeated group each row looks at itself', () => {
    const form = read([{ linkId: 'child', type: 'group', repeats: true, items: [{ linkId: 'ill', type: 'boolean' }, { linkId: 'with', type: 'string', enableWhen: [{ question: 'ill', operator: '=', answer: true }] }] }]);
    const filled = fill(form, [group('child', answer('ill', true)), group('child', answer('ill', false))]);
    expect(asked(filled)).toEqual(['child[0]', 'child[0].ill', 'child[0].with', 'child[1]', 'child[1].ill']);
  });

  test('questions below an answer', () => {
    const form = read([{ linkId: 'a', type: 'boolean', items: [{ linkId: 'why', type: 'string', required: true, enableWhen: [{ question: 'a', operator: '=', answer: true }] }] }]);
    expect(missingOf(fill(form, [answer('a', true)]))).toEqual(['a.why']);
    expect(missingOf(fill(form, [{ linkId: 'a', answers: [{ value: true, items: [answer('why', 'so')] }] }]))).toEqual([]);
  });
});

describe('what is calculated', () => {
  const body = [{ linkId: 'weight', type: 'decimal' }, { linkId: 'height', type: 'decimal' }, { linkId: 'bmi', type: 'decimal', decimals: 1, calculated: '%weight / (%height * %height)' }, { linkId: 'heavy', type: 'boolean', calculated: '%bmi >= 28' }];
  test('from answers, and from what was calculated', () => {
    const filled = fill(read(body), [answer('weight', 81), answer('height', 1.7)]);
    expect(valuesAt(filled, 'bmi')).toEqual([28]);
    expect(valuesAt(filled, 'heavy')).toEqual([true]);
  });
  test('an answer given to it is not believed', () => {
    expect(valuesAt(fill(read(body), [answer('weight', 50), answer('height', 2), answer('heavy', true)]), 'heavy')).toEqual([false]);
  });
  test('nothing without its answers', () => {
    expect(valuesAt(fill(read(body), [answer('weight', 50)]), 'bmi')).toEqual([]);
  });
  test('row by row', () => {
    const form = read([{ linkId: 'food', type: 'group', repeats: true, items: [{ linkId: 'grams', type: 'decimal' }, { linkId: 'kcal', type: 'decimal', calculated: '%grams * 2' }] }], { scoring: { results: [{ id: 'sum', kind: 'sum', items: ['kcal'] }] } });
    const filled = fill(form, [group('food', answer('grams', 10)), group('food', answer('grams', 30))]);
    expect(valuesAt(filled, 'food[1].kcal')).toEqual([60]);
    expect(scoreForm(filled).values.get('sum')).toBe(80);
  });
  test('variables, options with scores and what is known of the person', () => {
    const form = read([{ linkId: 'a-1', type: 'choice', options: yesNo }, { linkId: 'b', type: 'integer', calculated: '%twice + 40' }, { linkId: 'older', type: 'boolean', calculated: '%age >= 65' }, { linkId: 'c', type: 'choice', options: yesNo, calculated: "iif(%a_1_code = 'yes', 0, 1)" }], { variables: [{ name: 'twice', expression: '%a_1 * 2' }] });
    const filled = fill(form, [answer('a-1', 'yes')], { age: 40 });
    expect(valuesAt(filled, 'b')).toEqual([42]);
    expect(valuesAt(filled, 'older')).toEqual([false]);
    expect(valuesAt(filled, 'c')).toEqual(['no']);
  });
  test('what a respondent finds filled in', () => {
    const form = read([{ linkId: 'day', type: 'date', initialExpression: '%today' }, { linkId: 'g', type: 'group', items: [{ linkId: 'n', type: 'integer', initial: [3] }] }, { linkId: 'x', type: 'string' }]);
    expect(initialAnswers(form, { today: '2026-11-22' })).toEqual(answered(answer('day', '2026-11-22'), group('g', answer('n', 3))));
  });
});

describe('what is wrong', () => {
  const faults = (item: Record<string, unknown>, ...values: Value[]): string[] => {
    const form = read([{ linkId: 'a', ...item }]);
    const answers = answered(...(values.length > 0 ? [answer('a', ...values)] : []));
    return faultsOf(fillForm(form, { answers }), answers).map(({ place, code }) => `${place} ${code}`);
  };
  const options = [{ code: 'x', text }, { code: 'none', text, exclusive: true }];
  test.each<[string, Record<string, unknown>, Value[], string[]]>([
    ['nothing', { type: 'string' }, [], []],
    ['required', { type: 'string', required: true }, [], ['a required']],
    ['a number as text', { type: 'integer' }, ['3'], ['a wrongType']],
    ['a fraction', { type: 'integer' }, [3.5], ['a wrongType']],
    ['at the least', { type: 'integer', min: 3 }, [3], []],
    ['below the least', { type: 'integer', min: 3 }, [2], ['a belowMinimum']],
    ['at the most', { type: 'decimal', max: 3 }, [3], []],
    ['above the most', { type: 'decimal', max: 3 }, [3.1], ['a aboveMaximum']],
    ['a day too late', { type: 'date', max: '2026-11-22' }, ['2026-11-23'], ['a aboveMaximum']],
    ['no such day', { type: 'date' }, ['2026-02-30'], ['a wrongType']],
    ['a month', { type: 'date' }, ['2026-02'], []],
    ['a moment', { type: 'dateTime' }, ['2026-02-03T08:30:00+08:00'], []],
    ['no moment', { type: 'dateTime' }, ['2026-02-03T25:30'], ['a wrongType']],
    ['a time', { type: 'time' }, ['23:59'], []],
    ['no time', { type: 'time' }, ['24:00'], ['a wrongType']],
    ['two decimals', { type: 'decimal', decimals: 1 }, [3.25], ['a tooManyDecimals']],
    ['one decimal', { type: 'decimal', decimals: 1 }, [3.2], []],
    ['a small one', { type: 'decimal', decimals: 6 }, [1e-7], ['a tooManyDecimals']],
    ['too short', { type: 'string', minLength: 2 }, ['字'], ['a tooShort']],
    ['one character that takes two units', { type: 'string', maxLength: 1 }, ['𠮷'], []],
    ['too long', { type: 'text', maxLength: 2 }, ['三个字'], ['a tooLong']],
    ['the pattern', { type: 'string', pattern: '\\d{4}' }, ['1234'], []],
    ['not the pattern', { type: 'string', pattern: '\\d{4}' }, ['12345'], ['a pattern']],
    ['no option', { type: 'choice', options }, ['y'], ['a notAnOption']],
    ['own words of an open choice', { type: 'open-choice', options }, [{ text: 'y' }], []],
    ['own words of a closed one', { type: 'choice', options }, [{ text: 'y' }], ['a wrongType']],
    ['two where one is meant', { type: 'choice', options }, ['x', 'none'], ['a tooMany', 'a notAlone']],
    ['none beside another', { type: 'choice', repeats: true, options }, ['x', 'none'], ['a notAlone']],
    ['too few', { type: 'string', repeats: true, minOccurs: 2 }, ['x'], ['a tooFew']],
    ['too many', { type: 'string', repeats: true, maxOccurs: 2 }, ['x', 'y', 'z'], ['a tooMany']],
    ['another unit', { type: 'quantity', unit: 'kg' }, [{ value: 1, unit: 'g' }], ['a wrongUnit']],
    ['a place', { type: 'place' }, ['geo:30.25,120.15;u=20'], []],
    ['off the globe', { type: 'place' }, ['geo:95,120'], ['a wrongType']],
    ['a picture', { type: 'camera' }, [{ contentType: 'image/jpeg', title: null, url: 'file:1', data: null }], []],
    ['a signature as text', { type: 'signature' }, ['me'], ['a wrongType']],
    ['an address', { type: 'url' }, ['https://example.org'], []],
  ])('%s', (_, item, values, expected) => {
    expect(faults(item, ...values)).toEqual(expected);
  });

  test('strangers, misplaced answers and rows', () => {
    const form = read([{ linkId: 'g', type: 'group', repeats: true, required: true, maxOccurs: 2, items: [{ linkId: 'x', type: 'string' }] }]);
    const told = (...given: Given[]): string[] => faultsOf(fill(form, given), answered(...given)).map(({ place, code }) => `${place} ${code}`);
    expect(told()).toEqual(['g required']);
    expect(told(group('g', answer('x', '1')))).toEqual([]);
    expect(told(group('g', answer('x', '1')), group('g', answer('x', '2')), group('g', answer('x', '3')))).toEqual(['g tooMany']);
    expect(told(group('g', answer('x', '1')), answer('y', '1'), answer('x', '1'))).toEqual(['y unknownItem', 'x unknownItem']);
  });

  test('half-way, what is to come is no fault', () => {
    const form = read([{ linkId: 'a', type: 'string', required: true }, { linkId: 'b', type: 'integer', max: 3 }]);
    const answers = answered(answer('b', 9));
    expect(faultsOf(fillForm(form, { answers }), answers, { partly: true }).map(({ code }) => code)).toEqual(['aboveMaximum']);
  });

  test('an answer to what is not asked is no fault, and does not count', () => {
    const form = read([{ linkId: 'a', type: 'boolean' }, { linkId: 'b', type: 'integer', max: 3, required: true, enableWhen: [{ question: 'a', operator: '=', answer: true }] }], { scoring: { results: [{ id: 's', kind: 'sum', items: ['b'] }] } });
    const answers = answered(answer('a', false), answer('b', 9));
    const filled = fillForm(form, { answers });
    expect(faultsOf(filled, answers)).toEqual([]);
    expect(scoreForm(filled).values.get('s')).toBeNull();
  });
});

test('progress counts what the respondent sees and fills', () => {
  const form = read([
    { linkId: 'a', type: 'boolean', required: true },
    { linkId: 'b', type: 'string', enableWhen: [{ question: 'a', operator: '=', answer: true }] },
    { linkId: 'c', type: 'string', hidden: true },
    { linkId: 'd', type: 'integer', calculated: '1 + 1' },
    { linkId: 'e', type: 'display', text },
  ]);
  expect(progressOf(fill(form, []))).toEqual({ asked: 1, answered: 0, share: 0, complete: false });
  expect(progressOf(fill(form, [answer('a', true)]))).toEqual({ asked: 2, answered: 1, share: 0.5, complete: true });
  expect(progressOf(fill(form, [answer('a', false), answer('b', 'x')]))).toEqual({ asked: 1, answered: 1, share: 1, complete: true });
});

describe('a form that is not sound', () => {
  const faultsIn = (items: unknown[], more: Record<string, unknown> = {}): string[] => {
    const prepared = prepareForm(Form.parse({ ...about, items, ...more }));
    return prepared.ok ? [] : prepared.faults.map(({ at, message }) => `${at}: ${message}`);
  };
  const a = { linkId: 'a', type: 'integer' };
  test.each<[string, unknown[], RegExp]>([
    ['a linkId twice', [a, a], /stands twice/],
    ['two names alike', [a, { linkId: 'b-1', type: 'integer' }, { linkId: 'b.1', type: 'integer' }], /b_1 would mean two things/],
    ['a name of the context', [{ linkId: 'sex', type: 'string' }], /%sex would mean two things/],
    ['an unknown question', [{ ...a, enableWhen: [{ question: 'z', operator: '=', answer: 1 }] }], /not in the form/],
    ['an answer of another type', [a, { linkId: 'b', type: 'string', enableWhen: [{ question: 'a', operator: '=', answer: 'x' }] }], /does not fit a/],
    ['a wrong expression', [{ ...a, calculated: '%b + 1' }], /unknownFact/],
    ['a circle', [{ ...a, calculated: '%b + 1' }, { linkId: 'b', type: 'integer', calculated: '%a + 1' }], /rests on itself/],
    ['a choice without options', [{ linkId: 'c', type: 'choice' }], /needs options/],
    ['a wrong pattern', [{ linkId: 'c', type: 'string', pattern: '(' }], /no regular expression/],
    ['a condition that is a number', [a, { linkId: 'c', type: 'string', enableExpression: '%a + 1' }], /notBoolean/],
  ])('%s', (_, items, fault) => {
    expect(faultsIn(items).join('; ')).toMatch(fault);
  });

  test('bands that fall, results that are not there', () => {
    const results = [{ id: 's', kind: 'sum', items: ['a', 'z'] }, { id: 'b', kind: 'band', of: 't', bands: [{ code: 'x' }, { code: 'y', from: 5 }, { code: 'z', from: 3 }] }];
    expect(faultsIn([a], { scoring: { results } }).join('; ')).toMatch(/no item z.*no result t before it.*do not rise/);
  });
});

test('whatever comes, filling and checking answer', () => {
  const form = read([
    { linkId: 'g', type: 'group', repeats: true, items: [{ linkId: 'n', type: 'integer', min: 1 }, { linkId: 't', type: 'string', pattern: 'a+', enableExpression: '%n > 1' }] },
    { linkId: 'c', type: 'choice', options: yesNo, repeats: true },
    { linkId: 'q', type: 'quantity', calculated: '%c.count() * 2' },
  ], { scoring: { results: [{ id: 's', kind: 'sum', items: ['n', 'c'] }] } });
  const value = fc.oneof(fc.boolean(), fc.double(), fc.integer(), fc.string({ minLength: 1 }), fc.constantFrom('yes', 'no'), fc.record({ value: fc.double(), unit: fc.constant(null) }), fc.record({ text: fc.constant('x') }));
  const linkId = fc.constantFrom('g', 'n', 't', 'c', 'q', 'zz', '__proto__');
  const over = (below: fc.Arbitrary<Answers['items']>): fc.Arbitrary<Answers['items'][number]> => fc.record({ linkId, answers: fc.array(fc.record({ value, items: below }), { maxLength: 2 }), items: below });
  const leaf = over(fc.constant([]));
  const item = over(fc.array(over(fc.array(leaf, { maxLength: 2 })), { maxLength: 2 }));
  fc.assert(
    fc.property(fc.array(item, { maxLength: 4 }), (items) => {
      const filled = fillForm(form, { answers: { items } });
      faultsOf(filled, { items });
      progressOf(filled);
      expect(scoreForm(filled).values.has('s')).toBe(true);
    }),
    { numRuns: 300, seed: 20261122 },
  );
});

test('a pattern that would never end in another engine answers at once', () => {
  const form = read([{ linkId: 'a', type: 'string', pattern: '(a|a)*b' }]);
  expect(faultsOf(fill(form, [answer('a', 'a'.repeat(5_000))]), answered(answer('a', 'a'.repeat(5_000))))).toMatchObject([{ code: 'pattern' }]);
});

test.each(['(?=a)b', '(a)\\1', '('])('the pattern %s is refused', (pattern) => {
  expect(prepareForm(Form.parse({ ...about, items: [{ linkId: 'a', type: 'string', pattern }] }))).toMatchObject({ ok: false });
});
