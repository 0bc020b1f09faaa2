/** What follows an alarm in its own transaction: open screens hear of it, it joins the worklist, and the line is told after the commit. */
import type { Day } from '../../kernel/day.ts';
import { notify } from '../../platform/events.ts';
import type { Ctx } from '../../platform/handle.ts';
import { labels } from '../../platform/database.ts';
import type { Channel } from '../messaging/messaging.ts';
import { queue, type NewMessage } from '../messaging/outbox.store.ts';
import { PersonId } from '../people/people.ts';
import type { NewWork } from '../worklist/worklist.ts';
import { closeWork, openWork } from '../worklist/worklist.store.ts';
import { alarmTopic, levelNumbers, type Alarm } from './alarms.ts';
import type { Passed } from './alarms.store.ts';
import { knownRules, wordsOf } from './content.gateway.ts';

export const tellJob = 'tellAlarms';
const capability = 'monitoring';

/** How a person is reached; each only where they agreed to it. */
export const personChannels: readonly Channel[] = ['in-app', 'web-push', 'wechat', 'sms'];

/** Tell of alarms that a pass opened, raised or settled. Returns how many were opened or rose. */
export async function announce(ctx: Pick<Ctx, 'db' | 'now' | 'today' | 'enqueue'>, passes: readonly Passed[]): Promise<number> {
  const news = passes.filter((alarm) => alarm.level > (alarm.before ?? 0));
  const settled = passes.filter((alarm) => alarm.state === 'settled');
  await queue(ctx, passes.filter((alarm) => alarm.before === null && alarm.repeatUntil !== null).flatMap(askedAgain));
  if (news.length === 0 && settled.length === 0) return 0;
  await notify(ctx.db, [...news, ...settled].map(eventOf));
  await openWork(ctx.db, news.map((alarm) => workOf(alarm, ctx.today)), ctx.now);
  await closeWork(ctx.db, { capability, sources: settled.map(({ alarmId }) => alarmId) }, { state: 'cancelled', at: ctx.now, by: null, outcome: 'settled' });
  if (news.length > 0) await ctx.enqueue(tellJob, {});
  return news.length;
}

/** The person is asked to measure again, by whatever channel they agreed to, at any hour. */
function askedAgain(alarm: Passed): NewMessage[] {
  const advice = knownRules.get(alarm.ruleId)?.rule.person;
  if (!advice) return [];
  return personChannels.map((channel) => ({
    tenantId: alarm.tenantId, personId: alarm.personId, accountId: null, channel, template: 'measure-again', params: { advice: advice.zh, 'advice:en': advice.en }, urgent: true,
    source: `alarm/${alarm.alarmId}/again`, organizationPos: alarm.organizationPos, positions: alarm.positions,
  }));
}

export function eventOf(alarm: Pick<Alarm, 'tenantId' | 'personId' | 'alarmId' | 'level' | 'organizationPos' | 'positions'>) {
  return { topic: alarmTopic.name, tenant: alarm.tenantId, pos: alarm.organizationPos, positions: alarm.positions, person: alarm.personId, label: labels.sensitive, data: { alarmId: alarm.alarmId, level: alarm.level } };
}

function workOf(alarm: Passed, today: Day): NewWork {
  const { title } = wordsOf(alarm.ruleId);
  return {
    personId: PersonId.parse(alarm.personId), kind: 'alarm', title: 'monitoring:work', params: title,
    dueOn: today, severity: alarm.level === levelNumbers.red ? 'danger' : alarm.level === levelNumbers.orange ? 'urgent' : 'routine',
    role: alarm.level === levelNumbers.red ? 'doctor' : 'nurse', assignedTo: alarm.responsible, source: { capability, id: alarm.alarmId },
  };
}

/** The alarm is dealt with, or open again: so is its work. */
export async function closeAlarmWork(ctx: Pick<Ctx, 'db' | 'now' | 'caller'>, { alarmId, action }: { readonly alarmId: string; readonly action: string }): Promise<void> {
  await closeWork(ctx.db, { capability, sources: [alarmId] }, { state: 'done', at: ctx.now, by: ctx.caller.account, outcome: action });
}
