import { addDays } from '../../kernel/day.ts';
import { labels } from '../../platform/database.ts';
import { handle, type Ctx } from '../../platform/handle.ts';
import type { PersonId } from '../people/people.ts';
import { placeOf } from '../records/observations.store.ts';
import { startOfDay } from '../records/records.ts';
import { fatigueSince } from './alarm-list.store.ts';
import { alarmFatigue, listAlarmRules, listDuty, listLimits, refuse, removeLimit, setDuty, setLimit } from './alarms.ts';
import { deleteLimit, limitsOf, putLimit } from './alarms.store.ts';
import { clausesOf, knownRules, rules, wordsOf } from './content.gateway.ts';
import { deleteShift, putShift, shiftsBetween } from './duty.store.ts';
import { saysOf } from './rule-words.ts';

export interface Elsewhere {
  /** The clinicians within the caller's reach. */
  readonly staff: (ctx: Ctx) => Promise<{ accountId: string; name: string; role: string }[]>;
}

async function limitsView(ctx: Ctx, personId: PersonId) {
  return (await limitsOf(ctx.db, personId)).map(({ ruleId, first, second, off, reason, setAt, name }) => ({ ruleId, first, second, off, reason, setAt, setBy: name }));
}

export const api = ({ staff }: Elsewhere) => [
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
      rules: [...knownRules.values()].map(({ rule, family }) => ({
        id: rule.id, title: rule.title, action: rule.action, family, kind: rule.kind, level: rule.level, says: saysOf(rule), clauses: clausesOf(rule), confidence: rule.confidence, proposal: rule.proposal,
        personal: rule.personal !== undefined, note: rule.note ?? null,
      })),
    }),
  ),

  handle(listLimits, ({ personId }, ctx) => limitsView(ctx, personId)),

  handle(setLimit, async ({ personId, ruleId, first, second, off, reason }, ctx) => {
    const rule = knownRules.get(ruleId)?.rule;
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
