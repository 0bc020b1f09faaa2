import type { PlanRisk } from '../plan.ts';
import type { Block } from './blocks.ts';
import { sentencesIn } from './clauses.ts';
import { asWritten } from './fold.ts';
import type { Source } from './fold.ts';

const riskLabel = /^(?:主要|潜在|可能)?风险(?:点|描述|因素)?[一二三四五六七八九十\d]*(?:[:、.]|$)/;
const answerLabel = /^(?:应对措施|应对策略|应对方案|应对|对策|措施|防范措施|解决方案|缓解措施|预案|控制措施|应对方案|解决办法)(?:\d*)[:]?/;

/** Risks and what is to be done about them: 风险1:… 对策:…, numbered risks of a risk section, 风险→应对 in one item. */
export function risksIn(blocks: readonly Block[], source: Source): PlanRisk[] {
  const out: PlanRisk[] = [];
  const parents = new Set(blocks.map((block) => block.parent));
  for (const block of blocks) if (block.cells === null) readBlock(block, out, { source, isParent: parents.has(block) });
  return out.filter(({ risk }) => risk.length >= 2).map((one) => ({ ...one, risk: asWritten(source, one.span, one.risk), mitigations: one.mitigations.map((answer) => asWritten(source, one.span, answer)) }));
}

function readBlock(block: Block, out: PlanRisk[], { source, isParent }: { source: Source; isParent: boolean }): void {
  const line = lineOf(block, source);
  const labelled = riskLabel.test(line) && block.mark === null && block.body[1] > block.body[0];
  const inSection = block.role === 'risks' && (!block.opensRole || labelled);
  if (answerLabel.test(line) && out.length > 0) out.at(-1)?.mitigations.push(...answersIn(line.replace(answerLabel, '')));
  else if (riskLabel.test(line) && (inSection || /^风险\d/.test(line))) addRisk(out, block, line.replace(riskLabel, ''));
  else if (block.role === 'risks' && tellsInARow(block, line, isParent)) addTold(out, block, source);
  else if (inSection && (!isParent || block.rank < 70) && !/^针对(?:上述|以上|这些)/.test(line)) addRisk(out, block, line);
}

const lineOf = (block: Block, source: Source): string =>
  source.folded.slice(block.start + (block.mark?.kind === 'task' ? 0 : block.mark?.length ?? 0), block.end).replace(/^[-•·●*\s]+/, '').trim();

/** The heading goes on with its risks, or a paragraph tells them as 一是…二是…. */
const tellsInARow = (block: Block, line: string, isParent: boolean): boolean =>
  block.opensRole ? block.body[1] - block.body[0] > 8 && !isParent : /一是.*二是/.test(line);

/** 风险:人员流动大,可能影响质量;对策:建立A、B角: risks and answers in the running text of their heading. */
function addTold(out: PlanRisk[], block: Block, source: Source): void {
  for (const [start, end] of sentencesIn(source.folded, block.body)) {
    const told = source.folded.slice(start, end).replace(/^(?:\(?\d{1,2}[.、)]|[①-⑳]|一是|二是|三是|四是|五是)/, '');
    if (answerLabel.test(told) && out.length > 0) out.at(-1)?.mitigations.push(...answersIn(told.replace(answerLabel, '')));
    else if (!/^(?:为|本|针对|主要有|包括)/.test(told)) addRisk(out, { ...block, start, end }, told);
  }
}

function addRisk(out: PlanRisk[], block: Block, line: string): void {
  const last = out.at(-1);
  const split = /^(.{2,60}?)(?:[。;,]\s?|[:]\s?|\s?[-→>]+\s?)(?:应对(?:措施|策略|方案)?|对策|措施|防范措施|解决方案|预案|控制措施)(?:为|是|包括)?[:,]?(.*)$/.exec(line);
  const titled = split ?? /^([^:。]{2,30}?)(?::|--|\s?(?:→|[-=]>)\s?)(.{4,})$/.exec(line);
  if (!titled && block.mark === null && last !== undefined && last.span[1] === block.start) return;
  const risk = (titled?.[1] ?? line).replace(/^(?:风险)[::]?/, '').replace(/[。;,:]+$/, '');
  out.push({ risk, mitigations: titled?.[2] === undefined ? [] : answersIn(titled[2]), span: [block.start, block.end] });
}

const answersIn = (text: string): string[] => text.split(/[,;。]/).map((one) => one.trim()).filter((one) => one.length > 1);
