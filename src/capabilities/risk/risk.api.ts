import { addDays, daysBetween, type Day } from '../../kernel/day.ts';
import { readContent } from '../../platform/content.ts';
import { countingAll, countingEverywhere } from '../../platform/database.ts';
import { handle, type Ctx, type Endpoint } from '../../platform/handle.ts';
import { isWithin } from '../organizations/organizations.ts';
import { organizationsBetween } from '../organizations/organizations.store.ts';
import { Publishing } from '../organizations/publishing.ts';
import { readFacts } from '../rules/fact-reading.store.ts';
import { cardOf, type TierCard } from './card.ts';
import { modelDefinitions } from './model-sql.ts';
import { dangerDays, endTierOverride, longestOverrideDays, overrideTier, readOwnTier, readTier, refuse, tierMovement, type Flow } from './risk.ts';
import { toldFlows } from './publishing.ts';
import { refuse as refuseReview } from './reviews.ts';
import { isReviewing } from './reviews.store.ts';
import { tierAnswer } from './tier-answer.ts';
import { tierOfValues } from './tier.ts';
import { tiers } from './tier-rules.ts';
import { endOverride, historyOf, insertOverride, movement, movementAtOrganizations, organizationNamed, overridesOf, tierOfPerson } from './tiers.store.ts';
import { compiledRules, content, reassess, registry, rulesInForce } from './upkeep.api.ts';
import { versionNumbered } from './tiers.store.ts';

const { smallest_cell: smallestCell } = readContent('publishing.yaml', Publishing);

export const api: readonly Endpoint[] = [
  handle(readTier, async ({ personId }, ctx) => {
    if (await isReviewing(ctx.db, personId, ctx.caller.account)) throw refuseReview.blind();
    return cardFor(ctx, personId);
  }),

  handle(readOwnTier, async ({ personId }, ctx) => {
    const { standing, provisional, emergency, urgent, danger, plain, improve, next, held } = await cardFor(ctx, personId);
    return { tier: standing.tier, since: standing.tierSince, provisional, urgent: emergency || urgent || danger.length > 0, sentences: plain, towards: next?.tier ?? null, improve, condition: held?.condition ?? next?.condition ?? null };
  }),

  handle(overrideTier, async ({ personId, tier, reason, expiresOn }, ctx) => {
    const { db, today, caller } = ctx;
    const standing = await tierOfPerson(db, personId);
    if (standing === undefined) throw refuse.notAssessed();
    if (expiresOn < today) throw refuse.overrideInPast();
    if (daysBetween(today, expiresOn) > longestOverrideDays) throw refuse.overrideTooLong({ days: longestOverrideDays });
    const lower = tiers.findIndex((one) => one === tier) < tiers.findIndex((one) => one === standing.settled);
    if (lower && standing.dangerOn !== null && standing.dangerOn >= addDays(today, -dangerDays)) throw refuse.dangerTooRecent({ days: dangerDays });
    await endOverride(db, personId, { at: ctx.now, by: caller.account });
    const { tenantId, organizationPos, positions, label } = standing;
    await insertOverride(db, { tenantId, personId, overrideId: ctx.newId(), tier, instead: standing.settled, reason, startsOn: today, expiresOn, madeAt: ctx.now, madeBy: caller.account, endedAt: null, endedBy: null, organizationPos, positions, label });
    await reassess(db, { persons: [personId] }, { tenantId, today, cause: 'override' });
    return cardFor(ctx, personId);
  }),

  handle(endTierOverride, async ({ personId }, ctx) => {
    const { db, today, caller } = ctx;
    if (!(await endOverride(db, personId, { at: ctx.now, by: caller.account }))) throw refuse.noOverride();
    await reassess(db, { persons: [personId] }, { tenantId: caller.scope.tenant, today, cause: 'override-ended' });
    return cardFor(ctx, personId);
  }),

  handle(tierMovement, async ({ organizationId, from, to }, ctx) => {
    const named = organizationId === undefined ? null : ((await organizationNamed(ctx.db, organizationId)) ?? null);
    const organization = named?.name ?? null;
    if (ctx.caller.scope.purpose !== 'care') return { flows: await publishedFlows(ctx, { organizationId: organizationId ?? ctx.caller.organization, from, to }), hiddenBelow: smallestCell, organization };
    const reach = { from: named?.pos ?? ctx.caller.scope.from, to: named?.posEnd ?? ctx.caller.scope.to };
    return { flows: await countingAll(ctx.db, ctx.caller.scope, () => movement(ctx.db, { reach, from, to })), hiddenBelow: null, organization };
  }),
];

/** The flows at an organisation within reach, as everybody is told them who may not see single persons. */
async function publishedFlows({ db, caller }: Ctx, { organizationId, from, to }: { organizationId: number; from: Day; to: Day }): Promise<Flow[]> {
  const { organizations, counted } = await countingEverywhere(db, caller.scope, async () => ({ organizations: await organizationsBetween(db, 0, 2_147_483_646), counted: await movementAtOrganizations(db, { from, to }) }));
  const asked = organizations.find((one) => one.organizationId === organizationId);
  return asked && isWithin(asked, { pos: caller.scope.from, posEnd: caller.scope.to }) ? toldFlows(organizations, counted, { organizationId, k: smallestCell }) : [];
}

/** What stands, with the reasons worked out anew from the same facts under the same version of the rules. */
async function cardFor(ctx: Ctx, personId: number): Promise<TierCard> {
  const { db, today } = ctx;
  const standing = await tierOfPerson(db, personId);
  if (standing === undefined) throw refuse.notAssessed();
  const version = await versionNumbered(db, standing.version);
  const rules = version === undefined ? (await rulesInForce(db, { tenantId: standing.tenantId, day: today })).rules : compiledRules(version);
  const [known] = await readFacts(db, { registry, today, persons: [personId], wanted: Object.keys(rules.facts), models: modelDefinitions(content) });
  const answer = tierAnswer(tierOfValues(known?.values ?? {}, rules), { rules });
  const overrides = await overridesOf(db, personId);
  const open = overrides.find(({ endedAt, expiresOn }) => endedAt === null && expiresOn >= today);
  return {
    ...cardOf(answer, { standing, rules, facts: content.facts, days: known?.days ?? {} }),
    standing,
    override: open ?? null,
    history: await historyOf(db, personId),
  };
}
