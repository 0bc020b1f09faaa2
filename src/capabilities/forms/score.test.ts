import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { formFiles, loadForms } from './bank.gateway.ts';
import { prepareForm } from './prepare.ts';
import { prepareScorer, scoreAll, type Scored, type Scorer } from './score.ts';

const Vectors = z.record(z.string(), z.array(z.object({ id: z.string(), input: z.record(z.string(), z.unknown()), expect: z.unknown() })));
const vectors = Vectors.parse(parse(readFileSync(new URL('fixtures/vectors.yaml', import.meta.url), 'utf8')));
const scorer = ready();

function ready(): Scorer {
  const prepared = prepareScorer(loadForms());
  return prepared.ok ? prepared : expect.fail(JSON.stringify(prepared.faults, null, 1));
}

function score(scale: string, ...respondents: unknown[]): readonly Scored[] {
  return scoreAll(scorer.find(scale) ?? expect.fail(scale), respondents);
}

test.each(formFiles())('%s is a sound form', (file) => {
  for (const form of loadForms([file])) expect(prepareForm(form)).toMatchObject({ ok: true });
});

describe.each(Object.entries(vectors))('%s', (scale, examples) => {
  test.each(examples)('$id', ({ id, input, expect: expected }) => {
    const wanted = typeof expected === 'string' ? { triage: expected } : z.record(z.string(), z.unknown()).parse(expected);
    expect(score(scale, { id, ...input })).toEqual([{ id, ...wanted }]);
    expect(score(scale, { id, answers: input })).toEqual([{ id, ...wanted }]);
  });
});

const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

describe('missing answers', () => {
  test.each([
    ['two of nine are prorated', [2, 2, 2, 2, 2, 2, 2, null, null], { total: 18, severity: 'moderately_severe_中重度', status: 'prorated', missing: ['q8', 'q9'], item9: null, crisis: null }],
    ['half a point rounds up', [1, 1, 1, 1, 0, 0, 0, 0, null], { total: 5, status: 'prorated' }],
    ['three of nine are too few', [2, 2, 2, 2, 2, 2, null, null, null], { total: null, severity: null, algorithm: null, status: 'invalid', invalid: true, missing: ['q7', 'q8', 'q9'] }],
    ['a short list lacks its end', [1, 1, 1, 1, 1, 1, 1], { total: 9, status: 'prorated', missing: ['q8', 'q9'] }],
    ['a crisis answer is heard all the same', [null, null, null, null, null, null, null, null, 1], { total: null, crisis: true, item9: 1, status: 'invalid' }],
    ['nothing answered', [], { total: null, status: 'invalid' }],
  ])('PHQ-9: %s', (_, answers, expected) => {
    expect(score('PHQ-9', { id: 1, answers })[0]).toMatchObject(expected);
  });

  test.each([
    ['GAD-7', [1, 1, 1, 1, 1, 1], { total: null, severity: null, positive: null, status: 'incomplete', missing: ['q7'] }],
    ['WHO-5', [1, null, 1, 1, 1], { raw: null, percent: null, low_wellbeing: null, status: 'incomplete', missing: ['q2'] }],
    ['SDS', zeros(19).map(() => 2), { raw: null, level: null, status: 'incomplete', missing: ['q20'], item19_flag: false }],
  ])('%s has no rule for them', (scale, answers, expected) => {
    expect(score(scale, { id: 1, answers })[0]).toMatchObject(expected);
  });

  test('a subscale stands without the other', () => {
    expect(score('CBI', { id: 1, personal: [50, 50, 50, 50, 50, 50] })[0]).toMatchObject({ personal: 50, work: null, status: 'incomplete' });
  });

  test('questions that the form skips are not missing', () => {
    expect(score('C-SSRS', { id: 1, q1: false, q2: false, q6: 'none' })).toEqual([{ id: 1, triage: 'none' }]);
    expect(score('C-SSRS', { id: 1, q1: true, q2: true, q6: 'none' })[0]).toMatchObject({ triage: null, missing: ['q3', 'q4', 'q5'] });
    expect(score('C-SSRS', { id: 1, q1: false, q2: false, q4: true, q6: 'none' })[0]).toMatchObject({ triage: 'high' });
    expect(score('IPAQ', { id: 1, vd: 0, md: 0, wd: 3, wm: 20 })).toEqual([{ id: 1, met_min_week: 198, category: 'low' }]);
  });
});

test.each([
  [[2, 1, 1], undefined, true], // 4 is enough for anybody
  [[1, 0, 1], undefined, false], // 2 for nobody
  [[2, 1, 0], undefined, null],
  [[2, 1, 0], '女', true],
  [[2, 1, 0], 'male', false],
])('AUDIT-C %j for sex %s is positive: %s', (answers, sex, positive) => {
  expect(score('audit c', { id: 1, answers, ...(sex === undefined ? {} : { sex }) })[0]).toMatchObject({ positive, ...(positive === null ? { missing: ['sex'] } : {}) });
});

describe('bands at their edges', () => {
  test.each([
    ['PHQ-9', [3, 1, 0, 0, 0, 0, 0, 0, 0], { severity: 'minimal_无' }],
    ['PHQ-9', [3, 3, 3, 0, 0, 0, 0, 0, 0], { severity: 'mild_轻度', positive: false }],
    ['PHQ-9', [3, 3, 3, 3, 2, 0, 0, 0, 0], { severity: 'moderate_中度' }],
    ['PHQ-9', [3, 3, 3, 3, 3, 3, 1, 0, 0], { severity: 'moderately_severe_中重度' }],
    ['PHQ-9', [3, 3, 3, 3, 3, 3, 2, 0, 0], { severity: 'severe_重度' }],
    ['PHQ-9', [2, 0, 2, 2, 2, 0, 0, 0, 1], { algorithm: 'major' }], // item 9 counts from 1
    ['PHQ-9', [1, 1, 3, 3, 3, 3, 3, 3, 3], { algorithm: 'none' }], // neither core symptom
    ['GAD-7', [2, 2, 2, 2, 2, 2, 2], { total: 14, severity: 'moderate_中度' }],
    ['FTND', [3, 0, 0, 0, 0, 0], { total: 3, band_cn: '轻度', band_intl: 'low' }],
    ['FTND', [3, 1, 0, 3, 0, 0], { total: 7, band_cn: '重度', band_intl: 'high' }],
    ['FTND', [3, true, '其他', 1, false, 0], { total: 5, hsi: 4 }],
    ['PSS-10', [3, 3, 3, 1, 1, 3, 1, 1, 2, 1], { total: 27, band: 'high' }],
    ['K6', [4, 4, 4, 1, 0, 0], { serious: true }],
  ])('%s %j', (scale, answers, expected) => {
    expect(score(scale, { id: 1, answers })[0]).toMatchObject(expected);
  });

  const night = { q1bed: '23:00', q2lat: 15, q3up: '07:00', q4hrs: 7, q5a: 0, q5bj: zeros(9), q6: 0, q7: 0, q8: 0, q9: 0 };
  test.each([
    ['seven hours', {}, [0, 0, 1, 0, 0, 0, 0]],
    ['more than seven', { q4hrs: 7.1 }, [0, 0, 0, 0, 0, 0, 0]],
    ['six hours are 75 %', { q4hrs: 6 }, [0, 0, 1, 1, 0, 0, 0]],
    ['under six', { q4hrs: 5.9 }, [0, 0, 2, 2, 0, 0, 0]],
    ['five hours are 62.5 %', { q4hrs: 5 }, [0, 0, 2, 3, 0, 0, 0]],
    ['exactly 85 %', { q4hrs: 6.8 }, [0, 0, 1, 0, 0, 0, 0]],
    ['sixteen minutes to sleep', { q2lat: 16 }, [0, 1, 1, 0, 0, 0, 0]],
    ['thirty-one', { q2lat: 31 }, [0, 1, 1, 0, 0, 0, 0]],
    ['sixty-one with trouble', { q2lat: 61, q5a: 2 }, [0, 3, 1, 0, 0, 0, 0]],
    ['ten nights of disturbance', { q5bj: [3, 3, 3, 1, 0, 0, 0, 0, 0] }, [0, 0, 1, 0, 2, 0, 0]],
    ['tired by day', { q8: 2, q9: 3 }, [0, 0, 1, 0, 0, 0, 3]],
  ])('PSQI: %s', (_, change, components) => {
    expect(score('PSQI', { id: 1, ...night, ...change })[0]).toMatchObject({ components, total: components.reduce((sum, one) => sum + one, 0) });
  });

  test.each([
    ['ten minutes count', { vd: 3, vm: 10, md: 0, mm: 0, wd: 0, wm: 0 }, { met_min_week: 240, category: 'low' }],
    ['vigorous 1500', { vd: 3, vm: 63, md: 0, mm: 0, wd: 0, wm: 0 }, { met_min_week: 1512, category: 'high' }],
    ['vigorous under 1500', { vd: 3, vm: 62, md: 0, mm: 0, wd: 0, wm: 0 }, { met_min_week: 1488, category: 'moderate' }],
    ['600 on five days', { vd: 2, vm: 30, md: 3, mm: 10, wd: 0, wm: 0 }, { met_min_week: 600, category: 'moderate' }],
    ['960 minutes stay', { vd: 1, vm: 320, md: 1, mm: 320, wd: 1, wm: 320 }, { met_min_week: 2754 }],
  ])('IPAQ: %s', (_, answers, expected) => {
    expect(score('IPAQ-S', { id: 1, answers })[0]).toMatchObject(expected);
  });

  test('IPAQ: 961 minutes a day are set aside', () => {
    expect(score('IPAQ-S', { id: 1, answers: { vd: 1, vm: 321, md: 1, mm: 320, wd: 1, wm: 320 } })).toEqual([{ id: 1, excluded: true }]);
  });
});

test.each([
  [{ q1: 1, q2: 2 }],
  [{ '1': 1, '2': 2 }],
  [{ item1: 1, Item_2: 2 }],
  [{ q1: 'LA6569-3', q2: '一半以上的天数' }],
])('answers by name: %j', (answers) => {
  expect(score('PHQ-2', { id: 1, answers })).toEqual([{ id: 1, total: 3, positive: true }]);
});

describe('options of a scale', () => {
  test('RSES item 8 forward', () => {
    expect(score('RSES', { id: 1, answers: [1, 1, 4, 1, 4, 1, 1, 4, 4, 4], reverse_item8: false })[0]).toEqual({ id: 1, total: 13 });
  });
  test('SDS by the rounded score', () => {
    expect(score('SDS', { id: 1, answers: zeros(20).map(() => 1), options: { standard: 'rounded' } })[0]).toMatchObject({ level: '中度' });
  });
});

describe('what cannot be scored', () => {
  test.each([
    ['too high', { id: 1, answers: [0, 0, 0, 0, 0, 0, 0, 0, 4] }, { at: 'q9', code: 'notAnOption' }],
    ['negative', { id: 1, answers: [-1, 0, 0, 0, 0, 0, 0, 0, 0] }, { at: 'q1', code: 'notAnOption' }],
    ['a half', { id: 1, answers: [0.5, 0, 0, 0, 0, 0, 0, 0, 0] }, { at: 'q1', code: 'notAnOption' }],
    ['ten answers', { id: 1, answers: zeros(10) }, { code: 'unknownItem' }],
    ['no list', { id: 1, answers: 'none' }, { at: 'answers', code: 'wrongType' }],
    ['an unknown sex', { id: 1, answers: zeros(9), sex: 'x' }, { at: 'sex', code: 'wrongType' }],
    ['a number', 7, { code: 'notAnObject' }],
  ])('%s', (_, respondent, error) => {
    const answers = score('PHQ-9', respondent, { id: 'next', answers: zeros(9) });
    expect(answers).toMatchObject([{ status: 'invalid', invalid: true, error }, { id: 'next', total: 0 }]);
  });

  test('a crisis answer beside a wrong one is heard', () => {
    expect(score('PHQ-9', { id: 1, answers: [9, 0, 0, 0, 0, 0, 0, 0, 3] })[0]).toMatchObject({ invalid: true, crisis: true });
  });
});

test.each(['phq9', 'PHQ-9', ' Phq_9 ', 'psqi', 'DASS21', 'c-ssrs', 'CSSRS-screener', 'ipaq', '匹兹堡睡眠质量指数', 'who5'])('%s is a scale', (name) => {
  expect(scorer.find(name)).not.toBeNull();
});

test('others are not', () => {
  expect(scorer.find('BDI-II')).toBeNull();
  expect(scorer.names).toContain('PHQ-9');
});
