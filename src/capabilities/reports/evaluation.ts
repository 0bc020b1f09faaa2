/** The year-end evaluation report of a programme, told from its material. */
import type { Locale } from '../../kernel/text.ts';
import { wordsOf } from '../../kernel/text.ts';
import { dayWords } from './day-words.ts';
import { caseBlocks, costBlocks, deviationBlocks, nextBlocks } from './evaluation-lessons.ts';
import { goalBlocks } from './evaluation-goals.ts';
import { workBlocks } from './evaluation-work.ts';
import type { Material, Proof } from './material.ts';
import { chineseNumber, heading, paragraph, type Block, type OfficialDocument } from './official.ts';
import { plainly, proofList, telling, type Telling } from './proofs.ts';

export interface Told {
  readonly document: OfficialDocument;
  readonly proofs: readonly Proof[];
}

/** A chapter: its title, and what stands under it. */
interface Chapter {
  readonly key: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export function tellEvaluation(material: Material, locale: Locale): Told {
  const proofs = proofList();
  const tell = telling(material, locale, proofs);
  const { say } = tell;
  const chapters: Chapter[] = [
    { key: 'background', title: say('基本情况', 'Background'), blocks: backgroundBlocks(tell) },
    { key: 'work', title: say('工作开展情况', 'Work done'), blocks: workBlocks(tell) },
    { key: 'goals', title: say('目标完成情况', 'Indicators against targets'), blocks: goalBlocks(tell) },
    { key: 'cost', title: say('经费与成本', 'Money and cost'), blocks: costBlocks(tell) },
    { key: 'deviations', title: say('偏差与原因分析', 'Deviations and their causes'), blocks: deviationBlocks(tell) },
    { key: 'cases', title: say('典型案例', 'Cases'), blocks: caseBlocks(tell) },
    { key: 'next', title: say('下一步工作', 'Next steps'), blocks: nextBlocks(tell) },
  ].filter(({ blocks }) => blocks.length > 0);
  const told = chapters.flatMap(({ key, title, blocks }, i) => [heading(1, key, say(`${chineseNumber(i + 1)}、${title}`, `${i + 1}. ${title}`)), ...blocks]);
  // A title may come in the marks that it is to stand in; marks inside marks are single ones.
  const inner = material.programme.title.replace(/^《([^《》]*)》$/, '$1').replaceAll('《', '〈').replaceAll('》', '〉');
  return {
    document: {
      title: say(`关于《${inner}》执行情况的评估报告`, `Evaluation report: ${inner}`),
      subtitle: say(`(数据截至${dayWords(material.asOf, locale)})`, `(data as of ${dayWords(material.asOf, locale)})`),
      blocks: [...told, ...proofBlocks(tell), signature(tell)],
    },
    proofs: proofs.all(),
  };
}

function backgroundBlocks({ material, say, fromWork, locale }: Telling): Block[] {
  const { programme, population, evaluation, goals } = material;
  const [from, to] = [dayWords(programme.startsOn, locale), dayWords(programme.endsOn, locale)];
  const organization = wordsOf(programme.organization, locale);
  const measured = goals.filter((goal) => goal.current !== null).length;
  return [
    paragraph('background.what', [
      fromWork('overview', say(`${organization}依据《${programme.title}》组织实施本项目,实施周期为${from}至${to},截至${dayWords(material.asOf, locale)},时间进度为${Math.round(100 * programme.elapsed)}%。`, `${organization} runs this programme from ${from} to ${to}; ${Math.round(100 * programme.elapsed)}% of its time has gone by ${dayWords(material.asOf, locale)}. `)),
      fromWork('overview', say(`项目覆盖在册人员${programme.members}人。`, `It reaches ${programme.members} registered people. `)),
      population.length === 0 ? null : plainly(say(`计划确定的目标人群为${population.join('、')}。`, `The plan addresses: ${population.join('; ')}. `)),
    ]),
    paragraph('background.goals', [
      goals.length === 0 ? plainly(say('计划未设定量化目标。', 'The plan sets no quantified goal. ')) : fromWork('overview', say(`计划设定量化目标${goals.length}项,其中${measured}项已有监测数据。`, `The plan sets ${goals.length} quantified goals, of which ${measured} have data. `)),
      evaluation.length === 0 ? null : plainly(say(`计划规定的评估方式:${evaluation.map(withoutStop).join(';')}。`, `Evaluation as planned: ${evaluation.map(withoutStop).join('; ')}.`)),
    ]),
  ];
}

function withoutStop(text: string): string {
  return text.replace(/[。.;;\s]+$/, '');
}

/** Every proof that the text leans on, as a table at the end. */
function proofBlocks({ proofs, say }: Telling): Block[] {
  const counted = (n: number | null) => (n === null ? '—' : String(Number(n.toFixed(2))));
  return [
    heading(1, 'proofs', say('附:数据来源与核验', 'Annex: sources and proofs')),
    {
      kind: 'table',
      key: 'proofs.table',
      caption: say('数据来源与核验表', 'Sources and proofs'),
      columns: [
        { title: say('编号', 'No.'), width: 9, align: 'center' },
        { title: say('内容', 'What'), width: 22, align: 'left' },
        { title: say('口径', 'Counted as'), width: 20, align: 'left' },
        { title: say('分子', 'Numerator'), width: 11, align: 'right' },
        { title: say('分母', 'Denominator'), width: 11, align: 'right' },
        { title: say('截至', 'As of'), width: 15, align: 'center' },
        { title: say('版本', 'Version'), width: 14, align: 'center' },
      ],
      rows: proofs.all().map((proof) => [String(proof.no), proof.title, proof.source, counted(proof.numerator), counted(proof.denominator), proof.asOf, proof.version || '—']),
    },
  ];
}

function signature({ material, locale }: Telling): Block {
  return { kind: 'signature', key: 'signature', lines: [wordsOf(material.programme.organization, locale), dayWords(material.asOf, locale)] };
}
