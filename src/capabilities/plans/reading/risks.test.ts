import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readPlans } from './read-plans.ts';
import { PlanWords } from './words.ts';

const words = PlanWords.parse(parse(readFileSync(join(import.meta.dirname, '../../../../content/plan-words.yaml'), 'utf8')));
const risksOf = (text: string) => readPlans(text, words).plans[0]?.risks.map(({ risk, mitigations }) => [risk, ...mitigations]);

test.each([
  ['风险 alone', '五、风险\n（1）场地紧张。应对：错峰使用。', [['场地紧张', '错峰使用']]],
  ['风险及应对, whose last word is no preposition', '五、风险及应对\n报名人数少：上门动员；\n讲师临时缺席：备选名单。', [['报名人数少', '上门动员'], ['讲师临时缺席', '备选名单']]],
  ['风险与对策, with arrows', '五、风险与对策\n- 雨天停课 → 备用室内场地\n- 讲师不足 → 联系高校', [['雨天停课', '备用室内场地'], ['讲师不足', '联系高校']]],
  ['风险, lines labelled 风险', '3 主要风险\n风险：家长不配合。应对措施：开会说明。\n风险：设备故障\n应对措施：备用一台', [['家长不配合', '开会说明'], ['设备故障', '备用一台']]],
  ['可能存在的问题, told in a row', '六、可能存在的问题\n一是场地不足。二是讲师难请。\n针对上述问题，一要协调场地；二要联系高校。', [['场地不足'], ['讲师难请']]],
  ['高风险人群, which is none', '五、高风险人群\n（1）建立档案，定期随访。', []],
  ['風險 in the characters of the text', '五、風險\n風險一：經費不足。對策：爭取贊助。', [['經費不足', '爭取贊助']]],
])('below the heading %s', (_, text, expected) => expect(risksOf(text)).toEqual(expected));
