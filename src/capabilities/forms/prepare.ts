/** Proves a form sound and compiles its expressions once; filling and scoring it then never fails. */
import { checkCriterion, checkExpression, type FactTypes } from '../../kernel/expression/check.ts';
import type { Expression } from '../../kernel/expression/expression.ts';
import { factsIn } from '../../kernel/expression/expression.ts';
import type { Form, Item } from './form.ts';
import { itemsWithin, isQuestion } from './form.ts';
import { answerFacts, codeNameOf, nameOf, resultFact } from './names.ts';
import { structureFaults, type FormFault } from './structure.ts';
import type { Result } from './scoring.ts';

export type PreparedForm = {
  readonly form: Form;
  /** By linkId. */
  readonly items: ReadonlyMap<string, { readonly item: Item; readonly above: readonly Item[] }>;
  /** The item and what of it a name means. */
  readonly named: ReadonlyMap<string, { readonly linkId: string; readonly asCode: boolean }>;
  readonly variables: ReadonlyMap<string, Expression>;
  /** By its text. */
  readonly expressions: ReadonlyMap<string, Expression>;
};
export type Prepared = { readonly ok: true; readonly prepared: PreparedForm } | { readonly ok: false; readonly faults: readonly FormFault[] };

export function prepareForm(form: Form): Prepared {
  const faults = [...structureFaults(form)];
  const expressions = new Map<string, Expression>();
  const read = reader(expressions, faults);
  const { facts, variables } = withVariables(form, read);
  for (const { item } of itemsWithin(form.items)) {
    if (item.enableExpression !== null) read(item.enableExpression, { at: item.linkId, facts, criterion: true });
    if (item.initialExpression !== null) read(item.initialExpression, { at: item.linkId, facts });
    if (item.calculated !== null) read(item.calculated, { at: item.linkId, facts });
  }
  readScoring(form, facts, read);
  if (faults.length > 0) return { ok: false, faults };
  const entries = itemsWithin(form.items);
  const named = namedItems(form);
  const cycle = circular(form, { expressions, variables, named });
  if (cycle !== null) return { ok: false, faults: [{ at: cycle, message: 'its value rests on itself' }] };
  return { ok: true, prepared: { form, items: new Map(entries.map((entry) => [entry.item.linkId, entry])), named, variables, expressions } };
}

function namedItems(form: Form): PreparedForm['named'] {
  const questions = itemsWithin(form.items).map(({ item }) => item).filter(isQuestion);
  return new Map([false, true].flatMap((asCode) => questions.map(({ linkId }) => [asCode ? codeNameOf(linkId) : nameOf(linkId), { linkId, asCode }] as const)));
}

type Wanted = { readonly at: string; readonly facts: FactTypes; readonly criterion?: boolean };
type Found = { readonly ast: Expression; readonly type: 'boolean' | 'number' | 'string' | 'date' | 'codes' | 'nothing' } | null;
type Read = (text: string, wanted: Wanted) => Found;

function reader(expressions: Map<string, Expression>, faults: FormFault[]): Read {
  return (text, { at, facts, criterion = false }) => {
    const checked = criterion ? checkCriterion(text, facts) : checkExpression(text, facts);
    if (!checked.ok) {
      const told = checked.faults.map(({ code, params }) => `${code} ${Object.entries(params).map(([key, value]) => `${key} ${String(value)}`).join(', ')}`.trim());
      faults.push({ at, message: `${text}: ${told.join('; ')}` });
      return null;
    }
    expressions.set(text, checked.ast);
    return { ast: checked.ast, type: checked.type };
  };
}

/** A variable reads answers and the variables before it. */
function withVariables(form: Form, read: Read): { readonly facts: FactTypes; readonly variables: ReadonlyMap<string, Expression> } {
  let facts = answerFacts(form);
  const variables = new Map<string, Expression>();
  for (const { name, expression } of form.variables) {
    const found = read(expression, { at: `variables.${name}`, facts });
    if (found === null || found.type === 'nothing') continue;
    variables.set(name, found.ast);
    facts = { ...facts, [name]: { type: found.type } };
  }
  return { facts, variables };
}

function readScoring(form: Form, before: FactTypes, read: Read): void {
  let facts = before;
  for (const result of form.scoring?.results ?? []) {
    const fact = resultFact(result, typeOf(result, facts, read));
    if (fact !== null) facts = { ...facts, [result.id]: fact };
  }
  for (const { id, when } of form.scoring?.crisis ?? []) read(when, { at: `scoring.crisis.${id}`, facts, criterion: true });
  if (form.scoring?.exclude) read(form.scoring.exclude.when, { at: 'scoring.exclude', facts, criterion: true });
}

function typeOf(result: Result, facts: FactTypes, read: Read): 'boolean' | 'number' | 'string' | 'date' | 'codes' | 'nothing' {
  const at = `scoring.${result.id}`;
  if (result.kind === 'cases') for (const { when } of result.cases) read(when, { at, facts, criterion: true });
  return result.kind === 'expression' ? (read(result.text, { at, facts })?.type ?? 'nothing') : 'nothing';
}

type Reading = Pick<PreparedForm, 'expressions' | 'variables' | 'named'>;

/** The linkId of a calculated item that rests on its own value, or null. */
function circular(form: Form, reading: Reading): string | null {
  const calculated = new Map(itemsWithin(form.items).flatMap(({ item }) => (item.calculated === null ? [] : [[item.linkId, item.calculated] as const])));
  const restsOn = (linkId: string): readonly string[] => {
    const ast = reading.expressions.get(calculated.get(linkId) ?? '');
    return ast === undefined ? [] : linkIdsIn(ast, reading).filter((other) => calculated.has(other));
  };
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    restsOn(from).some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
  return [...calculated.keys()].find((linkId) => reaches(linkId, linkId, new Set())) ?? null;
}

/** The items that an expression reads, through variables too. */
function linkIdsIn(expression: Expression, { named, variables }: Pick<PreparedForm, 'named' | 'variables'>): readonly string[] {
  return factsIn(expression).flatMap((name) => {
    const variable = variables.get(name);
    if (variable !== undefined) return linkIdsIn(variable, { named, variables });
    const item = named.get(name);
    return item === undefined ? [] : [item.linkId];
  });
}
