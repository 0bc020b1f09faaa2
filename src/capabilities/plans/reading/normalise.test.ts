import { expect, test } from 'vitest';
import { normalise } from './normalise.ts';

test.each([
  ['a number parted from its sentence', '1.知晓率达到\n95%以上。', '1.知晓率达到95%以上。'],
  ['a line that ends in a comma', '同时,也将为社区\n居民提供服务。', '同时,也将为社区居民提供服务。'],
  ['a heading that ends in 应对', '四、困难与应对\n人手少:请志愿者。', '四、困难与应对\n人手少:请志愿者。'],
  ['thousands parted by commas', '讲师费12,000\n印刷费3,000', '讲师费12,000\n印刷费3,000'],
  ['an open bracket', '推行行动(减盐、\n减油)。', '推行行动(减盐、减油)。'],
  ['a heading stays alone', '组织保障\n成立领导小组。', '组织保障\n成立领导小组。'],
  ['numbered items stay apart', '1.开展讲座,\n2.发放手册。', '1.开展讲座,\n2.发放手册。'],
  ['an owner line stays apart', '推进健康小屋建设\n责任单位:卫健局', '推进健康小屋建设\n责任单位:卫健局'],
  ['table rows keep their cells', '指标\t目标\n知晓率\t85%', '指标\t目标\n知晓率\t85%'],
  ['spaces before signs and digits go', '水平达到 26 %以上', '水平达到26%以上'],
  ['headings that a space divides', '近视防控方案 一、目标 二、措施', '近视防控方案\n一、目标\n二、措施'],
])('%s', (_, raw, text) => expect(normalise(raw)).toBe(text));
