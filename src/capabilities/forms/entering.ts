/** Answers while they are entered: one value put into its place in the tree, a row added or taken out. */
import type { Answers, ResponseItem, Value } from './answers.ts';
import type { Instance } from './fill.ts';

type Step = { readonly linkId: string; readonly row: number };

function pathOf(instance: Instance): readonly Step[] {
  const row = /\[(\d+)\]$/.exec(instance.place)?.[1];
  const step = { linkId: instance.item.linkId, row: row === undefined ? 0 : Number(row) };
  return instance.parent === null ? [step] : [...pathOf(instance.parent), step];
}

export function withValues(answers: Answers, instance: Instance, values: readonly Value[]): Answers {
  return { items: changed(answers.items, pathOf(instance), (entry) => ({ ...entry, answers: values.map((value, i) => ({ value, items: i === 0 ? (entry.answers[0]?.items ?? []) : [] })) })) };
}

/** One more empty row of a repeated group, behind this one. */
export function withRow(answers: Answers, group: Instance): Answers {
  return { items: spread(answers.items, pathOf(group), (entry) => [entry, { linkId: entry.linkId, answers: [], items: [] }]) };
}

export function withoutRow(answers: Answers, group: Instance): Answers {
  return { items: spread(answers.items, pathOf(group), () => []) };
}

function changed(items: readonly ResponseItem[], path: readonly Step[], change: (entry: ResponseItem) => ResponseItem): ResponseItem[] {
  return spread(items, path, (entry) => [change(entry)]);
}

function spread(items: readonly ResponseItem[], [step, ...rest]: readonly Step[], change: (entry: ResponseItem) => ResponseItem[]): ResponseItem[] {
  if (step === undefined) return [...items];
  const mine = items.filter(({ linkId }) => linkId === step.linkId).length;
  const missing = Array.from({ length: Math.max(0, step.row + 1 - mine) }, (): ResponseItem => ({ linkId: step.linkId, answers: [], items: [] }));
  let row = -1;
  return [...items, ...missing].flatMap((entry) => {
    if (entry.linkId !== step.linkId) return [entry];
    row += 1;
    if (row !== step.row) return [entry];
    return rest.length === 0 ? change(entry) : [below(entry, (children) => spread(children, rest, change))];
  });
}

/** What stands below a question stands below its first answer. */
function below(entry: ResponseItem, change: (items: readonly ResponseItem[]) => ResponseItem[]): ResponseItem {
  const [first, ...more] = entry.answers;
  return first === undefined ? { ...entry, items: change(entry.items) } : { ...entry, answers: [{ ...first, items: change(first.items) }, ...more] };
}
