import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { blocksOf } from './blocks.ts';
import { sourceOf } from './fold.ts';
import { PlanWords } from './words.ts';

const words = PlanWords.parse(parse(readFileSync(join(import.meta.dirname, '../../../../content/plan-words.yaml'), 'utf8')));
const rolesOf = (lines: readonly string[]) => blocksOf(sourceOf(lines.join('\n')), [0, lines.join('\n').length], words).map(({ role }) => role);

test.each([
  ['sections numbered 1. with named items', ['1. 项目目标', '目标一：知晓率达到80%。', '2. 活动', '活动A：讲座。', '3. 预算', '讲师1万元'], ['goals', 'goals', 'tasks', 'tasks', 'budget', 'budget']],
  ['1. below 一、 is an item', ['一、措施', '1.考核', '2.讲座', '3.评估', '4.预算'], ['tasks', 'evaluation', 'tasks', 'evaluation', 'budget']],
  ['headings that ask', ['我们怎么做', '办讲座。', '谁负责', '工会。'], ['tasks', 'tasks', 'organisation', 'organisation']],
  ['one word', ['一、风险', '人手少。', '二、项目经费', '2万元。'], ['risks', 'risks', 'budget', 'budget']],
])('roles of %s', (_, lines, expected) => expect(rolesOf(lines)).toEqual(expected));
