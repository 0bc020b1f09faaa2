import type { Phase } from '../plan.ts';
import type { Block } from './blocks.ts';
import type { Source } from './fold.ts';
import { spellOf } from './dates.ts';

/** The phases of a plan: 第一阶段:…, 阶段一:…, (一)动员部署阶段(3月), and the quarters of a schedule. */
export function phasesIn(blocks: readonly Block[], source: Source, year: number | null): Phase[] {
  const out: Phase[] = [];
  for (const block of blocks) {
    if (block.cells !== null) continue;
    const name = phaseName(block, source);
    if (name === null || out.some((phase) => phase.name === name.name)) continue;
    const period = name.period === null ? null : spellOf(name.period, year);
    const tasks = tasksUnder(block, blocks, source);
    out.push({
      name: name.name, span: [block.start, block.end],
      ...(name.period === null ? {} : { period: name.period }), ...(period?.start ? { start: period.start } : {}), ...(period?.end ? { end: period.end } : {}),
      ...(tasks.length === 0 ? {} : { tasks }),
    });
  }
  return out;
}

const when = /(?:20\d\d年|\d{1,2}月|第?[一二三四]、?[一二三四]?季度|上半年|下半年|全年|第?\d+-?\d*(?:个?月|周)|\d{1,2}\.\d|寒假|暑假|学期)/;

function phaseName(block: Block, source: Source): { name: string; period: string | null } | null {
  const from = block.mark?.kind === 'stage' ? block.start : block.start + (block.mark?.length ?? 0);
  const line = source.folded.slice(from, block.end);
  if (!opensPhase(block, line)) return null;
  return { name: shortTitle(source.text.slice(from, block.end), line), period: periodIn(line) };
}

function opensPhase(block: Block, line: string): boolean {
  if (block.mark?.kind === 'stage') return true;
  if (block.role === 'schedule' && /^(?:20\d\d年)?第?[一二三四1-4]季度(?:[:(。,\s]|$)/.test(line)) return true;
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

const quarterIn = (line: string): string | null => /第?[一二三四](?:、[一二三四])*季度/.exec(line.slice(0, 24))?.[0] ?? null;

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

function tasksUnder(block: Block, blocks: readonly Block[], source: Source): string[] {
  const children = blocks.filter((one) => one.parent === block);
  const own = block.head === null ? '' : source.text.slice(...block.body);
  const texts = children.length === 0 ? [own] : children.map((child) => source.text.slice(...(child.head === null || child.body[1] > child.body[0] ? child.body : child.head)));
  return texts.flatMap((text) => text.split(/[;;。]/)).map((task) => task.trim()).filter((task) => task.length > 1);
}
