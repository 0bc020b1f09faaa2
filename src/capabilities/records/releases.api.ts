import { labels } from '../../platform/database.ts';
import { handle, type Ctx } from '../../platform/handle.ts';
import { staffInRoles } from '../access/teams.store.ts';
import { isWithin, type Organization } from '../organizations/organizations.ts';
import { organizationsById } from '../organizations/organizations.store.ts';
import type { PersonId } from '../people/people.ts';
import { membershipsOf } from '../people/people.store.ts';
import { seen } from './observations.api.ts';
import { refuse } from './records.ts';
import { addRelease, isInForce, listReleased, listReleases, releaseAddressees, revokeRelease } from './releases.ts';
import { insertRelease, releasesInForce, releasesOf, revoke } from './releases.store.ts';

/** Where the pupil is today, as far as the caller reaches. */
async function classesOf({ db, today, caller }: Ctx, personId: PersonId): Promise<Organization[]> {
  const current = (await membershipsOf(db, personId)).filter(({ since, until }) => since <= today && (until === null || until > today));
  const organizations = await organizationsById(db, current.map(({ organizationId }) => organizationId));
  return organizations.filter((one) => isWithin(one, { pos: caller.scope.from, posEnd: caller.scope.to }));
}

const teachers = ({ db }: Ctx) => staffInRoles(db, ['teacher']);

export const api = [
  handle(listReleases, async ({ personId }, ctx) => {
    await seen(ctx, personId);
    return (await releasesOf(ctx.db, personId)).map(({ nameZh, nameEn, ...release }) => ({ ...release, organization: { zh: nameZh, en: nameEn }, inForce: isInForce(release, ctx.today) }));
  }),

  handle(releaseAddressees, async ({ personId }, ctx) => {
    await seen(ctx, personId);
    return {
      organizations: (await classesOf(ctx, personId)).map(({ organizationId, nameZh, nameEn }) => ({ organizationId, name: { zh: nameZh, en: nameEn } })),
      teachers: (await teachers(ctx)).map(({ accountId, name }) => ({ accountId, name })),
    };
  }),

  handle(addRelease, async ({ personId, organizationId, teacherId, kind, words, entryId, until }, ctx) => {
    await seen(ctx, personId);
    const at = (await classesOf(ctx, personId)).find((one) => one.organizationId === organizationId);
    if (!at) throw refuse.notTheirClass();
    if (teacherId !== null && !(await teachers(ctx)).some(({ accountId }) => accountId === teacherId)) throw refuse.noSuchTeacher();
    if (until !== null && until < ctx.today) throw refuse.overAlready();
    const releaseId = ctx.newId();
    const { tenant } = ctx.caller.scope;
    await insertRelease(ctx.db, {
      tenantId: tenant, personId, releaseId, organizationId, organizationPos: at.pos, teacherId, kind, words, entryId, until, releasedAt: ctx.now,
      releasedBy: ctx.caller.account, releasedByName: ctx.caller.name, revokedAt: null, revokedBy: null, label: labels.ordinary,
    });
    return { releaseId };
  }),

  handle(revokeRelease, async ({ personId, releaseId }, ctx) => {
    await seen(ctx, personId);
    if (!(await revoke(ctx.db, { personId, releaseId, at: ctx.now, by: ctx.caller.account }))) throw refuse.noSuchEntry();
    return { revoked: true as const };
  }),

  handle(listReleased, async (_input, ctx) => {
    const released = await releasesInForce(ctx.db, ctx.today);
    if (released.length > 0) ctx.note([...new Set(released.map(({ personId }) => personId))], 'list');
    return released.map(({ nameZh, nameEn, ...release }) => ({ ...release, organization: { zh: nameZh, en: nameEn } }));
  }),
];
