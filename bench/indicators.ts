import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, systemScope, type Store } from '../src/app/open.ts';
import { Month } from '../src/capabilities/care/reference-month.ts';
import { countMonth, definitions, prepared, reading, referenceOf, refreshIndicators } from '../src/capabilities/indicators/upkeep.api.ts';
import { noteRefreshed } from '../src/capabilities/rules/facts.store.ts';
import { Day, Instant } from '../src/kernel/day.ts';
import { within } from '../src/platform/database.ts';
import { indicatorsByHand } from './indicators-by-hand.ts';
import { timed } from './measure.ts';
import { watched } from './memory.ts';
import { benchTenant, fillPopulation, firstPerson, isFilled } from './population.ts';
import type { BenchOptions } from './run.ts';

const today = Day.parse('2026-11-22');
const month = Month.parse('2026-11');
const known = Instant.parse('2026-12-01T00:00:00.000Z');
const reference = referenceOf(month, { today, known });
const scope = systemScope(benchTenant);
const organizations = 1_000;
const fresh = 10_000;

const seconds = (ms: number): number => Math.round(ms / 10) / 100;
const idOf = (code: string): number => reading.codes.observations.find((one) => one.code === code)?.id ?? 0;

/** All definitions × 1,000 organisations with their breakdowns for a month, beside the same by hand; then again after 10,000 observations. */
export async function benchIndicators({ persons, data }: BenchOptions): Promise<object> {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'kangcheng-bench-'));
  const store = await openStore({ data: folder, databaseUrl: null });
  try {
    if (!(await isFilled(store.owner, persons))) {
      await fillPopulation(store.owner, persons, { today, idOf, organizations });
      await store.owner.query(`insert into tier_history (tenant_id, person_id, changed_on, tier, version, cause, fires, organization_pos, label)
        select tenant_id, person_id, '2026-10-01', (array['low', 'mid', 'high', 'not_tiered'])[1 + person_id % 4], 1, 'records', '{}', organization_pos, 1 from person`);
      await store.owner.query('vacuum analyze');
    }
    const pass = await watched(store.owner, () => timed(() => within(store.database, scope, (tx) => countMonth(tx, benchTenant, reference))));
    const hand = await byHand(store);
    const again = await refreshed(store, persons);
    return {
      bench: 'indicators', persons, observations: persons * 20, organizations, definitions: definitions.length, counted_over_persons: prepared.length, values: hand.values,
      seconds: seconds(pass.result), hand_seconds: seconds(hand.ms), ratio_to_hand_sql: Number((pass.result / hand.ms).toFixed(2)), differences_from_hand: hand.differing, refresh_after_observations: fresh, refresh_seconds: seconds(again.ms), refresh_drift: again.drift, ...pass.peak,
    };
  } finally {
    await store.close();
    if (data === null) rmSync(folder, { recursive: true, force: true });
  }
}

/** As the owner, without row-level security, with as much memory as the product takes, and parallel where the planner likes. */
async function byHand({ owner }: Store): Promise<{ ms: number; differing: number; values: number }> {
  const client = await owner.connect();
  try {
    await client.query(`set work_mem = '64MB'; set jit = off`);
    const ms = await timed(async () => {
      for (const statement of indicatorsByHand({ idOf, from: '2025-12-01', recent: '2026-09-01', to: today })) await client.query(statement);
    });
    const { rows } = await client.query<{ differing: number; values: number }>(`
      select count(*) filter (where row(v.upper, v.lower, v.persons) is distinct from row(h.upper, h.lower, h.persons))::int as differing, count(*)::int as values
      from (select * from indicator_value where month = '${month}-01' and definition not in ('sessions', 'particip', 'reach-n', 'persontimes')) v full join h_value h using (organization_id, definition, breakdown, band)`);
    return { ms, differing: rows[0]?.differing ?? -1, values: rows[0]?.values ?? 0 };
  } finally {
    client.release();
  }
}

/** Ten thousand new readings of 5,000 persons: seconds until every value is right, and how many values a whole count would still change. */
async function refreshed({ owner, database }: Store, persons: number): Promise<{ ms: number; drift: number }> {
  const touched = Array.from({ length: Math.min(fresh / 2, persons) }, (_, i) => firstPerson + Math.floor((i * persons) / Math.min(fresh / 2, persons)));
  await owner.query(
    `insert into observation (tenant_id, person_id, code, effective_at, source_id, recorded_at, value, value2, organization_pos, label, implausible)
     select ${benchTenant}, p, 3, t, 2, t, 120 + p % 50, 70 + p % 40, 16, 1, false from unnest($1::bigint[]) p cross join (values (timestamptz '${today} 01:00+00'), (timestamptz '${today} 01:30+00')) v(t) on conflict do nothing`,
    [touched],
  );
  await within(database, scope, (tx) => noteRefreshed(tx, touched));
  const ms = await timed(() => within(database, scope, (tx) => refreshIndicators(tx, { today, known })));
  await owner.query(`create table bench_before as select * from indicator_value where month = '${month}-01'`);
  await within(database, scope, (tx) => countMonth(tx, benchTenant, reference));
  const { rows } = await owner.query<{ n: number }>(`select count(*)::int as n from indicator_value v full join bench_before b using (tenant_id, month, organization_id, definition, breakdown, band)
    where v.month = '${month}-01' and row(v.upper, v.lower, v.persons) is distinct from row(b.upper, b.lower, b.persons)`);
  await owner.query('drop table bench_before');
  return { ms, drift: rows[0]?.n ?? -1 };
}
