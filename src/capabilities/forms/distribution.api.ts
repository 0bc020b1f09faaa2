import { randomBytes } from 'node:crypto';
import { beyondReach, countingAll } from '../../platform/database.ts';
import { addDays, type Instant } from '../../kernel/day.ts';
import { handle, type Ctx } from '../../platform/handle.ts';
import { organizationById } from '../organizations/organizations.store.ts';
import type { Organization } from '../organizations/organizations.ts';
import { refuseLocked } from './bank.api.ts';
import { refuse } from './bank.ts';
import { changeDistribution, distribute, listDistributions, readDistribution, readProgress, remindNow, standingAt, type Distribution, type DistributionView, type NewDistribution } from './distribution.ts';
import {
  answersByDay, distributionById, distributionRows, insertDistribution, invitationCounts, inviteEverybody, progressByGroup, remindOpen, updateDistribution, type DistributionRow,
} from './distribution.store.ts';
import { currentVersion } from './versions.gateway.ts';

/** Told in the same transaction whom to remind of what. */
export type OnRemind = (ctx: Pick<Ctx, 'db' | 'now' | 'today' | 'newId' | 'enqueue'>, reminder: { readonly distribution: Distribution; readonly persons: readonly number[] }) => Promise<void>;

function viewOf(row: DistributionRow, now: Instant): DistributionView {
  const { tenantId: _tenant, organizationPos: _pos, taken: _taken, createdBy: _by, ...view } = row;
  return { ...view, standing: standingAt(row, now), asked: row.audience === 'people' ? row.asked : null };
}

async function rowOf(ctx: Ctx, distributionId: string): Promise<DistributionRow> {
  const [row] = await countingAll(ctx.db, ctx.caller.scope, () => distributionRows(ctx.db, { distributionId }));
  if (!row) throw refuse.unknownDistribution();
  return row;
}

async function organizationInReach(ctx: Ctx, organizationId: number): Promise<Organization> {
  const found = await organizationById(ctx.db, organizationId);
  if (!found || found.pos < ctx.caller.scope.from || found.pos > ctx.caller.scope.to) throw refuse.outsideReach();
  return found;
}

function refuseWrongWindow({ opensAt, closesAt }: Pick<Distribution, 'opensAt' | 'closesAt'>): void {
  if (closesAt !== null && closesAt <= opensAt) throw refuse.wrongWindow();
}

/** A distribution that repeats another asks with the same form, or the two could not be compared. */
async function refuseOtherForm(ctx: Ctx, { beforeId, formKey }: Pick<NewDistribution, 'beforeId' | 'formKey'>): Promise<void> {
  if (beforeId === null) return;
  const before = await distributionById(ctx.db, beforeId);
  if (!before) throw refuse.unknownDistribution();
  if (before.formKey !== formKey) throw refuse.otherForm();
}

export const api = (onRemind: readonly OnRemind[]) => [
  handle(listDistributions, async ({ key }, ctx) => {
    const rows = await countingAll(ctx.db, ctx.caller.scope, () => distributionRows(ctx.db, { formKey: key ?? null }));
    return rows.map((row) => viewOf(row, ctx.now));
  }),

  handle(readDistribution, async ({ distributionId }, ctx) => viewOf(await rowOf(ctx, distributionId), ctx.now)),

  handle(distribute, async (wanted, ctx) => {
    refuseWrongWindow(wanted);
    const organization = await organizationInReach(ctx, wanted.organizationId);
    await refuseOtherForm(ctx, wanted);
    const { tenant: tenantId } = ctx.caller.scope;
    const { versionId, form } = await currentVersion(ctx.db, wanted.formKey, { tenantId, versionId: ctx.newId(), publishedBy: ctx.caller.account, now: ctx.now });
    await refuseLocked(ctx, form);
    if (wanted.targetResult !== null && !(form.scoring?.results ?? []).some(({ id }) => id === wanted.targetResult)) throw refuse.unknownResult();
    const distributionId = ctx.newId();
    await insertDistribution(ctx.db, {
      ...wanted, tenantId, distributionId, organizationPos: organization.pos, versionId, token: randomBytes(18).toString('base64url'), taken: 0, createdAt: ctx.now, createdBy: ctx.caller.account,
    });
    if (wanted.audience === 'link') return { distributionId, asked: 0 };
    const asked = await inviteEverybody(ctx.db, { tenantId, distributionId, from: organization.pos, to: organization.posEnd, today: ctx.today });
    if (asked === 0) throw refuse.nobodyToAsk();
    return { distributionId, asked };
  }),

  handle(changeDistribution, async ({ distributionId, ...changes }, ctx) => {
    const now = await rowOf(ctx, distributionId);
    const set = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    refuseWrongWindow({ ...now, ...set });
    if (Object.keys(set).length > 0) await updateDistribution(ctx.db, distributionId, set);
    return { changed: true as const };
  }),

  handle(readProgress, async ({ distributionId }, ctx) => {
    const row = await rowOf(ctx, distributionId);
    return countingAll(ctx.db, ctx.caller.scope, async () => {
      const { asked, reminded } = await invitationCounts(ctx.db, distributionId);
      const named = row.respondents === 'identified';
      const groups = (await progressByGroup(ctx.db, row)).map((group) => ({
        ...group,
        asked: row.audience === 'people' ? group.asked : null,
        answered: named || group.answered >= fewest ? group.answered : null,
      }));
      return { asked: row.audience === 'people' ? asked : null, answered: row.answered, reminded, groups, days: await answersByDay(ctx.db, distributionId) };
    });
  }),

  handle(remindNow, async ({ distributionId }, ctx) => {
    const row = await rowOf(ctx, distributionId);
    if (standingAt(row, ctx.now) !== 'open') throw refuse.closed();
    return beyondReach(ctx.db, ctx.caller.scope, async () => {
      const persons = await remindOpen(ctx.db, { distributionId, since: addDays(ctx.today, -1), today: ctx.today });
      for (const told of onRemind) await told(ctx, { distribution: row, persons });
      return { reminded: persons.length };
    });
  }),
];

/** Groups with fewer anonymous answers are not shown. */
const fewest = 5;
