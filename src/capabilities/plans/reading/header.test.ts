import { expect, test } from 'vitest';
import { sourceOf } from './fold.ts';
import { titleOf } from './header.ts';

const title = (text: string) => titleOf(sourceOf(text), [0, text.length]);

test.each([
  ['a title with a comma', '“相伴成长，健康同行”——第三小学年度工作计划\n一、目标', '“相伴成长，健康同行”——第三小学年度工作计划'],
  ['a sentence that ends in 计划', '为保护视力，特制定本计划\n第三小学近视防控方案', '第三小学近视防控方案'],
  ['a title and its first section in one line', '第三小学近视防控方案 一、目标，二、措施', '第三小学近视防控方案'],
  ['one of a collection', '篇三：食堂减盐工作计划\n一、目标', '食堂减盐工作计划'],
  ['a project name', '项目名称：“心灯”项目\n执行单位：区医院', '“心灯”项目'],
])('%s', (_, text, expected) => expect(title(text)).toBe(expected));
