import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { z } from 'zod';
import { Instant, type Day } from '../../kernel/day.ts';
import { asking, useAsk } from '../../platform/call.web.ts';
import { newId } from '../../platform/new-id.web.ts';
import { sendOrKeep, useWaiting, type Sent, type Waiting } from '../../platform/outbox.web.ts';
import { dayInChina, todayInChina } from '../../platform/today.web.ts';
import type { SelfCareContent } from './content.ts';
import { markDone, readOwnDay, readSelfCare, type MarkView, type OwnDay } from './selfcare.ts';
import type { Known, KnownValue } from './today.ts';

export interface TimedValue extends KnownValue {
  readonly at: string;
  /** It has not reached the server yet. */
  readonly waiting: boolean;
}

export interface Own extends Omit<Known, 'values'> {
  readonly values: readonly TimedValue[];
}

interface Asked {
  /** Undefined until everything was read once. */
  readonly own: Own | undefined;
  readonly content: SelfCareContent | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
  readonly today: Day;
}

/** What is known of the person's own doing, with what waits to be sent. */
export function useOwn(personId: number): Asked {
  const waiting = useWaiting();
  const content = useAsk(readSelfCare, {});
  const day = useAsk(readOwnDay, { personId });
  const { data } = day;
  const own = useMemo(() => data && withWaiting(data, waiting.filter(({ input, refused }) => input['personId'] === personId && refused === null)), [data, waiting, personId]);
  const error = own === undefined ? day.error : content.data === undefined ? content.error : null;
  return { own, content: content.data, error, retry: () => void Promise.all([day.refetch(), content.refetch()]), today: todayInChina() };
}

function withWaiting({ values, marks, ...rest }: OwnDay, waiting: readonly Waiting[]): Own {
  const kept = values.map((value): TimedValue => ({ ...value, day: dayInChina(value.at), waiting: false }));
  return {
    ...rest,
    marks: waiting.flatMap(marksIn).reduce((before, mark) => [...before.filter((one) => one.about !== mark.about || one.day !== mark.day), mark], marks),
    values: [...kept, ...waiting.flatMap(valuesIn)],
  };
}

function marksIn({ path, input }: Waiting): readonly MarkView[] {
  const read = path.endsWith(markDone.path) ? markDone.input.safeParse(input) : null;
  return read?.success ? [{ about: read.data.about, day: read.data.day, value: read.data.value }] : [];
}

/** What `enterOwnObservations` of the record takes, as far as it is shown before it is sent. */
const Entered = z.object({ effectiveAt: z.string(), values: z.array(z.object({ code: z.string(), value: z.number(), value2: z.number().nullable().default(null) })) });

function valuesIn({ path, input }: Waiting): readonly TimedValue[] {
  const read = path === 'POST /api/me/:personId/record/observations' ? Entered.safeParse(input) : null;
  if (!read?.success) return [];
  const { effectiveAt, values } = read.data;
  return values.map((value) => ({ ...value, at: effectiveAt, day: dayInChina(effectiveAt), waiting: true }));
}

/** Mark something done (or take it back with 0), now or as soon as there is a network. */
export function useMark(personId: number): (mark: { about: string; day: Day; value: number; title: string }) => Promise<Sent<MarkView>> {
  const queries = useQueryClient();
  return async ({ about, day, value, title }) => {
    const sent = await sendOrKeep(markDone, { personId, about, day, value, at: Instant.parse(new Date().toISOString()) }, { id: newId(), title });
    if (sent.sent) {
      const { output } = sent;
      queries.setQueryData(asking(readOwnDay, { personId }).queryKey, (before) => before && { ...before, marks: [...before.marks.filter((one) => one.about !== about || one.day !== day), output] });
    }
    return sent;
  };
}
