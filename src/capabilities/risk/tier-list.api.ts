import { readContent } from '../../platform/content.ts';
import { countingAll, countingEverywhere } from '../../platform/database.ts';
import { handle, type Ctx, type Endpoint } from '../../platform/handle.ts';
import { organizationsBetween } from '../organizations/organizations.store.ts';
import { Publishing } from '../organizations/publishing.ts';
import { tierOrder, toldTiers } from './publishing.ts';
import { refuse } from './risk.ts';
import { exportSize, exportTiered, listSize, listTiered, programmeTiers, type TierFilter } from './tier-list.ts';
import { countTiers, reachOfProgramme, tieredPersons, tiersAtOrganizations } from './tier-list.store.ts';
import { organizationNamed } from './tiers.store.ts';
import { rulesInForce } from './upkeep.api.ts';

const { smallest_cell: smallestCell } = readContent('publishing.yaml', Publishing);

export const api: readonly Endpoint[] = [
  handle(listTiered, async ({ page, ...filter }, ctx) => listed(ctx, { filter, limit: listSize, offset: (page - 1) * listSize, action: 'list' })),
  handle(exportTiered, async (filter, ctx) => listed(ctx, { filter, limit: exportSize, offset: 0, action: 'export' })),

  handle(programmeTiers, async ({ programmeId }, ctx) => {
    const reach = await reachOfProgramme(ctx.db, programmeId);
    if (reach === undefined) throw refuse.unknownProgramme();
    const isCare = ctx.caller.scope.purpose === 'care';
    const told = isCare ? await allTiers(ctx, reach) : await publishedTiers(ctx, reach);
    return { tiers: tierOrder.map((tier, i) => ({ tier, persons: told.cells[i] ?? null })), total: told.total, hiddenBelow: isCare ? null : smallestCell };
  }),
];

async function allTiers({ db, caller }: Ctx, reach: { from: number; to: number }) {
  const counted = await countingAll(db, caller.scope, () => countTiers(db, reach));
  const cells = tierOrder.map((tier) => counted.find((one) => one.tier === tier)?.persons ?? 0);
  return { cells, total: cells.reduce((sum, count) => sum + count, 0) };
}

/** As everybody is told them who may not see single persons: programmes above and below are told no difference either. */
async function publishedTiers({ db, caller }: Ctx, { from }: { from: number }) {
  const { organizations, counted } = await countingEverywhere(db, caller.scope, async () => ({ organizations: await organizationsBetween(db, 0, 2_147_483_646), counted: await tiersAtOrganizations(db) }));
  return toldTiers(organizations, counted, { organizationId: organizations.find(({ pos }) => pos === from)?.organizationId ?? 0, k: smallestCell });
}

type Listing = { readonly filter: TierFilter; readonly limit: number; readonly offset: number; readonly action: string };

async function listed(ctx: Ctx, { filter, limit, offset, action }: Listing) {
  const { db, today, caller } = ctx;
  const found = await tieredPersons(db, { filter, reach: await reachOf(ctx, filter), today, limit, offset });
  ctx.note(found.persons.map(({ personId }) => personId), action);
  const { rules } = await rulesInForce(db, { tenantId: caller.scope.tenant, day: today });
  return { ...found, criteria: rules.rules.map(({ id, title, tier }) => ({ id, title, tier })) };
}

async function reachOf({ db }: Ctx, { organizationId, programmeId }: TierFilter): Promise<{ from: number; to: number } | null> {
  if (programmeId !== undefined) {
    const reach = await reachOfProgramme(db, programmeId);
    if (reach === undefined) throw refuse.unknownProgramme();
    return reach;
  }
  if (organizationId === undefined) return null;
  const named = await organizationNamed(db, organizationId);
  return named === undefined ? { from: 1, to: 0 } : { from: named.pos, to: named.posEnd };
}
