import { addDays, Instant } from '../../kernel/day.ts';
import { handle } from '../../platform/handle.ts';
import { registry } from './codes.gateway.ts';
import { seen } from './observations.api.ts';
import { typedIn } from './observations.ts';
import { knownAt, ObservationSource, observationSources, sourceNamed, startOfDay } from './records.ts';
import { pageSize, readCursor, readTimeline, TimelineKind, writeCursor, type TimelineItem } from './timeline.ts';
import { timelineOf } from './timeline.store.ts';

type Row = Awaited<ReturnType<typeof timelineOf>>[number];

/** The known names of a list with commas. */
function listed<T extends string>(text: string | undefined, names: readonly T[]): T[] {
  return text === undefined ? [...names] : names.filter((name) => text.split(',').includes(name));
}

function codesHolding(text: string): number[] {
  const wanted = text.normalize('NFKC').toLowerCase();
  return registry.all.filter(({ code, title }) => `${code} ${title.zh} ${title.en}`.toLowerCase().includes(wanted)).map(({ id }) => id);
}

function itemOf({ kind, key, at, sourceId, observed, entry, recordedAt, earlier, endedAt, endedBy, reason }: Row): TimelineItem {
  const source = sourceNamed(sourceId);
  const sealed = source === 'counselling';
  const observations = (observed ?? []).flatMap((each) => {
    const code = registry.byId(each.code);
    return code ? [{ ...each, code: code.code, typed: typedIn(each), effectiveAt: at, source, sealed, recordedAt: Instant.parse(each.recordedAt) }] : [];
  });
  return {
    key, kind, at, source, sealed, observations,
    entry: entry === null ? null : { entryId: key, entry, recordedAt, earlier },
    withdrawn: endedAt === null ? null : { at: endedAt, by: endedBy, reason: reason ?? '' },
  };
}

export const api = [
  handle(readTimeline, async ({ personId, kinds, sources, from, to, text, withdrawn, asOf, after }, ctx) => {
    await seen(ctx, personId);
    const looked = text?.trim() === '' ? undefined : text?.trim();
    const rows = await timelineOf(ctx.db, personId, {
      kinds: listed(kinds, TimelineKind.options),
      sourceIds: sources === undefined ? null : listed(sources, ObservationSource.options).map((source) => observationSources[source]),
      from: from === undefined ? null : startOfDay(from),
      to: to === undefined ? null : startOfDay(addDays(to, 1)),
      text: looked ?? null,
      codes: looked === undefined ? null : codesHolding(looked),
      withdrawn: withdrawn ?? false,
      at: knownAt(asOf, ctx.today),
      after: after === undefined ? null : readCursor(after),
      limit: pageSize + 1,
    });
    const items = rows.slice(0, pageSize).map(itemOf);
    const last = items.at(-1);
    return { items, next: rows.length > pageSize && last ? writeCursor(last) : null };
  }),
];
