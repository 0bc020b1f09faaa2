import type { PlanOrganisation } from '../plan.ts';
import type { Block } from './blocks.ts';
import { sentencesIn } from './clauses.ts';
import type { Source } from './fold.ts';
import type { PlanWords } from './words.ts';

type Context = { readonly source: Source; readonly words: PlanWords; readonly blocks: readonly Block[] };

/** Whom the plan is for: its own section, else the groups it speaks of most. */
export function populationIn({ source, words, blocks }: Context): string[] {
  const section = blocks.filter((block) => block.role === 'population' && block.cells === null);
  const stated = section.flatMap((block) => {
    const from = block.opensRole ? block.body[0] : block.start + (block.mark?.length ?? 0);
    const text = source.text.slice(from, block.end).trim();
    return text === '' ? [] : text.split(/[。;;]/).map((one) => one.trim()).filter((one) => one.length > 1);
  });
  if (stated.length > 0) return stated;
  const all = blocks.map((block) => source.folded.slice(block.start, block.end)).join('\n');
  return words.audiences.map((word) => ({ word, count: all.split(word).length - 1 })).filter(({ count }) => count >= 2)
    .sort((a, b) => b.count - a.count).map(({ word }) => word).slice(0, 5);
}

/** Bodies that are set up, lead or answer for something, with their members where the text names them. */
export function organisationsIn({ source, words, blocks }: Context): PlanOrganisation[] {
  const out: PlanOrganisation[] = [];
  const form = bodyForm(words);
  const known = new Set<string>();
  for (const block of blocks) {
    if (block.cells !== null) continue;
    for (const sentence of sentencesIn(source.folded, [block.start, block.end])) {
      const text = source.folded.slice(...sentence);
      const offices = officesIn(text);
      const last = out.at(-1);
      if (offices.length > 0 && last !== undefined && (/^\s?(?:副?组\s?长|副?主任|成\s?员)[:]/.test(text) || !form.test(text))) out[out.length - 1] = { ...last, members: [...new Set([...(last.members ?? []), ...offices])] };
      form.lastIndex = 0;
      const bodies = [...text.matchAll(form)].map((hit) => ({ name: bodyName(hit[1] ?? '', hit[2] ?? ''), at: hit.index, length: hit[0].length })).filter(({ name }) => name.length >= 3 && !notABody.test(name));
      const holder = bodies.find(({ name }) => /小组|委员会|专班|联席会议|指挥部/.test(name)) ?? bodies[0];
      for (const body of bodies) {
        if (known.has(body.name) || out.length >= 40 || (body.name === '领导小组' && [...known].some((name) => name.endsWith('领导小组')))) continue;
        known.add(body.name);
        const start = sentence[0] + body.at;
        out.push({ name: body.name, span: [start, start + body.length], ...(body === holder ? membersOf(text, offices) : {}) });
      }
    }
  }
  return out;
}

const notABody = /^(?:每|各|请|不定期|到|对|向|在|与|把|将|个人)/;
const bodyName = (before: string, noun: string): string => before.replace(/^.*(?:成立|组建|建立|组成|设立|调整|召开|组织|加强|邀请|定期|下设|由|的|了|,|、|“)/, '').replace(/^[\d.、-]+|^本/, '') + noun;

function membersOf(text: string, offices: readonly string[]): Pick<PlanOrganisation, 'members' | 'role'> {
  const made = /由([^。;]{4,90}?)(?:等)?(?:多部门)?(?:共同)?(?:组成|参与|为成员)/.exec(text)?.[1]?.split(/[、和,]/).map((one) => one.trim()).filter((one) => one.length > 1) ?? [];
  const members = offices.length > 0 ? offices : made;
  const role = /(?:负责|承担|统筹)([^。;,]{2,30})/.exec(text)?.[0];
  return { ...(members.length === 0 ? {} : { members: [...members] }), ...(role === undefined ? {} : { role }) };
}

const listOf = (written: string): string[] => written.replace(/^由/, '').split(/[、和及,]/).map((one) => one.trim()).filter((one) => one.length > 1);

/** 由院长任组长,各科主任为成员 and 组长:张某;成员:各科主任. */
function officesIn(text: string): string[] {
  const chaired = [...text.matchAll(/(?:由|,|^|、)([^,。;:、由]{2,20}?)(?:任|担任|为|兼任)(副?(?:组长|主任|召集人))/g)].map((hit) => `${(hit[1] ?? '').trim()}(${hit[2] ?? ''})`);
  const held = [...text.matchAll(/(副?组长|副?主任)由([^,。;:、由]{2,20}?)(?:担任|兼任)/g)].map((hit) => `${hit[2] ?? ''}(${hit[1] ?? ''})`);
  const labelled = [...text.matchAll(/(副?组\s?长|副?主任)\s?:\s?([^;。,:]{2,24})/g)].map((hit) => `${(hit[2] ?? '').trim()}(${(hit[1] ?? '').replace(/\s/g, '')})`);
  const rest = /(?:成\s?员\s?:\s?([^;。:]{2,80})|(?:,|;)([^,;。]{2,80}?)为成员)/.exec(text);
  return [...chaired, ...held, ...labelled, ...(rest ? listOf(rest[1] ?? rest[2] ?? '') : [])];
}

const bodyForm = (words: PlanWords): RegExp => new RegExp(`([^,。;:、()“”《》\\s]{0,16}?)(${[...words.bodies].sort((a, b) => b.length - a.length).join('|')})`, 'g');

/** Headings of the safeguards section, or its sentences when it has none. */
export function safeguardsIn({ source, blocks }: Context): string[] {
  return blocks.filter((block) => block.role === 'safeguards' && block.cells === null && !(block.opensRole && isSectionTop(block))).flatMap((block) => {
    const span = block.head ?? block.body;
    const text = source.text.slice(...span).trim();
    return text === '' ? [] : [text.split(/[。;;]/)[0] ?? text];
  });
}

const isSectionTop = (block: Block): boolean => block.parent?.role !== 'safeguards' && block.body[1] - block.body[0] < 2;

/** How the plan is to be judged: the items of its evaluation section, else the methods it names. */
export function evaluationIn({ source, words, blocks }: Context): string[] {
  const items = blocks.filter((block) => block.role === 'evaluation' && block.cells === null && !(block.opensRole && isTop(block))).map((block) => source.text.slice(block.start + (block.mark?.length ?? 0), block.end).trim());
  if (items.length > 0) return items.filter((one) => one.length > 1);
  const all = blocks.map((block) => source.folded.slice(block.start, block.end)).join('\n');
  return words.methods.filter((method) => all.includes(method));
}

const isTop = (block: Block): boolean => block.parent?.role !== 'evaluation' && block.body[1] - block.body[0] < 2;
