import { addDays, Instant } from '../../kernel/day.ts';
import { labels } from '../../platform/database.ts';
import { notify } from '../../platform/events.ts';
import { handle, type Ctx } from '../../platform/handle.ts';
import { PersonId, type PersonRow } from '../people/people.ts';
import { placeOf, observationsOf } from '../records/observations.store.ts';
import { startOfDay } from '../records/records.ts';
import { closeAlarmWork, eventOf } from './announcing.api.ts';
import { acknowledge, alarmById, alarmsInReach, alarmsPerPage, close, countOpen, fatigueSince, type AlarmLine } from './alarm-list.store.ts';
import {
  acknowledgeAlarm, alarmFatigue, alarmTopic, closeAlarm, countAlarms, levelNamed, levelNumbers, listAlarmRules, listAlarms, listDuty, listLimits, openAlarm, refuse, removeLimit, setDuty, setLimit,
} from './alarms.ts';
import type { AlarmRule } from './alarm-rules.ts';
import { deleteLimit, limitsOf, putLimit } from './alarms.store.ts';
import { idOf, registry, rules } from './content.gateway.ts';
import { deleteShift, putShift, shiftsBetween } from './duty.store.ts';
import { saysOf } from './rule-words.ts';

export interface Elsewhere {
  /** What a list shows of persons. */
  readonly lines: (ctx: Ctx, persons: readonly PersonId[]) => Promise<PersonRow[]>;
  /** The clinicians within the caller's reach. */
  readonly staff: (ctx: Ctx) => Promise<{ accountId: string; name: string; role: string }[]>;
}

const known = new Map(rules.families.flatMap((family) => family.rules.map((rule): [string, { rule: AlarmRule; family: string; codes: readonly string[] }] => [rule.id, { rule, family: family.id, codes: rule.codes ?? family.codes }])));

/** A rule that content no longer holds still names its alarms. */
function wordsOf(ruleId: string) {
  const rule = known.get(ruleId)?.rule;
  return { id: ruleId, title: rule?.title ?? { zh: ruleId, en: ruleId }, action: rule?.action ?? { zh: '', en: '' } };
}

const clausesOf = (rule: AlarmRule) => rule.source.flatMap((source) => rules.sources[source] ?? []);

function rowOf(alarm: AlarmLine, person: PersonRow) {
  const { alarmId, state, effectiveAt, openedAt, late, readings, dueAt, acknowledgedAt, repeatUntil, responsible, acknowledgedBy } = alarm;
  return { alarmId, state, effectiveAt, openedAt, late, readings: readings.slice(-12), dueAt, acknowledgedAt, repeatUntil, responsible, acknowledgedBy, person, level: levelNamed(alarm.level), rule: wordsOf(alarm.ruleId) };
}

const historyDays = 30;

/** The values of the rule's codes around the alarm, and the limits to draw beside them. */
async function besides(ctx: Ctx, alarm: AlarmLine) {
  const found = known.get(alarm.ruleId);
  const codes = found?.codes ?? alarm.readings.flatMap((reading) => registry.byId(reading.code)?.code ?? []).slice(0, 1);
  const from = startOfDay(addDays(dayOf(alarm.effectiveAt), -historyDays));
  const rows = await observationsOf(ctx.db, alarm.personId, { codes: codes.map(idOf), from, to: null, at: null });
  const limits = found && 'when' in found.rule ? (['first', 'second'] as const).flatMap((part) => Object.values((found.rule as Extract<AlarmRule, { kind: 'reading' }>).when[part] ?? {}).map((value) => ({ value, part }))) : [];
  return { code: codes[0] ?? '', history: rows.map(({ effectiveAt, value, value2, implausible }) => ({ at: effectiveAt, value, value2, implausible })), limits };
}

function dayOf(at: Instant) {
  return addDays('1970-01-01' as Parameters<typeof addDays>[0], Math.floor((Date.parse(at) + 8 * 3_600_000) / 86_400_000));
}

async function found(ctx: Ctx, personId: PersonId, alarmId: string): Promise<AlarmLine> {
  const alarm = await alarmById(ctx.db, personId, alarmId);
  if (!alarm) throw refuse.unknownAlarm();
  return alarm;
}

/** Open screens hear that an alarm is in other hands now. */
async function told(ctx: Ctx, alarm: AlarmLine): Promise<void> {
  await notify(ctx.db, [eventOf({ ...alarm, personId: PersonId.parse(alarm.personId) })]);
}

async function limitsView(ctx: Ctx, personId: PersonId) {
  return (await limitsOf(ctx.db, personId)).map(({ ruleId, first, second, off, reason, setAt, name }) => ({ ruleId, first, second, off, reason, setAt, setBy: name }));
}

export const api = ({ lines, staff }: Elsewhere) => [
  handle(listAlarms, async ({ list, level, mine, page }, ctx) => {
    const found = await alarmsInReach(ctx.db, { list, level: level === undefined ? null : levelNumbers[level], of: mine ? ctx.caller.account : null, page });
    const shown = found.slice(0, alarmsPerPage);
    const people = new Map((await lines(ctx, [...new Set(shown.map(({ personId }) => personId))])).map((person) => [person.personId, person]));
    ctx.note([...people.keys()], 'list');
    return { alarms: shown.flatMap((alarm) => {
      const person = people.get(alarm.personId);
      return person ? [rowOf(alarm, person)] : [];
    }), more: found.length > alarmsPerPage };
  }),

  handle(countAlarms, async (_input, { db }) => {
    const counted = new Map((await countOpen(db)).map(({ level, n }) => [level, n]));
    return { red: counted.get(3) ?? 0, orange: counted.get(2) ?? 0, yellow: counted.get(1) ?? 0 };
  }),

  handle(openAlarm, async ({ personId, alarmId }, ctx) => {
    const alarm = await found(ctx, personId, alarmId);
    const [person] = await lines(ctx, [personId]);
    if (!person) throw refuse.unknownAlarm();
    const rule = known.get(alarm.ruleId)?.rule;
    return {
      ...rowOf(alarm, person), ...(await besides(ctx, alarm)), readings: alarm.readings, symptoms: alarm.symptoms.flatMap((symptom) => rules.symptoms[symptom] ?? []),
      ruleVersion: alarm.ruleVersion, clauses: rule ? clausesOf(rule) : [], note: alarm.note, action: alarm.action, closedAt: alarm.closedAt, closedBy: alarm.closedBy, told: [],
    };
  }),

  handle(acknowledgeAlarm, async ({ personId, alarmId }, ctx) => {
    const alarm = await found(ctx, personId, alarmId);
    if (!(await acknowledge(ctx.db, { personId, alarmId }, { at: ctx.now, by: ctx.caller.account })) && alarm.closedAt !== null) throw refuse.alreadyClosed();
    await told(ctx, alarm);
    return { acknowledged: true as const };
  }),

  handle(closeAlarm, async ({ personId, alarmId, action, note }, ctx) => {
    const alarm = await found(ctx, personId, alarmId);
    if (action === 'nothing' && note.length < 2) throw refuse.noteNeeded();
    if (!(await close(ctx.db, { personId, alarmId }, { at: ctx.now, by: ctx.caller.account, action, note }))) throw refuse.alreadyClosed();
    await closeAlarmWork(ctx, { alarmId, action });
    await told(ctx, alarm);
    return { closed: true as const };
  }),

  handle(alarmFatigue, async ({ days }, ctx) => {
    const { rules: byRule, clinicians, minutes } = await fatigueSince(ctx.db, startOfDay(addDays(ctx.today, -days + 1)));
    const sum = (of: (one: (typeof byRule)[number]) => number) => byRule.reduce((total, one) => total + of(one), 0);
    const [alarms, closed, nothing] = [sum((one) => one.alarms), sum((one) => one.closed), sum((one) => one.nothing)];
    const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
    return {
      alarms, clinicians, closed, perClinicianDay: clinicians === 0 ? null : alarms / clinicians / days, withoutAction: share(nothing, closed), minutesToAcknowledge: minutes,
      rules: byRule.map((one) => ({ id: one.ruleId, title: wordsOf(one.ruleId).title, alarms: one.alarms, closed: one.closed, withoutAction: share(one.nothing, one.closed) })),
    };
  }),

  handle(listAlarmRules, () =>
    Promise.resolve({
      version: rules.version,
      rules: [...known.values()].map(({ rule, family }) => ({
        id: rule.id, title: rule.title, action: rule.action, family, kind: rule.kind, level: rule.level, says: saysOf(rule), clauses: clausesOf(rule), confidence: rule.confidence, proposal: rule.proposal,
        personal: rule.personal !== undefined, note: rule.note ?? null,
      })),
    }),
  ),

  handle(listLimits, ({ personId }, ctx) => limitsView(ctx, personId)),

  handle(setLimit, async ({ personId, ruleId, first, second, off, reason }, ctx) => {
    const rule = known.get(ruleId)?.rule;
    if (!rule) throw refuse.unknownRule({ ruleId });
    if (rule.personal === undefined) throw refuse.noPersonalLimit();
    const place = await placeOf(ctx.db, personId);
    if (!place) throw refuse.unknownAlarm();
    await putLimit(ctx.db, {
      tenantId: ctx.caller.scope.tenant, personId, ruleId, first, second, off, reason, setBy: ctx.caller.account, setAt: ctx.now, organizationPos: place.organizationPos, positions: place.positions, label: labels.sensitive,
    });
    return limitsView(ctx, personId);
  }),

  handle(removeLimit, async ({ personId, ruleId }, ctx) => {
    await deleteLimit(ctx.db, personId, ruleId);
    return limitsView(ctx, personId);
  }),

  handle(listDuty, async ({ from, to }, ctx) => ({
    shifts: (await shiftsBetween(ctx.db, { from, to })).map(({ nameZh, nameEn, ...shift }) => ({ ...shift, organization: { zh: nameZh, en: nameEn } })),
    staff: await staff(ctx),
    here: { organizationId: ctx.caller.organization },
  })),

  handle(setDuty, async ({ day, accountId }, ctx) => {
    const { organization: organizationId, position: organizationPos, scope } = ctx.caller;
    const chosen = (await staff(ctx)).find((one) => one.accountId === accountId);
    if (accountId !== null && !chosen) throw refuse.unknownAccount();
    if (chosen) await putShift(ctx.db, { tenantId: scope.tenant, organizationId, organizationPos, day, accountId: chosen.accountId, name: chosen.name });
    else await deleteShift(ctx.db, { organizationId, day });
    return { set: true as const };
  }),
];

export const topics = [alarmTopic];
