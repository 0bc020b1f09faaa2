import { describe, expect, test } from 'vitest';
import { foldedName, nameKeys, pinyinOf, tidyName } from './spelling.ts';

describe('surnames that are read otherwise than the character', () => {
  test.each([
    ['曾', 'zeng'], ['单', 'shan'], ['仇', 'qiu'], ['区', 'ou'], ['朴', 'piao'], ['解', 'xie'], ['盖', 'ge'], ['查', 'zha'], ['尉迟', 'yu chi'], ['任', 'ren'], ['华', 'hua'],
    ['乐', 'yue'], ['缪', 'miao'], ['员', 'yun'], ['万俟', 'mo qi'], ['长孙', 'zhang sun'], ['欧阳', 'ou yang'], ['吕', 'lv'], ['令狐', 'ling hu'], ['覃', 'qin'], ['洗', 'xian'],
  ])('%s is sorted as %s', (surname, reading) => {
    expect(pinyinOf(`${surname}伟`).startsWith(reading) || nameKeys(`${surname}伟`).includes(`${reading.replaceAll(' ', '')}wei`)).toBe(true);
  });
});

test.each([
  ['张伟', ['张伟', '伟', 'zhangwei', 'zw']],
  ['单小明', ['shanxiaoming', 'danxiaoming', 'sxm', 'dxm', '小明']],
  ['曾国藩', ['zengguofan', 'cengguofan', 'zgf', 'cgf']],
  ['吕布', ['lvbu', 'lubu', 'lb']],
  ['张䶮', ['张䶮', '䶮', 'zhangyan']],
  ['𬭎𬸣', ['𬭎𬸣', '𬸣']],
  ['買買提·艾力', ['买买提艾力', '艾力', 'maimaitiaili']],
  ['Anna Maria Schmidt', ['annamariaschmidt', 'mariaschmidt', 'schmidt', 'ams']],
])('%s is found under %j', (name, keys) => {
  expect(nameKeys(name)).toEqual(expect.arrayContaining(keys));
});

test.each([
  ['張偉', '张伟'], ['张 伟', '张伟'], ['ZHANG WEI', 'zhangwei'], ['Zhāng Wěi', 'zhangwei'], ["Xi'an", 'xian'], ['lǚ bù', 'lvbu'], ['lü bu', 'lvbu'], ['ＺＨＡＮＧ', 'zhang'], ['买买提•艾力', '买买提艾力'],
])('%s is looked for as %s', (typed, folded) => {
  expect(foldedName(typed)).toBe(folded);
});

test.each([
  ['  张  伟 ', '张 伟'], ['买买提•艾力', '买买提·艾力'], ['Ａnna　Schmidt', 'Anna Schmidt'], ['張偉', '張偉'], ['\u200b张䶮', '张䶮'],
])('%j is kept as %j', (typed, kept) => {
  expect(tidyName(typed)).toBe(kept);
});

test('a name of many readings has a bounded number of keys', () => {
  expect(nameKeys('乐长重行华').length).toBeLessThan(30);
});
