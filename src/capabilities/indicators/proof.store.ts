import { CompiledQuery, sql } from 'kysely';
import { z } from 'zod';
import { Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { withUsedParams } from '../rules/stored-facts.ts';
import type { CountingSql } from './counting.ts';
import type { Cohort } from './month-facts.ts';
import { firstDayOf, type Reference } from './month-sql.ts';
import type { Side } from './reporting.ts';

/** One definition over the persons of an organisation and what stands below it. */
export interface Behind {
  readonly month: Reference['month'];
  readonly counting: CountingSql;
  readonly params: readonly (string | readonly string[])[];
  readonly organizationId: number;
}

/** One definition takes some of the parameters that all of them share. */
function run<T>(tx: Tx, text: string, all: Behind['params']) {
  const { sql: used, params } = withUsedParams({ sql: text, params: all });
  return tx.executeQuery<T>(CompiledQuery.raw(used, [...params]));
}

/** Rows `q` of a month of those who belong to the subtree. */
function members({ month, organizationId }: Pick<Behind, 'month' | 'organizationId'>): string {
  return `select r.* from person_month r where r.month = date '${firstDayOf(month)}'
    and r.organizations && (select array_agg(o.organization_id) from organization o join organization a on o.pos between a.pos and a.pos_end where a.organization_id = ${organizationId})`;
}

const Digest = z.object({ persons: z.int(), upper: z.number(), lower: z.number(), digest: z.string() });

/** The sums once more from the rows of persons, and a digest of each one's part in the order of their numbers. */
export async function digestOf(tx: Tx, behind: Behind): Promise<z.infer<typeof Digest>> {
  const { among, upper, lower } = behind.counting;
  const { rows } = await run(tx, `
    select count(*)::int as persons, coalesce(sum(u), 0)::float8 as upper, coalesce(sum(l), 0)::float8 as lower,
      encode(sha256(convert_to(coalesce(string_agg(person_id || ' ' || coalesce(u::text, '') || ' ' || l, E'\\n' order by person_id), ''), 'UTF8')), 'hex') as digest
    from (select q.person_id, ${upper} as u, ${lower} as l from (${members(behind)}) q where not q.left and ${among}) p`, behind.params);
  return Digest.parse(rows[0]);
}

const Named = z.object({ personId: z.int(), name: z.string(), upper: z.number(), values: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])) });

/** Persons as far as the caller sees them, with what is known of them. */
export async function personsOf(tx: Tx, behind: Behind, { side, facts, after, most }: { readonly side: Side; readonly facts: readonly string[]; readonly after: number; readonly most: number }): Promise<z.infer<typeof Named>[]> {
  const { among, upper } = behind.counting;
  const shown = facts.map((id) => `'${id}', q."${id}"`).join(', ');
  const wanted = side === 'all' ? '' : side === 'upper' ? 'where x.upper > 0' : 'where coalesce(x.upper, 0) <= 0';
  const { rows } = await run(tx, `
    select x.person_id, p.name, coalesce(x.upper, 0)::float8 as upper, jsonb_strip_nulls(x.values) as values
    from (select q.tenant_id, q.person_id, ${upper} as upper, jsonb_build_object(${shown}) as values from (${members(behind)}) q where not q.left and ${among} and q.person_id > ${after}) x
      join person p on p.tenant_id = x.tenant_id and p.person_id = x.person_id ${wanted} order by x.person_id limit ${most}`, behind.params);
  return z.array(Named).parse(rows);
}

const LeftOut = z.object({ dead: z.int(), moved: z.int(), lost: z.int(), new: z.int() });
export type LeftOut = z.infer<typeof LeftOut>;

/** Of the people with a disease, those whom its control does not count. */
export async function leftOut(tx: Tx, { month, organizationId }: Pick<Behind, 'month' | 'organizationId'>, of: Cohort): Promise<LeftOut> {
  const { rows } = await run(tx, `
    select count(*) filter (where q.${of}_state = 'dead')::int as dead, count(*) filter (where q.${of}_state = 'moved')::int as moved, count(*) filter (where q.${of}_state = 'lost')::int as lost,
      count(*) filter (where q.${of}_state = 'under-care' and not q.${of}_counted)::int as new
    from (${members({ month, organizationId })}) q`, []);
  return LeftOut.parse(rows[0]);
}

const Version = z.object({ version: z.int(), since: Instant });

export async function versionsOf(tx: Tx, id: string): Promise<z.infer<typeof Version>[]> {
  const { rows } = await sql`select version, since from indicator_definition where id = ${id} order by version desc`.execute(tx);
  return z.array(Version).parse(rows);
}
