import { expect, test } from 'vitest';
import { readContent } from '../../platform/content.ts';
import { ActivityTypes } from '../activities/activities.ts';
import { IndicatorDefinitions } from '../indicators/indicators.ts';
import { Draft, draftOf, unreadSentences } from './draft.ts';
import { Plan } from './plan.ts';

const given = { indicators: readContent('indicators.yaml', IndicatorDefinitions), activityTypes: readContent('activity-types.yaml', ActivityTypes) };
const plan = (parts: Partial<Plan>): Plan => Plan.parse({
  title: '社区健康计划', setting: 'community', period: { text: '本年度' }, target_population: [], goals: [], qualitative_goals: [], phases: [], tasks: [], activities: [],
  budget: [], risks: [], organisations: [], safeguards: [], evaluation: [], consistency_notes: [], ...parts,
});
const goal = (metric: string, more: object) => ({ text: metric, metric, comparator: '>=', value: 90, unit: 'percent', span: [0, 1], ...more });

test.each([
  ['健康知识知晓率', {}, 'aware'],
  ['心理健康知识问卷平均分', { comparator: 'increase', value: 20 }, 'quiz-score'],
  ['活动参与人次', { unit: 'person-times' }, 'persontimes'],
  ['满意度', { unit: 'persons' }, null],
  ['树木成活率', {}, null],
])('%s is bound to %o: %s', (metric, more, indicator) => {
  const draft = draftOf(plan({ goals: [goal(metric, more) as never] }), given);
  expect(draft.goals[0]?.indicator).toBe(indicator);
});

const text = '一、工作目标\n居民知晓率达到90%以上。\n我们要大力弘扬健康文化,营造良好氛围。\n二、保障措施\n成立领导小组,统筹各项工作。\n好。';
const at = (words: string): [number, number] => [text.indexOf(words), text.indexOf(words) + words.length];

test('a sentence is unread when no item stands in it and none repeats it', () => {
  const draft = draftOf(plan({ goals: [goal('知晓率', { span: at('居民知晓率达到90%以上') }) as never], safeguards: ['成立领导小组,统筹各项工作'] }), given);
  expect(unreadSentences(text, [0, text.length], draft)).toEqual([{ text: '我们要大力弘扬健康文化,营造良好氛围。', span: at('我们要大力弘扬健康文化,营造良好氛围。') }]);
});

test('a draft without its span items leaves every sentence to the reviewer', () => {
  const draft = Draft.parse({ ...draftOf(plan({}), given) });
  expect(unreadSentences(text, [0, text.length], draft)).toHaveLength(3);
});
