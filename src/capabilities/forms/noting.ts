/** Answers of a form as rows of the record: numbers, pairs of one moment such as a blood pressure, and coded answers. */
import type { ObservationAnswer, ObservationCode } from '../records/observation-codes.ts';
import type { Value } from './answers.ts';
import { numberIn, type Noted } from './submission.ts';

export type NotedRow = { readonly code: ObservationCode; readonly value: number; readonly value2: number | null };
type Registry = { readonly all: readonly ObservationCode[]; readonly byCode: (code: string) => ObservationCode | undefined; readonly answersOf: (code: string) => readonly ObservationAnswer[] };

/** A half of a pair waits for the other half; what no code has stays in the answers alone. */
export function notedRows(noted: readonly Noted[], registry: Registry): readonly NotedRow[] {
  const byCode = new Map(noted.map(({ code, value }) => [code, value]));
  const single = [...byCode].flatMap(([code, value]): NotedRow[] => {
    const found = registry.byCode(code);
    if (found === undefined || found.kind === 'pair') return [];
    const number = found.kind === 'coded' ? answerNumber(value, registry.answersOf(code)) : numberIn(value);
    return number === null ? [] : [{ code: found, value: number, value2: null }];
  });
  const pairs = registry.all.flatMap((code): NotedRow[] => {
    if (code.kind !== 'pair') return [];
    const [value, value2] = code.components.map((component) => numberIn(byCode.get(component) ?? ''));
    return value === null || value === undefined || value2 === null || value2 === undefined ? [] : [{ code, value, value2 }];
  });
  return [...single, ...pairs];
}

/** Yes and no are answers of the lists that have them. */
function answerNumber(value: Value, answers: readonly ObservationAnswer[]): number | null {
  const words = typeof value === 'boolean' ? (value ? ['yes', 'present', 'positive'] : ['no', 'absent', 'none', 'negative']) : [String(value)];
  return answers.find(({ code }) => words.includes(code))?.value ?? null;
}
