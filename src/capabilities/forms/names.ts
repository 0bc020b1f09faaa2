/** Answers as the rule language sees them: `%name` by linkId, with the types it checks. */
import type { FactType, FactTypes } from '../../kernel/expression/check.ts';
import type { Value as FactValue } from '../../kernel/expression/evaluate.ts';
import { isChoice, isScored, itemsWithin, isQuestion, type Form, type Item } from './form.ts';
import { isAttachment, isQuantity, isText, type Value } from './answers.ts';
import type { Result } from './scoring.ts';

/** What is known of the respondent and the day, beside the answers. */
export type Context = { readonly sex?: 'M' | 'F' | null; readonly age?: number | null; readonly today?: string | null };

const contextFacts: FactTypes = { sex: { type: 'string', codes: ['M', 'F'] }, age: { type: 'number', unit: 'a' }, today: { type: 'date' } };
export const contextNames = Object.keys(contextFacts);

/** `core/sleep-hours` is `%core_sleep_hours`; a leading digit gets an underscore before it. */
export function nameOf(linkId: string): string {
  const plain = linkId.replace(/[^A-Za-z0-9_]/g, '_');
  return /^\d/.test(plain) ? `_${plain}` : plain;
}

/** Of a scored choice `%q1` is the score, and `%q1_code` the option. */
export function codeNameOf(linkId: string): string {
  return `${nameOf(linkId)}_code`;
}

/** The facts of a form before its variables and results. */
export function answerFacts(form: Form): FactTypes {
  const answers = itemsWithin(form.items).filter(({ item }) => isQuestion(item)).flatMap(({ item }) => factsOfItem(item));
  const parameters = (form.scoring?.parameters ?? []).map(({ name, value, codes }): [string, FactType] => [name, typeof value === 'string' ? { type: 'string', ...(codes.length > 0 ? { codes } : {}) } : { type: typeof value === 'boolean' ? 'boolean' : 'number' }]);
  return { ...contextFacts, ...Object.fromEntries([...answers, ...parameters]) };
}

function factsOfItem(item: Item): [string, FactType][] {
  const name = nameOf(item.linkId);
  if (!isChoice(item)) return [[name, plainFact(item)]];
  const codes = item.options.map(({ code }) => code);
  const words: FactType = { type: item.repeats ? 'codes' : 'string', ...(item.type === 'choice' ? { codes } : {}) };
  return [[name, isScored(item) && !item.repeats ? { type: 'number' } : words], [codeNameOf(item.linkId), words]];
}

function plainFact({ type, unit }: Item): FactType {
  switch (type) {
    case 'boolean':
      return { type };
    case 'integer':
    case 'decimal':
    case 'quantity':
      return { type: 'number', ...(unit === null ? {} : { unit }) };
    case 'date':
    case 'dateTime':
      return { type: 'date' };
    default:
      return { type: 'string' };
  }
}

/** The answers of one item, as one fact: unknown when there are none, or several where one is meant. */
export function factOf(item: Item, values: readonly Value[], asCode = false): FactValue {
  const [first, ...more] = values;
  if (first === undefined) return null;
  if (isChoice(item) && item.repeats) return values.map(wordOf);
  if (more.length > 0) return null;
  if (isScored(item) && !asCode) return scoreOf(item, first);
  if (item.type === 'dateTime') return typeof first === 'string' ? first.slice(0, 10) : null;
  if (isQuantity(first)) return first.value;
  return typeof first === 'object' ? wordOf(first) : first;
}

function wordOf(value: Value): string {
  if (typeof value !== 'object') return String(value);
  if (isText(value)) return value.text;
  return isAttachment(value) ? (value.title ?? value.contentType) : String(value.value);
}

/** What an answer adds to a sum: the option's score, the number itself, 1 for yes. */
export function scoreOf(item: Item, value: Value): number | null {
  if (isChoice(item)) return item.options.find(({ code }) => code === value)?.score ?? null;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' && isQuantity(value) ? value.value : null;
}

/** Null for a list, which no expression reads. `of`: the type of an expression. */
export function resultFact(result: Result, of: 'boolean' | 'number' | 'string' | 'date' | 'codes' | 'nothing'): FactType | null {
  switch (result.kind) {
    case 'list':
      return null;
    case 'expression':
      return of === 'nothing' ? null : { type: of };
    case 'band':
      return { type: 'string', codes: result.bands.map(({ code }) => code) };
    case 'cases':
      return { type: 'string', codes: [...result.cases.map(({ give }) => give), result.otherwise] };
    case 'highest':
      return { type: result.give === 'code' ? 'string' : 'number' };
    default:
      return { type: 'number' };
  }
}
