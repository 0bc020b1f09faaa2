/** Forms as files: FHIR Questionnaire in JSON, and workbooks. */
import { formFrom } from './fhir-import.ts';
import { questionnaireOf } from './fhir-export.ts';
import { refuse } from './bank.ts';
import type { Form } from './form.ts';

export type Read = { readonly definition: Form; readonly notes: string[] };

/** A form out of a file's bytes; a refusal names the first place, and carries all. */
export async function formOfFile(filename: string, bytes: Uint8Array): Promise<Read> {
  return fromFhir(filename, bytes);
}

function fromFhir(filename: string, bytes: Uint8Array): Read {
  let resource: unknown;
  try {
    resource = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw refuse.cannotImport({ filename, path: '', reason: error instanceof Error ? error.message : 'JSON', places: [] });
  }
  const imported = formFrom(resource);
  if (imported.ok) return { definition: imported.form, notes: imported.dropped.map(({ path, reason }) => `${path}: ${reason}`) };
  const [first] = imported.refused;
  throw refuse.cannotImport({ filename, path: first?.path ?? '', reason: first?.reason ?? '', places: imported.refused.slice(0, 50) });
}

export type FormFileContent = { readonly filename: string; readonly mediaType: string; readonly base64: string };

export async function fileOfForm(form: Form, format: 'fhir' | 'xlsx'): Promise<FormFileContent> {
  const text = JSON.stringify(questionnaireOf(form), null, 2);
  return { filename: `${form.id}.${format === 'fhir' ? 'json' : format}`, mediaType: 'application/fhir+json', base64: Buffer.from(text).toString('base64') };
}
