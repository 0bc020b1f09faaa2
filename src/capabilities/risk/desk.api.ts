import { countingAll } from '../../platform/database.ts';
import { handle, type Ctx, type Endpoint } from '../../platform/handle.ts';
import { inBulk } from '../rules/facts.store.ts';
import { readFacts } from '../rules/fact-reading.store.ts';
import { differences, listRuleVersions, previewRules, publishRules, readRuleVersion, refuse, rollBackRules, saveRuleDraft, settingsOf, textsOf, tryRules, withChanges, workloadOf, type RuleEdit, type VersionSummary, type Vocabulary } from './desk.ts';
import type { RuleSetVersion } from './kept.ts';
import { modelDefinitions } from './model-sql.ts';
import { refuse as refuseRisk } from './risk.ts';
import { tierOfValues } from './tier.ts';
import { tiers, type Outcome, type TierRules } from './tier-rules.ts';
import { previewMatrix, saveVersion, versionNumbered, versionOn, versionsKept } from './tiers.store.ts';
import { content, everybodyJob, registry, rulesInForce, rulesOf, tiersOf } from './upkeep.api.ts';

export const api: readonly Endpoint[] = [
  handle(listRuleVersions, async (_, ctx) => {
    const { version } = await rulesInForce(ctx.db, dayOf(ctx));
    return (await versionsKept(ctx.db)).map((one) => summary(one, version.version));
  }),

  handle(readRuleVersion, async ({ version }, ctx) => {
    const found = await versionAt(ctx, version);
    const rules = compiled(found, { changes: [] });
    const base = found.basedOn === null ? undefined : await versionNumbered(ctx.db, found.basedOn);
    return { ...(await summaryOf(ctx, found)), texts: [...textsOf(found.content)], settings: settingsOf(found.content), vocabulary: vocabularyOf(rules), differences: base === undefined ? [] : differences(base.content, found.content) };
  }),

  handle(previewRules, async ({ version, changes, settings, contactsPerNurse }, ctx) => {
    const started = performance.now();
    const found = await versionAt(ctx, version);
    const rules = compiled(found, { changes, settings });
    const { rules: standing } = await rulesInForce(ctx.db, dayOf(ctx));
    const query = tiersOf(rules, { today: ctx.today, where: 'true', wanted: ['tier'] });
    const matrix = await countingAll(ctx.db, ctx.caller.scope, () => inBulk(ctx.db, () => previewMatrix(ctx.db, { query, rules, today: ctx.today })));
    const persons = (side: 'before' | 'after') => {
      const of = (tier: Outcome) => matrix.filter((cell) => cell[side] === tier).reduce((sum, cell) => sum + cell.persons, 0);
      return { low: of('low'), mid: of('mid'), high: of('high') };
    };
    const [was, would] = [persons('before'), persons('after')];
    const load = tiers.map((tier) => ({ tier, before: was[tier], after: would[tier], everyBefore: settingsOf(standing.content).every[tier], everyAfter: settingsOf(rules.content).every[tier] }));
    return { load, matrix, before: workloadOf(was, standing.content, contactsPerNurse), after: workloadOf(would, rules.content, contactsPerNurse), milliseconds: Math.round(performance.now() - started) };
  }),

  handle(tryRules, async ({ version, changes, settings, personId }, ctx) => {
    const found = await versionAt(ctx, version);
    const [was, would] = [(await rulesInForce(ctx.db, dayOf(ctx))).rules, compiled(found, { changes, settings })];
    const [known] = await readFacts(ctx.db, { registry, today: ctx.today, persons: [personId], wanted: Object.keys(would.facts), models: modelDefinitions(content) });
    if (known === undefined) throw refuseRisk.notAssessed();
    const judged = (rules: TierRules) => {
      const { tier, fired } = tierOfValues(known.values, rules);
      return { tier, fires: fired.map(({ rule }) => rule.id) };
    };
    return { before: judged(was), after: judged(would) };
  }),

  handle(saveRuleDraft, async ({ version, changes, settings, note }, ctx) => {
    const found = await versionAt(ctx, version);
    const changed = compiled(found, { changes, settings }).content;
    if (found.state !== 'draft' && differences(found.content, changed).length === 0) throw refuse.nothingChanged();
    const number = found.state === 'draft' ? found.version : await nextNumber(ctx);
    const draft: RuleSetVersion = { tenantId: ctx.caller.scope.tenant, version: number, state: 'draft', basedOn: found.state === 'draft' ? found.basedOn : found.version, note, validFrom: null, content: changed, changedAt: ctx.now, changedBy: ctx.caller.account, publishedAt: null, publishedBy: null };
    await saveVersion(ctx.db, draft);
    return summaryOf(ctx, draft);
  }),

  handle(publishRules, async ({ version, validFrom }, ctx) => {
    const found = await versionAt(ctx, version);
    if (found.state !== 'draft') throw refuse.notADraft();
    if (validFrom < ctx.today) throw refuse.validFromPast();
    compiled(found, { changes: [] });
    return publish(ctx, { ...found, validFrom });
  }),

  handle(rollBackRules, async ({ version }, ctx) => {
    const found = await versionAt(ctx, version);
    if (found.state !== 'published') throw refuse.unknownVersion();
    const { version: current } = await rulesInForce(ctx.db, dayOf(ctx));
    if (current.version === version) throw refuse.alreadyInForce();
    const copy: RuleSetVersion = { ...found, version: await nextNumber(ctx), state: 'draft', basedOn: found.version, note: found.note, validFrom: ctx.today, changedAt: ctx.now, changedBy: ctx.caller.account };
    return publish(ctx, copy);
  }),
];

async function publish(ctx: Ctx, version: RuleSetVersion): Promise<VersionSummary> {
  const published: RuleSetVersion = { ...version, state: 'published', publishedAt: ctx.now, publishedBy: ctx.caller.account };
  if (!(await saveVersion(ctx.db, published))) throw refuse.notADraft();
  await ctx.enqueue(everybodyJob, {});
  return summaryOf(ctx, published);
}

const dayOf = ({ caller, today }: Ctx) => ({ tenantId: caller.scope.tenant, day: today });

async function versionAt(ctx: Ctx, version: number): Promise<RuleSetVersion> {
  await rulesInForce(ctx.db, dayOf(ctx));
  const found = await versionNumbered(ctx.db, version);
  if (found === undefined) throw refuse.unknownVersion();
  return found;
}

async function nextNumber({ db }: Ctx): Promise<number> {
  return Math.max(0, ...(await versionsKept(db)).map(({ version }) => version)) + 1;
}

/** The rules of a version with some criteria rewritten; a fault is refused with its place. */
function compiled(version: RuleSetVersion, edit: RuleEdit): TierRules {
  const changed = withChanges(version.content, edit);
  if (changed === null) throw refuse.unknownRule();
  const prepared = rulesOf(changed);
  if (prepared.ok) return prepared.rules;
  throw refuse.faulty({ rules: prepared.faulty.map(({ name }) => name).join(', '), faults: prepared.faulty });
}

function vocabularyOf({ types, facts }: TierRules): Vocabulary {
  const titles = new Map(content.facts.map(({ id, title }) => [id, title]));
  return Object.fromEntries(Object.entries(types).map(([name, { type, unit, codes }]) => [name, { type, ...(unit === undefined ? {} : { unit }), ...(codes === undefined ? {} : { codes: [...codes] }), title: facts[name]?.title ?? titles.get(name) ?? { zh: name, en: name } }]));
}

async function summaryOf(ctx: Ctx, version: RuleSetVersion): Promise<VersionSummary> {
  return summary(version, (await versionOn(ctx.db, ctx.today))?.version ?? 0);
}

function summary({ version, state, basedOn, note, validFrom, changedAt, publishedAt }: RuleSetVersion, inForce: number): VersionSummary {
  return { version, state, basedOn, note, validFrom, changedAt, publishedAt, inForce: version === inForce };
}
