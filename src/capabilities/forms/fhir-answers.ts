/** Answers as a FHIR R4 QuestionnaireResponse, and back. */
import type { Answer, Answers, ResponseItem } from './answers.ts';
import { Reading, type Remark } from './fhir-reading.ts';
import { fhirValue, valueFromFhir } from './fhir-value.ts';
import { compact, isFields, type Fields } from './fhir-words.ts';
import { isQuestion } from './form.ts';
import type { PreparedForm } from './prepare.ts';

/** `authored`: an instant. `subject`: a FHIR reference such as Patient/123. */
export type ResponseHead = { readonly status: 'in-progress' | 'completed' | 'amended'; readonly id?: string; readonly authored?: string; readonly subject?: string };

export function questionnaireResponseOf(prepared: PreparedForm, answers: Answers, head: ResponseHead): Fields {
  const { form } = prepared;
  return compact({
    resourceType: 'QuestionnaireResponse',
    id: head.id,
    questionnaire: `${form.url ?? `Questionnaire/${form.id}`}|${form.version}`,
    status: head.status,
    subject: head.subject === undefined ? undefined : { reference: head.subject },
    authored: head.authored,
    item: answers.items.map((item) => responseOf(item, prepared)),
  });
}

function responseOf({ linkId, answers, items }: ResponseItem, prepared: PreparedForm): Fields {
  const item = prepared.items.get(linkId)?.item;
  const answer = answers.map((one) => compact({ ...(item === undefined ? {} : Object.fromEntries([fhirValue(item, one.value)])), item: one.items.map((below) => responseOf(below, prepared)) }));
  return compact({ linkId, text: item?.text?.zh, answer, item: items.map((below) => responseOf(below, prepared)) });
}

export type ImportedAnswers = { readonly ok: true; readonly answers: Answers; readonly dropped: readonly Remark[] } | { readonly ok: false; readonly refused: readonly Remark[] };

const shape = {
  kept: ['resourceType', 'item'],
  dropped: ['id', 'meta', 'language', 'text', 'contained', 'identifier', 'basedOn', 'partOf', 'questionnaire', 'status', 'subject', 'encounter', 'authored', 'author', 'source', 'extension'],
};

/** The answers of a response to this form. Whether they are allowed and complete is for `faultsOf` to say. */
export function answersFromFhir(prepared: PreparedForm, resource: unknown): ImportedAnswers {
  if (!isFields(resource) || resource['resourceType'] !== 'QuestionnaireResponse') return { ok: false, refused: [{ path: 'resourceType', reason: 'must be QuestionnaireResponse' }] };
  const reading = new Reading();
  reading.shape(resource, '', shape);
  const asked = resource['questionnaire'];
  if (typeof asked === 'string' && !isAbout(asked, prepared)) reading.refuse('questionnaire', `answers ${asked}`);
  const items = responsesFrom(resource, '', { prepared, reading });
  return reading.refused.length > 0 ? { ok: false, refused: reading.refused } : { ok: true, answers: { items }, dropped: reading.dropped };
}

/** The same address and, where both say one, the same version. A foreign address is no hindrance to a form that has none. */
function isAbout(canonical: string, { form }: PreparedForm): boolean {
  const [url = '', version] = canonical.split('|');
  const same = form.url === null ? !url.startsWith('Questionnaire/') || url === `Questionnaire/${form.id}` : url === form.url || url === `Questionnaire/${form.id}`;
  return same && (version === undefined || version === form.version);
}

type Around = { readonly prepared: PreparedForm; readonly reading: Reading };

function responsesFrom(element: Fields, path: string, around: Around): ResponseItem[] {
  return around.reading.list(element, 'item', path).flatMap(([source, at]) => responseFrom(source, at, around) ?? []);
}

function responseFrom(source: Fields, at: string, around: Around): ResponseItem | null {
  const { prepared, reading } = around;
  if (at.split('.').length > 80) return reading.refuse(at, 'nested too deep');
  reading.shape(source, at, { kept: ['linkId', 'answer', 'item'], dropped: ['id', 'definition', 'text', 'extension'] });
  const linkId = reading.text(source, 'linkId', at);
  const item = prepared.items.get(linkId ?? '')?.item;
  if (linkId === null || item === undefined) return reading.refuse(`${at}.linkId`, `no item ${String(linkId)}`);
  const answers = reading.list(source, 'answer', at).flatMap(([answer, place]): readonly Answer[] => {
    const value = isQuestion(item) ? valueFromFhir(item, answer) : null;
    if (value === null) return reading.refuse(place, `does not fit ${item.type}`) ?? [];
    return [{ value, items: responsesFrom(answer, place, around) }];
  });
  return { linkId, answers, items: responsesFrom(source, at, around) };
}
