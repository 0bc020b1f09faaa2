import { expect, test } from 'vitest';
import { z } from 'zod';
import { wordsOfRefusal } from '../app/words.ts';
import { faultsOf } from './faults.ts';

const Sent = z.strictObject({ name: z.string().min(1).max(3), values: z.array(z.object({ code: z.string().regex(/^[A-Z]+$/), value: z.number().max(9) })).max(2), heldOn: z.iso.date(), sex: z.enum(['male', 'female']) });
const right = { name: 'x', values: [{ code: 'A', value: 1 }], heldOn: '2026-11-22', sex: 'male' };

test.each<[object, string, string]>([
  [{ name: '' }, '“姓名或名称”未填写', '“name” is missing'],
  [{ name: undefined }, '“姓名或名称”未填写', '“name” is missing'],
  [{ name: 'long name' }, '“姓名或名称”最多 3 个字', '“name” may have 3 characters at most'],
  [{ name: 7 }, '“姓名或名称”填写的内容类型不对', '“name” is of the wrong kind'],
  [{ values: [{ code: 'A', value: 'x' }] }, '“数值 › 第 1 项 › 数值”应为数字', '“values › item 1 › value” must be a number'],
  [{ values: [{ code: 'a', value: 1 }] }, '“数值 › 第 1 项 › 编码”格式不正确', '“values › item 1 › code” has the wrong form'],
  [{ values: [{ code: 'A', value: 10 }] }, '“数值 › 第 1 项 › 数值”不能大于 9', '“values › item 1 › value” must not be above 9'],
  [{ heldOn: '2026-02-30' }, '“召开日期”不是有效的日期或时间', '“date held” is no valid date or time'],
  [{ sex: 'x' }, '“性别”不在可选范围内', '“sex” is not one of the choices'],
  [{ colour: 1 }, '含有不认识的内容:colour', 'holds what is not known: colour'],
])('%j: %s', (change, zh, en) => {
  const { error } = Sent.safeParse({ ...right, ...change });
  const said = (locale: 'zh-CN' | 'en') => (error ? faultsOf(error, { words: wordsOfRefusal, locale }).map(({ message }) => message) : []);
  expect([said('zh-CN'), said('en')]).toEqual([[zh], [en]]);
});
