/** From rows of persons to sums of organisations: text of SQL, no database. */
import type { CountingSql } from './counting.ts';
import { ageBands, bands } from './values.ts';

const ageBand = `case ${ageBands.map((from, i) => `when q.age >= ${from}${i + 1 < ageBands.length ? ` and q.age < ${ageBands[i + 1] ?? 0}` : ''} then '${bands.age[i] ?? ''}'`).join(' ')} else '${bands.age[0] ?? ''}' end`;

/**
 * A query of organization_id, organization_pos, definition, breakdown, band, upper, lower, persons: every definition for every
 * organisation with its subtree. `rows` are persons with a `sign`: 1 counts them in, -1 out again. People are counted once for each set
 * of organisations they belong to, then lifted to whatever stands above one of these: somebody in two places of a subtree counts once.
 */
export function countedSql(rows: string, list: readonly CountingSql[]): string {
  const own = list.map(({ lower }, i) => ({ i, weighted: lower !== '(1)' }));
  const each = (column: (i: number, weighted: boolean) => readonly string[]) => own.flatMap(({ i, weighted }) => column(i, weighted)).join(', ');
  return `
    with flagged as (
      select q.organizations, coalesce(q.tier, 'none') as tier, ${ageBand} as age, q.sex, q.sign,
        ${list.flatMap(({ among, upper, lower }, i) => [`${among} as a${i}`, `${upper} as u${i}`, ...(own[i]?.weighted === true ? [`${lower} as l${i}`] : [])]).join(', ')}
      from (${rows}) q where not q.left offset 0),
    cell as materialized (
      select organizations, tier, age, sex, ${each((i, weighted) => [`sum(sign) filter (where a${i}) as p${i}`, `sum(sign * u${i}) filter (where a${i}) as u${i}`, ...(weighted ? [`sum(sign * l${i}) filter (where a${i}) as l${i}`] : [])])}
      from flagged group by 1, 2, 3, 4),
    above as materialized (
      select s.organizations, a.organization_id, a.pos from (select distinct organizations from cell) s
        join lateral (select distinct a.organization_id, a.pos from organization o join organization a on a.tenant_id = o.tenant_id and a.pos <= o.pos and a.pos_end >= o.pos where o.organization_id = any (s.organizations)) a on true),
    lifted as (
      select b.organization_id, b.pos, case when grouping(c.tier) = 0 then 'tier' when grouping(c.age) = 0 then 'age' when grouping(c.sex) = 0 then 'sex' else 'all' end as breakdown, coalesce(c.tier, c.age, c.sex, 'all') as band,
        ${each((i, weighted) => [`sum(c.p${i}) as p${i}`, `sum(c.u${i}) as u${i}`, ...(weighted ? [`sum(c.l${i}) as l${i}`] : [])])}
      from cell c join above b on b.organizations = c.organizations
      group by grouping sets ((b.organization_id, b.pos), (b.organization_id, b.pos, c.tier), (b.organization_id, b.pos, c.age), (b.organization_id, b.pos, c.sex)))
    select g.organization_id, g.pos as organization_pos, v.definition, g.breakdown, g.band, coalesce(v.upper, 0)::numeric as upper, coalesce(v.lower, 0)::numeric as lower, v.persons::int as persons
    from lifted g cross join lateral (values ${list.map(({ id }, i) => `('${id}', g.u${i}::numeric, g.${own[i]?.weighted === true ? 'l' : 'p'}${i}::numeric, g.p${i})`).join(', ')}) v (definition, upper, lower, persons)
    where v.persons is not null`;
}

/** A query of definition, upper, lower, persons: the sums over `rows` alone, whatever they belong to. */
export function summedSql(rows: string, list: readonly CountingSql[]): string {
  const sums = list.map(({ among, upper, lower }, i) => `count(*) filter (where ${among}) as p${i}, sum(${upper}) filter (where ${among}) as u${i}, sum(${lower}) filter (where ${among}) as l${i}`);
  return `
    select v.definition, coalesce(v.upper, 0)::float8 as upper, coalesce(v.lower, 0)::float8 as lower, v.persons::int as persons
    from (select ${sums.join(', ')} from (${rows}) q where not q.left) g cross join lateral (values ${list.map(({ id }, i) => `('${id}', g.u${i}::numeric, g.l${i}::numeric, g.p${i})`).join(', ')}) v (definition, upper, lower, persons)`;
}
