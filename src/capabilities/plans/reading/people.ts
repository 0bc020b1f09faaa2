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

/** Bodies that are set up, lead or answer for something, with their members where the sentence names them. */
export function organisationsIn({ source, words, blocks }: Context): PlanOrganisation[] {
  const out: PlanOrganisation[] = [];
  const form = bodyForm(words);
  for (const block of blocks) {
    if (block.cells !== null) continue;
    for (const sentence of sentencesIn(source.folded, [block.start, block.end])) {
      const text = source.folded.slice(...sentence);
      for (const hit of text.matchAll(form)) {
        const name = (hit[1] ?? '').replace(/^.*(?:成立|组建|建立|组成|设立|调整|由|的|了|,|、|“)/, '') + (hit[2] ?? '');
        if (name.length < 3 || out.some((one) => one.name === name)) continue;
        const start = sentence[0] + hit.index;
        const members = /由([^。;]{4,90}?)(?:等)?(?:多部门)?(?:共同)?(?:组成|参与|为成员)/.exec(text)?.[1]?.split(/[、和,]/).map((one) => one.trim()).filter((one) => one.length > 1);
        const role = /(?:负责|承担|统筹)([^。;,]{2,30})/.exec(text)?.[0];
        out.push({ name, span: [start, start + hit[0].length], ...(members === undefined || members.length === 0 ? {} : { members }), ...(role === undefined ? {} : { role }) });
      }
    }
  }
  return out.slice(0, 40);
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
