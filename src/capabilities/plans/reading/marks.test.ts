import { expect, test } from 'vitest';
import { inlineItems, markOf } from './marks.ts';

test.each([
  ['一、目标', 'hanzi', 1], ['(二)任务', 'hanzi-bracket', 2], ['3.措施', 'arabic', 3], ['4、措施', 'arabic', 4], ['(5)讲座', 'arabic-bracket', 5], ['②讲座', 'circle', 2],
  ['1.1背景', 'decimal', 1], ['2.3.2目标', 'decimal', 2], ['第一部分:总则', 'part', 1], ['第一阶段:启动', 'stage', null], ['阶段二:学习', 'stage', null], ['模块一:平台', 'named', 1],
  ['活动2.1:微课堂', 'task', 1], ['- 任务1.1:建档', 'task', 1], ['•讲座', 'bullet', null], ['活动A:讲座', 'task', null], ['第一期:调研', 'stage', null],
] as const)('%s opens with %s', (line, kind, number) => expect(markOf(line)).toMatchObject({ kind, number }));

test.each(['2025年计划', '1.5万人参加', '95%以上', '第一阶段性目标', '3月开展'])('no mark: %s', (line) => expect(markOf(line)).toBeNull());

test('a number glued to an age is an item when the one before it was its neighbour', () => {
  expect(markOf('4.65岁以上老年人', 4)).toMatchObject({ kind: 'arabic', number: 4, length: 2 });
  expect(markOf('4.65岁以上老年人', 2)).toBeNull();
});

test('items inside running text count upwards', () => {
  const line = '本年目标如下:1.知晓率达到80%。2.新增1.5万人。3.覆盖4个镇。';
  expect(inlineItems(line).map((at) => line[at])).toEqual(['1', '2', '3']);
});
