import type { Ctx } from '../../platform/handle.ts';
import type { Job } from '../../platform/jobs.ts';
import * as alarms from './alarms.api.ts';
import { settleRepeats } from './alarms.store.ts';
import { alarmTopic } from './alarms.ts';
import { announce, tellJob } from './announcing.api.ts';
import { compiled, rules } from './content.gateway.ts';
import * as desk from './desk.api.ts';
import * as devices from './devices.api.ts';
import { tellAlarms, watchSilence } from './telling.api.ts';
import * as readings from './readings.api.ts';

/** What somebody typed into a record is held against the rules too. */
export const recorded = readings.recorded;

export const topics = [alarmTopic];

export const api = (elsewhere: alarms.Elsewhere & desk.Elsewhere & devices.Elsewhere) => [...readings.api, ...alarms.api(elsewhere), ...desk.api(elsewhere), ...devices.api(elsewhere)];

type Upkeep = Pick<Ctx, 'db' | 'today' | 'now' | 'enqueue'> & { readonly tenantId: number };
type Context = { readonly everyTenant: (work: (ctx: Upkeep) => Promise<void>) => Promise<void> };

export const jobs: readonly Job<Context>[] = [
  { name: tellJob, schedule: '* * * * *', run: (_payload, { everyTenant }) => everyTenant(async (ctx) => void (await tellAlarms(ctx))) },
  // Nine in the morning in China.
  { name: 'watchSilence', schedule: '0 1 * * *', run: (_payload, { everyTenant }) => everyTenant(async (ctx) => void (await watchSilence(ctx))) },
  // Whoever was asked to measure again and did not is decided upon within a minute.
  { name: 'settleRepeats', schedule: '* * * * *', run: (_payload, { everyTenant }) => everyTenant(async (ctx) => void (await announce(ctx, await settleRepeats(ctx.db, null, { compiled, rules, now: ctx.now })))) },
];
