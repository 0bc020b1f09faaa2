/** What can be wrong with a form beside its expressions: names, references, options and limits that do not fit. */
import { isChoice, isQuestion, itemsWithin, type EnableWhen, type Form, type Item } from './form.ts';
import { codeNameOf, contextNames, nameOf } from './names.ts';
import { isPattern } from './pattern.ts';
import { wrongType } from './typing.ts';
import type { Result } from './scoring.ts';

/** `at`: the linkId, `scoring.<result>` or `variables.<name>`. */
export type FormFault = { readonly at: string; readonly message: string };

export function structureFaults(form: Form): readonly FormFault[] {
  const entries = itemsWithin(form.items);
  const items = new Map(entries.map(({ item }) => [item.linkId, item]));
  return [
    ...twice(entries.map(({ item }) => item.linkId)).map((linkId) => ({ at: linkId, message: 'the linkId stands twice' })),
    ...nameFaults(form),
    ...entries.flatMap(({ item, above }) => itemFaults(item, above, items).map((message) => ({ at: item.linkId, message }))),
    ...scoringFaults(form, items),
  ];
}

/** FHIR writes the help of an item as an item of its own below it. */
export const helpEnding = '/help';

function twice(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
}

/** Every name of an expression means one thing. */
function nameFaults(form: Form): readonly FormFault[] {
  const questions = itemsWithin(form.items).map(({ item }) => item).filter(isQuestion);
  const names = [
    ...contextNames,
    ...questions.flatMap((item) => [nameOf(item.linkId), ...(isChoice(item) ? [codeNameOf(item.linkId)] : [])]),
    ...form.variables.map(({ name }) => name),
    ...(form.scoring?.parameters ?? []).map(({ name }) => name),
    ...(form.scoring?.results ?? []).map(({ id }) => id),
  ];
  return twice(names).map((name) => ({ at: name, message: `%${name} would mean two things` }));
}

function itemFaults(item: Item, above: readonly Item[], items: ReadonlyMap<string, Item>): readonly string[] {
  const codes = item.options.map(({ code }) => code);
  const rules: readonly (readonly [wrong: boolean, message: string])[] = [
    [item.type === 'display' && (item.items.length > 0 || item.required || item.repeats), 'a display has no items and asks for nothing'],
    [item.type === 'group' && item.items.length === 0, 'a group needs items'],
    [item.type === 'choice' && item.options.length === 0, 'a choice needs options'],
    [!isChoice(item) && item.options.length > 0, 'only a choice has options'],
    [twice(codes).length > 0, `option ${twice(codes).join(', ')} stands twice`],
    [item.options.some(({ as, code, text }) => as !== 'coding' && (text.zh !== code || text.en !== code)), 'an integer or string option is its own text'],
    [item.options.some(({ as, code }) => as === 'integer' && !/^-?\d+$/.test(code)), 'an integer option is an integer'],
    [item.minOccurs !== null && item.maxOccurs !== null && item.minOccurs > item.maxOccurs, 'minOccurs is above maxOccurs'],
    [!item.repeats && (item.maxOccurs ?? 1) > 1, 'several answers need repeats'],
    [item.minLength !== null && item.maxLength !== null && item.minLength > item.maxLength, 'minLength is above maxLength'],
    [item.pattern !== null && !isPattern(item.pattern), 'the pattern is no regular expression that can be checked in bounded time (RE2: no look-around, no back-references)'],
    [item.correct.some((code) => !codes.includes(code)), 'a right answer is not among the options'],
    [!isQuestion(item) && (item.calculated !== null || item.initial.length > 0 || item.initialExpression !== null), 'only a question has a value'],
    [item.initial.some((value) => wrongType(item, value) !== null), 'an initial value does not fit'],
    [[item.min, item.max].some((limit) => limit !== null && !fitsLimit(item, limit)), 'a limit does not fit the type'],
    [above.some(({ type }) => type === 'display'), 'nothing stands below a display'],
    [item.help !== null && item.type === 'display', 'a display is help itself'],
    [item.linkId.endsWith(helpEnding), `a linkId ending in ${helpEnding} is kept for the help of an item`],
    [item.type === 'open-choice' && item.initial.some((value) => typeof value === 'object'), 'an open choice begins with one of its options'],
  ];
  return [...rules.filter(([wrong]) => wrong).map(([, message]) => message), ...item.enableWhen.flatMap((when) => enableFaults(when, item, items))];
}

function enableFaults({ question, operator, answer }: EnableWhen, item: Item, items: ReadonlyMap<string, Item>): readonly string[] {
  const asked = items.get(question);
  if (asked === undefined) return [`enableWhen asks for ${question}, which is not in the form`];
  if (question === item.linkId || !isQuestion(asked)) return [`enableWhen cannot ask for ${question}`];
  if (operator === 'exists') return typeof answer === 'boolean' ? [] : ['exists is true or false'];
  return wrongType(asked, answer) === null ? [] : [`enableWhen: the answer does not fit ${question}`];
}

function fitsLimit({ type }: Item, limit: number | string): boolean {
  if (type === 'integer' || type === 'decimal' || type === 'quantity') return typeof limit === 'number';
  return ['date', 'dateTime', 'time'].includes(type) && typeof limit === 'string';
}

function scoringFaults({ scoring }: Form, items: ReadonlyMap<string, Item>): readonly FormFault[] {
  if (scoring === null) return [];
  const lists = Object.entries(scoring.lists).flatMap(([name, linkIds]) => linkIds.filter((linkId) => !items.has(linkId)).map((linkId) => ({ at: `scoring.lists.${name}`, message: `no item ${linkId}` })));
  const results = scoring.results.flatMap((result, i) => {
    const before = scoring.results.slice(0, i).map(({ id }) => id);
    return resultFaults(result, items, before).map((message) => ({ at: `scoring.${result.id}`, message }));
  });
  return [...lists, ...results];
}

function resultFaults(result: Result, items: ReadonlyMap<string, Item>, before: readonly string[]): readonly string[] {
  const missing = linkIdsOf(result).filter((linkId) => !items.has(linkId)).map((linkId) => `no item ${linkId}`);
  const of = result.kind === 'band' ? [result.of] : result.kind === 'highest' || result.kind === 'list' ? result.of : [];
  const unknown = of.filter((id) => !before.includes(id)).map((id) => `no result ${id} before it`);
  const ladder = result.kind === 'band' && !isLadder(result.bands) ? ['the bands do not rise from step to step'] : [];
  return [...missing, ...unknown, ...ladder];
}

function linkIdsOf(result: Result): readonly string[] {
  switch (result.kind) {
    case 'sum':
    case 'mean':
      return [...result.items, ...(result.reverse?.items ?? []), ...(result.kind === 'sum' ? Object.keys(result.weights) : [])];
    case 'count':
    case 'marks':
      return result.items;
    case 'hours':
      return [result.from, result.to];
    default:
      return [];
  }
}

function isLadder(bands: readonly { readonly from: number | null; readonly above: number | null }[]): boolean {
  const starts = bands.map(({ from, above }) => from ?? above);
  return bands.every(({ from, above }, i) => (i === 0 ? from === null && above === null : (from === null) !== (above === null))) && starts.slice(2).every((start, i) => Number(start) > Number(starts[i + 1]));
}
