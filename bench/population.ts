/** Persons with twenty observations each, made by the database itself: no program generates a million people in time. */
import type pg from 'pg';

export const benchTenant = 1;
export const firstPerson = 1_000_000;

/** Code, days ago, source, middle and spread of the value, decimals, and the lower value of a pair where there is one. */
const observations: readonly (readonly [number, number, number, number, number, number, number | null])[] = [
  [3, 12, 2, 134, 26, 0, 80], [3, 55, 2, 136, 24, 0, 81], [3, 98, 2, 138, 26, 0, 82], [3, 150, 2, 139, 24, 0, 82], [3, 210, 1, 137, 22, 0, 81], [3, 300, 2, 140, 26, 0, 83],
];
const singles: readonly (readonly [string, number, number, number, number])[] = [
  ['fasting-glucose', 20, 5.9, 3, 1], ['fasting-glucose', 120, 6, 3, 1], ['hba1c', 60, 6.3, 3, 1], ['total-cholesterol', 200, 4.9, 3, 2], ['hdl-cholesterol', 200, 1.3, 0.8, 2], ['ldl-cholesterol', 200, 2.9, 2.2, 2],
  ['creatinine', 200, 78, 50, 0], ['uric-acid', 200, 340, 180, 0], ['body-height', 200, 164, 24, 1], ['body-weight', 200, 66, 32, 1], ['waist-circumference', 200, 84, 28, 1], ['heart-rate', 40, 75, 24, 0],
  ['smoking-status', 200, 1.2, 3, 0], ['urine-albumin-creatinine-ratio', 150, 30, 60, 0],
];

/** Whether a kept database holds this population already. */
export async function isFilled(owner: pg.Pool, persons: number): Promise<boolean> {
  const { rows } = await owner.query<{ n: number }>('select count(*)::int as n from person');
  return rows[0]?.n === persons;
}

export async function fillPopulation(owner: pg.Pool, persons: number, { today, idOf, organizations = 1 }: { readonly today: string; readonly idOf: (code: string) => number; readonly organizations?: number }): Promise<void> {
  const client = await owner.connect();
  const rows = [...observations, ...singles.map(([code, days, middle, spread, decimals]) => [idOf(code), days, 1, middle, spread, decimals, null] as const)];
  try {
    await client.query(`select setseed(0.42)`);
    await client.query(`insert into tenant values (${benchTenant}, 'bench')`);
    await client.query(`insert into organization (tenant_id, organization_id, parent_id, kind, name_zh, name_en, pos, pos_end) values (${benchTenant}, 1, null, 'district', '甲', 'A', 16, 1_000_000)`);
    // Ten below each: organisation n hangs below (n + 8) / 10, positions as the tree is walked.
    if (organizations > 1) await client.query(treeSql(organizations));
    await client.query(`
      insert into person (tenant_id, person_id, organization_id, organization_pos, name, pinyin, sex, birth_date, registered_at)
      select ${benchTenant}, ${firstPerson} + i, ${organizations === 1 ? '1, 16' : `o.organization_id, o.pos`}, '李', 'li', case when random() < 0.5 then 'male' else 'female' end, date '${today}' - (7000 + (random() * 25000)::int), '2020-01-01' from generate_series(0, ${persons - 1}) i${organizations === 1 ? '' : ` join organization o on o.organization_id = ${organizations} - i % ${Math.ceil((organizations * 9) / 10)}`}`);
    if (organizations > 1) await client.query(`insert into membership (tenant_id, person_id, organization_id, organization_pos, role, since) select tenant_id, person_id, organization_id, organization_pos, 'patient', '2020-01-01' from person`);
    await client.query(`
      insert into condition (tenant_id, person_id, entry_id, code, title, clinical_status, verification_status, onset_on, source_id, recorded_at, organization_pos, label)
      select ${benchTenant}, person_id, gen_random_uuid(), c.code, c.code, 'active', 'confirmed', date '${today}' - (random() * 5000)::int - 30, 1, '2026-01-01', 16, 1
      from person cross join (values ('I10', 0.32), ('E11', 0.13), ('I25', 0.03)) c(code, share) where random() < c.share + 0 * person_id`);
    await client.query(`
      insert into observation (tenant_id, person_id, code, effective_at, source_id, recorded_at, value, value2, organization_pos, label, implausible)
      select ${benchTenant}, p.person_id, o.code, at, o.source, at, greatest(round((o.middle + o.spread * (random() - 0.4))::numeric, o.decimals)::float8, 0),
        case when o.lower is null then null else round((o.lower + 22 * (random() - 0.4))::numeric)::float8 end, 16, 1, false
      from person p cross join (values ${rows.map((row) => `(${row.map((value) => value ?? 'null::int').join(', ')})`).join(', ')}) as o(code, days, source, middle, spread, decimals, lower)
        cross join lateral (select (date '${today}' - o.days - (p.person_id % 25)::int)::timestamptz + interval '9 hours' as at) t
      on conflict do nothing`);
    await client.query('analyze');
  } finally {
    client.release();
  }
}

/** A tree of organisations with ten below each, as intervals of positions. */
function treeSql(organizations: number): string {
  return `
    with recursive node as (
      select 1 as id, 16::bigint as pos, 1000000::bigint as pos_end
      union all
      select c.id, n.pos + 1 + ((c.id - 2) % 10) * ((n.pos_end - n.pos) / 10), n.pos + ((c.id - 2) % 10 + 1) * ((n.pos_end - n.pos) / 10) from node n join generate_series(2, ${organizations}) c (id) on (c.id + 8) / 10 = n.id)
    insert into organization (tenant_id, organization_id, parent_id, kind, name_zh, name_en, pos, pos_end)
    select ${benchTenant}, id, (id + 8) / 10, 'department', '甲' || id, 'A ' || id, pos, pos_end from node where id > 1`;
}
