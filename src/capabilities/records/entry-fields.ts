/** The fields of an entry's form, read off its schema: what a form asks is what the record keeps. */
import { z } from 'zod';
import { Entry, type Resource } from './entries.ts';

export type EntryField = { readonly name: string; readonly required: boolean } & (
  | { readonly kind: 'text' | 'area' | 'day' | 'number' | 'truth' }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
);

/** What the server finds out itself. */
const hidden = new Set(['resource', 'mediaType', 'sizeBytes', 'sha256', 'filename']);
const long = new Set(['note', 'report']);

export function fieldsOf(resource: Resource): EntryField[] {
  const option = Entry.options.find((one) => one.shape.resource.value === resource);
  return Object.entries(option?.shape ?? {}).filter(([name]) => !hidden.has(name)).map(([name, schema]) => fieldOf(name, schema));
}

function fieldOf(name: string, schema: z.ZodType): EntryField {
  const required = !(schema instanceof z.ZodNullable);
  const inner: unknown = schema instanceof z.ZodNullable ? schema.unwrap() : schema;
  if (inner instanceof z.ZodEnum) return { name, required, kind: 'choice', options: inner.options.map(String) };
  if (inner instanceof z.ZodNumber) return { name, required, kind: 'number' };
  if (inner instanceof z.ZodBoolean) return { name, required, kind: 'truth' };
  if (inner instanceof z.ZodISODate) return { name, required, kind: 'day' };
  return { name, required, kind: long.has(name) ? 'area' : 'text' };
}

/** Where the words of a choice stand: one list a field, but for those that two resources call alike and mean differently. */
export function choicesOf(resource: Resource, name: string): string {
  const own: Readonly<Record<string, string>> = { 'medication.status': 'medicationStatus', 'allergy.kind': 'allergyKind', 'document.kind': 'documentKind' };
  return own[`${resource}.${name}`] ?? name;
}

export type Typed = Readonly<Record<string, string>>;

/** What stands in an empty form: the usual choice, today. */
export function emptyForm(resource: Resource, today: string): Typed {
  return Object.fromEntries(fieldsOf(resource).map((field) => [field.name, startOf(field, today)]));
}

function startOf(field: EntryField, today: string): string {
  if (!field.required) return '';
  if (field.kind === 'day') return today;
  return field.kind === 'choice' ? (field.name === 'verificationStatus' ? 'confirmed' : (field.options[0] ?? '')) : '';
}

export function formOf(entry: Entry): Typed {
  const values = new Map(Object.entries(entry));
  return Object.fromEntries(
    fieldsOf(entry.resource).map(({ name }) => {
      const value: unknown = values.get(name);
      return [name, typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''];
    }),
  );
}

/** The entry that was typed, or the names of the fields that are wrong. `base` keeps what the form does not ask. */
export function typedEntry(resource: Resource, typed: Typed, base: Entry | null = null): { entry: Entry } | { wrong: string[] } {
  const values = fieldsOf(resource).map((field): [string, unknown] => [field.name, valueOf(field, (typed[field.name] ?? '').normalize('NFKC').trim())]);
  const read = Entry.safeParse({ ...base, resource, ...Object.fromEntries(values) });
  return read.success ? { entry: read.data } : { wrong: [...new Set(read.error.issues.map((issue) => String(issue.path[0] ?? '')))] };
}

function valueOf(field: EntryField, text: string): unknown {
  if (text === '') return null;
  if (field.kind === 'number') return Number(text);
  return field.kind === 'truth' ? text === 'true' : text;
}
