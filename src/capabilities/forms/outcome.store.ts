import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Text } from '../../kernel/text.ts';
import type { Tx } from '../../platform/database.ts';
import type { Response } from './responding.ts';
import { ValueCount } from './tally.ts';
import { Value } from './answers.ts';

/** Whose answers: of a distribution, and of one interval of positions where a group is asked for. */
export type Whose = { readonly distributionId: string; readonly group: { readonly from: number; readonly to: number } | null };

const whose = ({ distributionId, group }: Whose): RawBuilder<unknown> =>
  group === null ? sql`r.distribution_id = ${distributionId}` : sql`r.distribution_id = ${distributionId} and (r.organization_pos between ${group.from} and ${group.to} or r.positions && int4range(${group.from}, ${group.to + 1}))`;

/** Every answered question of an answer, however deep it stands. */
const questions = sql`jsonb_path_query(r.answers, 'strict $.**{2 to 24} ? (exists(@.linkId) && @.answers.size() > 0)')`;

export async function countAnswers(tx: Tx, of: Whose): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from response r where ${whose(of)}`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** How often each question was answered with each value. Call it where answers may be counted. */
export async function valueCounts(tx: Tx, of: Whose): Promise<ValueCount[]> {
  const { rows } = await sql`
    select q ->> 'linkId' as link_id, a -> 'value' as value, count(*)::int as count
    from response r cross join lateral ${questions} q cross join lateral jsonb_array_elements(q -> 'answers') a where ${whose(of)} group by 1, 2`.execute(tx);
  return z.array(ValueCount).parse(rows);
}

export async function answeredCounts(tx: Tx, of: Whose): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ linkId: string; n: number }>`
    select q ->> 'linkId' as link_id, count(distinct r.response_id)::int as n from response r cross join lateral ${questions} q where ${whose(of)} group by 1`.execute(tx);
  return new Map(rows.map(({ linkId, n }) => [linkId, n]));
}

const PairRow = z.object({ first: Value, second: Value, count: z.int() });

export async function pairCounts(tx: Tx, of: Whose, [first, second]: readonly [string, string]): Promise<z.infer<typeof PairRow>[]> {
  const of1 = (linkId: string) => sql`select r.response_id, a -> 'value' as value from response r cross join lateral ${questions} q cross join lateral jsonb_array_elements(q -> 'answers') a where ${whose(of)} and q ->> 'linkId' = ${linkId}`;
  const { rows } = await sql`select f.value as first, s.value as second, count(*)::int as count from (${of1(first)}) f join (${of1(second)}) s using (response_id) group by 1, 2`.execute(tx);
  return z.array(PairRow).parse(rows);
}

export interface ScoreRow {
  readonly id: string;
  readonly count: number;
  readonly mean: number;
  readonly deviation: number | null;
}

/** Mean and spread of every score that is a number. */
export async function scoreSummaries(tx: Tx, of: Whose): Promise<ScoreRow[]> {
  const { rows } = await sql<ScoreRow>`
    select s.key as id, count(*)::int as count, avg((s.value)::float8) as mean, stddev_samp((s.value)::float8) as deviation
    from response r cross join lateral jsonb_each(r.scores) s where ${whose(of)} and jsonb_typeof(s.value) = 'number' group by 1`.execute(tx);
  return rows;
}

export interface GroupScoreRow extends ScoreRow {
  readonly organizationId: number;
  readonly organization: Text;
}

/** The same by the organisations directly below one. */
export async function scoresByGroup(tx: Tx, of: Whose, organizationId: number): Promise<GroupScoreRow[]> {
  const { rows } = await sql<GroupScoreRow>`
    select o.organization_id, json_build_object('zh', o.name_zh, 'en', o.name_en) as organization, s.key as id, count(*)::int as count, avg((s.value)::float8) as mean, stddev_samp((s.value)::float8) as deviation
    from organization o join response r on r.tenant_id = o.tenant_id and (r.organization_pos between o.pos and o.pos_end or r.positions && int4range(o.pos, o.pos_end + 1)) cross join lateral jsonb_each(r.scores) s
    where o.parent_id = ${organizationId} and ${whose(of)} and jsonb_typeof(s.value) = 'number' group by o.organization_id, o.pos, o.name_zh, o.name_en, s.key order by o.pos`.execute(tx);
  return rows;
}

/** How many fell into each band or case of a score. */
export async function scoreCodes(tx: Tx, of: Whose): Promise<{ id: string; code: string; count: number }[]> {
  const { rows } = await sql<{ id: string; code: string; count: number }>`
    select s.key as id, s.value #>> '{}' as code, count(*)::int as count from response r cross join lateral jsonb_each(r.scores) s
    where ${whose(of)} and jsonb_typeof(s.value) in ('string', 'boolean') group by 1, 2`.execute(tx);
  return rows;
}

/** The same respondents in two distributions by one score; null where one is missing. */
export async function scorePairs(tx: Tx, { beforeId, afterId, result }: { beforeId: string; afterId: string; result: string }): Promise<{ before: number | null; after: number | null }[]> {
  const of = (distributionId: string) => sql`
    select distinct on (who) coalesce(pseudonym, person_id::text) as who, (scores ->> ${result})::float8 as score from response
    where distribution_id = ${distributionId} and coalesce(pseudonym, person_id::text) is not null and jsonb_typeof(scores -> ${result}) = 'number' order by who, submitted_at desc`;
  const { rows } = await sql<{ before: number | null; after: number | null }>`select b.score as before, a.score as after from (${of(beforeId)}) b full join (${of(afterId)}) a using (who)`.execute(tx);
  return rows;
}

export interface ExportRow extends Pick<Response, 'answers' | 'scores' | 'submittedAt' | 'personId' | 'pseudonym'> {
  readonly person: string | null;
  readonly organization: string;
}

/** Whole answers, in no order that tells who came when. */
export async function exportRows(tx: Tx, distributionId: string, most: number): Promise<ExportRow[]> {
  const { rows } = await sql<ExportRow>`
    select r.answers, r.scores, r.submitted_at, r.person_id, r.pseudonym, p.name as person, o.name_zh as organization
    from response r join organization o on o.tenant_id = r.tenant_id and o.pos = r.organization_pos left join person p on p.tenant_id = r.tenant_id and p.person_id = r.person_id
    where r.distribution_id = ${distributionId} order by r.response_id limit ${most}`.execute(tx);
  return rows;
}
