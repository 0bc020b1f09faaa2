/** Who is told of an alarm, and of a silence, by messages: one after the other until somebody acknowledges. */
import { Instant } from '../../kernel/day.ts';
import type { Ctx } from '../../platform/handle.ts';
import type { Channel } from '../messaging/messaging.ts';
import { queue, type NewMessage } from '../messaging/outbox.store.ts';
import { announce, personChannels } from './announcing.api.ts';
import { levelNamed, levelNumbers, type Level } from './alarms.ts';
import { idOf, knownRules, rules } from './content.gateway.ts';
import { openSilence, silentPersons, takeUntold, type Silent, type Untold } from './telling.store.ts';

const levelWords: Readonly<Record<Level, { zh: string; en: string }>> = { red: { zh: '危急', en: 'critical' }, orange: { zh: '高', en: 'high' }, yellow: { zh: '中', en: 'medium' } };

/** By which channels staff are called: what is critical by all that disturb. */
const channelsOf: Readonly<Record<Level, readonly Channel[]>> = { red: ['in-app', 'web-push', 'sms', 'wecom'], orange: ['in-app', 'web-push', 'wecom'], yellow: ['in-app'] };

/** The surname alone: the message leaves the product. */
const masked = (name: string): string => `${name.slice(0, 1)}${'*'.repeat(Math.max(1, name.length - 1))}`;

type Upkeep = Pick<Ctx, 'db' | 'now' | 'today' | 'enqueue'>;

/** Tell the next of each line. Returns how many alarms that were. */
export async function tellAlarms(ctx: Upkeep): Promise<number> {
  const untold = await takeUntold(ctx.db, { rules, now: ctx.now, today: ctx.today });
  await queue(ctx, untold.flatMap(messagesOf));
  return untold.length;
}

function messagesOf(alarm: Untold): NewMessage[] {
  const level = levelNamed(alarm.level);
  const { to } = alarm;
  if (level === null || to === null) return [];
  const { zh, en } = levelWords[level];
  return channelsOf[level].map((channel) => ({
    tenantId: alarm.tenantId, personId: null, accountId: to, channel, template: alarm.told === 0 ? 'alarm' : 'alarm-due', params: { level: zh, 'level:en': en, person: masked(alarm.name) },
    urgent: level === 'red', source: `alarm/${alarm.alarmId}/${alarm.told}`, organizationPos: alarm.organizationPos, positions: alarm.positions,
  }));
}

/** Once a day: remind whoever has not measured for days, and raise an alarm for whoever goes on not to. */
export async function watchSilence(ctx: Upkeep): Promise<number> {
  let opened = 0;
  for (const { rule, codes } of knownRules.values()) {
    if (rule.kind !== 'silence') continue;
    const silent = await silentPersons(ctx.db, { rule, codes: codes.map(idOf), today: ctx.today });
    const { person: advice } = rule;
    if (advice) await queue(ctx, silent.filter(({ alarming }) => !alarming).flatMap((one) => remindersOf(one, rule.id, advice)));
    const dueAt = Instant.parse(new Date(Date.parse(ctx.now) + rules.levels[rule.level === 'red' ? 'red' : rule.level].ack_minutes * 60_000).toISOString());
    opened += await announce(ctx, await openSilence(ctx.db, silent.filter(({ alarming }) => alarming), { ruleId: rule.id, level: levelNumbers[rule.level], version: rules.version, now: ctx.now, dueAt }));
  }
  return opened;
}

function remindersOf({ tenantId, personId, organizationPos, positions, lastDay }: Silent, ruleId: string, advice: { zh: string; en: string }): NewMessage[] {
  return personChannels.map((channel) => ({
    tenantId, personId, accountId: null, channel, template: 'measure', params: { advice: advice.zh, 'advice:en': advice.en }, urgent: false, source: `silence/${ruleId}/${lastDay}`, organizationPos, positions,
  }));
}
