import { expect, test } from 'vitest';
import { withoutRules } from './ruled.ts';

test.each([
  ['a Markdown table', ['| 指标 | 目标 |', '|---|:--:|', '| 知晓率 | 85% |'], ['指标\t目标', '知晓率\t85%']],
  ['full-width bars, two cells a row', ['风险点｜应对措施', '经费不足｜争取支持'], ['风险点\t应对措施', '经费不足\t争取支持']],
  ['an empty cell keeps its place', ['|a||c|', '|d|e|f|'], ['a\t\tc', 'd\te\tf']],
  ['one bar alone is a sign', ['健康|快乐', '下一行'], ['健康|快乐', '下一行']],
  ['a rule without a table stays', ['----', '正文'], ['----', '正文']],
])('%s', (_, lines, expected) => expect(withoutRules(lines)).toEqual(expected));
