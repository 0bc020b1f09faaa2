import type { Phase } from '../plan.ts';
import { childrenOf } from './blocks.ts';
import type { Block } from './blocks.ts';
import type { Source } from './fold.ts';
import { spellOf } from './dates.ts';

/** The phases of a plan: 第一阶段:…, 阶段一:…, (一)动员部署阶段(3月), and the quarters of a schedule. */
export function phasesIn(blocks: readonly Block[], source: Source, year: number | null): Phase[] {
  const out: Phase[] = [];
  const known = new Set<string>();
  const children = childrenOf(blocks);
  for (const block of blocks) {
    if (block.cells !== null) continue;
    const name = phaseName(block, source);
    if (name === null || known.has(name.name)) continue;
    known.add(name.name);
    const period = name.period === null ? null : spellOf(name.period, year);
    const tasks = tasksUnder(block, children.get(block) ?? [], source);
    out.push({
      name: name.name, span: [block.start, block.end],
      ...(name.period === null ? {} : { period: name.period }), ...(period?.start ? { start: period.start } : {}), ...(period?.end ? { end: period.end } : {}),
      ...(tasks.length === 0 ? {} : { tasks }),
    });
  }
  return out;
}

const when = /(?:20\d\d年|\d{1,2}月|第?[一二三四]、?[一二三四]?季度|上半年|下半年|全年|第?\d+-?\d*(?:个?月|周)|\d{1,2}\.\d|寒假|暑假|学期)/;

/** 3月 宣传发动 in a schedule: the months part the work into phases when their lines are only names. */
const monthLine = /^((?:20\d\d年)?\d{1,2}月(?:份|底|初)?(?:\s?(?:-|至|到)\s?(?:20\d\d年)?\d{1,2}月(?:份|底|初)?)?)\s?[ :、,]?\s?([\u4e00-\u9fff]{2,8})(?=[。;,:(]|$)/;

const stages = /^(?:制定|方案|宣传|动员|发动|部署|启动|准备|筹备|集中|组织|全面|实施|推进|开展|落实|自查|迎检|检查|督导|总结|评估|验收|巩固|提升|整改|表彰|阶段|考核|自评|申报|调研|和|与){2,4}$/;

export function isMonthOfSchedule(block: Block, source: Source): boolean {
  const line = block.role === 'schedule' && block.cells === null && block.end - block.start < 40 ? monthLine.exec(source.folded.slice(block.start, block.end)) : null;
  return line !== null && stages.test(line[2] ?? '');
}

const spanWords = '(?:20\\d\\d年)?(?:\\d{1,2}月(?:\\d{1,2}日)?|第?[一二三四]季度)?(?:\\s?(?:-|至|到)\\s?(?:20\\d\\d年)?\\d{0,2}月?(?:\\d{1,2}日|底|末)?)?';
/** 2025年3月至5月为动员阶段: the sentence names the phase behind its time. */
const namedBehind = new RegExp(`^(${spanWords})\\s?[,]?(?:为|是|:)([\u4e00-\u9fff]{2,10}(?:阶段|期))(?=[,。;:(]|$)`);
const semester = /^(?:第[一二]学期|[上下]学期|[春秋]季?学期|上半年|下半年|寒假|暑假)(?:\([^)]*\))?(?=[:(。\s]|$)/;
const titled = /^([\u4e00-\u9fff、]{2,14})\(([^)]{2,30})\)(?=[:。,;\s]|$)/;

type NamedPhase = { readonly name: string; readonly period: string | null };

/** Names of phases told by time: months, semesters, 宣传发动(3月). */
function nameByTime(block: Block, source: Source, line: string): NamedPhase | null {
  const behind = namedBehind.exec(line);
  if (behind?.[1] && behind[2]) return { name: behind[2], period: behind[1] };
  if (block.role !== 'schedule') return null;
  const month = monthLine.exec(line);
  if (month?.[1] && month[2] && isMonthOfSchedule(block, source)) return { name: month[2], period: month[1] };
  return nameBySemester(block, line) ?? nameBeforeBracket(block, line);
}

function nameBySemester(block: Block, line: string): NamedPhase | null {
  const half = block.rank < 70 || block.head !== null ? semester.exec(line)?.[0].replace(/\(.*/, '') : undefined;
  return half === undefined ? null : { name: half, period: half };
}

function nameBeforeBracket(block: Block, line: string): NamedPhase | null {
  const head = block.mark === null || block.mark.kind === 'stage' ? null : titled.exec(line);
  return head?.[1] && head[2] && when.test(head[2]) ? { name: head[1], period: head[2] } : null;
}

/** A phase is named within these characters. */
const longestTitle = 300;

function phaseName(block: Block, source: Source): NamedPhase | null {
  const from = block.mark?.kind === 'stage' ? block.start : block.start + (block.mark?.length ?? 0);
  const end = Math.min(block.end, from + longestTitle);
  const line = source.folded.slice(from, end);
  const timed = nameByTime(block, source, line);
  if (timed !== null) return timed;
  if (!opensPhase(block, line)) return null;
  return { name: shortTitle(source.text.slice(from, end), line), period: periodIn(line) };
}

function opensPhase(block: Block, line: string): boolean {
  // 第一期 in the tasks is a round of a course.
  if (block.mark?.kind === 'stage') return !/^第.{1,2}期/.test(line) || block.role === 'schedule' || block.role === null;
  if (block.role === 'schedule' && /^(?:20\d\d年)?第?[一二三四1-4](?:[、至-][一二三四1-4])*季度(?:[:(。,\s]|$)/.test(line)) return true;
  if (block.role === 'schedule' && /^[\u4e00-\u9fff]{1,6}期(?=$|[:(])/.test(line)) return true;
  if (!/^[^,。;:!?]{0,14}?(?:阶段|时期)(?=$|[:(。,]|\s)/.test(line.replace(/\([^)]*\)/g, ''))) return false;
  return fits.has(block.role ?? 'none') && !/^(?:各|本|现|该|不同|每个?|分)/.test(line);
}

const fits: ReadonlySet<string> = new Set(['schedule', 'tasks', 'none', 'organisation', 'safeguards']);
const months = /(?:20\d\d年)?\d{1,2}月(?:份|底|初|\d{1,2}日)?\s?(?:-|至|到)\s?(?:20\d\d年)?\d{1,2}月(?:份|底|\d{1,2}日)?/;

function periodIn(line: string): string | null {
  const bracket = /\(([^)]*)\)/.exec(line.slice(0, 60))?.[1];
  if (bracket !== undefined && when.test(bracket)) return bracket;
  return months.exec(line.slice(0, 50))?.[0] ?? quarterIn(line);
}

const quarterIn = (line: string): string | null => /第?[一二三四](?:[、至-][一二三四])*季度/.exec(line.slice(0, 24))?.[0] ?? null;

/** The title without period, slogan and what follows its colon when that is text. */
function shortTitle(shown: string, line: string): string {
  const flat = line.replace(/\([^)]*\)/g, (bracket) => '\u0000'.repeat(bracket.length)).replace(/--.*$/, '');
  const stop = /[。;!?,]/.exec(flat)?.index ?? flat.length;
  const colon = flat.indexOf(':');
  const behind = colon < 0 ? '' : flat.slice(colon + 1).split(/[:。;!?,]/)[0] ?? '';
  const endsTitle = colon >= 0 && (stop < flat.length || behind.length > 18) && !/阶段\u0000*$/.test(behind.trim()) ? colon : stop;
  const second = flat.indexOf(':', colon + 1);
  const end = second > colon && second < endsTitle ? second : endsTitle;
  return shown.slice(0, end).split('').filter((_, i) => flat[i] !== '\u0000').join('').replace(/[::\s]+$/, '').slice(0, 40);
}

function tasksUnder(block: Block, children: readonly Block[], source: Source): string[] {
  const own = block.head === null ? '' : source.text.slice(...block.body);
  const texts = children.length === 0 ? [own] : children.map((child) => source.text.slice(...(child.head === null || child.body[1] > child.body[0] ? child.body : child.head)));
  return texts.flatMap((text) => text.split(/[;;。]/)).map((task) => task.trim()).filter((task) => task.length > 1);
}
