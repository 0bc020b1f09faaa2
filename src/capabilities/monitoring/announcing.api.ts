/** What follows an alarm in its own transaction: open screens hear of it, it joins the worklist, and the line is told after the commit. */
import type { Day } from '../../kernel/day.ts';
import { notify } from '../../platform/events.ts';
import type { Ctx } from '../../platform/handle.ts';
import { labels } from '../../platform/database.ts';
import { PersonId } from '../people/people.ts';
import type { NewWork } from '../worklist/worklist.ts';
import { closeWork, openWork } from '../worklist/worklist.store.ts';
import { alarmTopic, levelNumbers, type Alarm } from './alarms.ts';
import type { Passed } from './alarms.store.ts';
import { rules } from './content.gateway.ts';

export const tellJob = 'tellAlarms';
const capability = 'monitoring';

const ruleTitles = new Map(rules.families.flatMap((family) => family.rules.map((rule) => [rule.id, rule.title])));

/** Tell of alarms that a pass opened, raised or settled. Returns how many were opened or rose. */
export async function announce(ctx: Pick<Ctx, 'db' | 'now' | 'today' | 'enqueue'>, passes: readonly Passed[]): Promise<number> {
  const news = passes.filter((alarm) => alarm.level > (alarm.before ?? 0));
  const settled = passes.filter((alarm) => alarm.state === 'settled');
  if (news.length === 0 && settled.length === 0) return 0;
  await notify(ctx.db, [...news, ...settled].map(eventOf));
  await openWork(ctx.db, news.map((alarm) => workOf(alarm, ctx.today)), ctx.now);
  await closeWork(ctx.db, { capability, sources: settled.map(({ alarmId }) => alarmId) }, { state: 'cancelled', at: ctx.now, by: null, outcome: 'settled' });
  if (news.length > 0) await ctx.enqueue(tellJob, {});
  return news.length;
}

export function eventOf(alarm: Pick<Alarm, 'tenantId' | 'personId' | 'alarmId' | 'level' | 'organizationPos' | 'positions'>) {
  return { topic: alarmTopic.name, tenant: alarm.tenantId, pos: alarm.organizationPos, positions: alarm.positions, person: alarm.personId, label: labels.sensitive, data: { alarmId: alarm.alarmId, level: alarm.level } };
}

function workOf(alarm: Passed, today: Day): NewWork {
  const title = ruleTitles.get(alarm.ruleId);
  return {
    personId: PersonId.parse(alarm.personId), kind: 'alarm', title: 'monitoring:work', params: { zh: title?.zh ?? alarm.ruleId, en: title?.en ?? alarm.ruleId },
    dueOn: today, severity: alarm.level === levelNumbers.red ? 'danger' : alarm.level === levelNumbers.orange ? 'urgent' : 'routine',
    role: alarm.level === levelNumbers.red ? 'doctor' : 'nurse', assignedTo: alarm.responsible, source: { capability, id: alarm.alarmId },
  };
}

/** The alarm is dealt with, or open again: so is its work. */
export async function closeAlarmWork(ctx: Pick<Ctx, 'db' | 'now' | 'caller'>, { alarmId, action }: { readonly alarmId: string; readonly action: string }): Promise<void> {
  await closeWork(ctx.db, { capability, sources: [alarmId] }, { state: 'done', at: ctx.now, by: ctx.caller.account, outcome: action });
}
