import { addDays, Day, type Instant } from '../../kernel/day.ts';
import { notify } from '../../platform/events.ts';
import { handle, type Ctx } from '../../platform/handle.ts';
import { PersonId, type PersonRow } from '../people/people.ts';
import { observationsOf } from '../records/observations.store.ts';
import { startOfDay } from '../records/records.ts';
import { closeAlarmWork, eventOf } from './announcing.api.ts';
import { acknowledge, alarmById, alarmsInReach, alarmsPerPage, close, countOpen, type AlarmLine } from './alarm-list.store.ts';
import { acknowledgeAlarm, closeAlarm, countAlarms, levelNamed, levelNumbers, listAlarms, openAlarm, refuse } from './alarms.ts';
import type { Limits } from './alarm-rules.ts';
import { clausesOf, idOf, knownRules, registry, rules, wordsOf } from './content.gateway.ts';

export interface Elsewhere {
  /** What a list shows of persons. */
  readonly lines: (ctx: Ctx, persons: readonly PersonId[]) => Promise<PersonRow[]>;
}

const inTime = (readings: AlarmLine['readings']) => readings.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));

function rowOf(alarm: AlarmLine, person: PersonRow) {
  const { alarmId, state, effectiveAt, openedAt, late, readings, dueAt, acknowledgedAt, repeatUntil, responsible, acknowledgedBy } = alarm;
  return { alarmId, state, effectiveAt, openedAt, late, readings: inTime(readings).slice(-12), dueAt, acknowledgedAt, repeatUntil, responsible, acknowledgedBy, person, level: levelNamed(alarm.level), rule: wordsOf(alarm.ruleId) };
}

const historyDays = 30;

/** The values of the rule's codes around the alarm, and the limits to draw beside them. */
async function besides(ctx: Ctx, alarm: AlarmLine) {
  const found = knownRules.get(alarm.ruleId);
  const codes = found?.codes ?? alarm.readings.flatMap((reading) => registry.byId(reading.code)?.code ?? []).slice(0, 1);
  const from = startOfDay(addDays(dayOf(alarm.effectiveAt), -historyDays));
  const rows = await observationsOf(ctx.db, alarm.personId, { codes: codes.map(idOf), from, to: null, at: null });
  const rule = found?.rule;
  const limits = rule && 'when' in rule ? [...limitsOfPart(rule.when.first, 'first'), ...limitsOfPart(rule.when.second, 'second')] : [];
  return { code: codes[0] ?? '', history: rows.map(({ effectiveAt, value, value2, implausible }) => ({ at: effectiveAt, value, value2, implausible })), limits };
}

function limitsOfPart(limits: Limits | undefined, part: 'first' | 'second') {
  return Object.values(limits ?? {}).flatMap((value) => (value === undefined ? [] : [{ value, part }]));
}

function dayOf(at: Instant) {
  return Day.parse(new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10));
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

export const api = ({ lines }: Elsewhere) => [
  handle(listAlarms, async ({ list, level, whose, page }, ctx) => {
    const found = await alarmsInReach(ctx.db, { list, level: level === undefined ? null : levelNumbers[level], of: whose === 'me' ? ctx.caller.account : null, page });
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
    const rule = knownRules.get(alarm.ruleId)?.rule;
    return {
      ...rowOf(alarm, person), ...(await besides(ctx, alarm)), readings: inTime(alarm.readings), symptoms: alarm.symptoms.flatMap((symptom) => rules.symptoms[symptom] ?? []),
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

];
