import type { Ctx } from '../../platform/handle.ts';
import type { Job } from '../../platform/jobs.ts';
import * as channels from './channels.api.ts';
import * as conversations from './conversations.api.ts';
import { messageTopic, sendJob } from './messaging.ts';
import { sendDue } from './sending.api.ts';

export const topics = [messageTopic];

export const api = (elsewhere: conversations.Elsewhere) => [...channels.api, ...conversations.api(elsewhere)];

type Context = { readonly everyTenant: (work: (ctx: Pick<Ctx, 'db' | 'now' | 'vault'>) => Promise<void>) => Promise<void> };

export const jobs: readonly Job<Context>[] = [{ name: sendJob, schedule: '* * * * *', run: (_payload, { everyTenant }) => everyTenant(async (ctx) => void (await sendDue(ctx))) }];
