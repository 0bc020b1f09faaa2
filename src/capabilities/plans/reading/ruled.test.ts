import { expect, test } from 'vitest';
import { withoutGaps, withoutRules } from './ruled.ts';

test.each([
  ['a Markdown table', ['| 指标 | 目标 |', '|---|:--:|', '| 知晓率 | 85% |'], ['指标\t目标', '知晓率\t85%']],
  ['full-width bars, two cells a row', ['风险点｜应对措施', '经费不足｜争取支持'], ['风险点\t应对措施', '经费不足\t争取支持']],
  ['an empty cell keeps its place', ['|a||c|', '|d|e|f|'], ['a\t\tc', 'd\te\tf']],
  ['one bar alone is a sign', ['健康|快乐', '下一行'], ['健康|快乐', '下一行']],
  ['a rule without a table stays', ['----', '正文'], ['----', '正文']],
])('%s', (_, lines, expected) => expect(withoutRules(lines)).toEqual(expected));

test.each([
  ['columns that spaces part', ['序号 项目 金额(元)', '1 体检 5000', '合计:5000元'], ['序号\t项目\t金额(元)', '1\t体检\t5000', '合计:5000元']],
  ['words that spaces part are no columns', ['一 二 三', '四 五 六'], ['一 二 三', '四 五 六']],
])('%s', (_, lines, expected) => expect(withoutGaps(lines)).toEqual(expected));
