import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { formFiles, loadForms } from './bank.gateway.ts';
import { isChoice, itemsWithin } from './form.ts';
import { prepareForm } from './prepare.ts';
import { prepareScorer, scoreAll, type Scored } from './score.ts';

const forms = loadForms();
const content = (file: string): unknown => parse(readFileSync(new URL(`../../../content/${file}`, import.meta.url), 'utf8'));
const observations = z.object({ observations: z.array(z.object({ code: z.string() })) }).parse(content('observations.yaml')).observations.map(({ code }) => code);

test.each(formFiles())('%s is named as its form, and sound', (file) => {
  const [form] = loadForms([file]);
  expect(`${form?.id}.yaml`).toBe(file);
  expect(form === undefined ? form : prepareForm(form)).toMatchObject({ ok: true });
});

test.each(forms)('$id keeps answers under codes of the record', ({ items, scoring }) => {
  const used = [...itemsWithin(items).map(({ item }) => item.observation), ...(scoring?.results ?? []).map(({ observation }) => observation)];
  expect(used.filter((code) => code !== null && !observations.includes(code))).toEqual([]);
});

describe('licences', () => {
  test.each(forms.filter(({ licence }) => licence.wording === 'withheld'))('$id carries numbers instead of words', ({ items, notes, licence }) => {
    expect(licence.text).toMatch(/numbers only/);
    for (const { item } of itemsWithin(items)) expect(item.text?.zh).toMatch(/^第\d+[a-j]?题/);
    expect(notes).toBeDefined();
  });

  test('what needs a document is known by name', () => {
    expect(forms.filter(({ licence }) => licence.status === 'gated').map(({ id }) => id)).toEqual(['epds', 'k6', 'psqi', 'pss-10', 'sas', 'scl-90', 'sds', 'who-5']);
  });
});

test('every fact that a form gives has its question', () => {
  const Facts = z.array(z.object({ id: z.string(), source: z.looseObject({ kind: z.string() }) }));
  const wanted = Facts.parse(content('facts.yaml')).filter(({ source }) => source.kind === 'form');
  for (const { source } of wanted) {
    const named = forms.filter(({ id, aliases }) => id === source['form'] || aliases.includes(String(source['form'])));
    const known = named.flatMap((form) => [...itemsWithin(form.items).map(({ item }) => item.linkId), ...(form.scoring?.results ?? []).map(({ id }) => id)]);
    expect(known, JSON.stringify(source)).toContain(source['item']);
  }
});

test('the self-care form earns the points of the clinical table', () => {
  const table = z.object({ items: z.array(z.object({ code: z.string(), scores: z.array(z.number()) })) }).parse(content('risk/self-care.yaml'));
  const form = forms.find(({ id }) => id === 'self-care');
  expect(form?.items.map(({ linkId, options }) => ({ code: linkId, scores: options.map(({ score }) => score) }))).toEqual(table.items.map(({ code, scores }) => ({ code, scores })));
});

function score(scale: string, respondent: Record<string, unknown>): Scored | undefined {
  const scorer = prepareScorer(forms);
  const prepared = scorer.ok ? scorer.find(scale) : null;
  return prepared === null ? undefined : scoreAll(prepared, [{ id: 1, ...respondent }])[0];
}

test.each([
  [[0, 0, 0, 0, 0], 0, 'independent'],
  [[1, 1, 1, 1, 1], 3, 'independent'],
  [[0, 2, 0, 1, 0], 4, 'mild'],
  [[2, 1, 2, 1, 0], 8, 'mild'],
  [[2, 2, 2, 0, 0], 9, 'moderate'],
  [[2, 2, 2, 2, 1], 15, 'moderate'],
  [[2, 2, 2, 2, 2], 19, 'dependent'],
  [[3, 3, 3, 3, 3], 37, 'dependent'],
  [[0, null, 0, 0, 0], null, null],
])('self-care %j: %s, %s', (answers, total, band) => {
  expect(score('self-care', { answers })).toMatchObject({ total, band });
});

test.each([
  [1, {}, { balanced: '是' }],
  [1, { 1: 5 }, { balanced: '是', qi_deficiency: '否' }],
  [1, { 1: 5, 2: 5, 3: 5, 4: 5, 14: 5 }, { balanced: '否', qi_deficiency: '是' }],
  [2, { 1: 4 }, { balanced: '是' }],
  [2, { 1: 4, 11: 3 }, { balanced: '基本是', yang_deficiency: '倾向是' }],
  [3, {}, { balanced: '否', damp_heat: '是', special: '是' }],
])('constitution, all %s but %j', (all, overrides, expected) => {
  expect(score('tcm-constitution-elderly', { answers: { default: all, overrides } })).toMatchObject(expected);
});

describe('own surveys', () => {
  test('health literacy counts a multiple choice only when all of it is right', () => {
    const right = Object.fromEntries(itemsWithin(forms.find(({ id }) => id === 'health-literacy')?.items ?? []).filter(({ item }) => isChoice(item) && !item.repeats).map(({ item }) => [item.linkId, item.correct[0]]));
    expect(score('health-literacy', { answers: right })).toMatchObject({ score: 18, literate: true, percent: 81.8 });
    expect(score('health-literacy', { answers: { ...right, s4: ['sodium', 'sugar', 'fat'] } })).toMatchObject({ score: 20 });
    expect(score('health-literacy', { answers: { ...right, s4: ['sodium', 'fat'] } })).toMatchObject({ score: 18 });
    expect(score('health-literacy', { answers: { ...right, k1: 'true' } })).toMatchObject({ score: 17, literate: false });
  });

  test('satisfaction of four of seven items', () => {
    expect(score('satisfaction', { answers: { q1: '5', q2: '4', q3: '4', q7: '5' } })).toMatchObject({ score: 87.5, satisfied: true, status: 'prorated' });
  });

  test('skills reach 8', () => {
    expect(score('skill-self-rating', { answers: [8, 8, 8, 8, 8, 8] })).toEqual({ id: 1, mean: 8, reached: true });
    expect(score('skill-self-rating', { answers: [8, 8, 8, 8, 8, 7] })).toEqual({ id: 1, mean: 7.8, reached: false });
  });
});
