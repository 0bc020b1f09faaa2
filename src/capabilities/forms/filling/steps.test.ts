import { describe, expect, test } from 'vitest';
import type { Answers } from '../answers.ts';
import { fillForm } from '../fill.ts';
import { Form } from '../form.ts';
import { prepareForm } from '../prepare.ts';
import { faultsOf } from '../validity.ts';
import { faultsOn, stepsOf } from './steps.ts';

const text = (zh: string) => ({ zh, en: zh });
const form = Form.parse({
  id: 'visit', kind: 'survey', title: text('随访'), sources: ['test'], confidence: 'product', licence: { status: 'own', wording: 'own', text: 'ours', confidence: 'product' },
  items: [
    { linkId: 'welcome', type: 'display', text: text('您好') },
    { linkId: 'smokes', type: 'boolean', text: text('吸烟吗'), required: true, items: [{ linkId: 'cigarettes', type: 'integer', text: text('每天几支'), enableWhen: [{ question: 'smokes', operator: '=', answer: true }] }] },
    {
      linkId: 'body', type: 'group', text: text('身体'),
      items: [
        { linkId: 'height', type: 'decimal', text: text('身高'), required: true },
        { linkId: 'weight', type: 'decimal', text: text('体重') },
        { linkId: 'bmi', type: 'decimal', text: text('体质指数'), calculated: '%weight / (%height / 100) / (%height / 100)', decimals: 1 },
        { linkId: 'secret', type: 'string', text: text('隐藏'), hidden: true },
      ],
    },
    { linkId: 'medicines', type: 'group', text: text('药物'), repeats: true, minOccurs: 1, items: [{ linkId: 'name', type: 'string', text: text('药名'), required: true }] },
    { linkId: 'thanks', type: 'display', text: text('谢谢') },
  ],
});
const prepared = prepareForm(form);
if (!prepared.ok) throw new Error(JSON.stringify(prepared.faults));
const filled = (items: Answers['items']) => fillForm(prepared.prepared, { answers: { items } });
const one = (linkId: string, value: Answers['items'][number]['answers'][number]['value']) => ({ linkId, answers: [{ value, items: [] }], items: [] });

describe('one question at a time', () => {
  test('words lead into the next question, hidden items and unasked ones are left out', () => {
    const steps = stepsOf(filled([]), 'questions');
    expect(steps.map(({ key, kind }) => [kind, key])).toEqual([['question', 'smokes'], ['question', 'body.height'], ['question', 'body.weight'], ['rows', 'medicines'], ['words', 'words thanks']]);
    expect(steps[0]?.before.map(({ place }) => place)).toEqual(['welcome']);
    expect(steps[1]?.heading.map(({ linkId }) => linkId)).toEqual(['body']);
    // What the form works out is read before what follows.
    expect(stepsOf(filled([]), 'questions').flatMap(({ before }) => before.map(({ place }) => place))).toEqual(['welcome', 'body.bmi', 'thanks']);
  });

  test('an answer brings its own question, and rows stay together', () => {
    const steps = stepsOf(filled([one('smokes', true), { linkId: 'medicines', answers: [], items: [one('name', 'a')] }, { linkId: 'medicines', answers: [], items: [] }]), 'questions');
    expect(steps.map(({ key }) => key)).toEqual(['smokes', 'smokes.cigarettes', 'body.height', 'body.weight', 'medicines', 'words thanks']);
    expect(steps.find(({ kind }) => kind === 'rows')?.instances.length).toBe(2);
  });
});

test('pages: loose questions share one, each group has its own', () => {
  expect(stepsOf(filled([]), 'pages').map(({ instances }) => instances.map(({ place }) => place))).toEqual([['welcome', 'smokes'], ['body'], ['medicines[0]'], ['thanks']]);
  expect(stepsOf(filled([]), 'all').length).toBe(1);
});

test('a fault is told where it is mended', () => {
  const faults = faultsOf(filled([]), { items: [] });
  expect(faults.map(({ place }) => place).toSorted()).toEqual(['body.height', 'medicines', 'medicines[0].name', 'smokes']);
  const told = (mode: 'questions' | 'pages') => stepsOf(filled([]), mode).map((step) => faultsOn(step, faults).map(({ place }) => place));
  expect(told('questions')).toEqual([['smokes'], ['body.height'], [], ['medicines[0].name', 'medicines'], []]);
  expect(told('pages')).toEqual([['smokes'], ['body.height'], ['medicines[0].name', 'medicines'], []]);
});
