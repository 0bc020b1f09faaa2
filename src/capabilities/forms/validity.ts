/** Which answers are missing or wrong, with place and reason; and how far the respondent has come. */
import type { Answers, ResponseItem } from './answers.ts';
import { isQuestion } from './form.ts';
import { fillForm, valuesFrom, type Filled, type Filling, type Instance } from './fill.ts';
import { valueFaults, type FaultCode } from './typing.ts';
import type { PreparedForm } from './prepare.ts';

/** `place`: `meals[1].food`. */
export type AnswerFault = { readonly place: string; readonly linkId: string; readonly code: FaultCode; readonly params: Readonly<Record<string, string | number>> };

/** Everything that keeps these answers from being handed in. `partly`: what is still to come is no fault, for a form that is saved half-way. */
export function faultsOf(filled: Filled, answers: Answers, { partly = false }: { partly?: boolean } = {}): readonly AnswerFault[] {
  const asked = filled.all.filter(({ enabled }) => enabled);
  return [
    ...strangers(answers.items, { prepared: filled.prepared, prefix: '', parent: null }),
    ...asked.flatMap((instance) => [...amountFaults(instance, partly), ...valuesFaults(instance)]),
    ...rowFaults(filled, partly),
  ];
}

/** The places of required questions that are asked and not answered. */
export function missingOf(filled: Filled): readonly string[] {
  return filled.all.filter((one) => one.enabled && isQuestion(one.item) && one.item.required && one.values.length === 0).map(({ place }) => place);
}

type Standing = { readonly prepared: PreparedForm; readonly prefix: string; readonly parent: string | null };

function strangers(items: readonly ResponseItem[], { prepared, prefix, parent }: Standing): readonly AnswerFault[] {
  return items.flatMap(({ linkId, answers, items: below }) => {
    const place = `${prefix}${linkId}`;
    const known = prepared.items.get(linkId);
    const above = known?.above.at(-1)?.linkId ?? null;
    if (known === undefined || above !== parent) return [{ place, linkId, code: 'unknownItem' as const, params: {} }];
    const inside = [...below, ...answers.flatMap((answer) => answer.items)];
    return strangers(inside, { prepared, prefix: `${place}.`, parent: linkId });
  });
}

function amountFaults({ item, place, values }: Instance, partly: boolean): readonly AnswerFault[] {
  if (!isQuestion(item)) return [];
  const { linkId } = item;
  const least = item.minOccurs ?? 0;
  const most = item.repeats ? item.maxOccurs : 1;
  if (item.required && values.length === 0 && !partly) return [{ place, linkId, code: 'required', params: {} }];
  if (values.length > 0 && values.length < least && !partly) return [{ place, linkId, code: 'tooFew', params: { limit: least } }];
  return most !== null && values.length > most ? [{ place, linkId, code: 'tooMany', params: { limit: most } }] : [];
}

function valuesFaults({ item, place, values }: Instance): readonly AnswerFault[] {
  const { linkId } = item;
  if (values.length > 0 && !isQuestion(item)) return [{ place, linkId, code: 'wrongType', params: { wanted: item.type } }];
  const alone = values.length > 1 && item.options.some(({ code, exclusive }) => exclusive && values.includes(code));
  return [
    ...values.flatMap((value) => valueFaults(item, value)).map((fault) => ({ place, linkId, ...fault })),
    ...(alone ? [{ place, linkId, code: 'notAlone' as const, params: {} }] : []),
  ];
}

/** How many rows a group that is asked may and must have; a row counts when something in it is answered. */
function rowFaults({ all }: Filled, partly: boolean): readonly AnswerFault[] {
  const groups = all.filter(({ item, enabled }) => enabled && item.type === 'group' && (item.required || item.minOccurs !== null || item.maxOccurs !== null));
  const firsts = groups.filter((one) => groups.find((other) => other.item === one.item && other.parent === one.parent) === one);
  return firsts.flatMap(({ item, parent, place }): readonly AnswerFault[] => {
    const rows = all.filter((one) => one.item === item && one.parent === parent && one.enabled && isAnswered(one)).length;
    const at = { place: place.replace(/\[0\]$/, ''), linkId: item.linkId };
    const least = item.minOccurs ?? (item.required ? 1 : 0);
    if (rows < least && !partly) return [{ ...at, code: rows === 0 ? 'required' : 'tooFew', params: { limit: least } }];
    return item.maxOccurs !== null && rows > item.maxOccurs ? [{ ...at, code: 'tooMany', params: { limit: item.maxOccurs } }] : [];
  });
}

function isAnswered(instance: Instance): boolean {
  return (isQuestion(instance.item) && instance.given.length > 0) || instance.children.some(isAnswered);
}

/** Questions that the respondent sees and fills, and how many of them are filled. `share` is 1 when nothing is asked. */
export type Progress = { readonly asked: number; readonly answered: number; readonly share: number; readonly complete: boolean };

export function progressOf(filled: Filled): Progress {
  const open = filled.all.filter(({ item, enabled }) => enabled && isQuestion(item) && !item.hidden && !item.readOnly && item.calculated === null);
  const answered = open.filter(({ values }) => values.length > 0).length;
  return { asked: open.length, answered, share: open.length === 0 ? 1 : answered / open.length, complete: missingOf(filled).length === 0 };
}

/** What a respondent finds already filled in: initial values, and initial expressions over the context. */
export function initialAnswers(prepared: PreparedForm, context: Filling['context'] = {}): Answers {
  const filled = fillForm(prepared, { answers: { items: [] }, context });
  return { items: filled.roots.flatMap((root) => initialOf(root, filled)) };
}

function initialOf(instance: Instance, filled: Filled): ResponseItem[] {
  const { item } = instance;
  const values = item.initial.length > 0 || item.initialExpression === null ? item.initial : startOf(instance, filled);
  const below = instance.children.flatMap((child) => initialOf(child, filled));
  if (item.type === 'group') return below.length === 0 ? [] : [{ linkId: item.linkId, answers: [], items: below }];
  return values.length === 0 ? [] : [{ linkId: item.linkId, answers: values.map((value, i) => ({ value, items: i === 0 ? below : [] })), items: [] }];
}

function startOf({ item }: Instance, filled: Filled): Instance['values'] {
  const ast = filled.prepared.expressions.get(item.initialExpression ?? '');
  return ast === undefined ? [] : valuesFrom(item, filled.worth(ast));
}
