/** Alarms: what a value, a trend or a silence asks a clinician to do, until it is acknowledged and closed with what was done. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import type { Topic } from '../../kernel/live.ts';
import { problems } from '../../kernel/problem.ts';
import { PersonId, PersonRow } from '../people/people.ts';

// Words

/** 危急 (red), 高 (orange), 中 (yellow). */
export const Level = z.enum(['yellow', 'orange', 'red']);
export type Level = z.infer<typeof Level>;
/** As stored, so that the worst is the greatest. 0: nothing yet, the person was asked to measure again. */
export const levelNumbers = { yellow: 1, orange: 2, red: 3 } as const satisfies Record<Level, number>;

export function levelNamed(level: number): Level | null {
  return Level.options[level - 1] ?? null;
}

/** `awaiting`: measured again before it becomes an alarm; `settled`: the repeated value was fine. */
export const AlarmState = z.enum(['awaiting', 'open', 'acknowledged', 'closed', 'settled']);
export type AlarmState = z.infer<typeof AlarmState>;

/** What was done, in the words by which it is counted; `nothing` is the share that tires. */
export const AlarmAction = z.enum(['called', 'visited', 'medication', 'referred', 'emergency', 'advised', 'measured-again', 'nothing']);
export type AlarmAction = z.infer<typeof AlarmAction>;

/** Code number, moment, value, second value. */
export const KeptReading = z.object({ code: z.int(), at: z.string(), value: z.number(), value2: z.number().nullable() });

export const Alarm = z.object({
  tenantId: z.int(),
  personId: PersonId,
  alarmId: z.uuid(),
  ruleId: z.string(),
  ruleVersion: z.int(),
  level: z.int(),
  state: AlarmState,
  /** When what alarmed was measured, and when it came to be known. */
  effectiveAt: Instant,
  openedAt: Instant,
  late: z.boolean(),
  readings: z.array(KeptReading),
  symptoms: z.array(z.string()),
  repeatFrom: Instant.nullable(),
  repeatUntil: Instant.nullable(),
  dueAt: Instant.nullable(),
  responsible: z.uuid().nullable(),
  /** How many of the line were told already, and when the next is. */
  told: z.int(),
  tellNextAt: Instant.nullable(),
  acknowledgedAt: Instant.nullable(),
  acknowledgedBy: z.uuid().nullable(),
  closedAt: Instant.nullable(),
  closedBy: z.uuid().nullable(),
  action: AlarmAction.nullable(),
  note: z.string().nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
});
export type Alarm = z.infer<typeof Alarm>;

/** A limit of one person's own in place of the rule's, or the rule switched off for the person. */
export const AlarmLimit = z.object({
  tenantId: z.int(),
  personId: PersonId,
  ruleId: z.string(),
  first: z.number().nullable(),
  second: z.number().nullable(),
  off: z.boolean(),
  reason: z.string(),
  setBy: z.uuid(),
  setAt: Instant,
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
});
export type AlarmLimit = z.infer<typeof AlarmLimit>;

/** Who is on duty at an organisation on a day, for all below it. */
export const DutyShift = z.object({ tenantId: z.int(), organizationId: z.int(), organizationPos: z.int(), day: Day, accountId: z.uuid(), name: z.string() });
export type DutyShift = z.infer<typeof DutyShift>;

/** Heard by open screens when an alarm opens, rises, is acknowledged or closed. */
export const alarmTopic: Topic = { name: 'monitoring.alarm', permissions: ['monitoring.read'] };

export const refuse = problems('monitoring', {
  unknownAlarm: 404, alreadyClosed: 409, noteNeeded: 422, unknownRule: 404, noPersonalLimit: 422, unknownDevice: 404, serialTaken: 409, unknownAccount: 404,
});

// Contracts

/** A rule's words, as every alarm needs them. */
export const RuleWords = z.object({ id: z.string(), title: z.object({ zh: z.string(), en: z.string() }), action: z.object({ zh: z.string(), en: z.string() }) });

const AlarmRow = Alarm.pick({ alarmId: true, state: true, effectiveAt: true, openedAt: true, late: true, readings: true, dueAt: true, acknowledgedAt: true, repeatUntil: true }).extend({
  person: PersonRow,
  level: Level.nullable(),
  rule: RuleWords,
  responsible: z.string().nullable(),
  acknowledgedBy: z.string().nullable(),
});
export type AlarmRow = z.infer<typeof AlarmRow>;

export const AlarmList = z.enum(['open', 'awaiting', 'closed']);

export const listAlarms = contract({
  method: 'GET',
  path: '/api/monitoring/alarms',
  permission: 'monitoring.read',
  input: z.object({ list: AlarmList.default('open'), level: Level.optional(), whose: z.enum(['all', 'me']).default('all'), page: z.coerce.number().int().min(0).max(1000).default(0) }),
  output: z.object({ alarms: z.array(AlarmRow), more: z.boolean() }),
});

/** How many alarms stand open, for the badge. */
export const countAlarms = contract({
  method: 'GET',
  path: '/api/monitoring/alarms/count',
  permission: 'monitoring.read',
  input: z.object({}),
  output: z.object({ red: z.int(), orange: z.int(), yellow: z.int() }),
});

const OfAlarm = { personId: z.coerce.number().pipe(PersonId), alarmId: z.uuid() };

export const openAlarm = contract({
  method: 'GET',
  path: '/api/people/:personId/alarms/:alarmId',
  permission: 'monitoring.read',
  subject: 'personId',
  input: z.object(OfAlarm),
  output: AlarmRow.extend({
    symptoms: z.array(z.object({ zh: z.string(), en: z.string() })),
    ruleVersion: z.int(),
    clauses: z.array(z.object({ zh: z.string(), en: z.string() })),
    note: z.string().nullable(),
    action: AlarmAction.nullable(),
    closedAt: Instant.nullable(),
    closedBy: z.string().nullable(),
    /** Values of the rule's codes in the weeks before. */
    code: z.string(),
    history: z.array(z.object({ at: Instant, value: z.number(), value2: z.number().nullable(), implausible: z.boolean() })),
    limits: z.array(z.object({ value: z.number(), part: z.enum(['first', 'second']) })),
    told: z.array(z.object({ at: Instant, name: z.string(), channel: z.string() })),
  }),
});

export const acknowledgeAlarm = contract({
  method: 'POST',
  path: '/api/people/:personId/alarms/:alarmId/acknowledge',
  permission: 'monitoring.act',
  subject: 'personId',
  input: z.object(OfAlarm),
  output: z.object({ acknowledged: z.literal(true) }),
});

export const closeAlarm = contract({
  method: 'POST',
  path: '/api/people/:personId/alarms/:alarmId/close',
  permission: 'monitoring.act',
  subject: 'personId',
  input: z.object({ ...OfAlarm, action: AlarmAction, note: z.string().trim().max(500) }),
  output: z.object({ closed: z.literal(true) }),
});

/** Alarms per clinician and day, and the share that was closed with nothing done. */
export const alarmFatigue = contract({
  method: 'GET',
  path: '/api/monitoring/fatigue',
  permission: 'monitoring.read',
  input: z.object({ days: z.coerce.number().int().min(1).max(366).default(28) }),
  output: z.object({
    alarms: z.int(),
    clinicians: z.int(),
    perClinicianDay: z.number().nullable(),
    closed: z.int(),
    withoutAction: z.number().nullable(),
    minutesToAcknowledge: z.number().nullable(),
    rules: z.array(RuleWords.omit({ action: true }).extend({ alarms: z.int(), closed: z.int(), withoutAction: z.number().nullable() })),
  }),
});

export const listAlarmRules = contract({
  method: 'GET',
  path: '/api/monitoring/rules',
  permission: 'monitoring.read',
  input: z.object({}),
  output: z.object({
    version: z.int(),
    rules: z.array(
      RuleWords.extend({
        family: z.string(), kind: z.string(), level: Level, says: z.object({ zh: z.string(), en: z.string() }), clauses: z.array(z.object({ zh: z.string(), en: z.string() })),
        confidence: z.string(), proposal: z.boolean(), personal: z.boolean(), note: z.object({ zh: z.string(), en: z.string() }).nullable(),
      }),
    ),
  }),
});

const LimitView = AlarmLimit.pick({ ruleId: true, first: true, second: true, off: true, reason: true, setAt: true }).extend({ setBy: z.string().nullable() });

export const listLimits = contract({
  method: 'GET',
  path: '/api/people/:personId/alarm-limits',
  permission: 'monitoring.read',
  subject: 'personId',
  input: z.object({ personId: OfAlarm.personId }),
  output: z.array(LimitView),
});

export const setLimit = contract({
  method: 'PUT',
  path: '/api/people/:personId/alarm-limits/:ruleId',
  permission: 'monitoring.limit',
  subject: 'personId',
  input: z.object({ personId: OfAlarm.personId, ruleId: z.string().max(60), first: z.number().nullable(), second: z.number().nullable(), off: z.boolean(), reason: z.string().trim().min(2).max(300) }),
  output: z.array(LimitView),
});

export const removeLimit = contract({
  method: 'DELETE',
  path: '/api/people/:personId/alarm-limits/:ruleId',
  permission: 'monitoring.limit',
  subject: 'personId',
  input: z.object({ personId: OfAlarm.personId, ruleId: z.string().max(60) }),
  output: z.array(LimitView),
});

const Shift = DutyShift.pick({ day: true, organizationId: true, accountId: true, name: true }).extend({ organization: z.object({ zh: z.string(), en: z.string().nullable() }) });

export const listDuty = contract({
  method: 'GET',
  path: '/api/monitoring/duty',
  permission: 'monitoring.read',
  input: z.object({ from: Day, to: Day }),
  output: z.object({ shifts: z.array(Shift), staff: z.array(z.object({ accountId: z.uuid(), name: z.string(), role: z.string() })), here: z.object({ organizationId: z.int() }) }),
});

/** Put somebody on duty for a day at one's own organisation, or nobody. */
export const setDuty = contract({
  method: 'PUT',
  path: '/api/monitoring/duty/:day',
  permission: 'monitoring.duty',
  input: z.object({ day: Day, accountId: z.uuid().nullable() }),
  output: z.object({ set: z.literal(true) }),
});
