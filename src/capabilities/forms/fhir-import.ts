/** A FHIR R4 Questionnaire as a form: the whole of it, or the list of what stands in the way. */
import { z } from 'zod';
import { answerVariables } from './fhir-export.ts';
import { itemsFrom } from './fhir-import-item.ts';
import { codesFrom, expressionFrom, fromJson } from './fhir-parts.ts';
import { languageOf, Reading, type Remark } from './fhir-reading.ts';
import { extensionUrls, isFields, type Fields } from './fhir-words.ts';
import { Form } from './form.ts';
import { prepareForm } from './prepare.ts';

/** `dropped`: what a form of ours has no place for and what the questions do not depend on. */
export type Imported = { readonly ok: true; readonly form: Form; readonly dropped: readonly Remark[] } | { readonly ok: false; readonly refused: readonly Remark[] };

const shape = {
  kept: ['resourceType', 'id', 'url', 'version', 'language', 'title', '_title', 'description', '_description', 'copyright', 'code', 'item', 'extension', 'status'],
  dropped: [
    'meta', 'text', 'name', 'identifier', 'derivedFrom', 'date', 'publisher', 'contact', 'useContext', 'jurisdiction', 'purpose', 'approvalDate', 'lastReviewDate',
    'effectivePeriod', 'experimental', 'subjectType', 'contained', 'url', 'version', 'status', 'id', 'copyright',
  ],
};

const Own = Form.pick({ kind: true, aliases: true, period: true, label: true, licence: true, sources: true, confidence: true, notes: true, scoring: true });

export function formFrom(resource: unknown): Imported {
  const reading = new Reading();
  if (!isFields(resource) || resource['resourceType'] !== 'Questionnaire') return { ok: false, refused: [{ path: 'resourceType', reason: 'must be Questionnaire' }] };
  reading.shape(resource, '', shape);
  readLanguage(resource, reading);
  const extensions = reading.extensions(resource, '', [extensionUrls.variable, extensionUrls.form]);
  const variables = (extensions.get(extensionUrls.variable) ?? []).flatMap(([extension, at]) => variableFrom(extension, at, reading));
  const items = itemsFrom(resource, '', reading);
  const url = reading.text(resource, 'url', '');
  const title = reading.words(resource, 'title', '') ?? untitled(resource);
  const source = {
    id: slugOf(resource),
    version: reading.text(resource, 'version', '') ?? '1',
    url,
    title,
    description: reading.words(resource, 'description', ''),
    codes: codesFrom(resource, '', reading),
    ...ownPart(extensions.get(extensionUrls.form) ?? [], { resource, url, reading }),
    items,
  };
  if (reading.refused.length > 0) return { ok: false, refused: reading.refused };
  return settled({ ...source, variables }, reading);
}

/** The variables that an export writes for other engines are no part of the form. */
function settled(source: Fields & { readonly variables: readonly { readonly name: string; readonly expression: string }[] }, { dropped }: Reading): Imported {
  const read = Form.safeParse(source);
  if (!read.success) return { ok: false, refused: read.error.issues.map((issue) => ({ path: issue.path.join('.'), reason: issue.message })) };
  const bridges = new Map(answerVariables(read.data).map(({ name, expression }) => [name, expression]));
  const form = { ...read.data, variables: read.data.variables.filter(({ name, expression }) => bridges.get(name) !== expression) };
  const prepared = prepareForm(form);
  if (!prepared.ok) return { ok: false, refused: prepared.faults.map(({ at, message }) => ({ path: at, reason: message })) };
  return { ok: true, form, dropped };
}

function readLanguage(resource: Fields, reading: Reading): void {
  const tag = reading.text(resource, 'language', '');
  if (tag === null) return;
  reading.language = languageOf(tag);
  if (reading.language === null) reading.drop('language', `the words stay as they are: ${tag}`);
}

function untitled(resource: Fields): { zh: string; en: string } {
  const name = [resource['name'], resource['id'], resource['url']].find((one): one is string => typeof one === 'string' && one !== '');
  return { zh: name ?? '未命名', en: name ?? 'Untitled' };
}

/** A name for files and addresses: the id where it is one, else made from what the resource is called. */
function slugOf(resource: Fields): string {
  const names = [resource['id'], resource['name'], resource['title'], resource['url']].filter((one) => typeof one === 'string');
  const slugs = names.map((name) => name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, ''));
  return slugs.find((slug) => slug !== '') ?? 'imported';
}

function variableFrom(extension: Fields, at: string, reading: Reading): readonly { readonly name: string; readonly expression: string }[] {
  const expression = expressionFrom(extension, at, reading);
  const value = extension['valueExpression'];
  const name = isFields(value) ? value['name'] : undefined;
  if (typeof name !== 'string') return reading.refuse(at, 'a variable needs a name') ?? [];
  return expression === null ? [] : [{ name, expression }];
}

type Owned = { readonly resource: Fields; readonly url: string | null; readonly reading: Reading };

/** What an export of ours carries along; a foreign form is a survey whose licence somebody has yet to settle. */
function ownPart(found: readonly (readonly [Fields, string])[], { resource, url, reading }: Owned): Fields {
  const [own] = found;
  if (own !== undefined) {
    const read = Own.safeParse(fromJson(own[0]['valueString']));
    if (read.success) return read.data;
    reading.refuse(own[1], z.prettifyError(read.error).split('\n')[0] ?? 'unreadable');
  }
  const copyright = reading.text(resource, 'copyright', '');
  return {
    kind: 'survey',
    licence: { status: 'gated', wording: 'original', text: copyright ?? 'No licence is stated.', source: url === null ? [] : [url], confidence: 'one-source' },
    sources: [url ?? 'FHIR Questionnaire'],
    confidence: 'one-source',
  };
}
