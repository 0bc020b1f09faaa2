import { beyondReach } from '../../platform/database.ts';
import { handle, type Ctx } from '../../platform/handle.ts';
import { arranged, subtreeOf } from './arranging.ts';
import { createOrganization, isWithin, listAllOrganizations, listOrganizations, moveOrganization, refuse, renameOrganization, type Organization } from './organizations.ts';
import { holdTree, insertOrganizations, nextOrganizationId, organizationById, organizationsBetween, renameNode, replaceIntervals } from './organizations.store.ts';

const everywhere = 2_147_483_646;

export const api = [
  handle(listOrganizations, (_input, { db, caller }) => organizationsBetween(db, caller.scope.from, caller.scope.to)),

  handle(listAllOrganizations, (_input, { db }) => organizationsBetween(db, 0, everywhere)),

  handle(createOrganization, async ({ parentId, kind, nameZh, nameEn }, ctx) => {
    const { db } = ctx;
    const parent = await inReach(ctx, parentId);
    await holdTree(db);
    const nodes = await organizationsBetween(db, 0, everywhere);
    const organizationId = await nextOrganizationId(db);
    const changes = arranged(nodes, { moved: [{ organizationId, parentId, pos: 0, posEnd: 0 }], parentId: parent.organizationId });
    const mine = changes.find((one) => one.organizationId === organizationId);
    if (!mine) throw refuse.unknownOrganization();
    await beyondReach(db, ctx.caller.scope, async () => {
      await replaceIntervals(db, nodes, changes.filter((one) => one !== mine));
      await insertOrganizations(db, [{ tenantId: parent.tenantId, ...mine, kind, nameZh, nameEn: nameEn || nameZh }]);
    });
    return { organizationId };
  }),

  handle(renameOrganization, async ({ organizationId, nameZh, nameEn }, ctx) => {
    await inReach(ctx, organizationId);
    await renameNode(ctx.db, organizationId, { nameZh, nameEn: nameEn || nameZh });
    return { organizationId };
  }),

  handle(moveOrganization, async ({ organizationId, parentId }, ctx) => {
    const { db } = ctx;
    const [node, parent] = [await inReach(ctx, organizationId), await inReach(ctx, parentId)];
    if (node.parentId === null || node.pos === ctx.caller.scope.from || isWithin(parent, node)) throw refuse.cannotHangThere();
    await holdTree(db);
    const nodes = await organizationsBetween(db, 0, everywhere);
    const moved = subtreeOf(nodes, organizationId);
    const others = nodes.filter((one) => !moved.includes(one));
    await beyondReach(db, ctx.caller.scope, () => replaceIntervals(db, nodes, arranged(others, { moved, parentId })));
    return { organizationId };
  }),
];

async function inReach({ db, caller: { scope } }: Ctx, organizationId: number): Promise<Organization> {
  const organization = await organizationById(db, organizationId);
  if (!organization || !isWithin(organization, { pos: scope.from, posEnd: scope.to })) throw refuse.unknownOrganization();
  return organization;
}
