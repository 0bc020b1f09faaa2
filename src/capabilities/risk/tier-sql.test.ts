import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../app/testing.ts';
import { valuesOf } from './hypertension-risk.ts';
import { content, labelledPersons, shippedRules } from './fixtures.gateway.ts';
import { anyone } from './persons.fixtures.ts';
import { chinaParSql } from './model-sql.ts';
import { ChinaParInput, percentOf } from './china-par.ts';
import { tierColumns, tierQuery } from './tier-sql.ts';
import { tierOfValues, TierInput } from './tier.ts';
import { prepareTiers, type TierRules } from './tier-rules.ts';
import type { Row } from './persons.fixtures.ts';

const { owner } = await testDatabase();
const rules = shippedRules();
const sqlTypes = { number: 'numeric', boolean: 'boolean', string: 'text', codes: 'text[]' } as const;

/** Every person's tier in one query over rows given as JSON. */
async function tiersInSql(people: readonly Row[], by: TierRules = rules): Promise<Record<string, unknown>[]> {
  const names = Object.keys(by.facts);
  const columns = names.map((name) => `"${name}" ${sqlTypes[by.facts[name]?.type ?? 'number']}`);
  const facts = names.map((name) => ({ name, needs: [], sql: `f."${name}"` }));
  const from = `jsonb_to_recordset((select given from input)) as f(no int, ${columns.join(', ')})`;
  const { sql, params } = tierQuery({ rules: by, facts, criteria: new Map(), from, key: ['no'] });
  const { rows } = await owner.query(`with input as (select $${params.length + 1}::jsonb as given) select ${tierColumns.join(', ')} from (${sql}) answer order by no`, [...params, JSON.stringify(people.map((person, no) => ({ no, ...person })))]);
  return rows;
}

function tierAlone(person: Row, by: TierRules = rules): Record<string, unknown> {
  const result = tierOfValues(valuesOf(TierInput.parse(person)), by);
  return {
    tier: result.tier,
    gate: result.gate?.id ?? null,
    provisional: result.provisional,
    emergency: result.emergency,
    urgent: result.urgent,
    danger: result.danger,
    fires: result.fired.map(({ rule }) => rule.id),
    undecided: result.undecided.map(({ id }) => id),
    missing: result.missing,
    awaited: [...new Set(result.undecided.flatMap(({ missing }) => missing))].toSorted(),
    cell: result.cell,
    stratum: result.cell === null ? null : (result.stratum?.row ?? null),
    bp_column: result.gate === null ? (result.facts.values['bp_column'] ?? null) : null,
  };
}

const inOrder = (row: Record<string, unknown>) => ({ ...row, awaited: (row['awaited'] as string[]).toSorted() });

describe('a population', () => {
  test('of labelled persons gets the tiers that are written beside them', async () => {
    const rows = await tiersInSql(labelledPersons.map(({ inputs }) => inputs));
    expect(rows.map(({ tier, fires, gate }) => ({ tier, gate, fires: (fires as string[]).toSorted() }))).toEqual(labelledPersons.map(({ tier, gate, fires }) => ({ tier, gate, fires: fires.toSorted() })));
    expect(rows.map(inOrder)).toEqual(labelledPersons.map(({ inputs }) => tierAlone(inputs)));
  });

  test('of 4,000 gets the whole answer that each gets alone', async () => {
    const people = fc.sample(anyone, { numRuns: 4_000, seed: 20261122 }).map((person, i) => (i % 4 === 0 ? person : { ...person, age: person['age'] === null ? null : Math.max(18, Number(person['age'])), pregnant: false, lactating: false, t1dm: false, secondary_htn: false, dx_htn: i % 3 === 0 ? null : true }));
    const rows = await tiersInSql(people);
    expect(rows.map(inOrder)).toEqual(people.map((person) => tierAlone(person)));
    expect(new Set(rows.map(({ tier, provisional }) => `${String(tier)} ${String(provisional)}`)).size).toBeGreaterThan(4);
  });

  test('under other rules, with division and criteria that nothing decides, agrees too', async () => {
    const extra = ['%waist / %hr > 1.1', "%pulse_pressure > 60 and %cell in ('mid' | 'high')", '%ppg / (%hr - %hr) > 1', 'iif(%lvh, %hcy > 10, {}) or %adr', '%abi_low implies (%uric_acid > 400 xor %smoker)', "-%ldl < -3 or %lifestyle contains 'smoking'"];
    const changed = { ...content, tiers: { ...content.tiers, rules: [...content.tiers.rules, ...extra.map((when, i) => ({ ...(content.tiers.rules[12] ?? expect.fail()), id: `X${i}`, when }))] } };
    const prepared = prepareTiers(changed);
    const by = prepared.ok ? prepared.rules : expect.fail(JSON.stringify(prepared.faulty));
    const people = fc.sample(anyone, { numRuns: 500, seed: 7 }).map((person) => ({ ...person, dx_htn: true, age: 60, pregnant: false, lactating: false, t1dm: false, secondary_htn: false }));
    expect((await tiersInSql(people, by)).map(inOrder)).toEqual(people.map((person) => tierAlone(person, by)));
  });
});

test('China-PAR in SQL is the equation for one person to 1e-9', async () => {
  const some = fc.record({ sex: fc.constantFrom('M', 'F'), age: fc.integer({ min: 20, max: 85 }), sbp: fc.integer({ min: 70, max: 200 }), bp_treated: fc.boolean(), tc: fc.integer({ min: 30, max: 100 }).map((n) => n / 10), hdl: fc.integer({ min: 6, max: 30 }).map((n) => n / 10), waist: fc.integer({ min: 50, max: 130 }), smoker: fc.boolean(), dx_t2dm: fc.boolean(), north: fc.boolean(), urban: fc.boolean(), family_cvd: fc.boolean() });
  const people = fc.sample(some, { numRuns: 500, seed: 3 });
  const { rows } = await owner.query(`select ${chinaParSql(content.chinaPar, { column: (name) => (name === 'ascvd' ? 'false' : `f.${name}`), ln: (name) => `ln((f.${name})::float8)` })} as percent from jsonb_to_recordset($1::jsonb) as f(no int, sex text, age numeric, sbp numeric, bp_treated boolean, tc numeric, hdl numeric, waist numeric, smoker boolean, dx_t2dm boolean, north boolean, urban boolean, family_cvd boolean) order by no`, [JSON.stringify(people.map((person, no) => ({ no, ...person })))]);
  for (const [i, { tc, hdl, waist, dx_t2dm, family_cvd, ...person }] of people.entries()) {
    const { mmol_per_mgdl: mmol } = content.chinaPar;
    const alone = percentOf(ChinaParInput.parse({ ...person, tc_mgdl: tc / mmol, hdl_mgdl: hdl / mmol, waist_cm: waist, diabetes: dx_t2dm, family_ascvd: family_cvd }), content.chinaPar);
    expect(Math.abs(rows[i].percent - alone)).toBeLessThan(1e-9);
  }
});
