import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { Plan } from '../plan.ts';
import { asWritten, fold } from './fold.ts';
import { normalise } from './normalise.ts';
import { readPlans } from './read-plans.ts';
import { rates, scorePlans } from './scoring.ts';
import { PlanWords } from './words.ts';

const fixtures = join(import.meta.dirname, '../fixtures');
const words = PlanWords.parse(parse(readFileSync(join(import.meta.dirname, '../../../../content/plan-words.yaml'), 'utf8')));
const names = readdirSync(fixtures).filter((name) => name.endsWith('.txt')).map((name) => name.replace('.txt', ''));
const textOf = (name: string): string => readFileSync(join(fixtures, `${name}.txt`), 'utf8');
const goldOf = (name: string) => z.record(z.string(), z.unknown()).parse(parse(readFileSync(join(fixtures, `${name}.gold.yaml`), 'utf8')));

describe('the annotated plans', () => {
  const score = scorePlans(names.map((name) => ({ plan: readPlans(textOf(name), words).plans[0], gold: goldOf(name) })));

  test.each([['goals', 0.95], ['cadences', 0.85], ['activities', 0.7], ['budget', 0.9], ['risks', 0.9], ['phases', 0.9]] as const)('%s are read with F1 of at least %d', (kind, bar) => {
    expect(rates(score.figures[kind]).f1).toBeGreaterThanOrEqual(bar);
  });

  test('no slogan, age or threshold becomes a goal', () => expect(score.distractorsTaken).toEqual([]));
});

test('several plans in one file are read apart', () => {
  const all = names.filter((name) => textOf(name).startsWith('篇')).map(textOf);
  expect(readPlans(all.join('\n'), words).plans).toHaveLength(5);
});

test('a table that repeats the goals of the text adds none', () => {
  const table = ['序号\t指标\t目标值\t时间', '1\t直接触达城市青年\t≥5万名\t年底', '2\t转介成功率\t≥80%\t年底', '3\t线上心理微课堂场次\t≥24场\t年底', '4\t参与者技能掌握度自评平均分\t≥8分(满分10分)\t年底'].join('\n');
  const text = textOf('youth-mental').replace('三、 目标人群', `${table}\n三、 目标人群`);
  expect(readPlans(text, words).plans[0]?.goals).toHaveLength(12);
});

test('workshops wanted but not scheduled, and blanks in the budget, are noted', () => {
  const notes = readPlans(textOf('youth-mental'), words).plans[0]?.consistency_notes.join('\n');
  expect(notes).toContain('差6次');
  expect(notes).toContain('预算各项均为占位');
});

const spansOf = (plan: z.infer<typeof Plan>) => [plan.goals, plan.qualitative_goals, plan.phases, plan.tasks, plan.activities, plan.budget, plan.risks, plan.organisations].flat().map(({ span }) => span);

function expectSound(raw: string): void {
  const { text, plans } = readPlans(raw, words);
  for (const plan of plans) {
    expect(Plan.safeParse(plan).error).toBeUndefined();
    for (const [start, end] of spansOf(plan)) expect(start >= 0 && start <= end && end <= text.length).toBe(true);
    for (const goal of [...plan.goals, ...plan.qualitative_goals]) expect(goal.text).toBe(text.slice(...goal.span));
  }
}

describe('every plan that is read', () => {
  test.each(names)('%s has spans that quote the text', (name) => expectSound(textOf(name)));

  test('whatever the pieces, spans lie in the text and goals quote it', () => {
    const pieces = names.flatMap((name) => textOf(name).split('\n')).concat(['一、工作目标', '知晓率\t≥85%\t90%', '控制在5％以內', '(1)', '—', '１０', '  ', '经费XX元']);
    fc.assert(fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 14 }), fc.constantFrom('\n', '', ' ', '\r\n'), (parts, joint) => {
      expectSound(parts.join(joint));
    }), { numRuns: 60 });
  });

  test('a text read again is the same text', () => {
    for (const name of names) expect(normalise(normalise(textOf(name)))).toBe(normalise(textOf(name)));
  });
});

test('folding keeps every offset', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    expect(fold(text)).toHaveLength(text.length);
  }));
});

test.each([
  ['增进健康知识', '某镇增进健康知识', '某鎮增進健康知識'], ['长者(一)', '长者(一)班', '長者（一）班'], ['访独居长者', '访问独居的长者', '訪問獨居的長者'],
])('%s is written in the characters of the text', (name, folded, text) => {
  expect(asWritten({ text, folded }, [0, text.length], name)).toBe(Array.from(name, (unit) => text[folded.indexOf(unit)]).join('').replace(/（/g, '(').replace(/）/g, ')'));
});

/** The shorter of two readings, so that what else the machine does counts little. */
function workOn(text: string): number {
  const times = [0, 1].map(() => {
    const from = performance.now();
    readPlans(text, words);
    return performance.now() - from;
  });
  return Math.min(...times);
}

test.each([
  '一', '每年', '(', '《', '“', '5%', '由5%', '5元', '、', '百分之', '每月一次', '定期', '第一阶段', '阶段\n', '一、目标\n', '(1)', '血压、血糖控制率达到5%,', '责任单位:', '风险1:', '指标\t目标\n知晓率\t5\n', '|1|2\n',
])('four times as much of %j is no more than a few times the work', (piece) => {
  const once = piece.repeat(Math.ceil(4000 / piece.length));
  const grows = () => workOn(`一、工作目标\n${once.repeat(4)}`) / Math.max(10, workOn(`一、工作目标\n${once}`));
  // Work that grows with the square is sixteen times as much, on every attempt.
  expect([grows, grows, grows].some((attempt) => attempt() < 11)).toBe(true);
});

test('each plan of a file has its range', () => {
  const all = names.filter((name) => textOf(name).startsWith('篇')).map(textOf);
  const { text, plans, ranges } = readPlans(all.join('\n'), words);
  expect(ranges).toHaveLength(plans.length);
  expect(ranges[0]?.[0]).toBe(0);
  expect(ranges.at(-1)?.[1]).toBe(text.length);
  for (const [i, plan] of plans.entries()) for (const { span } of plan.activities) expect(span[0] >= (ranges[i]?.[0] ?? 0) && span[1] <= (ranges[i]?.[1] ?? 0)).toBe(true);
});

const trap = (text: string) => readPlans(`一、工作目标\n${text}`, words).plans[0]?.goals ?? [];

test.each([
  '覆盖18-35岁青年。', '重点关注65岁以上老年人。', '血压控制在<140/90mmHg。', '空腹血糖≥7.0mmol/L者转诊。', 'BMI≥24者纳入干预。', '落实〔2011〕215号文件。',
  '目前高血压患病率已达27.9%。', '推进三减三健和健康知识五进。', '开展“1+X”联合筛查。', '知晓率达到XX%以上。', '覆盖率达到[X]%。', '满意度达到____%。', '管理率达到9X%。',
  '每次讲座限20人。', '健身器材费用占比15%。', '使用75%酒精消毒。',
])('no goal is read from: %s', (text) => expect(trap(text)).toEqual([]));

test.each([
  ['知晓率达到百分之九十五以上', '>=', 95, 'percent'], ['知晓率达到九成五', '>=', 95, 'percent'], ['死亡率下降到6‰以下', '<=', 6, 'permille'], ['死亡率控制在10/10万以内', '<=', 10, 'per-100k'],
  ['触达5万名居民', '=', 50_000, 'persons'], ['服务不少于1.2万人次', '>=', 12_000, 'person-times'], ['参与率稳定在85%左右', '~', 85, 'percent'], ['满意度超过90%', '>', 90, 'percent'],
  ['吸烟率低于20%', '<', 20, 'percent'], ['近视率下降1个百分点', 'decrease', 1, 'percentage-points'], ['培育3个示范点', '=', 3, 'count'], ['覆盖率达到80%—90%', 'range', 80, 'percent'],
  ['人均预期寿命达到79岁', '>=', 79, 'years'], ['入户率≥90', '>=', 90, 'percent'], ['患病率不得超过三成', '<=', 30, 'percent'],
])('%s is %s %d %s', (text, comparator, value, unit) => expect(trap(`${text}。`)).toMatchObject([{ comparator, value, unit }]));
