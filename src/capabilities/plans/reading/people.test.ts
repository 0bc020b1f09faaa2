import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readPlans } from './read-plans.ts';
import { PlanWords } from './words.ts';

const words = PlanWords.parse(parse(readFileSync(join(import.meta.dirname, '../../../../content/plan-words.yaml'), 'utf8')));

test.each([
  '成立健康工作领导小组，由院长任组长，副院长任副组长，医务科、护理部为成员。',
  '成立健康工作领导小组：\n组长：院长\n副组长：副院长\n成员：医务科、护理部',
  '健康工作领导小组组长由院长担任，副组长由副院长担任，医务科、护理部为成员。',
])('the members of a body: %s', (text) => {
  const [body] = readPlans(`一、组织领导\n${text}`, words).plans[0]?.organisations ?? [];
  expect(body).toMatchObject({ name: '健康工作领导小组', members: ['院长(组长)', '副院长(副组长)', '医务科', '护理部'] });
});
