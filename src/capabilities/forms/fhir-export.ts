/** A form as a FHIR R4 Questionnaire. Chinese is the language of the resource, English stands in translations. */
import { quoteText } from './fhir-path.ts';
import { compact, extensionUrls, systems, type Fields } from './fhir-words.ts';
import { fhirValue } from './fhir-value.ts';
import { isChoice, isQuestion, isScored, itemsWithin, type Coding, type EnableWhen, type Form, type Item, type Option } from './form.ts';
import { factsIn } from '../../kernel/expression/expression.ts';
import { parse } from '../../kernel/expression/parse.ts';
import type { Text } from '../../kernel/text.ts';
import { codeNameOf, nameOf } from './names.ts';
import { helpEnding } from './structure.ts';

export function questionnaireOf(form: Form): Fields {
  const { kind, aliases, period, label, licence, sources, confidence, notes, scoring } = form;
  const items = new Map(itemsWithin(form.items).map(({ item }) => [item.linkId, item]));
  return compact({
    resourceType: 'Questionnaire',
    id: form.id,
    language: 'zh-CN',
    extension: [
      ...form.variables.map(({ name, expression }) => expressionExtension(extensionUrls.variable, expression, name)),
      ...answerVariables(form).map(({ name, expression }) => expressionExtension(extensionUrls.variable, expression, name)),
      { url: extensionUrls.form, valueString: JSON.stringify({ kind, aliases, period, label, licence, sources, confidence, notes, scoring }) },
    ],
    url: form.url,
    version: form.version,
    ...words('title', form.title),
    status: 'active',
    ...words('description', form.description),
    copyright: licence.text,
    code: form.codes.map(codingOf),
    item: form.items.map((item) => itemOf(item, items)),
  });
}

/** What the names in the form's expressions mean to another FHIR engine, so that it can work them out. */
export function answerVariables(form: Form): readonly { readonly name: string; readonly expression: string }[] {
  const entries = itemsWithin(form.items).map(({ item }) => item);
  const texts = [...form.variables.map(({ expression }) => expression), ...entries.flatMap((item) => [item.calculated, item.initialExpression, item.enableExpression])];
  const used = new Set(texts.flatMap((text) => namesIn(text)));
  return entries.filter(isQuestion).flatMap((item) => [
    ...(used.has(nameOf(item.linkId)) ? [{ name: nameOf(item.linkId), expression: pathTo(item, false) }] : []),
    ...(used.has(codeNameOf(item.linkId)) ? [{ name: codeNameOf(item.linkId), expression: pathTo(item, true) }] : []),
  ]);
}

function namesIn(text: string | null): readonly string[] {
  const parsed = parse(text ?? '{}');
  return parsed.ok ? factsIn(parsed.ast) : [];
}

function pathTo(item: Item, asCode: boolean): string {
  const answer = `%resource.repeat(item).where(linkId = ${quoteText(item.linkId)}).answer.value`;
  if (item.type === 'quantity') return `${answer}.value`;
  if (!isChoice(item)) return answer;
  return isScored(item) && !item.repeats && !asCode ? `${answer}.ordinal()` : `${answer}.code`;
}

function expressionExtension(url: string, expression: string, name: string | null = null): Fields {
  return { url, valueExpression: compact({ name, language: 'text/fhirpath', expression }) };
}

/** `text` in Chinese, and `_text` with the English words where they differ. */
function words(key: string, text: Text | null): Fields {
  if (text === null) return {};
  const translation = { url: extensionUrls.translation, extension: [{ url: 'lang', valueCode: 'en' }, { url: 'content', valueString: text.en }] };
  return { [key]: text.zh, ...(text.en === text.zh ? {} : { [`_${key}`]: { extension: [translation] } }) };
}

function codingOf({ system, code, display }: Coding): Fields {
  return compact({ system, code, display });
}

const ownTypes: Readonly<Record<string, string>> = { signature: 'attachment', camera: 'attachment', place: 'url' };

type Items = ReadonlyMap<string, Item>;

function itemOf(item: Item, items: Items): Fields {
  const help = item.help === null ? [] : [helpItem(item.linkId, item.help)];
  return compact({
    linkId: item.linkId,
    extension: extensionsOf(item),
    code: item.codes.map(codingOf),
    prefix: item.prefix,
    ...words('text', item.text),
    type: ownTypes[item.type] ?? item.type,
    enableWhen: item.enableWhen.map((when) => enableOf(when, items)),
    enableBehavior: item.enableWhen.length > 1 || item.enableBehavior === 'any' ? item.enableBehavior : undefined,
    required: item.required || undefined,
    repeats: item.repeats || undefined,
    readOnly: item.readOnly || undefined,
    maxLength: item.maxLength,
    answerOption: item.options.map((option) => optionOf(option, item)),
    initial: isChoice(item) ? [] : item.initial.map((value) => Object.fromEntries([fhirValue(item, value)])),
    item: [...help, ...item.items.map((child) => itemOf(child, items))],
  });
}

function helpItem(linkId: string, help: Text): Fields {
  return { linkId: `${linkId}${helpEnding}`, extension: [controlExtension('help')], ...words('text', help), type: 'display' };
}

function controlExtension(code: string): Fields {
  return { url: extensionUrls.control, valueCodeableConcept: { coding: [{ system: systems.control, code }] } };
}

function enableOf({ question, operator, answer }: EnableWhen, items: Items): Fields {
  const asked = items.get(question);
  const [key, value] = operator === 'exists' || asked === undefined ? ['answerBoolean', answer] : fhirValue(asked, answer, 'answer');
  return { question, operator, [key]: value };
}

function optionOf({ code, text, score, system, as, exclusive }: Option, item: Item): Fields {
  const ordinal = score === null ? [] : [{ url: extensionUrls.ordinal, valueDecimal: score }];
  const extension = [...(as === 'coding' ? [] : ordinal), ...(exclusive ? [{ url: extensionUrls.exclusive, valueBoolean: true }] : [])];
  const value = as === 'integer' ? { valueInteger: Number(code) } : as === 'string' ? { valueString: code } : { valueCoding: compact({ extension: ordinal, system, code, ...words('display', text) }) };
  return compact({ extension, ...value, initialSelected: item.initial.includes(code) || undefined });
}

function extensionsOf(item: Item): readonly Fields[] {
  const { type, observation, correct, points, min, max, unit, picture } = item;
  const own = compact({ type: type in ownTypes ? type : undefined, observation, correct, points });
  const number = (url: string, value: number | null): readonly Fields[] => (value === null ? [] : [{ url, valueInteger: value }]);
  const expression = (url: string, text: string | null): readonly Fields[] => (text === null ? [] : [expressionExtension(url, text)]);
  return [
    ...(item.hidden ? [{ url: extensionUrls.hidden, valueBoolean: true }] : []),
    ...(item.control === null ? [] : [controlExtension(item.control)]),
    ...limit(item, min, 'min'),
    ...limit(item, max, 'max'),
    ...number(extensionUrls.decimals, item.decimals),
    ...number(extensionUrls.minLength, item.minLength),
    ...(item.pattern === null ? [] : [{ url: extensionUrls.pattern, valueString: item.pattern }]),
    ...number(extensionUrls.minOccurs, item.minOccurs),
    ...number(extensionUrls.maxOccurs, item.maxOccurs),
    ...(unit === null ? [] : [{ url: extensionUrls.unit, valueCoding: { system: systems.ucum, code: unit } }]),
    ...(picture === null ? [] : [{ url: extensionUrls.media, valueAttachment: compact({ contentType: picture.contentType, url: picture.url, ...words('title', picture.title) }) }]),
    ...expression(extensionUrls.enable, item.enableExpression),
    ...expression(extensionUrls.initial, item.initialExpression),
    ...expression(extensionUrls.calculated, item.calculated),
    ...(Object.keys(own).length > 0 ? [{ url: extensionUrls.item, valueString: JSON.stringify(own) }] : []),
  ];
}

function limit(item: Item, value: number | string | null, side: 'min' | 'max'): readonly Fields[] {
  if (value === null) return [];
  if (item.type === 'quantity' && typeof value === 'number') {
    const [, quantity] = fhirValue(item, { value, unit: item.unit });
    return [{ url: extensionUrls[`${side}Quantity`], valueQuantity: quantity }];
  }
  const [key, shown] = fhirValue(item, value);
  return [{ url: extensionUrls[side], [key]: shown }];
}
