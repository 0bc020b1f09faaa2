import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompiledQuery } from 'kysely';
import { openStore, systemScope, type Store } from '../src/app/open.ts';
import { ChinaParInput, tenYearAscvd } from '../src/capabilities/risk/china-par.ts';
import { DiabetesRiskInput, diabetesRiskScore } from '../src/capabilities/risk/diabetes-risk.ts';
import { chinaParSql, modelDefinitions } from '../src/capabilities/risk/model-sql.ts';
import { answerOf } from '../src/capabilities/risk/model-answers.ts';
import { tierAnswer } from '../src/capabilities/risk/tier-answer.ts';
import { tierOfValues } from '../src/capabilities/risk/tier.ts';
import { content, derivation, modelsOf, population, refresh, refreshAll, refreshChanged, registry, rulesInForce, tiersOf } from '../src/capabilities/risk/upkeep.api.ts';
import { readFacts } from '../src/capabilities/rules/fact-reading.store.ts';
import { inBulk, markChanged } from '../src/capabilities/rules/facts.store.ts';
import { Day } from '../src/kernel/day.ts';
import { within, type Tx } from '../src/platform/database.ts';
import { spreadOf, timed } from './measure.ts';
import { watched, type Peak } from './memory.ts';
import { benchTenant, fillPopulation, firstPerson, isFilled } from './population.ts';
import type { BenchOptions } from './run.ts';
import { modelAnswers } from './models-by-hand.ts';
import { tiersByHand } from './tiers-by-hand.ts';

const today = Day.parse('2026-11-22');
const scope = systemScope(benchTenant);
type Load = { readonly fill: number; readonly derive: number; readonly peak: Peak };
/** The scores are among the answers of the models. */
const result = ['tier', 'gate', 'provisional', 'emergency', 'fires', 'missing', 'cell'];
const rounds = 3;
const sampled = 3_000;

export async function inPopulation<T>({ persons, data }: BenchOptions, work: (store: Store, load: Load) => Promise<T>): Promise<T> {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'kangcheng-bench-'));
  const store = await openStore({ data: folder, databaseUrl: null });
  try {
    const idOf = (code: string) => derivation.codes.observations.find((one) => one.code === code)?.id ?? 0;
    const kept = await isFilled(store.owner, persons);
    const fill = kept ? 0 : await timed(() => fillPopulation(store.owner, persons, { today, idOf }));
    const pass = await watched(store.owner, () => timed(() => within(store.database, scope, (tx) => refreshAll(tx, { tenantId: benchTenant, today, cause: 'records' }))));
    await store.owner.query('vacuum analyze person_fact, person_tier');
    return await work(store, { fill, derive: pass.result, peak: pass.peak });
  } finally {
    await store.close();
    if (data === null) rmSync(folder, { recursive: true, force: true });
  }
}

const ms = (value: number): number => Math.round(value);

/** A tenth and a hundredth of the population first, so that growth is seen; the figures are those of the whole. */
export async function benchTiers(options: BenchOptions): Promise<object> {
  const sizes = [100, 10, 1].map((part) => Math.round(options.persons / part)).filter((persons) => persons >= 1_000 || persons === options.persons);
  const measured: Awaited<ReturnType<typeof tiersAt>>[] = [];
  for (const persons of sizes) measured.push(await tiersAt({ ...options, persons, data: options.data === null ? null : join(options.data, String(persons)) }));
  const whole = measured.at(-1);
  const growth = measured.map(({ persons, derive_and_assess_all_seconds, tiers_and_models_ms, whole_answer_ms, peak }) => ({
    persons, derive_and_assess_all_seconds, tiers_and_models_ms, whole_answer_ms, microseconds_a_person_whole_pass: Number(((derive_and_assess_all_seconds * 1e6) / persons).toFixed(1)), ...peak,
  }));
  return { ...whole, growth };
}

/** Everybody's models and tiers in one statement, beside the same by hand and beside one person after the other in memory. */
async function tiersAt(options: BenchOptions) {
  return inPopulation(options, (store, { fill, derive, peak }) =>
    within(store.database, scope, async (tx) => {
      const { rules } = await rulesInForce(tx, { tenantId: benchTenant, day: today });
      const product = tiersOf(rules, { today, where: 'true', wanted: result });
      const whole = tiersOf(rules, { today, where: 'true' });
      const score = modelDefinitions(content).find(({ name }) => name === 'diabetes_risk_score')?.sql ?? 'null';
      const hand = tiersByHand({ today, chinaPar: chinaParSql(content.chinaPar, { column: (fact) => `q.${fact}`, ln: (fact) => `ln((q.${fact})::float8)` }), diabetesScore: score });
      const models = modelsOf({ today, where: 'true', wanted: modelAnswers });
      const differing = (await differences(tx, { product, hand, columns: result.map((name) => [name, name]) })) + (await differences(tx, { product: models, hand, columns: modelAnswers.map((name) => [name, `model ${name}`]) }));
      const best = await bestOf(tx, { product, models, hand: { sql: hand, params: [] }, whole, wholeModels: modelsOf({ today, where: 'true' }) });
      const both = best.product + best.models;
      const memory = await oneByOne(tx, options.persons);
      return {
        bench: 'tiers',
        persons: options.persons,
        observations: options.persons * 20,
        fill_seconds: ms(fill) / 1000,
        derive_and_assess_all_seconds: ms(derive) / 1000,
        tiers_and_models_ms: ms(both),
        tiers_ms: ms(best.product),
        models_ms: ms(best.models),
        hand_ms: ms(best.hand),
        whole_answer_ms: ms(best.whole + best.wholeModels),
        differences_from_hand: differing,
        ratio_to_hand_sql: Number((both / best.hand).toFixed(2)),
        one_by_one_ms: ms(memory.meanMs * options.persons),
        one_by_one_sampled: memory.sampled,
        ratio_to_one_by_one: Math.round((memory.meanMs * options.persons) / both),
        single_person_ms: memory.single,
        microseconds_a_person: Number(((1000 * both) / options.persons).toFixed(2)),
        peak,
      };
    }),
  );
}

type Statement = { readonly sql: string; readonly params: readonly unknown[] };

/** The shortest of some rounds of each, turn by turn, nothing sent to the client. */
async function bestOf<K extends string>(tx: Tx, statements: Readonly<Record<K, Statement>>): Promise<Readonly<Record<K, number>>> {
  const best = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, { sql, params }] of Object.entries<Statement>(statements)) {
      const took = await timed(() => inBulk(tx, () => tx.executeQuery(CompiledQuery.raw(`explain (analyze, timing off, costs off, summary off) ${sql}`, [...params]))));
      best.set(name, Math.min(took, best.get(name) ?? Infinity));
    }
  }
  return Object.fromEntries(best) as Record<K, number>;
}

type Compared = { readonly product: Statement; readonly hand: string; /** A column of the product and what the baseline calls it. */ readonly columns: readonly (readonly [string, string])[] };

async function differences(tx: Tx, { product, hand, columns }: Compared): Promise<number> {
  const row = (names: readonly string[]) => `row(${names.join(', ')})`;
  const text = `select count(*)::int as n from (${product.sql}) a full join (${hand}) b using (tenant_id, person_id) where ${row(columns.map(([name]) => `a."${name}"`))} is distinct from ${row(columns.map(([, name]) => `b."${name}"`))}`;
  const { rows } = await inBulk(tx, () => tx.executeQuery<{ n: number }>(CompiledQuery.raw(text, [...product.params])));
  return rows[0]?.n ?? -1;
}

/** A sample of persons, facts at hand: every model and the tier with its trace, as the program does it for one. */
async function oneByOne(tx: Tx, persons: number): Promise<{ meanMs: number; sampled: number; single: object }> {
  const { rules } = await rulesInForce(tx, { tenantId: benchTenant, day: today });
  const sample = Array.from({ length: Math.min(sampled, persons) }, (_, i) => firstPerson + Math.floor((i * persons) / Math.min(sampled, persons)));
  const known = await readFacts(tx, { registry, today, persons: sample, wanted: Object.keys(rules.facts), models: modelDefinitions(content) });
  for (const { values } of known.slice(0, 300)) tierOfValues(values, rules);
  const started = performance.now();
  for (const { values } of known) {
    tenYearAscvd(ChinaParInput.parse({ ...values, waist_cm: values['waist'], diabetes: values['dx_t2dm'], family_ascvd: values['family_cvd'], known_ascvd: values['ascvd'] }), content.chinaPar);
    diabetesRiskScore(DiabetesRiskInput.parse({ ...values, family: values['family_dm'] }), content.diabetesRisk);
    for (const one of population) answerOf(one, values);
    tierAnswer(tierOfValues(values, rules), { rules });
  }
  const meanMs = (performance.now() - started) / known.length;
  const diagnosed = known.filter(({ values }) => values['dx_htn'] === true || values['dx_t2dm'] === true);
  const single = spreadOf(diagnosed.map(({ values }) => {
    const before = performance.now();
    tierOfValues(values, rules);
    return performance.now() - before;
  }));
  return { meanMs, sampled: known.length, single };
}

const fresh = 10_000;

/** Ten thousand new readings beside a loaded database: seconds until every tier they touch is right. */
export async function benchReassess(options: BenchOptions): Promise<object> {
  return inPopulation(options, async (store) => {
    const count = Math.min(fresh, options.persons);
    const persons = Array.from({ length: Math.ceil(count / 2) }, (_, i) => firstPerson + Math.floor((i * options.persons) / Math.ceil(count / 2)));
    const took: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await store.owner.query(
        `insert into observation (tenant_id, person_id, code, effective_at, source_id, recorded_at, value, value2, organization_pos, label, implausible)
         select ${benchTenant}, p, 3, t, 2, t, 120 + (p + $2::int) % 70, 70 + p % 40, 16, 1, false from unnest($1::bigint[]) p cross join lateral (values (timestamptz '${today} 01:00+00' + $2::int * interval '1 minute'), (timestamptz '${today} 01:30+00' + $2::int * interval '1 minute')) v(t) on conflict do nothing`,
        [persons, round],
      );
      await within(store.database, scope, (tx) => markChanged(tx, persons));
      took.push(await timed(() => within(store.database, scope, (tx) => refreshChanged(tx, { tenantId: benchTenant, today }))));
    }
    const whom = { from: firstPerson, to: firstPerson + options.persons };
    const left = await within(store.database, scope, (tx) => refresh(tx, whom, { tenantId: benchTenant, today, cause: 'records' }));
    return { bench: 'reassess', persons: options.persons, observations: count, persons_touched: persons.length, seconds: Math.min(...took) / 1000, rounds: took.map((one) => ms(one) / 1000), facts_drift: left.facts, tiers_drift: left.tiers };
  });
}
