import { labels, planningFor, type Db } from '../../platform/database.ts';
import { handle, type Caller, type Ctx } from '../../platform/handle.ts';
import { isImplausible, type NewObservation } from '../records/observations.ts';
import { storedValue } from '../records/entry-units.ts';
import { observationsFrom } from '../records/observations.store.ts';
import { observationSources } from '../records/records.ts';
import { raiseAlarms, settleRepeats, type Fresh, type Passed } from './alarms.store.ts';
import { compiled, registry, rules } from './content.gateway.ts';
import { deliverReadings, type DeliveredReading, type WhyNotTaken } from './devices.ts';
import { deviceByKey, deviceSeen } from './devices.store.ts';
import { hashKey, isDeviceKey, sourceKeyOf } from './keys.gateway.ts';
import { announce } from './announcing.api.ts';
import { returnClashes, storeReadings, type Placed } from './readings.store.ts';

/** Up to so many readings are planned once and for all. */
const few = 20;

/** Clocks of devices may be ahead by so much. */
const aheadMinutes = 10;

/** The role by which a device is known from people and systems. */
const deviceRole = 'device';

/** The device behind its key: it may deliver for whom it measures or measured, a gateway for its organisation, and read nothing. */
export async function deviceOf(db: Db, token: string): Promise<Caller | null> {
  if (!isDeviceKey(token)) return null;
  const holder = await deviceByKey(db, hashKey(token));
  if (!holder) return null;
  const isGateway = holder.kind === 'gateway';
  return {
    account: holder.deviceId, name: `${holder.model} ${holder.serial}`.trim(), login: holder.serial, session: holder.deviceId, organization: holder.organizationId, position: holder.pos,
    role: deviceRole, permissions: ['monitoring.deliver'], emergencies: [], person: null,
    scope: {
      tenant: holder.tenantId, from: isGateway ? holder.pos : 1, to: isGateway ? holder.posEnd : 0, label: labels.sensitive, account: holder.deviceId, purpose: 'care',
      persons: isGateway ? [] : holder.persons,
    },
  };
}

interface Read {
  readonly given: DeliveredReading;
  readonly code: number;
  readonly value: number;
  readonly value2: number | null;
  readonly implausible: boolean;
}

/** A delivered reading in the unit of its code, or why it cannot be one. */
function readingOf(given: DeliveredReading, latest: string): Read | WhyNotTaken {
  const code = registry.byCode(given.code) ?? registry.byLoinc(given.code);
  if (!code) return 'unknown-code';
  if (given.at > latest) return 'in-the-future';
  if (given.symptoms?.some((symptom) => !(symptom in rules.symptoms))) return 'unknown-symptom';
  const value = storedValue(code, given.value, given.unit ?? null);
  const value2 = given.value2 === undefined || given.value2 === null ? null : storedValue(code, given.value2, given.unit ?? null);
  if (value === null || (value2 === null && typeof given.value2 === 'number')) return 'wrong-unit';
  if ((value2 === null) === (code.kind === 'pair')) return 'wrong-value';
  if (code.kind === 'coded' && !registry.answersOf(code.code).some((answer) => answer.value === value)) return 'wrong-value';
  return { given, code: code.id, value, value2, implausible: isImplausible(code, { value, value2 }) };
}

type Refused = { readonly id: string; readonly why: WhyNotTaken };

type Delivering = Pick<Ctx, 'db' | 'now' | 'today' | 'enqueue' | 'note' | 'caller'>;

/** Put the readings of a batch on record with the alarms they deserve, in the caller's transaction. */
export async function deliver(ctx: Delivering, given: readonly DeliveredReading[]) {
  const latest = new Date(Date.parse(ctx.now) + aheadMinutes * 60_000).toISOString();
  const judged = given.map((one) => ({ id: one.id, read: readingOf(one, latest) }));
  const reads = judged.flatMap(({ read }) => (typeof read === 'string' ? [] : [read]));
  const refused: Refused[] = judged.flatMap(({ id, read }) => (typeof read === 'string' ? [{ id, why: read }] : []));
  const isDevice = ctx.caller.role === deviceRole;
  await planningFor(ctx.db, reads.length > few ? 'many' : 'few');
  const sourceKeys = reads.map((read) => sourceKeyOf(ctx.caller.account, read.given.id));
  const placed = await storeReadings(ctx.db, {
    sourceKeys,
    serials: reads.map(({ given: { serial } }) => (serial === undefined || (isDevice && serial === ctx.caller.login) ? null : serial)),
    persons: reads.map((read) => read.given.personId ?? null),
    codes: reads.map((read) => read.code),
    at: reads.map((read) => read.given.at),
    values: reads.map((read) => read.value),
    values2: reads.map((read) => read.value2),
    implausible: reads.map((read) => read.implausible),
    sender: isDevice ? ctx.caller.account : null,
    sourceId: observationSources.home,
    now: ctx.now,
  }, observationsFrom);
  const clashes = await clashesAmong(ctx, { placed, reads, sourceKeys });
  const results = reads.flatMap((read, i) => {
    const found = placed[i];
    return found === undefined ? [] : [{ read, found, clashes: clashes.has(sourceKeys[i] ?? '') }];
  });
  for (const { read, found, clashes: clash } of results) {
    if (found.personId === null) refused.push({ id: read.given.id, why: read.given.personId === undefined ? 'unknown-device' : 'unknown-person' });
    else if (clash) refused.push({ id: read.given.id, why: 'clash' });
  }
  const stored = results.filter(({ found, clashes: clash }) => found.fresh && found.stored && !clash);
  const persons = [...new Set(stored.map(({ found }) => found.personId ?? 0))];
  if (persons.length > 0) ctx.note(persons, 'write');
  if (isDevice) await deviceSeen(ctx.db, { tenant: ctx.caller.scope.tenant, deviceId: ctx.caller.account, at: ctx.now });
  const alarms = await judge(ctx, freshOf(stored));
  return { stored: stored.length, duplicates: results.filter(({ found }) => found.personId !== null).length - stored.length - clashes.size, flagged: stored.filter(({ read }) => read.implausible).length, alarms, refused };
}

/** New to us by name, yet their moment is taken: the same value came by another way, or another value stands there. */
async function clashesAmong(ctx: Delivering, { placed, reads, sourceKeys }: { readonly placed: readonly Placed[]; readonly reads: readonly Read[]; readonly sourceKeys: readonly string[] }): Promise<Set<string>> {
  const taken = placed.flatMap((found, i) => {
    const read = reads[i];
    return found.fresh && !found.stored && found.personId !== null && read ? [{ personId: found.personId, sourceKey: sourceKeys[i] ?? '', value: read.value, value2: read.value2 }] : [];
  });
  return new Set(taken.length === 0 ? [] : await returnClashes(ctx.db, taken));
}

type Stored = { readonly read: Read; readonly found: Placed };

function freshOf(stored: readonly Stored[]): Fresh {
  const believed = stored.filter(({ read }) => !read.implausible);
  return {
    persons: believed.map(({ found }) => found.personId ?? 0),
    codes: believed.map(({ read }) => read.code),
    at: believed.map(({ read }) => read.given.at),
    values: believed.map(({ read }) => read.value),
    values2: believed.map(({ read }) => read.value2),
    symptoms: believed.map(({ read }) => read.given.symptoms ?? []),
  };
}

/** Hold new readings against the rules; whoever may hear of an alarm hears of it at the commit. Returns how many were opened or rose. */
export async function judge(ctx: Pick<Ctx, 'db' | 'now' | 'today' | 'enqueue'>, fresh: Fresh): Promise<number> {
  if (fresh.persons.length === 0) return 0;
  const ruled = { compiled, rules, now: ctx.now };
  const raised = await raiseAlarms(ctx.db, fresh, ruled);
  const settled = await settleRepeats(ctx.db, [...new Set(fresh.persons)], ruled);
  return announce(ctx, lastOf([...raised, ...settled]));
}

/** Values that were typed into a record; sealed ones stay with their team. */
export async function recorded(ctx: Ctx, rows: readonly NewObservation[]): Promise<void> {
  const open = rows.filter((row) => row.label < labels.sealed && !row.implausible);
  await judge(ctx, {
    persons: open.map((row) => row.personId), codes: open.map((row) => row.code), at: open.map((row) => row.effectiveAt), values: open.map((row) => row.value),
    values2: open.map((row) => row.value2), symptoms: open.map(() => []),
  });
}

/** The two passes may touch one alarm: what it was before the first, what it is after the second. */
function lastOf(passes: readonly Passed[]): Passed[] {
  const byAlarm = new Map<string, Passed>();
  for (const pass of passes) byAlarm.set(pass.alarmId, { ...pass, before: (byAlarm.get(pass.alarmId) ?? pass).before });
  return [...byAlarm.values()];
}

export const api = [handle(deliverReadings, ({ readings }, ctx) => deliver(ctx, readings))];
