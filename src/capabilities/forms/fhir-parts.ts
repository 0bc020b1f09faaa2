/** Parts that stand on a Questionnaire and on its items alike. */
import { isFields, type Fields } from './fhir-words.ts';
import type { Reading } from './fhir-reading.ts';
import { Coding } from './form.ts';

/** The text of a FHIRPath expression. */
export function expressionFrom(extension: Fields, at: string, reading: Reading): string | null {
  const value = extension['valueExpression'];
  if (!isFields(value) || typeof value['expression'] !== 'string' || value['expression'] === '') return reading.refuse(at, 'needs an expression');
  if (value['language'] !== 'text/fhirpath') return reading.refuse(at, `expressions are in text/fhirpath, not ${String(value['language'])}`);
  return value['expression'];
}

export function codesFrom(element: Fields, path: string, reading: Reading): readonly unknown[] {
  return reading.list(element, 'code', path).flatMap(([code, at]) => {
    const { version, userSelected, ...coding } = code;
    if (version !== undefined || userSelected !== undefined) reading.drop(at, 'version and userSelected of a code');
    const read = Coding.safeParse(coding);
    return read.success ? [read.data] : (reading.refuse(at, 'a code needs its system and code') ?? []);
  });
}

export function fromJson(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
