/** An official document as data: Word, the web page and the printed page are three views of it. */
import { z } from 'zod';

/** One sentence, and the numbers of the proofs behind what it states. */
export const Sentence = z.object({ text: z.string(), proofs: z.array(z.int()) });
export type Sentence = z.infer<typeof Sentence>;

/** One series of a chart: a value for each category, null where nothing was measured. */
export const ChartSeries = z.object({ name: z.string(), values: z.array(z.number().nullable()) });

export const Chart = z.object({
  kind: z.enum(['bar', 'column', 'line']),
  categories: z.array(z.string()),
  series: z.array(ChartSeries),
  /** What the values are counted in, as shown beside the axis. */
  unit: z.string(),
  /** A level drawn across the whole chart, such as a target. */
  level: z.object({ name: z.string(), value: z.number() }).nullable(),
});
export type Chart = z.infer<typeof Chart>;

export const Column = z.object({ title: z.string(), width: z.number().positive(), align: z.enum(['left', 'center', 'right']) });
export type Column = z.infer<typeof Column>;

/** `key` names a block for good: an edited text is found again by it when the numbers are renewed. */
export const Block = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), key: z.string(), level: z.union([z.literal(1), z.literal(2), z.literal(3)]), text: z.string() }),
  z.object({ kind: z.literal('paragraph'), key: z.string(), sentences: z.array(Sentence) }),
  z.object({ kind: z.literal('table'), key: z.string(), caption: z.string(), columns: z.array(Column), rows: z.array(z.array(z.string())) }),
  z.object({ kind: z.literal('chart'), key: z.string(), caption: z.string(), chart: Chart }),
  z.object({ kind: z.literal('signature'), key: z.string(), lines: z.array(z.string()) }),
]);
export type Block = z.infer<typeof Block>;
export type Paragraph = Extract<Block, { kind: 'paragraph' }>;

export const OfficialDocument = z.object({ title: z.string(), subtitle: z.string().nullable(), blocks: z.array(Block) });
export type OfficialDocument = z.infer<typeof OfficialDocument>;

/** A paragraph's words without its proofs: what a person edits, and what an edit is compared with. */
export function wordsIn(paragraph: Paragraph): string {
  return paragraph.sentences.map(({ text }) => text).join('');
}

export function heading(level: 1 | 2 | 3, key: string, text: string): Block {
  return { kind: 'heading', key, level, text };
}

export function paragraph(key: string, sentences: readonly (Sentence | null)[]): Block {
  return { kind: 'paragraph', key, sentences: sentences.filter((sentence) => sentence !== null) };
}

const chinese = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** 1 → 一, 12 → 十二: the number before a heading of the first and second level. Up to 99. */
export function chineseNumber(n: number): string {
  if (n <= 10) return chinese[n] ?? String(n);
  const [tens, ones] = [Math.floor(n / 10), n % 10];
  return `${tens === 1 ? '' : chinese[tens]}十${ones === 0 ? '' : chinese[ones]}`;
}
