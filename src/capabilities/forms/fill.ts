/** A form with answers in it: which items are asked, what they hold, what is calculated. */
import { evaluate, type Value as FactValue } from '../../kernel/expression/evaluate.ts';
import { factsIn, type Expression } from '../../kernel/expression/expression.ts';
import { isQuantity, type Answer, type Answers, type ResponseItem, type Value } from './answers.ts';
import { isQuestion, isScored, type EnableWhen, type Item } from './form.ts';
import { factOf, type Context } from './names.ts';
import type { PreparedForm } from './prepare.ts';

/** An item as it stands before the respondent: a repeated group once a row. */
export type Instance = {
  readonly item: Item;
  /** `meals[1].food`: the linkIds on the way, with the row of repeated groups. */
  readonly place: string;
  readonly parent: Instance | null;
  readonly children: readonly Instance[];
  /** As they came. */
  readonly given: readonly Value[];
  /** Given or calculated. */
  readonly values: readonly Value[];
  readonly enabled: boolean;
};

/** `everything`: answers of items that are not asked count as well. */
export type Filling = { readonly answers: Answers; readonly context?: Context; readonly everything?: boolean; readonly parameters?: Readonly<Record<string, FactValue>> };

export type Filled = {
  readonly prepared: PreparedForm;
  readonly roots: readonly Instance[];
  readonly all: readonly Instance[];
  /** What an expression of the form is worth; `results` are known beside the answers. */
  readonly worth: (expression: Expression, results?: Readonly<Record<string, FactValue>>) => FactValue;
};

/** Enabling and calculating rest on each other, so both run until nothing moves. Answers to items that are not asked count as absent. */
export function fillForm(prepared: PreparedForm, filling: Filling): Filled {
  const state: State = { prepared, filling, byLinkId: new Map(), all: [] };
  const roots = prepared.form.items.flatMap((item) => instancesOf(item, { given: filling.answers.items, parent: null, prefix: '' }, state));
  for (let round = 0; round <= state.all.length + 1; round += 1) {
    if (!step(state)) break;
  }
  return { prepared, roots, all: state.all, worth: (expression, results = {}) => evaluate(expression, valuesFor(expression, { state, from: null, results })).value };
}

type Open = { -readonly [K in keyof Instance]: Instance[K] } & { children: Open[]; parent: Open | null };
type State = { readonly prepared: PreparedForm; readonly filling: Filling; readonly byLinkId: Map<string, Open[]>; readonly all: Open[] };
type Below = { readonly given: readonly ResponseItem[]; readonly parent: Open | null; readonly prefix: string };

function instancesOf(item: Item, { given, parent, prefix }: Below, state: State): Open[] {
  const mine = given.filter(({ linkId }) => linkId === item.linkId);
  const rows: readonly (readonly ResponseItem[])[] = item.type === 'group' && item.repeats && mine.length > 0 ? mine.map((one) => [one]) : [mine];
  return rows.map((row, i) => {
    const place = `${prefix}${item.linkId}${item.type === 'group' && item.repeats ? `[${i}]` : ''}`;
    const answers: readonly Answer[] = row.flatMap((one) => one.answers);
    const values = answers.map(({ value }) => value);
    const instance: Open = { item, place, parent, children: [], given: values, values, enabled: true };
    state.all.push(instance);
    const known = state.byLinkId.get(item.linkId);
    if (known === undefined) state.byLinkId.set(item.linkId, [instance]);
    else known.push(instance);
    const below = [...row.flatMap((one) => one.items), ...answers.flatMap((answer) => answer.items)];
    instance.children = item.items.flatMap((child) => instancesOf(child, { given: below, parent: instance, prefix: `${place}.` }, state));
    return instance;
  });
}

/** One round over the whole form; whether anything moved. */
function step(state: State): boolean {
  let moved = false;
  for (const instance of state.all) {
    const enabled = (instance.parent?.enabled ?? true) && isEnabled(instance, state);
    const values = instance.item.calculated === null ? instance.values : calculated(instance, state);
    const same = values === instance.values || JSON.stringify(values) === JSON.stringify(instance.values);
    if (enabled !== instance.enabled || !same) moved = true;
    instance.enabled = enabled;
    if (!same) instance.values = values;
  }
  return moved;
}

function calculated(instance: Open, state: State): readonly Value[] {
  const ast = state.prepared.expressions.get(instance.item.calculated ?? '');
  if (ast === undefined) return instance.values;
  return valuesFrom(instance.item, evaluate(ast, valuesFor(ast, { state, from: instance, results: {} })).value);
}

/** What an expression gave, as answers of the item; a scored choice takes the option with that score. */
export function valuesFrom(item: Item, fact: FactValue): readonly Value[] {
  if (fact === null) return [];
  if (typeof fact === 'object') return fact.slice();
  if (isScored(item) && typeof fact === 'number') return item.options.filter(({ score }) => score === fact).slice(0, 1).map(({ code }) => code);
  if (item.type === 'quantity' && typeof fact === 'number') return [{ value: fact, unit: item.unit }];
  if (typeof fact !== 'number') return fact === '' ? [] : [fact];
  const places = item.type === 'integer' ? 0 : item.decimals;
  return [places === null ? fact : Number(fact.toFixed(places))];
}

function isEnabled(instance: Open, state: State): boolean {
  const { item } = instance;
  const ast = item.enableExpression === null ? undefined : state.prepared.expressions.get(item.enableExpression);
  if (ast !== undefined && evaluate(ast, valuesFor(ast, { state, from: instance, results: {} })).value !== true) return false;
  if (item.enableWhen.length === 0) return true;
  const holds = (when: EnableWhen): boolean => enables(when, answersTo(when.question, instance, state), state);
  return item.enableBehavior === 'any' ? item.enableWhen.some(holds) : item.enableWhen.every(holds);
}

/** FHIR's operators: `!=` holds when no answer is equal, so also when there is none. */
function enables({ question, operator, answer }: EnableWhen, values: readonly Value[], { prepared }: State): boolean {
  if (operator === 'exists') return values.length > 0 === answer;
  const item = prepared.items.get(question)?.item;
  if (operator === '!=') return !values.some((value) => order(item, value, answer) === 0);
  return values.some((value) => {
    const found = order(item, value, answer);
    if (found === null) return false;
    if (operator === '=') return found === 0;
    return operator === '<' ? found < 0 : operator === '>' ? found > 0 : operator === '<=' ? found <= 0 : found >= 0;
  });
}

/** Negative, zero or positive; options by their place in the list. Null when the two cannot be compared. */
function order(item: Item | undefined, value: Value, other: Value): number | null {
  if (typeof value === 'object' && typeof other === 'object') {
    if (isQuantity(value) && isQuantity(other)) return (value.unit ?? item?.unit) === (other.unit ?? item?.unit) ? value.value - other.value : null;
    return JSON.stringify(value) === JSON.stringify(other) ? 0 : null;
  }
  if (typeof value === 'object' || typeof other === 'object' || typeof value !== typeof other) return null;
  if (typeof value === 'number' && typeof other === 'number') return value - other;
  const [a, b] = item !== undefined && item.options.length > 0 ? [placeIn(item, value), placeIn(item, other)] : [String(value), String(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function placeIn({ options }: Item, value: Value): number {
  return options.findIndex(({ code }) => code === value);
}

/** Of the nearest instance of the item: the same row first, then the row around it, then the whole form. */
function answersTo(linkId: string, from: Open | null, state: State): readonly Value[] {
  const found = (state.byLinkId.get(linkId) ?? []).filter((one) => one.enabled || state.filling.everything === true);
  if (found.length <= 1 || from === null) return found.flatMap((one) => one.values);
  const around = chain(from);
  const shared = found.map((one) => chain(one).filter((ancestor) => around.includes(ancestor)).length);
  const nearest = Math.max(...shared);
  return found.filter((_, i) => shared[i] === nearest).flatMap((one) => one.values);
}

function chain(instance: Open): readonly Open[] {
  return instance.parent === null ? [instance] : [...chain(instance.parent), instance];
}

type Looking = { readonly state: State; readonly from: Open | null; readonly results: Readonly<Record<string, FactValue>> };

function valuesFor(expression: Expression, looking: Looking): Readonly<Record<string, FactValue>> {
  return Object.fromEntries(factsIn(expression).map((name) => [name, lookUp(name, looking)]));
}

function lookUp(name: string, looking: Looking): FactValue {
  const { state, from, results } = looking;
  const { prepared, filling } = state;
  if (Object.hasOwn(results, name)) return results[name] ?? null;
  const variable = prepared.variables.get(name);
  if (variable !== undefined) return evaluate(variable, valuesFor(variable, looking)).value;
  const named = prepared.named.get(name);
  const item = named === undefined ? undefined : prepared.items.get(named.linkId)?.item;
  if (named !== undefined && item !== undefined && isQuestion(item)) return factOf(item, answersTo(named.linkId, from, state), named.asCode);
  const parameter = prepared.form.scoring?.parameters.find((one) => one.name === name);
  if (parameter !== undefined) return filling.parameters?.[name] ?? parameter.value;
  const context = new Map<string, FactValue | undefined>(Object.entries(filling.context ?? {}));
  return context.get(name) ?? null;
}
