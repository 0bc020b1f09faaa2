import type { Plan } from '../plan.ts';

/** Precision, recall and F1 of read plans against annotated ones: what counts as the same goal, activity, budget line. */
export const kinds = ['goals', 'cadences', 'activities', 'budget', 'risks', 'phases'] as const;
export type Kind = (typeof kinds)[number];
export type Figures = { right: number; wrong: number; missed: number };
export type Score = { readonly figures: Record<Kind, Figures>; readonly missed: string[]; readonly wrong: string[]; readonly distractorsTaken: string[] };

/** An annotated plan as its YAML reads: anything may be missing, so every look-up answers unknown. */
export type Gold = Readonly<Record<string, unknown>>;
type Item = Readonly<Record<string, unknown>>;

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);
const itemsOf = (value: unknown): Item[] => (Array.isArray(value) ? value.filter(isItem) : []);
/** Plan pieces are plain data; this only widens their type. */
const plainItems = (plan: Plan | undefined, key: string): Item[] => itemsOf(Object.entries(plan ?? {}).find(([name]) => name === key)?.[1]);

const bare = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '').replace(/[\s,,。.;;::、"'“”‘’()()《》<>]/gu, '');

/** Share of common character pairs; 1 when one name holds the other. */
export function likeness(a: unknown, b: unknown): number {
  const [x, y] = [Array.from(bare(a)), Array.from(bare(b))];
  if (x.length === 0 || y.length === 0) return 0;
  if (x.join('').includes(y.join('')) || y.join('').includes(x.join(''))) return 1;
  const [p, q] = [pairs(x), pairs(y)];
  return (2 * [...p].filter((pair) => q.has(pair)).length) / (p.size + q.size);
}

function pairs(characters: readonly string[]): Set<string> {
  const out = new Set<string>();
  for (let i = 0; i + 1 < characters.length; i++) out.add(`${characters[i]}${characters[i + 1]}`);
  return out.size === 0 ? new Set([characters.join('')]) : out;
}

const number = (value: unknown): number | null => (value === null || value === undefined ? null : Math.round(Number(value) * 1e6) / 1e6);

function alternatives(item: Item, key: string): unknown[] {
  const more = item[`${key}_alt`];
  return [item[key], ...(Array.isArray(more) ? more : more ? [more] : [])];
}

function goalLikeness(read: Item, gold: Item): number {
  if (number(read.value) !== number(gold.value) || number(read.value_max) !== number(gold.value_max)) return 0;
  if (!alternatives(gold, 'unit').includes(read.unit) || !alternatives(gold, 'comparator').includes(read.comparator)) return 0;
  const name = Math.max(...alternatives(gold, 'metric').map((metric) => likeness(read.metric, metric)));
  const span = likeness(read.text, gold.text);
  return name >= 0.5 || (name >= 0.25 && span >= 0.5) ? name + span : 0;
}

const cadenceOf = (item: Item): Item => (isItem(item.cadence) ? item.cadence : {});

function cadenceLikeness(read: Item, gold: Item): number {
  const [a, b] = [cadenceOf(read), cadenceOf(gold)];
  if (a.per !== b.per || number(a.times) !== number(b.times)) return 0;
  const score = Math.max(likeness(read.name, gold.name), likeness(a.text, b.text));
  return score >= 0.4 ? score : 0;
}

function moneyLikeness(read: Item, gold: Item): number {
  const score = likeness(read.item, gold.item);
  return score >= 0.5 && number(read.amount) === number(gold.amount) && (read.unit ?? 'yuan') === (gold.unit ?? 'yuan') ? score : 0;
}

const nameLikeness = (key: string) => (read: Item, gold: Item): number => {
  const score = likeness(read[key], gold[key]);
  return score >= 0.5 ? score : 0;
};

type Rule = { readonly key: string; readonly like: (read: Item, gold: Item) => number; readonly keep: (item: Item) => boolean };
const all = (): boolean => true;
const rules: Readonly<Record<Kind, Rule>> = {
  goals: { key: 'goals', like: goalLikeness, keep: all },
  cadences: { key: 'activities', like: cadenceLikeness, keep: (item) => Boolean(cadenceOf(item).per) },
  activities: { key: 'activities', like: nameLikeness('name'), keep: all },
  budget: { key: 'budget', like: moneyLikeness, keep: all },
  risks: { key: 'risks', like: nameLikeness('risk'), keep: all },
  phases: { key: 'phases', like: nameLikeness('name'), keep: all },
};

/** Pairs the likest first; each side is used once. */
function pairUp(read: readonly Item[], gold: readonly Item[], like: Rule['like']): { read: Set<number>; gold: Set<number> } {
  const found = read.flatMap((a, i) => gold.map((b, j) => ({ score: like(a, b), i, j })));
  found.sort((a, b) => b.score - a.score || b.i - a.i || b.j - a.j);
  const used = { read: new Set<number>(), gold: new Set<number>() };
  for (const { score, i, j } of found) {
    if (score === 0 || used.read.has(i) || used.gold.has(j)) continue;
    used.read.add(i);
    used.gold.add(j);
  }
  return used;
}

/** Scores pairs of a read plan and its gold. */
export function scorePlans(pairsOfPlans: ReadonlyArray<{ readonly plan: Plan | undefined; readonly gold: Gold }>): Score {
  const none = (): Figures => ({ right: 0, wrong: 0, missed: 0 });
  const figures: Record<Kind, Figures> = { goals: none(), cadences: none(), activities: none(), budget: none(), risks: none(), phases: none() };
  const score: Score = { figures, missed: [], wrong: [], distractorsTaken: [] };
  for (const { plan, gold } of pairsOfPlans) for (const kind of kinds) scoreKind(kind, { plan, gold, score });
  return score;
}

function scoreKind(kind: Kind, { plan, gold, score }: { plan: Plan | undefined; gold: Gold; score: Score }): void {
  const { key, like, keep } = rules[kind];
  const read = plainItems(plan, key).filter(keep);
  const wanted = itemsOf(gold[key]).filter(keep);
  const [must, may] = [wanted.filter((item) => !item.optional), wanted.filter((item) => Boolean(item.optional))];
  const matched = pairUp(read, must, like);
  const rest = read.filter((_, i) => !matched.read.has(i));
  const allowed = pairUp(rest, may, like);
  const bad = rest.filter((_, i) => !allowed.read.has(i));
  const figure = score.figures[kind];
  figure.right += matched.gold.size;
  figure.wrong += bad.length;
  figure.missed += must.length - matched.gold.size;
  const label = (item: Item) => `${String(gold.id)} ${kind}: ${String(item.text ?? item.name ?? item.item ?? item.risk)}`;
  score.missed.push(...must.filter((_, j) => !matched.gold.has(j)).map(label));
  score.wrong.push(...bad.map((item) => (kind === 'goals' ? `${label(item)} -> ${String(item.metric)} ${String(item.comparator)} ${String(item.value)} ${String(item.unit)}` : label(item))));
  if (kind !== 'goals') return;
  for (const distractor of itemsOf(gold.distractors)) score.distractorsTaken.push(...bad.filter((item) => bare(item.text).includes(bare(distractor.text))).map(() => `${String(gold.id)}: ${String(distractor.text)}`));
}

export function rates({ right, wrong, missed }: Figures): { precision: number; recall: number; f1: number } {
  const precision = right + wrong === 0 ? 1 : right / (right + wrong);
  const recall = right + missed === 0 ? 1 : right / (right + missed);
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}
