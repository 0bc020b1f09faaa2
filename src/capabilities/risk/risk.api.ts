import { addDays, daysBetween } from '../../kernel/day.ts';
import { countingAll } from '../../platform/database.ts';
import { handle, type Ctx, type Endpoint } from '../../platform/handle.ts';
import { readFacts } from '../rules/fact-reading.store.ts';
import { cardOf, type TierCard } from './card.ts';
import { modelDefinitions } from './model-sql.ts';
import { dangerDays, endTierOverride, longestOverrideDays, overrideTier, readOwnTier, readTier, refuse, smallestGroup, tierMovement } from './risk.ts';
import { refuse as refuseReview } from './reviews.ts';
import { isReviewing } from './reviews.store.ts';
import { tierAnswer } from './tier-answer.ts';
import { tierOfValues } from './tier.ts';
import { tiers } from './tier-rules.ts';
import { endOverride, historyOf, insertOverride, movement, organizationNamed, overridesOf, tierOfPerson } from './tiers.store.ts';
import { compiledRules, content, reassess, registry, rulesInForce } from './upkeep.api.ts';
import { versionNumbered } from './tiers.store.ts';

export const api: readonly Endpoint[] = [
  handle(readTier, async ({ personId }, ctx) => {
    if (await isReviewing(ctx.db, personId, ctx.caller.account)) throw refuseReview.blind();
    return cardFor(ctx, personId);
  }),

  handle(readOwnTier, async ({ personId }, ctx) => {
    const { standing, provisional, emergency, urgent, danger, plain, improve, next } = await cardFor(ctx, personId);
    return { tier: standing.tier, since: standing.tierSince, provisional, urgent: emergency || urgent || danger.length > 0, sentences: plain, towards: next?.tier ?? null, improve, condition: next?.condition ?? null };
  }),

  handle(overrideTier, async ({ personId, tier, reason, expiresOn }, ctx) => {
    const { db, today, caller } = ctx;
    const standing = await tierOfPerson(db, personId);
    if (standing === undefined) throw refuse.notAssessed();
    if (expiresOn < today) throw refuse.overrideInPast();
    if (daysBetween(today, expiresOn) > longestOverrideDays) throw refuse.overrideTooLong({ days: longestOverrideDays });
    const lower = tiers.findIndex((one) => one === tier) < tiers.findIndex((one) => one === standing.computed);
    if (lower && (await hadDanger(ctx, personId, standing.danger))) throw refuse.dangerTooRecent({ days: dangerDays });
    await endOverride(db, personId, { at: ctx.now, by: caller.account });
    const { tenantId, organizationPos, positions, label } = standing;
    await insertOverride(db, { tenantId, personId, overrideId: ctx.newId(), tier, instead: standing.computed, reason, startsOn: today, expiresOn, madeAt: ctx.now, madeBy: caller.account, endedAt: null, endedBy: null, organizationPos, positions, label });
    await reassess(db, { persons: [personId] }, { tenantId, today, cause: 'override' });
    return cardFor(ctx, personId);
  }),

  handle(endTierOverride, async ({ personId }, ctx) => {
    const { db, today, caller } = ctx;
    if (!(await endOverride(db, personId, { at: ctx.now, by: caller.account }))) throw refuse.noOverride();
    await reassess(db, { persons: [personId] }, { tenantId: caller.scope.tenant, today, cause: 'override-ended' });
    return cardFor(ctx, personId);
  }),

  handle(tierMovement, async ({ organizationId, from, to }, { db, caller }) => {
    const named = organizationId === undefined ? null : ((await organizationNamed(db, organizationId)) ?? null);
    const reach = { from: named?.pos ?? caller.scope.from, to: named?.posEnd ?? caller.scope.to };
    const counted = await countingAll(db, caller.scope, () => movement(db, { reach, from, to }));
    const seesPersons = caller.scope.purpose === 'care';
    const flows = counted.map((flow) => ({ ...flow, persons: seesPersons || flow.persons >= smallestGroup ? flow.persons : null }));
    return { flows, hiddenBelow: seesPersons ? null : smallestGroup, organization: named?.name ?? null };
  }),
];

/** A danger sign now, or a tier that one brought in the days before. */
async function hadDanger({ db, today }: Ctx, personId: number, now: readonly string[]): Promise<boolean> {
  if (now.length > 0) return true;
  const since = addDays(today, -dangerDays);
  const { rules } = await rulesInForce(db, { tenantId: (await tierOfPerson(db, personId))?.tenantId ?? 0, day: today });
  const dangers = new Set(rules.rules.filter(({ emergency }) => emergency).map(({ id }) => id));
  return (await historyOf(db, personId)).some(({ changedOn, fires }) => changedOn >= since && fires.some((id) => dangers.has(id)));
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
    ...cardOf(answer, { rules, facts: content.facts, days: known?.days ?? {} }),
    standing,
    override: open ?? null,
    history: await historyOf(db, personId),
  };
}
