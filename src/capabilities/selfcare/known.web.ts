import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { addDays, Instant, type Day } from '../../kernel/day.ts';
import { useAsk } from '../../platform/call.web.ts';
import { mayWait, sendOrKeep, useWaiting, type Sent, type Waiting } from '../../platform/outbox.web.ts';
import { newId } from '../../platform/new-id.web.ts';
import { dayInChina, todayInChina } from '../../platform/today.web.ts';
import { isCurrentMedicine, isOpenProblem } from '../records/entries.ts';
import type { TypedValue } from '../records/observations.ts';
import { enterOwnObservations, listOwnEntries, listOwnObservations } from '../records/own.ts';
import type { SelfCareContent } from './content.ts';
import { markDone, readOwnPlan, readSelfCare, type MarkView } from './selfcare.ts';
import type { Known, KnownValue } from './today.ts';

/** What may wait for a network. */
const acts = [enterOwnObservations, markDone] as const;
for (const act of acts) mayWait(act);

export const measuredCodes = ['blood-pressure', 'heart-rate', 'fasting-glucose', 'glucose-2h-after-meal', 'random-glucose', 'body-weight', 'body-height', 'daily-steps', 'sleep-duration'] as const;

export interface TimedValue extends KnownValue {
  readonly at: string;
  /** It has not reached the server yet. */
  readonly waiting: boolean;
}

export interface Own extends Omit<Known, 'values'> {
  readonly values: readonly TimedValue[];
}

/** What is known of the person's own doing, with what waits to be sent. `own` is undefined until everything was read once. */
export function useOwn(personId: number): { own: Own | undefined; content: SelfCareContent | undefined; error: Error | null; retry: () => void; today: Day } {
  const today = todayInChina();
  const waiting = useWaiting();
  const content = useAsk(readSelfCare, {});
  const plan = useAsk(readOwnPlan, { personId });
  const values = useAsk(listOwnObservations, { personId, codes: measuredCodes.join(','), from: addDays(today, -365) });
  const conditions = useAsk(listOwnEntries, { personId, resource: 'condition' });
  const medicines = useAsk(listOwnEntries, { personId, resource: 'medication' });
  const queries = [content, plan, values, conditions, medicines];
  const [read, seen, diagnoses, drugs] = [plan.data, values.data, conditions.data, medicines.data];
  const own = useMemo(() => {
    if (!read || !seen || !diagnoses || !drugs) return undefined;
    const mine = waiting.filter(({ input, refused }) => input['personId'] === personId && refused === null);
    const kept = seen.map(({ code, effectiveAt, value, value2 }): TimedValue => ({ code, at: effectiveAt, day: dayInChina(effectiveAt), value, value2, waiting: false }));
    return {
      goals: read.goals,
      marks: mine.flatMap(markIn).reduce((marks, mark) => [...marks.filter((one) => one.about !== mark.about || one.day !== mark.day), mark], read.marks),
      values: [...kept, ...mine.flatMap(valuesIn)],
      conditions: diagnoses.flatMap(({ entry }) => (entry.resource === 'condition' && isOpenProblem(entry) ? [entry.code] : [])),
      medicines: drugs.flatMap(({ entryId, entry }) => (entry.resource === 'medication' && isCurrentMedicine(entry, today) ? [{ entryId, title: entry.drug }] : [])),
    };
  }, [read, seen, diagnoses, drugs, waiting, personId, today]);
  const error = own === undefined || content.data === undefined ? (queries.find((query) => query.error)?.error ?? null) : null;
  return { own, content: content.data, error, retry: () => void Promise.all(queries.map((query) => query.refetch())), today };
}

function markIn({ path, input }: Waiting): readonly MarkView[] {
  if (!path.endsWith(markDone.path)) return [];
  const read = markDone.input.safeParse(input);
  return read.success ? [{ about: read.data.about, day: read.data.day, value: read.data.value }] : [];
}

function valuesIn({ path, input }: Waiting): readonly TimedValue[] {
  if (!path.endsWith(enterOwnObservations.path) || path.startsWith('GET')) return [];
  const read = enterOwnObservations.input.safeParse(input);
  if (!read.success) return [];
  const { effectiveAt, values } = read.data;
  return values.map(({ code, value, value2 }) => ({ code, at: effectiveAt, day: dayInChina(effectiveAt), value, value2, waiting: true }));
}

/** Mark something done (or take it back with 0), now or as soon as there is a network. */
export function useMark(personId: number): (mark: { about: string; day: Day; value: number; title: string }) => Promise<Sent<MarkView>> {
  const queries = useQueryClient();
  return async ({ about, day, value, title }) => {
    const sent = await sendOrKeep(markDone, { personId, about, day, value, at: Instant.parse(new Date().toISOString()) }, { id: newId(), title });
    if (sent.sent) {
      queries.setQueryData([readOwnPlan.path, { personId }], (before: { goals: unknown[]; marks: MarkView[] } | undefined) => before && { ...before, marks: [...before.marks.filter((one) => one.about !== about || one.day !== day), sent.output] });
    }
    return sent;
  };
}

/** Enter what was measured at one moment, now or as soon as there is a network. */
export function useMeasured(personId: number): (entry: { at: string; values: readonly (Pick<TypedValue, 'code' | 'value'> & Partial<TypedValue>)[]; title: string }) => Promise<Sent<{ recorded: number }>> {
  const queries = useQueryClient();
  return async ({ at, values, title }) => {
    const sent = await sendOrKeep(enterOwnObservations, { personId, effectiveAt: Instant.parse(at), values: [...values] }, { id: newId(), title });
    if (sent.sent) await queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => typeof path === 'string' && path.startsWith('/api/me/:personId/') });
    return sent;
  };
}

