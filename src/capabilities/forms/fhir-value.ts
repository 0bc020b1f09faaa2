/** One answer as FHIR writes it: `valueCoding`, `valueInteger` …, by the type of its item; and back. */
import { isAttachment, isQuantity, isText, type Value } from './answers.ts';
import { isChoice, type Item } from './form.ts';
import { compact, isFields, systems, type Fields } from './fhir-words.ts';
import { wrongType } from './typing.ts';

const suffixes: Readonly<Record<string, string>> = {
  boolean: 'Boolean', decimal: 'Decimal', integer: 'Integer', date: 'Date', dateTime: 'DateTime', time: 'Time', string: 'String', text: 'String',
  url: 'Uri', place: 'Uri', attachment: 'Attachment', camera: 'Attachment', signature: 'Attachment', quantity: 'Quantity',
};

/** `['valueTime', '08:30:00']`; `prefix` is `value` or `answer`. */
export function fhirValue(item: Item, value: Value, prefix: 'value' | 'answer' = 'value'): readonly [string, unknown] {
  if (isChoice(item)) return choiceValue(item, value, prefix);
  const suffix = prefix === 'answer' && suffixes[item.type] === 'Uri' ? 'String' : (suffixes[item.type] ?? 'String');
  if (item.type === 'time' && typeof value === 'string' && value.length === 5) return [`${prefix}Time`, `${value}:00`];
  if (typeof value === 'object' && isQuantity(value)) return [`${prefix}Quantity`, compact({ value: value.value, unit: value.unit, ...(value.unit === null ? {} : { system: systems.ucum, code: value.unit }) })];
  return [`${prefix}${suffix}`, typeof value === 'object' && isAttachment(value) ? compact(value) : value];
}

function choiceValue({ options }: Item, value: Value, prefix: string): readonly [string, unknown] {
  if (typeof value === 'object' && isText(value)) return [`${prefix}String`, value.text];
  const option = options.find(({ code }) => code === value);
  if (option?.as === 'integer') return [`${prefix}Integer`, Number(option.code)];
  if (option?.as === 'string') return [`${prefix}String`, option.code];
  return [`${prefix}Coding`, compact({ system: option?.system, code: value, display: option?.text.zh })];
}

/** The answer in an element such as `{ valueCoding: … }`, or null when it is none of this item. */
export function valueFromFhir(item: Item, element: Fields, prefix: 'value' | 'answer' = 'value'): Value | null {
  const found = Object.entries(element).filter(([key]) => key.startsWith(prefix) && /^[A-Z]/.test(key.slice(prefix.length)));
  const [first] = found;
  if (first === undefined || found.length > 1) return null;
  const value = read(item, { kind: first[0].slice(prefix.length), raw: first[1] });
  return value !== null && wrongType(item, value) === null ? value : null;
}

function read(item: Item, { kind, raw }: { readonly kind: string; readonly raw: unknown }): Value | null {
  if (isChoice(item)) return readChoice(item, kind, raw);
  switch (kind) {
    case 'Boolean':
      return typeof raw === 'boolean' ? raw : null;
    case 'Decimal':
    case 'Integer':
      return typeof raw === 'number' ? raw : null;
    case 'Time':
      return typeof raw === 'string' ? raw.replace(/^(\d\d:\d\d):00$/, '$1') : null;
    case 'Quantity':
      return readQuantity(raw);
    case 'Attachment':
      return readAttachment(raw);
    case 'Date':
    case 'DateTime':
    case 'String':
    case 'Uri':
      return typeof raw === 'string' && raw !== '' ? raw : null;
    default:
      return null;
  }
}

function readChoice({ type, options }: Item, kind: string, raw: unknown): Value | null {
  if (kind === 'Coding') return isFields(raw) && typeof raw['code'] === 'string' ? raw['code'] : null;
  if (kind === 'Integer') return typeof raw === 'number' ? String(raw) : null;
  if (kind !== 'String' || typeof raw !== 'string' || raw === '') return null;
  const known = options.some(({ code, as }) => as === 'string' && code === raw);
  return known || type === 'choice' ? raw : { text: raw };
}

function readQuantity(raw: unknown): Value | null {
  if (!isFields(raw) || typeof raw['value'] !== 'number' || raw['comparator'] !== undefined) return null;
  const unit = raw['code'] ?? raw['unit'] ?? null;
  return unit === null || (typeof unit === 'string' && unit !== '') ? { value: raw['value'], unit } : null;
}

function readAttachment(raw: unknown): Value | null {
  if (!isFields(raw)) return null;
  const { contentType, title = null, url = null, data = null } = raw;
  const isWord = (one: unknown): one is string | null => one === null || (typeof one === 'string' && one !== '');
  return typeof contentType === 'string' && contentType !== '' && isWord(title) && isWord(url) && isWord(data) ? { contentType, title, url, data } : null;
}
