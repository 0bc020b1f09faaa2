import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pdf, type Bar, type Print } from './document.fixtures.ts';
import { readDocument } from './document.gateway.ts';
import { plainSigns } from './document.page.ts';

function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)));
}

async function linesOf(...pages: (Print | Bar)[][]): Promise<string[]> {
  const result = await readDocument(pdf(pages), 'plan.pdf');
  if (result.kind !== 'text') throw new Error(result.reason);
  return result.text.split('\n');
}

const full = '为全面贯彻落实健康中国战略提升职工健康素养并建立长期有效的管理体系和机制'; // 36 signs of 12 points fill 432
const at = (x: number, y: number, text: string): Print => ({ x, y, text });
const box = (xs: number[], ys: number[]): Bar[] => [
  ...xs.map((x) => ({ x1: x, x2: x, y1: ys[0] ?? 0, y2: ys.at(-1) ?? 0 })),
  ...ys.map((y) => ({ y1: y, y2: y, x1: xs[0] ?? 0, x2: xs.at(-1) ?? 0 })),
];

describe('a plan printed by a browser', () => {
  test('reads in paragraphs, with its table, without running heads and page numbers', async () => {
    const result = await readDocument(fixture('layout.pdf'), 'plan.pdf');
    if (result.kind !== 'text') throw new Error(result.reason);
    const lines = result.text.split('\n');
    expect(result).toMatchObject({ format: 'pdf', pages: 2, notes: [{ code: 'headersAndFootersDropped', count: 4 }] });
    expect(lines.slice(0, 2)).toEqual(['某市职工健康促进年度工作计划', '一、总体目标']);
    expect(lines[3]).toMatch(/^到年底,职工健康档案建档率达到95%以上,.*下降3\.5个百分点,.*企业文化氛围。$/);
    expect(lines.filter((line) => /^\d\. 组织全体职工.*建立专案随访。$/.test(line))).toHaveLength(5);
    const from = lines.indexOf('序号\t任务\t责任部门\t完成时间');
    expect(lines.slice(from + 1, from + 7)).toEqual([
      '1\t建立职工健康档案,覆盖全体在岗职工,并与体检结果自动关联更新\t健康管理办公室\t3月底前',
      '2\t举办健康讲座12场\t健康管理办公室\t全年',
      '3\t开展戒烟限酒干预,建立互助小组\t工会\t6月至9月',
      '合计经费(万元)\t15.6',
      '',
      '四、保障措施',
    ]);
    expect(result.text).not.toMatch(/健康促进委员会文件|—/);
  });
});

describe('files that give no text', () => {
  test.each([
    ['a password', fixture('locked.pdf'), { reason: 'encryptedFile' }],
    ['pictures of pages', fixture('scanned.pdf'), { reason: 'scannedOnly', params: { pages: 2 } }],
    ['cut short', fixture('layout.pdf').subarray(0, 2000), { reason: 'brokenFile' }],
    ['only the mark of a PDF', new TextEncoder().encode('%PDF-1.7'), { reason: 'brokenFile' }],
    ['a page number and nothing else', pdf([[at(290, 800, '- 1 -')]]), { reason: 'scannedOnly', params: { pages: 1 } }],
  ])('%s', async (_, bytes, expected) => {
    expect(await readDocument(bytes, 'x.pdf')).toMatchObject({ kind: 'refused', ...expected });
  });
});

describe('lines', () => {
  test('a full line runs on, a short one ends, an indent and a number begin', async () => {
    const second = full.slice(0, 34);
    const lines = await linesOf([
      at(96, 100, second), at(72, 120, full), at(72, 140, '短的末行。'),
      at(96, 160, second), at(72, 180, '末行3.5万人。'),
      at(72, 200, full), at(72, 220, '1.建立档案'), at(72, 240, '二、主要任务'),
    ]);
    expect(lines).toEqual([`${second}${full}短的末行。`, `${second}末行3.5万人。`, full, '1.建立档案', '二、主要任务']);
  });

  test('a hanging indent belongs to its item', async () => {
    expect(await linesOf([at(72, 100, `1.${full.slice(1)}`), at(84, 120, '接着写完。'), at(72, 140, '2.又一项')])).toEqual([`1.${full.slice(1)}接着写完。`, '2.又一项']);
  });

  test('after a full stop at the line\'s end, an equal indent or a label begins anew', async () => {
    const sentence = `${full.slice(0, 33)}。`;
    const flush = `${full.slice(0, 35)}。`;
    expect(await linesOf([at(96, 100, sentence), at(96, 120, sentence), at(72, 140, '写完。')])).toEqual([sentence, `${sentence}写完。`]);
    expect(await linesOf([at(72, 100, flush), at(72, 120, '执行:每周一次。'), at(72, 140, '三、目标')])).toEqual([flush, '执行:每周一次。', '三、目标']);
  });

  test('a paragraph goes on over the page, past numbers and running heads', async () => {
    const head = at(200, 40, '某市健康促进规划');
    const lines = await linesOf([head, at(72, 700, full), at(290, 800, '第1页 共2页')], [head, at(72, 100, '下一页写完。'), at(290, 800, '第2页 共2页')]);
    expect(lines).toEqual([`${full}下一页写完。`]);
  });

  test('signs set wide apart close up', async () => {
    expect(await linesOf([Array.from('健康促进工作').map((sign, index) => at(72 + 17 * index, 100, sign)), at(72, 140, full)].flat())).toEqual(['健康促进工作', full]);
  });

  test('two columns are read one after the other', async () => {
    const text = '左边这一栏的文字写满了宽度吧';
    const rows = Array.from({ length: 10 }, (_, index) => [at(72, 120 + 20 * index, text), at(270, 120 + 20 * index, text.replace('左', '右'))]).flat();
    const lines = await linesOf([at(180, 80, '工作方案'), ...rows]);
    expect(lines).toEqual(['工作方案', text.repeat(10) + text.replace('左', '右').repeat(10)]);
  });
});

test.each([
  ['⽤⼾⻛险⻔诊', '用户风险门诊'],
  ['总则⸺基石', '总则——基石'],
  ['‒ 任务', '– 任务'],
])('signs that fonts confuse: %s', (shown, meant) => {
  expect(plainSigns(shown)).toBe(meant);
});

describe('tables', () => {
  test('drawn: a wrapped cell closes up, merged down repeats, merged across stands once', async () => {
    const page = [
      ...box([72, 132, 252, 372], [100, 130]), ...box([132, 252, 372], [130, 160, 200]),
      { x1: 72, x2: 72, y1: 130, y2: 200 }, { x1: 72, x2: 132, y1: 200, y2: 200 },
      at(78, 120, '部门'), at(138, 120, '任务'), at(258, 120, '时间'),
      at(78, 165, '工会'), at(138, 150, '举办讲座'), at(258, 150, '三月'),
      at(138, 178, '组织全体职工开展健'), at(138, 193, '康体检'), at(258, 185, '六月'),
      at(72, 240, '后面的段落。'),
    ];
    expect(await linesOf(page)).toEqual(['部门\t任务\t时间', '工会\t举办讲座\t三月', '工会\t组织全体职工开展健康体检\t六月', '', '后面的段落。']);
  });

  test('not drawn: gaps that stand under each other', async () => {
    const page = [at(72, 100, '任务'), at(250, 100, '责任人'), at(72, 120, '健康讲座'), at(250, 120, '张三'), at(72, 140, '义诊'), at(250, 140, '李四'), at(72, 180, full)];
    expect(await linesOf(page)).toEqual(['任务\t责任人', '健康讲座\t张三', '义诊\t李四', '', full]);
  });

  test('a table that goes on over the page is one table, its heading once', async () => {
    const sheet = (name: string) => [...box([72, 172, 272], [100, 130, 160]), at(78, 120, '任务'), at(178, 120, '时间'), at(78, 150, name), at(178, 150, '全年')];
    expect(await linesOf(sheet('健康讲座活动'), sheet('全员健康体检'))).toEqual(['任务\t时间', '健康讲座活动\t全年', '全员健康体检\t全年']);
  });

  test('a frame around text is no table', async () => {
    expect(await linesOf([...box([60, 540], [80, 200]), at(72, 100, '框中的一段文字在这里。')])).toEqual(['框中的一段文字在这里。']);
  });
});
