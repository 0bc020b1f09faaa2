/** Facts and tiers kept up: after every change within seconds, and everybody each night. */
import { createHash } from 'node:crypto';
import type { Day } from '../../kernel/day.ts';
import { readContent } from '../../platform/content.ts';
import type { Tx } from '../../platform/database.ts';
import type { Ctx } from '../../platform/handle.ts';
import type { Job } from '../../platform/jobs.ts';
import { ObservationCodes } from '../records/observation-codes.ts';
import type { Derivation } from '../rules/fact-derivation.ts';
import { countFacts, deriveFacts, forgetChanged, inBulk, noteRefreshed, personNumbers, takeChanged, type Whom } from '../rules/facts.store.ts';
import { factRegistry, type FactRegistry } from '../rules/facts.ts';
import { factsOn } from '../rules/stored-facts.ts';
import { loadRiskContent } from './content.gateway.ts';
import { modelsQuery, preparePopulation, type PreparedModel } from './model-answers.ts';
import { filtrationSql, modelDefinitions } from './model-sql.ts';
import { endModels, keepModels, modelKey } from './models.store.ts';
import { Place } from './place.ts';
import { modelTypes, populationModels } from './population-models.ts';
import type { Cause, RuleSetVersion } from './kept.ts';
import { prepareTiers, type PreparedTiers, type TierRules, type TiersContent } from './tier-rules.ts';
import { tierQuery, type TierQuery } from './tier-sql.ts';
import { assessTiers, endTiers, expireOverrides, insertPass, saveVersion, tierKey, versionOn } from './tiers.store.ts';

export const content = loadRiskContent();

const registered = factRegistry(content.facts);
if (!registered.ok) throw new Error(`content/facts.yaml: ${JSON.stringify(registered.faults)}`);
export const registry: FactRegistry = registered.registry;

const { hypertension, diabetes } = content.followup;

export const derivation: Derivation = {
  facts: content.facts,
  codes: readContent('observations.yaml', ObservationCodes),
  limits: {
    sbp: hypertension.uncontrolled_from.sbp,
    dbp: hypertension.uncontrolled_from.dbp,
    olderFrom: hypertension.older_from_age,
    olderSbp: hypertension.older_uncontrolled_from.sbp,
    olderDbp: hypertension.older_uncontrolled_from.dbp,
    fpg: diabetes.uncontrolled_fpg,
  },
  egfr: (given) => filtrationSql(content.kidney, given),
  place: readContent('place.yaml', Place),
};

/** The rules of a version, compiled; `prepared` fails only for a draft that is at fault. */
export function rulesOf(tiers: TiersContent): PreparedTiers {
  return prepareTiers({ ...content, tiers });
}

const compiled = new Map<string, TierRules>();

/** The version in force on a day; the first is what the product ships. */
export async function rulesInForce(tx: Tx, { tenantId, day }: { readonly tenantId: number; readonly day: Day }): Promise<{ readonly version: RuleSetVersion; readonly rules: TierRules }> {
  let version = await versionOn(tx, day);
  if (version === undefined) {
    await saveVersion(tx, shippedVersion(tenantId));
    version = (await versionOn(tx, day)) ?? shippedVersion(tenantId);
  }
  return { version, rules: compiledRules(version) };
}

export function compiledRules({ tenantId, version, publishedAt, content: tiers }: RuleSetVersion): TierRules {
  const key = `${tenantId} ${version} ${publishedAt ?? ''}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const prepared = rulesOf(tiers);
  if (!prepared.ok) throw new Error(`rule set ${version}: ${JSON.stringify(prepared.faulty)}`);
  compiled.set(key, prepared.rules);
  return prepared.rules;
}

const longAgo = '2000-01-01' as Day;

function shippedVersion(tenantId: number): RuleSetVersion {
  const at = `${longAgo}T00:00:00.000Z` as RuleSetVersion['changedAt'];
  return { tenantId, version: 1, state: 'published', basedOn: null, note: '', validFrom: longAgo, content: content.tiers, changedAt: at, changedBy: null, publishedAt: at, publishedBy: null };
}

const answerTypes = { ...registry.types, ...modelTypes };
const prepared = preparePopulation(populationModels(content), answerTypes);
if (!prepared.ok) throw new Error(`content/risk: ${JSON.stringify(prepared.faulty)}`);
/** The guidelines' models as criteria over the facts, and the edition of the tables they come from. */
export const population: readonly PreparedModel[] = prepared.models;
const edition = createHash('sha256').update(JSON.stringify(population.map(({ model }) => model))).digest('hex').slice(0, 12);

type Asked = { readonly today: Day; readonly where: string; readonly wanted?: readonly string[] };

/** What the models say of whomever SQL over `f` names, as of a day. */
export function modelsOf({ today, where, wanted }: Asked): TierQuery {
  const facts = [...factsOn(today, registry), ...modelDefinitions(content)];
  return modelsQuery({ models: population, facts, types: answerTypes, criteria: registry.criteria, from: `person_fact f where ${where}`, key: modelKey, ...(wanted === undefined ? {} : { wanted }) });
}

/** The tier of whomever `whom` names by SQL over `f`, as of a day. */
export function tiersOf(rules: TierRules, { today, where, wanted }: Asked): TierQuery {
  const facts = [...factsOn(today, registry), ...modelDefinitions(content)];
  return tierQuery({ rules, facts, criteria: registry.criteria, from: `person_fact f where ${where}`, key: tierKey, ...(wanted === undefined ? {} : { wanted }) });
}

function whereOf(whom: Whom): string {
  return 'persons' in whom ? `f.person_id = any ('{${whom.persons.join(',')}}'::bigint[])` : `f.person_id between ${whom.from} and ${whom.to}`;
}

type Pass = { readonly tenantId: number; readonly today: Day; readonly cause: Cause };

/** Derive the facts of some persons and assess them. */
export async function refresh(tx: Tx, whom: Whom, { tenantId, today, cause }: Pass): Promise<{ facts: number; answers: number; tiers: number }> {
  const facts = await deriveFacts(tx, { derivation, whom, asOf: today });
  const { version, rules } = await rulesInForce(tx, { tenantId, day: today });
  const tiers = await inBulk(tx, () => assessTiers(tx, { query: tiersOf(rules, { today, where: whereOf(whom) }), rules, version: version.version, today, cause }));
  await inBulk(tx, () => keepModels(tx, { query: modelsOf({ today, where: whereOf(whom) }), edition, today }));
  return { facts, ...tiers };
}

/** Assess without reading the records again: the rules changed, not the facts. */
export async function reassess(tx: Tx, whom: Whom, { tenantId, today, cause }: Pass): Promise<{ answers: number; tiers: number }> {
  const { version, rules } = await rulesInForce(tx, { tenantId, day: today });
  return inBulk(tx, () => assessTiers(tx, { query: tiersOf(rules, { today, where: whereOf(whom) }), rules, version: version.version, today, cause }));
}

const batch = 5_000;
const span = 20_000;

/** Everybody whose records changed since the last time. Returns how many. */
export async function refreshChanged(tx: Tx, pass: Omit<Pass, 'cause'>): Promise<number> {
  let done = 0;
  for (;;) {
    const persons = await takeChanged(tx, batch);
    if (persons.length === 0) return done;
    await refresh(tx, { persons }, { ...pass, cause: 'records' });
    await noteRefreshed(tx, persons);
    done += persons.length;
  }
}

/** Everybody, in spans of person numbers, so that memory does not grow with the population. `drift` is 0 when the facts were right. */
export async function refreshAll(tx: Tx, pass: Pass): Promise<{ persons: number; drift: number; tiers: number }> {
  const numbers = await personNumbers(tx);
  await forgetChanged(tx);
  const total = { persons: 0, drift: 0, tiers: 0 };
  if (numbers === null) return total;
  for (let { from } = numbers; from <= numbers.to; from += span) {
    const whom = { from, to: from + span - 1 };
    const { facts, tiers } = await refresh(tx, whom, pass);
    total.tiers += tiers + (await inBulk(tx, () => endTiers(tx, whom, pass.today)));
    await inBulk(tx, () => endModels(tx, whom));
    total.drift += facts;
    total.persons += await countFacts(tx, whom);
  }
  return total;
}

/** The nightly pass: first what is known to have changed, then everybody; whatever differs then was missed. */
async function nightly({ db, today }: Pick<Ctx, 'db' | 'today'>, tenantId: number): Promise<void> {
  const started = performance.now();
  const expired = await expireOverrides(db, today);
  if (expired.length > 0) await reassess(db, { persons: expired }, { tenantId, today, cause: 'override-ended' });
  await refreshChanged(db, { tenantId, today });
  const { persons, drift, tiers } = await refreshAll(db, { tenantId, today, cause: 'records' });
  if (drift > 0) console.warn(`facts_drift = ${drift}: the nightly pass found facts that were not what the records say (tenant ${tenantId}, ${today})`);
  await insertPass(db, { tenantId, ranOn: today, persons, factsDrift: drift, tiersChanged: tiers, seconds: (performance.now() - started) / 1000 });
}

type Context = { readonly everyTenant: (work: (ctx: Pick<Ctx, 'db' | 'today'> & { readonly tenantId: number }) => Promise<void>) => Promise<void> };

export const changedJob = 'refreshChanged';
/** Everybody under the rules in force, the facts as they stand. */
export const everybodyJob = 'reassessEverybody';

export const jobs: readonly Job<Context>[] = [
  { name: changedJob, schedule: '*/5 * * * *', run: (_payload, { everyTenant }) => everyTenant(async ({ db, today, tenantId }) => void (await refreshChanged(db, { tenantId, today }))) },
  {
    name: everybodyJob,
    run: (_payload, { everyTenant }) =>
      everyTenant(async ({ db, today, tenantId }) => {
        const numbers = await personNumbers(db);
        if (numbers !== null) await reassess(db, numbers, { tenantId, today, cause: 'rules' });
      }),
  },
  { name: 'refreshFacts', schedule: '30 17 * * *', run: (_payload, { everyTenant }) => everyTenant((ctx) => nightly(ctx, ctx.tenantId)) },
];
