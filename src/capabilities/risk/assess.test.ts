import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runAssess } from '../../app/commands/assess.ts';
import { prepareAssessor } from './assess.ts';
import { chinaPar, content, labelledPersons, personWith, vectors } from './fixtures.gateway.ts';

function assess(items: unknown): readonly Record<string, unknown>[] {
  const prepared = prepareAssessor(content);
  if (!prepared.ok) throw new Error('content does not compile');
  return prepared.assess(items).map((answer) => ({ ...answer }));
}

test('every labelled person', () => {
  const answers = assess(labelledPersons.map(({ id, inputs }) => ({ id, model: 'tier', inputs })));
  expect(answers.map(({ id, tier }) => [id, tier])).toEqual(labelledPersons.map(({ id, tier }) => [id, tier]));
  expect(answers[0]).toMatchObject({ provisional: false, emergency: false, gate: null, fires: [], missing: [], cell: 'none', nextLower: null, explanation: [] });
});

test('scores, under their names', () => {
  expect(assess(chinaPar.vectors.map((inputs) => ({ id: inputs['id'], model: 'china-par', inputs }))).map(({ category }) => category)).toEqual(chinaPar.vectors.map((row) => row['expect_category']));
  expect(assess(vectors.diabetes_risk_score.map((inputs, id) => ({ id, model: 'cdrs', inputs }))).map(({ score }) => score)).toEqual(vectors.diabetes_risk_score.map((row) => row['score']));
  const [risk] = assess([{ id: 'x', model: 'htn-risk', inputs: personWith({ age: 62, smoker: true, sbp: 165 }) }]);
  expect(risk).toMatchObject({ id: 'x', model: 'htn-risk', category: 'mid_high', cell: 'mid_high', row: 'r1', column: 'g2' });
});

test('what is missing is named as it was given', () => {
  const [tc, waist] = assess([
    { id: 1, model: 'china-par', inputs: { age: 50, sex: 'male', tc_mgdl: null } },
    { id: 2, model: 'China_PAR', inputs: { age: 50, sex: 'F', sbp: 130, bp_treated: false, tc_mgdl: 200, hdl_mgdl: 50, waist: null, smoker: false, diabetes: false, north: true } },
  ]);
  expect(tc).toMatchObject({ percent: null, category: null });
  expect(tc?.['missing']).toContain('tc_mgdl');
  expect(waist).toMatchObject({ percent: null, missing: ['waist'], range: [expect.any(Number), expect.any(Number)] });
});

test('each item answers for itself', () => {
  const answers = assess([
    { id: 'a', model: 'bmi', inputs: { bmi: 24 } },
    { id: 'b', model: 'phrenology', inputs: {} },
    { id: 'c', model: 'tier', inputs: { age: 'fifty' } },
    { id: 'd', model: 'tier', inputs: { sbp: 900 } },
    { id: 'e', model: 'tier', inputs: { sex: 'X' } },
    { id: 'f', model: 'tier', inputs: [] },
    'nonsense',
    { id: 'g', model: 'tier', inputs: { lifestyle: ['smoking', 'gambling'] } },
    { id: 'h', model: 'waist', inputs: { waist_cm: 'wide' } },
    { id: 'i', model: 'bmi', inputs: { bmi: 18.4, colour: 'blue' } },
  ]);
  expect(answers.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', null, 'g', 'h', 'i']);
  expect(answers[0]).toMatchObject({ value: 24, category: 'overweight' });
  expect(answers[1]).toMatchObject({ error: { code: 'unknownModel', at: 'model' } });
  expect(answers[2]).toMatchObject({ error: { code: 'wrongType', at: 'inputs.age' } });
  expect(answers[3]).toMatchObject({ error: { code: 'implausible', at: 'inputs.sbp' } });
  expect(answers[4]).toMatchObject({ error: { code: 'unknownWord', at: 'inputs.sex' } });
  expect(answers[5]).toMatchObject({ error: { code: 'notAnObject', at: 'inputs' } });
  expect(answers[6]).toMatchObject({ error: { code: 'notAnObject' } });
  expect(answers[7]).toMatchObject({ error: { code: 'unknownWord', at: 'inputs.lifestyle.1' } });
  expect(answers[8]).toMatchObject({ error: { at: 'inputs.waist_cm' } });
  expect(answers[9]).toMatchObject({ category: 'underweight', ignored: ['colour'] });
});

test('every model answers to nothing but unknowns', () => {
  const models = ['tier', 'china-par', 'htn-risk', 'cdrs', 'metabolic-syndrome', 'bp-grade', 'glucose-state', 'bmi', 'waist', 'lipids', 'egfr', 'elderly-self-care', 'htn-control', 'dm-control', 'htn-followup', 'dm-followup'];
  for (const answer of assess(models.map((model) => ({ id: model, model, inputs: {} })))) {
    expect(answer).not.toHaveProperty('error');
    expect(answer['missing']).not.toEqual([]);
  }
});

test('a file of JSON or YAML is read and answered', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assess-'));
  const printed: string[] = [];
  const print = (text: string) => void printed.push(text);
  const yaml = join(folder, 'persons.yaml');
  writeFileSync(yaml, '- {id: T01, model: bp-grade, inputs: {sbp: 139, dbp: 89}}\n');
  const json = join(folder, 'persons.json');
  writeFileSync(json, JSON.stringify([{ id: 'T02', model: 'bp-grade', inputs: { sbp: 140, dbp: 89 } }]));
  expect(runAssess(yaml, { print })).toBe(0);
  expect(runAssess(json, { json: true, print })).toBe(0);
  expect(runAssess(join(folder, 'absent.json'), { print })).toBe(2);
  expect(printed[0]).toContain('high_normal');
  expect(JSON.parse(printed[1] ?? '')).toMatchObject([{ id: 'T02', category: 'grade1', subtype: 'isolated_systolic' }]);
  expect(printed[2]).toContain('absent.json');
});
