/** The items of a FHIR Questionnaire as items of a form. What `Form` and `prepareForm` check is not checked here. */
import { z } from 'zod';
import { codesFrom, expressionFrom, fromJson } from './fhir-parts.ts';
import { extensionUrls, isFields, systems, type Fields } from './fhir-words.ts';
import type { Reading } from './fhir-reading.ts';
import { valueFromFhir } from './fhir-value.ts';
import { Control, EnableWhen, Item, ItemType, itemsWithin } from './form.ts';
import { helpEnding } from './structure.ts';

const shape = {
  kept: ['linkId', 'extension', 'code', 'prefix', 'text', '_text', 'type', 'enableWhen', 'enableBehavior', 'required', 'repeats', 'readOnly', 'maxLength', 'answerOption', 'answerValueSet', 'initial', 'item'],
  dropped: ['id', 'definition', 'prefix', 'linkId'],
};

const known = [
  'hidden', 'control', 'min', 'max', 'minQuantity', 'maxQuantity', 'decimals', 'minLength', 'pattern', 'minOccurs', 'maxOccurs', 'unit', 'media', 'enable', 'initial', 'calculated', 'item',
] as const;

const deepest = 40;

const Own = Item.pick({ observation: true, correct: true, points: true }).extend({ type: ItemType.optional() });

/** What is refused is noted; an item that could not be read is left out, and nothing of the import is used then. */
export function itemsFrom(element: Fields, path: string, reading: Reading): readonly Item[] {
  const sources = reading.list(element, 'item', path);
  const items = sources.flatMap(([source, at]) => itemFrom(source, at, reading) ?? []);
  if (path !== '') return items;
  const byLinkId = new Map(itemsWithin(items).map(({ item }) => [item.linkId, item]));
  return items.map((item) => withConditions(item, { conditions: conditionsIn(sources), byLinkId, reading }));
}

function itemFrom(source: Fields, at: string, reading: Reading): Item | null {
  if (at.split('.').length > deepest) return reading.refuse(at, 'nested too deep');
  reading.shape(source, at, shape);
  if (source['answerValueSet'] !== undefined) reading.refuse(`${at}.answerValueSet`, 'value sets are not looked up: list the options in answerOption');
  if (source['type'] === 'reference') return reading.refuse(`${at}.type`, 'references to other resources are not asked');
  const extensions = extensionsOf(source, at, reading);
  const own = ownPart(extensions, reading);
  const type = ItemType.safeParse(own.type ?? source['type']);
  if (!type.success) return reading.refuse(`${at}.type`, `unknown type ${String(source['type'])}`);
  const linkId = reading.text(source, 'linkId', at);
  if (linkId === null) return reading.refuse(`${at}.linkId`, 'an item needs a linkId');
  const children = itemsFrom(source, at, reading);
  const help = children.find((child) => child.linkId === `${linkId}${helpEnding}` && child.type === 'display' && child.control === 'help');
  const plain = {
    linkId,
    type: type.data,
    text: reading.words(source, 'text', at),
    help: help?.text ?? null,
    prefix: reading.text(source, 'prefix', at),
    codes: codesFrom(source, at, reading),
    ...own,
    ...flagsOf(source, at, reading),
    ...limitsOf(extensions, reading),
    maxLength: reading.whole(source, 'maxLength', at),
    options: optionsOf(source, at, reading),
    enableBehavior: source['enableBehavior'] ?? 'all',
    items: children.filter((child) => child !== help),
  };
  const read = Item.safeParse({ ...plain, type: type.data });
  if (!read.success) return reading.refuse(at, read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  return withValues(read.data, { source, at, extensions, reading });
}

type Extensions = ReadonlyMap<string, readonly [Fields, string]>;

/** By our name. One of a kind; a second one is refused. */
function extensionsOf(source: Fields, at: string, reading: Reading): Extensions {
  const found = reading.extensions(source, at, known.map((name) => extensionUrls[name]));
  return new Map(
    known.flatMap((name): [string, readonly [Fields, string]][] => {
      const [first, second] = found.get(extensionUrls[name]) ?? [];
      if (second !== undefined) reading.refuse(second[1], 'stands twice');
      return first === undefined ? [] : [[name, first]];
    }),
  );
}

function ownPart(extensions: Extensions, reading: Reading): z.infer<typeof Own> {
  const found = extensions.get('item');
  const read = Own.safeParse(found === undefined ? {} : fromJson(found[0]['valueString']));
  if (read.success) return read.data;
  reading.refuse(found?.[1] ?? '', z.prettifyError(read.error));
  return Own.parse({});
}

function flagsOf(source: Fields, at: string, reading: Reading): Fields {
  return { required: reading.flag(source, 'required', at), repeats: reading.flag(source, 'repeats', at), readOnly: reading.flag(source, 'readOnly', at) };
}

function limitsOf(extensions: Extensions, reading: Reading): Fields {
  const worth = (name: string, ...keys: string[]): unknown => {
    const [extension, at] = extensions.get(name) ?? [null, ''];
    if (extension === null) return null;
    const key = keys.find((one) => extension[one] !== undefined);
    return key === undefined ? reading.refuse(at, `needs ${keys.join(' or ')}`) : extension[key];
  };
  const side = (name: 'min' | 'max'): unknown => {
    const quantity = worth(`${name}Quantity`, 'valueQuantity');
    const plain = worth(name, 'valueInteger', 'valueDecimal', 'valueDate', 'valueDateTime', 'valueTime', 'valueQuantity') ?? quantity;
    if (isFields(plain)) return plain['value'] ?? null;
    return typeof plain === 'string' ? plain.replace(/^(\d\d:\d\d):00$/, '$1') : plain;
  };
  return {
    hidden: worth('hidden', 'valueBoolean') ?? false,
    control: controlOf(extensions, reading),
    min: side('min'),
    max: side('max'),
    decimals: worth('decimals', 'valueInteger'),
    minLength: worth('minLength', 'valueInteger'),
    pattern: worth('pattern', 'valueString'),
    minOccurs: worth('minOccurs', 'valueInteger'),
    maxOccurs: worth('maxOccurs', 'valueInteger'),
    unit: unitOf(worth('unit', 'valueCoding'), extensions, reading),
    picture: pictureOf(worth('media', 'valueAttachment'), extensions, reading),
    enableExpression: expressionOf('enable', extensions, reading),
    initialExpression: expressionOf('initial', extensions, reading),
    calculated: expressionOf('calculated', extensions, reading),
  };
}

function expressionOf(name: string, extensions: Extensions, reading: Reading): string | null {
  const found = extensions.get(name);
  return found === undefined ? null : expressionFrom(found[0], found[1], reading);
}

function controlOf(extensions: Extensions, reading: Reading): unknown {
  const found = extensions.get('control');
  if (found === undefined) return null;
  const concept = found[0]['valueCodeableConcept'];
  const codings: unknown = isFields(concept) ? concept['coding'] : undefined;
  const codes = (Array.isArray(codings) ? codings : []).flatMap((coding: unknown) => (isFields(coding) && coding['system'] === systems.control ? [coding['code']] : []));
  const control = Control.safeParse(codes[0]);
  return control.success ? control.data : reading.refuse(found[1], `unknown item control ${String(codes[0])}`);
}

function unitOf(coding: unknown, extensions: Extensions, reading: Reading): unknown {
  if (coding === null) return null;
  const at = extensions.get('unit')?.[1] ?? '';
  if (!isFields(coding) || typeof coding['code'] !== 'string') return reading.refuse(at, 'a unit needs a code');
  if (coding['system'] !== undefined && coding['system'] !== systems.ucum) return reading.refuse(at, 'units are written in UCUM');
  if (coding['display'] !== undefined) reading.drop(`${at}.display`, 'the words of a unit');
  return coding['code'];
}

function pictureOf(attachment: unknown, extensions: Extensions, reading: Reading): unknown {
  if (attachment === null) return null;
  const at = extensions.get('media')?.[1] ?? '';
  if (!isFields(attachment) || typeof attachment['url'] !== 'string') return reading.refuse(at, 'a picture needs its url');
  reading.shape(attachment, at, { kept: ['url', 'contentType', 'title', '_title'], dropped: ['language', 'size', 'hash', 'creation', 'data'] });
  return { url: attachment['url'], contentType: reading.text(attachment, 'contentType', at), title: reading.words(attachment, 'title', at) };
}

function optionsOf(source: Fields, at: string, reading: Reading): readonly unknown[] {
  return reading.list(source, 'answerOption', at).flatMap(([option, place]): readonly unknown[] => {
    reading.shape(option, place, { kept: ['extension', 'valueCoding', 'valueInteger', 'valueString', 'initialSelected'], dropped: ['id'] });
    const around = reading.extensions(option, place, [extensionUrls.ordinal, extensionUrls.weight, extensionUrls.exclusive]);
    const exclusive = around.get(extensionUrls.exclusive)?.[0]?.[0]['valueBoolean'] === true;
    const { valueCoding, valueInteger, valueString } = option;
    if (isFields(valueCoding)) return codedOption(valueCoding, place, reading).map((coded) => ({ ...coded, score: coded.score ?? scoreOf(around), exclusive }));
    const plain = typeof valueInteger === 'number' ? String(valueInteger) : valueString;
    if (typeof plain !== 'string' || plain === '') return reading.refuse(place, 'an option is a coding, an integer or a string') ?? [];
    return [{ code: plain, text: { zh: plain, en: plain }, as: typeof valueInteger === 'number' ? 'integer' : 'string', score: scoreOf(around), exclusive }];
  });
}

type Scores = ReadonlyMap<string, readonly (readonly [Fields, string])[]>;

function scoreOf(extensions: Scores): unknown {
  const [found] = extensions.get(extensionUrls.ordinal) ?? extensions.get(extensionUrls.weight) ?? [];
  return found?.[0]['valueDecimal'] ?? null;
}

function codedOption(coding: Fields, place: string, reading: Reading): readonly { code: string; score: unknown; text: unknown; system: unknown }[] {
  const at = `${place}.valueCoding`;
  reading.shape(coding, at, { kept: ['extension', 'system', 'code', 'display', '_display'], dropped: ['id', 'version', 'userSelected'] });
  const code = reading.text(coding, 'code', at);
  if (code === null) return reading.refuse(at, 'an option needs a code') ?? [];
  const extensions = reading.extensions(coding, at, [extensionUrls.ordinal, extensionUrls.weight]);
  return [{ code, score: scoreOf(extensions), text: reading.words(coding, 'display', at) ?? { zh: code, en: code }, system: reading.text(coding, 'system', at) }];
}

type Around = { readonly source: Fields; readonly at: string; readonly extensions: Extensions; readonly reading: Reading };

/** The initial values, which only the finished item can read. */
function withValues(item: Item, { source, at, reading }: Around): Item {
  const selected = reading.list(source, 'answerOption', at).flatMap(([option], i) => (option['initialSelected'] === true ? (item.options[i]?.code ?? []) : []));
  const initial = reading.list(source, 'initial', at).flatMap(([element, place]) => {
    const value = valueFromFhir(item, element);
    return value === null ? (reading.refuse(place, `does not fit ${item.type}`) ?? []) : [value];
  });
  return { ...item, initial: [...selected, ...initial] };
}

/** The conditions of every item as they came, by linkId: they name questions that may come later. */
function conditionsIn(sources: readonly (readonly [Fields, string])[]): ReadonlyMap<string, readonly (readonly [Fields, string])[]> {
  const below = (source: Fields, at: string): [string, readonly (readonly [Fields, string])[]][] => {
    const children = at.split('.').length > deepest ? [] : elementsOf(source['item'], `${at}.item`).flatMap(([child, place]) => below(child, place));
    const { linkId } = source;
    return typeof linkId === 'string' ? [[linkId, elementsOf(source['enableWhen'], `${at}.enableWhen`)], ...children] : children;
  };
  return new Map(sources.flatMap(([source, at]) => below(source, at)));
}

function elementsOf(list: unknown, at: string): readonly (readonly [Fields, string])[] {
  return (Array.isArray(list) ? list : []).flatMap((one: unknown, i): readonly (readonly [Fields, string])[] => (isFields(one) ? [[one, `${at}[${i}]`]] : []));
}

type Conditions = { readonly conditions: ReturnType<typeof conditionsIn>; readonly byLinkId: ReadonlyMap<string, Item>; readonly reading: Reading };

function withConditions(item: Item, around: Conditions): Item {
  const enableWhen = (around.conditions.get(item.linkId) ?? []).flatMap(([element, at]) => conditionFrom(element, at, around) ?? []);
  return { ...item, enableWhen, items: item.items.map((child) => withConditions(child, around)) };
}

function conditionFrom(element: Fields, at: string, { byLinkId, reading }: Conditions): EnableWhen | null {
  const { question, operator } = element;
  const asked = byLinkId.get(String(question));
  if (asked === undefined) return reading.refuse(`${at}.question`, `no question ${String(question)}`);
  const answer = operator === 'exists' ? element['answerBoolean'] : valueFromFhir(asked, element, 'answer');
  const read = EnableWhen.safeParse({ question, operator, answer });
  return read.success ? read.data : reading.refuse(at, `operator or answer does not fit ${String(question)}`);
}
