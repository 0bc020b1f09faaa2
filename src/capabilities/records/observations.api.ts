import { labels } from '../../platform/database.ts';
import { handle, type Ctx } from '../../platform/handle.ts';
import { addDays, type Instant } from '../../kernel/day.ts';
import type { TeamId } from '../access/teams.ts';
import { casesOf } from '../access/teams.store.ts';
import type { PersonId } from '../people/people.ts';
import { registry } from './codes.gateway.ts';
import type { ObservationCode } from './observation-codes.ts';
import {
  codeView, correctObservation, enterObservations, judgeTyped, listLatest, listObservationCodes, listObservations, observationVersions, typedIn, withdrawObservation,
  type AsTyped, type NewObservation, type ObservationKey, type ObservationView, type TypedValue,
} from './observations.ts';
import {
  correctObservationRow, insertObservations, latestOf, observationAt, observationsOf, placeOf, versionsOf, withdrawObservationRow,
  type CountedObservation, type Place, type StoredKey,
} from './observations.store.ts';
import { knownAt, observationSources, refuse, sourceNamed, startOfDay } from './records.ts';

/** Where the person's rows stand for the caller; refused when the caller does not see the person. */
export async function seen(ctx: Ctx, personId: PersonId): Promise<Place> {
  const place = await placeOf(ctx.db, personId);
  if (!place) throw refuse.noSuchPerson();
  return place;
}

/** The label of what is written: sealed for a team that the caller is on and that works with this person. */
export async function sealing(ctx: Ctx, personId: PersonId, teamId: TeamId | null): Promise<{ label: number; teamId: TeamId | null }> {
  if (teamId === null) return { label: labels.sensitive, teamId };
  if (!(await casesOf(ctx.db, personId)).some((one) => one.teamId === teamId)) throw refuse.notOnTeam();
  return { label: labels.sealed, teamId };
}

function codeNamed(code: string): ObservationCode {
  const found = registry.byCode(code);
  if (!found) throw refuse.unknownCode({ code });
  return found;
}

/** What happened later than now, or before the person was born, did not happen so. Clocks may differ by ten minutes. */
function refuseImpossibleTime(effectiveAt: Instant, { birthDate }: Place, now: Instant): void {
  if (Date.parse(effectiveAt) > Date.parse(now) + 600_000) throw refuse.inTheFuture();
  if (effectiveAt < startOfDay(birthDate)) throw refuse.beforeBirth({ birthDate });
}

function judged(typed: TypedValue, locale: Ctx['locale']): { code: ObservationCode; value: number; value2: number | null; typed: AsTyped } {
  const code = codeNamed(typed.code);
  const verdict = judgeTyped(code, typed, registry.answersOf(typed.code).map((answer) => answer.value));
  const named = { code: code.code, title: locale === 'en' ? code.title.en : code.title.zh, value: typed.value2 === null ? typed.value : `${typed.value}/${typed.value2}`, unit: typed.unit ?? code.unit ?? '' };
  switch (verdict.kind) {
    case 'kept':
      return { code, value: verdict.value, value2: verdict.value2, typed: verdict.typed };
    case 'wrongUnit':
      throw refuse.wrongUnit(named);
    case 'wrongAnswer':
      throw refuse.wrongAnswer(named);
    case 'impossible':
      throw refuse.impossibleValue(named);
    case 'unlikely':
      throw refuse.unlikelyValue(named);
  }
}

function storedKey(personId: PersonId, key: ObservationKey): StoredKey {
  return { personId, code: codeNamed(key.code).id, effectiveAt: key.effectiveAt, sourceId: observationSources[key.source] };
}

function viewOf(row: CountedObservation): ObservationView[] {
  const code = registry.byId(row.code);
  const { effectiveAt, value, value2, recordedAt, implausible } = row;
  return code ? [{ code: code.code, effectiveAt, source: sourceNamed(row.sourceId), value, value2, recordedAt, implausible, typed: typedIn(row), sealed: row.label === labels.sealed, earlier: row.earlier }] : [];
}

/** Whether the version that the caller saw still stands; says why not otherwise. */
async function refuseStale(ctx: Ctx, key: StoredKey, seenAt: Instant): Promise<void> {
  const standing = await observationAt(ctx.db, key);
  if (!standing) throw refuse.noSuchEntry();
  if (standing.recordedAt !== seenAt) throw refuse.changedMeanwhile();
}

const reading = [
  handle(listObservationCodes, () => Promise.resolve(registry.all.map((code) => codeView(code, registry.answersOf(code.code))))),

  handle(listObservations, async ({ personId, codes, from, to, asOf }, ctx) => {
    await seen(ctx, personId);
    const wanted = {
      codes: codes === undefined ? null : codes.split(',').map((code) => codeNamed(code).id),
      from: from === undefined ? null : startOfDay(from),
      to: to === undefined ? null : startOfDay(addDays(to, 1)),
      at: knownAt(asOf, ctx.today),
    };
    return (await observationsOf(ctx.db, personId, wanted)).flatMap(viewOf);
  }),

  handle(listLatest, async ({ personId, asOf }, ctx) => {
    await seen(ctx, personId);
    return (await latestOf(ctx.db, personId, knownAt(asOf, ctx.today))).flatMap(viewOf);
  }),
];

/** Told in the same transaction what somebody typed into a record. */
export type OnRecorded = (ctx: Ctx, rows: readonly NewObservation[]) => Promise<void>;

export const api = (recorded: OnRecorded) => [
  ...reading,

  handle(enterObservations, async ({ personId, effectiveAt, source, teamId, values }, ctx) => {
    const place = await seen(ctx, personId);
    const seal = await sealing(ctx, personId, teamId);
    refuseImpossibleTime(effectiveAt, place, ctx.now);
    const rows = values.map((typed) => {
      const { code, value, value2, typed: asTyped } = judged(typed, ctx.locale);
      return {
        tenantId: ctx.caller.scope.tenant, personId, code: code.id, effectiveAt, sourceId: observationSources[teamId === null ? source : 'counselling'], recordedAt: ctx.now, value, value2,
        recordedBy: ctx.caller.account, organizationPos: place.organizationPos, positions: place.positions, ...seal, ...asTyped, implausible: false,
      };
    });
    const count = await insertObservations(ctx.db, rows);
    if (count < rows.length) throw refuse.alreadyRecorded();
    await recorded(ctx, rows);
    return { recorded: count };
  }),

  handle(correctObservation, async ({ personId, key, seen: seenAt, to, effectiveAt, reason }, ctx) => {
    const place = await seen(ctx, personId);
    refuseImpossibleTime(effectiveAt, place, ctx.now);
    const stored = storedKey(personId, key);
    await refuseStale(ctx, stored, seenAt);
    const { value, value2, typed } = judged({ ...to, code: key.code }, ctx.locale);
    const before = await observationAt(ctx.db, stored);
    if (before?.value === value && before.value2 === value2 && before.typedUnit === typed.typedUnit && effectiveAt === key.effectiveAt) throw refuse.nothingChanged();
    if (effectiveAt !== key.effectiveAt && (await observationAt(ctx.db, { ...stored, effectiveAt }))) throw refuse.alreadyRecorded();
    const done = await correctObservationRow(ctx.db, { key: stored, seen: seenAt, at: ctx.now, by: ctx.caller.account, reason }, { value, value2, ...typed, effectiveAt, implausible: false });
    if (!done) throw refuse.changedMeanwhile();
    return { corrected: true as const };
  }),

  handle(withdrawObservation, async ({ personId, key, seen: seenAt, reason }, ctx) => {
    await seen(ctx, personId);
    const stored = storedKey(personId, key);
    await refuseStale(ctx, stored, seenAt);
    if (!(await withdrawObservationRow(ctx.db, { key: stored, seen: seenAt, at: ctx.now, by: ctx.caller.account, reason }))) throw refuse.changedMeanwhile();
    return { withdrawn: true as const };
  }),

  handle(observationVersions, async ({ personId, ...key }, ctx) => {
    await seen(ctx, personId);
    const versions = await versionsOf(ctx.db, storedKey(personId, key));
    return versions.map(({ supersededAt, changedBy, change, reason, ...version }) => ({
      ...version,
      typed: typedIn(version),
      ended: supersededAt === null || change === null ? null : { at: supersededAt, by: changedBy, change, reason: reason ?? '' },
    }));
  }),
];
