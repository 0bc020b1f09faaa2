import type { PlanTask, Span } from '../plan.ts';
import type { Block } from './blocks.ts';
import { sentencesIn } from './clauses.ts';
import type { Source } from './fold.ts';

const label = '(?:责任|牵头|主责|负责|主办|承办|配合|协办|参与|参加|成员|落实)(?:单位|部门|科室|人|处室|者)(?:及责任人)?';
const ownerForm = new RegExp(`[(【]?(${label})[】]?\\s?[:]\\s?((?:[^。;\\n()】]|\\([^()]{0,20}\\)){2,120}?)(?=\\s?(?:${label}\\s?:|完成时[限间]|[。;)】\\n]|$))`, 'g');
const ledForm = /由([^,。;:()]{2,30}?)(?:牵头|负责)(?:,([^,。;:()]{2,40}?)(?:配合|协办|参与|协助)|落实|组织|实施|,|。|;|$|[\u4e00-\u9fff]{0,8})|[(]([^()]{2,60}?)(?:负责|牵头)(?:[,;、]([^()]{2,80}?)(?:配合|参与|参加|按职责分工负责))?[)]/g;
const deadlineForm = /(?:完成时[限间]|时限要求|时间要求)\s?:\s?([^,。;\s)]{2,20})|((?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}日|底|中旬|上旬|下旬|初|末)?|年底|年末|第?[一二三四]季度末?|20\d\d年)(?:底|末)?(?:以?前(?!后)|之前))/g;

/** Tasks that have an owner or a deadline, named by their heading or their first words. */
export function tasksIn(blocks: readonly Block[], source: Source): PlanTask[] {
  const out: PlanTask[] = [];
  for (const block of blocks) {
    if (block.cells !== null || block.role === 'background' || block.role === 'goals') continue;
    for (const sentence of sentencesIn(source.folded, [block.start, block.end])) readSentence(sentence, block, { source, out });
  }
  return out;
}

function readSentence(sentence: Span, block: Block, { source, out }: { source: Source; out: PlanTask[] }): void {
  const text = source.folded.slice(...sentence);
  const owner = ownersIn(text);
  const deadline = [...text.matchAll(deadlineForm)].map((hit) => hit[1] ?? hit[2])[0];
  if (owner === null && deadline === undefined) return;
  const bare = text.replace(ownerForm, '').replace(/(?:完成时[限间]|时限要求|时间要求)\s?:.*$/, '').replace(ledForm, '').replace(/[()【】\s]/g, '');
  const labelled = bare.length < 6;
  const named = labelled ? nameAbove(block, sentence, source) : taskName(bare, block, source);
  const last = out.at(-1);
  if (last !== undefined && last.name === named && (labelled || last.owner === undefined || owner === null)) out[out.length - 1] = withMore(last, owner, deadline);
  else if (named !== '') out.push({ name: named, span: [block.start, block.end], ...(owner === null ? {} : { owner }), ...(deadline === undefined ? {} : { deadline }) });
}

function withMore(task: PlanTask, owner: string | null, deadline: string | undefined): PlanTask {
  const owners = [task.owner, owner ?? undefined].filter((one) => one !== undefined).join(';');
  return { ...task, ...(owners === '' ? {} : { owner: owners }), ...(deadline === undefined ? {} : { deadline }) };
}

/** The owners a sentence names, separated by ; */
export function ownersIn(text: string): string | null {
  const labelled = [...text.matchAll(ownerForm)].map((hit) => (hit[2] ?? '').trim().replace(/[,,;]+$/, ''));
  const led = [...text.matchAll(ledForm)].flatMap((hit) => [hit[1], hit[2], hit[3], hit[4]]).filter((one) => one !== undefined).map((one) => one.trim());
  const all = [...labelled, ...led].filter((one) => one.length >= 2);
  return all.length === 0 ? null : all.join(';');
}

/** A line that only names the owner speaks of the item it stands under or behind. */
function nameAbove(block: Block, sentence: Span, source: Source): string {
  if (block.head !== null && block.head[0] !== sentence[0] && !new RegExp(`${label}|时[限间]`).test(source.folded.slice(...block.head))) return source.text.slice(...block.head).trim();
  if (sentence[0] > block.start + 8) return taskName(source.folded.slice(block.start + (block.mark?.length ?? 0), sentence[0]), block, source);
  const above = block.parent;
  if (above === null) return '';
  return source.text.slice(...(above.head ?? above.body)).split(/[。;;]/)[0]?.slice(0, 60).trim() ?? '';
}

function taskName(text: string, block: Block, source: Source): string {
  const head = block.head !== null && block.body[1] > block.body[0] ? source.text.slice(...block.head).trim() : '';
  if (head !== '' && head.length >= 4) return head;
  return (text.split(/[。;]/)[0] ?? '').replace(/^[\d一二三四五六七八九十.、()]+/, '').replace(/[,、:]+$/, '').slice(0, 60).trim();
}
