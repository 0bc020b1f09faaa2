/** Forms as files: FHIR Questionnaire in JSON, and workbooks. */
import { formFrom } from './fhir-import.ts';
import { questionnaireOf } from './fhir-export.ts';
import { refuse } from './bank.ts';
import type { Form } from './form.ts';
import { formFromSheets, sheetNames, sheetsOf } from './sheet-form.ts';
import { sheetRows, workbookOf } from './workbook.gateway.ts';

export type Read = { readonly definition: Form; readonly notes: string[] };

/** A form out of a file's bytes, by what they are; a refusal names the first place, and carries all. */
export async function formOfFile(filename: string, bytes: Uint8Array): Promise<Read> {
  return isZip(bytes) ? fromWorkbook(filename, bytes) : fromFhir(filename, bytes);
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

async function fromWorkbook(filename: string, bytes: Uint8Array): Promise<Read> {
  const [info, items] = [await sheetRows(bytes, 1), await sheetRows(bytes, 2)];
  if (info === null || items === null) throw refuse.cannotImport({ filename, path: '', reason: `${sheetNames.form} + ${sheetNames.items}?`, places: [] });
  const read = formFromSheets(info, items);
  if (read.ok) return { definition: read.form, notes: [] };
  throw refuse.cannotImport({ filename, path: read.refused[0]?.path ?? '', reason: read.refused[0]?.reason ?? '', places: read.refused.slice(0, 50) });
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
  if (format === 'fhir') return { filename: `${form.id}.json`, mediaType: 'application/fhir+json', base64: Buffer.from(JSON.stringify(questionnaireOf(form), null, 2)).toString('base64') };
  const sheets = sheetsOf(form);
  const bytes = await workbookOf([{ name: sheetNames.form, sheet: sheets.form }, { name: sheetNames.items, sheet: sheets.items }]);
  return { filename: `${form.id}.xlsx`, mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', base64: bytes.toString('base64') };
}
