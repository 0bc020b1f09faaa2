import { createHash } from 'node:crypto';
import { handle, handleFile, type Ctx } from '../../platform/handle.ts';
import type { TeamId } from '../access/teams.ts';
import type { PersonId } from '../people/people.ts';
import { addDocument, documentLimit, mediaTypeOf, readDocument, safeFilename } from './documents.ts';
import { addEntry, correctEntry, entryVersions, listEntries, periodOf, Resource, withdrawEntry, type Entry, type EntryView } from './entries.ts';
import { contentOf, endEntry, entriesOf, insertContent, insertEntry, lockEntry, versionsOfEntry, type Provenance, type StoredEntry } from './entries.store.ts';
import { sealing, seen } from './observations.api.ts';
import type { Place } from './observations.store.ts';
import { knownAt, observationSources, refuse, sourceNamed, type ObservationSource } from './records.ts';

function viewOf({ entryId, entry, sourceId, recordedAt, recordedBy, sealed, earlier }: StoredEntry): EntryView {
  return { entryId, entry, source: sourceNamed(sourceId), recordedAt, recordedBy, sealed, earlier };
}

/** An intended medicine may lie ahead; nothing else happens later than today, or before the person was born. */
function refuseWrongPeriod(entry: Entry, { birthDate }: Place, today: Ctx['today']): void {
  const { from, to } = periodOf(entry);
  const ahead = entry.resource === 'medication' && entry.status === 'intended';
  if (from > today && !ahead) throw refuse.inTheFuture();
  if (from < birthDate) throw refuse.beforeBirth({ birthDate });
  if (to !== null && to < from) throw refuse.wrongPeriod();
}

async function provenance(ctx: Ctx, personId: PersonId, { place, source, teamId }: { place: Place; source: ObservationSource; teamId: TeamId | null }): Promise<Provenance> {
  return {
    tenantId: ctx.caller.scope.tenant, personId, sourceId: observationSources[teamId === null ? source : 'counselling'], recordedAt: ctx.now, recordedBy: ctx.caller.account,
    organizationPos: place.organizationPos, positions: place.positions, ...(await sealing(ctx, personId, teamId)),
  };
}

export const api = [
  handle(listEntries, async ({ personId, resource, asOf }, ctx) => {
    await seen(ctx, personId);
    const wanted = resource === undefined ? Resource.options : [resource];
    const entries = await entriesOf(ctx.db, personId, { wanted, at: knownAt(asOf, ctx.today) });
    return entries.map(viewOf).toSorted((a, b) => (periodOf(a.entry).from < periodOf(b.entry).from ? 1 : -1));
  }),

  handle(addEntry, async ({ personId, source, teamId, entry }, ctx) => {
    const place = await seen(ctx, personId);
    if (entry.resource === 'document') throw refuse.documentEmpty();
    refuseWrongPeriod(entry, place, ctx.today);
    const entryId = ctx.newId();
    await insertEntry(ctx.db, entry, { ...(await provenance(ctx, personId, { place, source, teamId })), entryId });
    return { entryId };
  }),

  handle(correctEntry, async ({ personId, entryId, seen: seenAt, entry, reason }, ctx) => {
    const place = await seen(ctx, personId);
    const key = { personId, resource: entry.resource, entryId };
    const standing = await lockEntry(ctx.db, key);
    if (!standing) throw refuse.noSuchEntry();
    if (standing.recordedAt !== seenAt) throw refuse.changedMeanwhile();
    refuseWrongPeriod(entry, place, ctx.today);
    // What a document says about its own bytes is not for people to change.
    const to = entry.resource === 'document' && standing.entry.resource === 'document'
      ? { ...entry, mediaType: standing.entry.mediaType, sizeBytes: standing.entry.sizeBytes, sha256: standing.entry.sha256 }
      : entry;
    if (JSON.stringify(sorted(to)) === JSON.stringify(sorted(standing.entry))) throw refuse.nothingChanged();
    await endEntry(ctx.db, { ...key, seen: seenAt, at: ctx.now, by: ctx.caller.account, reason }, to);
    return { corrected: true as const };
  }),

  handle(withdrawEntry, async ({ personId, resource, entryId, seen: seenAt, reason }, ctx) => {
    await seen(ctx, personId);
    const key = { personId, resource, entryId };
    const standing = await lockEntry(ctx.db, key);
    if (!standing) throw refuse.noSuchEntry();
    if (standing.recordedAt !== seenAt) throw refuse.changedMeanwhile();
    await endEntry(ctx.db, { ...key, seen: seenAt, at: ctx.now, by: ctx.caller.account, reason }, null);
    return { withdrawn: true as const };
  }),

  handle(entryVersions, async ({ personId, resource, entryId }, ctx) => {
    await seen(ctx, personId);
    const versions = await versionsOfEntry(ctx.db, { personId, resource, entryId });
    return versions.map(({ supersededAt, changedBy, change, reason, ...version }) => ({
      ...version,
      ended: supersededAt === null || change === null ? null : { at: supersededAt, by: changedBy, change, reason: reason ?? '' },
    }));
  }),

  handleFile(addDocument, {
    prepare: async (_input, file) => file,
    run: async ({ personId, kind, title, writtenOn, filename, teamId }, ctx, file) => {
      const place = await seen(ctx, personId);
      if (file.length === 0) throw refuse.documentEmpty();
      if (file.length > documentLimit) throw refuse.documentTooLarge({ limitMb: documentLimit / 1024 / 1024 });
      const mediaType = mediaTypeOf(file);
      if (mediaType === null) throw refuse.documentType();
      const entry = {
        resource: 'document' as const, kind, title, writtenOn, filename: safeFilename(filename, mediaType), mediaType, sizeBytes: file.length,
        sha256: createHash('sha256').update(file).digest('hex'),
      };
      refuseWrongPeriod(entry, place, ctx.today);
      const row = { ...(await provenance(ctx, personId, { place, source: 'follow-up', teamId })), entryId: ctx.newId() };
      await insertEntry(ctx.db, entry, row);
      await insertContent(ctx.db, file, row);
      return { entryId: row.entryId, mediaType };
  
    },
  }),

  handle(readDocument, async ({ personId, entryId }, ctx) => {
    await seen(ctx, personId);
    const found = (await entriesOf(ctx.db, personId, { wanted: ['document'], at: null })).find((each) => each.entryId === entryId)?.entry;
    const content = await contentOf(ctx.db, personId, entryId);
    if (found?.resource !== 'document' || !content) throw refuse.noSuchEntry();
    return { filename: found.filename, mediaType: found.mediaType, base64: content.toString('base64') };
  }),
];

function sorted(entry: Entry): [string, unknown][] {
  return Object.entries(entry).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
