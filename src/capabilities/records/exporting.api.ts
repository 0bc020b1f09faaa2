import { labels } from '../../platform/database.ts';
import { handle, type Ctx } from '../../platform/handle.ts';
import type { PersonId } from '../people/people.ts';
import { registry } from './codes.gateway.ts';
import { Resource } from './entries.ts';
import { entriesOf } from './entries.store.ts';
import { exportBundle, exportOwnBundle, exportOwnRecord, exportRecord } from './exporting.ts';
import { everythingOf, type Everything } from './exporting.store.ts';
import { bundleOf } from './fhir.ts';
import { observationsOf } from './observations.store.ts';
import { refuse } from './records.ts';

/** The person's numbers in the clear, which people keep sealed. */
export type NumbersOf = (ctx: Ctx, personId: PersonId) => Promise<{ kind: string; number: string }[]>;

async function found(ctx: Ctx, personId: PersonId): Promise<Everything> {
  const everything = await everythingOf(ctx.db, personId);
  if (!everything) throw refuse.noSuchPerson();
  return everything;
}

export function api(numbersOf: NumbersOf) {
  const record = async ({ personId }: { personId: PersonId }, ctx: Ctx) => {
    const { person, ...rest } = await found(ctx, personId);
    const { tenantId: _tenant, organizationPos: _pos, positions: _positions, ...own } = person;
    return { format: 'kangcheng-record-1' as const, exportedAt: ctx.now, person: own, identifiers: await numbersOf(ctx, personId), ...rest };
  };
  const bundle = async ({ personId }: { personId: PersonId }, ctx: Ctx) => {
    const { person, documents } = await found(ctx, personId);
    const contents = new Map(documents.map(({ entryId, base64 }) => [entryId, base64]));
    const rows = await observationsOf(ctx.db, personId, { codes: null, from: null, to: null, at: null });
    const entries = await entriesOf(ctx.db, personId, { wanted: Resource.options, at: null });
    const made = bundleOf({
      person,
      numbers: await numbersOf(ctx, personId),
      observations: rows.filter(({ label }) => label !== labels.sealed).flatMap((row) => {
        const code = registry.byId(row.code);
        return code ? [{ row, code, answers: registry.answersOf(code.code) }] : [];
      }),
      entries: entries.filter(({ sealed }) => !sealed).map(({ entryId, entry, recordedAt }) => ({ entryId, entry, recordedAt, base64: contents.get(entryId) ?? null })),
      at: ctx.now,
    });
    return { ...made, timestamp: ctx.now, entry: made.entry.map(({ fullUrl, resource }) => ({ fullUrl, resource: { ...resource } })) };
  };
  return [handle(exportRecord, record), handle(exportOwnRecord, record), handle(exportBundle, bundle), handle(exportOwnBundle, bundle)];
}
