import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadForms } from './bank.gateway.ts';
import { answersFromFhir, questionnaireResponseOf } from './fhir-answers.ts';
import { questionnaireOf } from './fhir-export.ts';
import { formFrom } from './fhir-import.ts';
import { answersFor, soundForms } from './form.fixtures.ts';
import { prepareForm, type PreparedForm } from './prepare.ts';

const fixture = (name: string): unknown => JSON.parse(readFileSync(new URL(`fixtures/fhir/${name}.json`, import.meta.url), 'utf8'));
const throughJson = (resource: unknown): unknown => JSON.parse(JSON.stringify(resource));

function imported(resource: unknown): PreparedForm {
  const read = formFrom(resource);
  if (!read.ok) return expect.fail(JSON.stringify(read.refused, null, 1));
  const prepared = prepareForm(read.form);
  return prepared.ok ? prepared.prepared : expect.fail(JSON.stringify(prepared.faults));
}

test('a form that goes out comes back as it was', () => {
  fc.assert(
    fc.property(soundForms, ({ form }) => {
      expect(formFrom(throughJson(questionnaireOf(form)))).toEqual({ ok: true, form, dropped: [] });
    }),
    { numRuns: 400, seed: 20261122 },
  );
});

test('answers that go out come back as they were', () => {
  fc.assert(
    fc.property(soundForms.chain((prepared) => fc.tuple(fc.constant(prepared), answersFor(prepared))), ([prepared, answers]) => {
      const resource = throughJson(questionnaireResponseOf(prepared, answers, { status: 'completed' }));
      expect(answersFromFhir(prepared, resource)).toMatchObject({ ok: true, answers });
    }),
    { numRuns: 400, seed: 20261122 },
  );
});

test.each(loadForms())('$id of the bank comes back as it was', (form) => {
  expect(formFrom(throughJson(questionnaireOf(form)))).toEqual({ ok: true, form, dropped: [] });
});

describe('a foreign questionnaire', () => {
  const { form } = imported(fixture('visit'));

  test('keeps its questions', () => {
    expect(form).toMatchObject({ id: 'visit-2026', version: '2.1.0', url: 'http://example.org/Questionnaire/visit', title: { zh: '家访', en: 'Home visit' }, licence: { status: 'gated' } });
    expect(form.items.map(({ linkId, type }) => `${linkId} ${type}`)).toEqual(['1 group', '2 group', '3 choice', '4 decimal', '5 decimal', '6 decimal', '7 date', '8 attachment', '9 url', '10 display']);
    expect(form.items[0]?.items[0]).toMatchObject({ min: 1, max: 30, required: true, prefix: '1.' });
    expect(form.items[2]).toMatchObject({ initial: ['well'], options: [{ code: 'well', score: 0, system: 'http://example.org/mood' }, { score: 2 }, { score: null, exclusive: true }], items: [{ enableWhen: [{ question: '3', operator: '=', answer: 'ill' }] }] });
    expect(form.items[5]).toMatchObject({ calculated: '%_4 - %_5' });
  });

  test('says what it leaves behind', () => {
    const read = formFrom(fixture('visit'));
    expect(read.ok && read.dropped.map(({ path }) => path)).toEqual(['meta', 'name', 'publisher', 'date', 'item[1].item[1].extension[0].display', 'item[6].extension[1]']);
  });

  test('goes out and comes back', () => {
    expect(formFrom(throughJson(questionnaireOf(form)))).toEqual({ ok: true, form, dropped: [] });
  });

  test('takes its answers, and gives them back', () => {
    const prepared = imported(fixture('visit'));
    const read = answersFromFhir(prepared, fixture('visit-answers'));
    if (!read.ok) return expect.fail(JSON.stringify(read.refused));
    expect(read.answers.items).toMatchObject([
      { linkId: '1', items: [{ answers: [{ value: 3 }] }, { answers: [{ value: true }] }, { answers: [{ value: 'Grandfather' }, { value: 'Son' }] }] },
      { linkId: '2', items: [{ answers: [{ value: 'amlodipine' }] }, { answers: [{ value: { value: 5, unit: 'mg' } }] }, { answers: [{ value: '08:00' }] }] },
      { linkId: '2', items: [{ answers: [{ value: { text: 'herbal tea' } }] }] },
      { linkId: '3', answers: [{ value: 'ill', items: [{ linkId: '3.1', answers: [{ value: 'Dizzy' }] }] }] },
      { linkId: '4', answers: [{ value: 61.2 }] },
      { linkId: '5', answers: [{ value: 60.5 }] },
    ]);
    const again = questionnaireResponseOf(prepared, read.answers, { status: 'completed', id: 'answers-1', authored: '2026-03-05T10:00:00+08:00' });
    expect(answersFromFhir(prepared, throughJson(again))).toMatchObject({ ok: true, answers: read.answers });
    expect(again).toMatchObject({ questionnaire: 'http://example.org/Questionnaire/visit|2.1.0', status: 'completed' });
  });
});

test('what cannot be taken over is refused, place by place', () => {
  const read = formFrom(fixture('refused'));
  expect(read.ok ? [] : read.refused.map(({ path, reason }) => `${path}: ${reason}`)).toEqual([
    'item[0].answerValueSet: value sets are not looked up: list the options in answerOption',
    'item[1].type: references to other resources are not asked',
    'item[2].modifierExtension: a modifier changes the meaning of the whole',
    'item[3].extension[0]: unknown extension http://example.org/unheard-of',
    'item[4].extension[0]: expressions are in text/fhirpath, not text/cql',
    'item[5].initial[0]: does not fit integer',
    'item[7].answerOption[0].valueReference: unknown element',
    'item[7].answerOption[0]: an option is a coding, an integer or a string',
    'item[8].extension[0]: units are written in UCUM',
    'item[9].type: unknown type poem',
    'item[6].enableWhen[0].question: no question z',
  ]);
});

test.each([
  [null, 'resourceType'],
  [{ resourceType: 'Patient' }, 'resourceType'],
  [{ resourceType: 'Questionnaire', status: 'active' }, 'items'],
  [{ resourceType: 'Questionnaire', item: [{ linkId: 'a', type: 'string' }, { linkId: 'a', type: 'string' }] }, 'a'],
  [{ resourceType: 'Questionnaire', item: [7] }, 'item[0]'],
  [{ resourceType: 'Questionnaire', item: [{ linkId: 'a', type: 'integer', extension: [{ url: 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression', valueExpression: { language: 'text/fhirpath', expression: "%resource.item.where(linkId = 'b').answer.value" } }] }] }, 'a'],
])('%j is refused at %s', (resource, path) => {
  expect(formFrom(resource)).toMatchObject({ ok: false, refused: expect.arrayContaining([expect.objectContaining({ path })]) });
});

test('whatever comes, it is taken or refused', () => {
  const part = fc.dictionary(fc.constantFrom('resourceType', 'item', 'linkId', 'type', 'text', '_text', 'extension', 'url', 'answerOption', 'valueCoding', 'code', 'enableWhen', 'initial', 'answer', 'valueInteger'), fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('choice', 'integer', 'group')));
  const nested = fc.letrec<{ item: unknown }>((tie) => ({ item: fc.oneof({ maxDepth: 4 }, part, fc.tuple(part, fc.array(tie('item'), { maxLength: 2 })).map(([one, item]) => ({ linkId: 'a', type: 'group', ...one, item }))) })).item;
  const prepared = imported(fixture('visit'));
  fc.assert(
    fc.property(fc.array(nested, { maxLength: 3 }), (item) => {
      expect(formFrom({ resourceType: 'Questionnaire', item })).toHaveProperty('ok');
      expect(answersFromFhir(prepared, { resourceType: 'QuestionnaireResponse', item })).toHaveProperty('ok');
    }),
    { numRuns: 300, seed: 20261122 },
  );
  const deep = Array.from({ length: 5_000 }).reduce<unknown>((item) => ({ linkId: 'a', type: 'group', item: [item] }), { linkId: 'b', type: 'string' });
  expect(formFrom({ resourceType: 'Questionnaire', item: [deep] })).toMatchObject({ ok: false });
});

test('answers to another form, or to no item, are refused', () => {
  const prepared = imported(fixture('visit'));
  const told = (more: Record<string, unknown>): unknown => answersFromFhir(prepared, { resourceType: 'QuestionnaireResponse', ...more });
  expect(told({ questionnaire: 'http://example.org/Questionnaire/other' })).toMatchObject({ ok: false, refused: [{ path: 'questionnaire' }] });
  expect(told({ questionnaire: 'http://example.org/Questionnaire/visit|1.0.0' })).toMatchObject({ ok: false });
  expect(told({ item: [{ linkId: 'zz' }] })).toMatchObject({ ok: false, refused: [{ path: 'item[0].linkId' }] });
  expect(told({ item: [{ linkId: '4', answer: [{ valueString: 'heavy' }] }] })).toMatchObject({ ok: false, refused: [{ path: 'item[0].answer[0]' }] });
});

test('another engine can work out our expressions', () => {
  const [form] = loadForms(['follow-up-hypertension.yaml']);
  const extension = form === undefined ? [] : questionnaireOf(form)['extension'];
  expect(extension).toContainEqual({ url: 'http://hl7.org/fhir/StructureDefinition/variable', valueExpression: { name: 'weight', language: 'text/fhirpath', expression: "%resource.repeat(item).where(linkId = 'weight').answer.value" } });
});
