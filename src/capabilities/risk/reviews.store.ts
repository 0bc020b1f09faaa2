import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { Day, Instant } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { ReviewItem, ReviewSample, type Strata } from './reviews.ts';
import { Outcome, Tier } from './tier-rules.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    reviewSample: ReviewSample;
    reviewItem: ReviewItem;
  }
}

export const entities = { review_sample: ReviewSample, review_item: ReviewItem };

export const migrations = [
  {
    id: '2026-11-23 30 reviews of tiers',
    sql: `
    create table review_sample (
      tenant_id        int         not null,
      sample_id        uuid        not null,
      title            text        not null,
      strata           text        not null check (strata in ('none', 'tier', 'organization', 'cell')),
      wanted           int         not null,
      seed             int         not null,
      version          int         not null,
      organization_id  int         not null,
      organization_pos int         not null,
      strata_counts    jsonb       not null,
      drawn_on         date        not null,
      drawn_at         timestamptz not null,
      drawn_by         uuid,
      closed_at        timestamptz,
      primary key (tenant_id, sample_id)
    );
    create table review_item (
      tenant_id        int         not null,
      sample_id        uuid        not null,
      person_id        bigint      not null,
      ordinal          int         not null,
      stratum          text        not null,
      computed         text        not null check (computed in ('low', 'mid', 'high')),
      fires            text[]      not null,
      claimed_by       uuid,
      claimed_at       timestamptz,
      verdict          text        check (verdict in ('low', 'mid', 'high', 'not_tiered')),
      sure             boolean,
      comment          text,
      judged_at        timestamptz,
      judged_by        uuid,
      organization_pos int         not null,
      positions        int4multirange,
      label            smallint    not null,
      primary key (tenant_id, sample_id, person_id)
    );
    create index review_item_claimed on review_item (tenant_id, claimed_by, person_id) where verdict is null;
    ${guarded('review_sample')}
    ${guarded('review_item')}`,
  },
];

type Reach = { readonly organizationId: number; readonly from: number; readonly to: number };
export type Draw = Pick<ReviewSample, 'tenantId' | 'sampleId' | 'seed' | 'strata' | 'wanted'> & { readonly reach: Reach };

const stratumSql: Readonly<Record<Strata, (reach: Reach) => RawBuilder<string>>> = {
  none: () => sql`'all'`,
  tier: () => sql`t.computed`,
  cell: () => sql`coalesce(t.cell, 'none_known')`,
  organization: ({ organizationId }) => sql`coalesce((select o.organization_id::text from organization o where o.parent_id = ${organizationId} and t.organization_pos between o.pos and o.pos_end), ${String(organizationId)})`,
};

/**
 * Draw persons who are in a tier: evenly over the strata, within each by a hash of seed and person, so that the same seed on the
 * same population draws the same persons. A stratum that runs out leaves its places to the others.
 * @returns how many persons each stratum has, and how many were drawn from it
 */
export async function drawItems(tx: Tx, { tenantId, sampleId, seed, strata, wanted, reach }: Draw): Promise<ReviewSample['strataCounts']> {
  const { rows } = await sql`
    with pool as materialized (
      select t.*, ${stratumSql[strata](reach)} as stratum from person_tier t where t.computed <> 'not_tiered' and t.organization_pos between ${reach.from} and ${reach.to}),
    placed as (select *, row_number() over (partition by stratum order by md5(${`${seed}:`} || person_id)) as place from pool),
    drawn as (select * from placed order by place, md5(${`${seed}:`} || stratum) limit ${wanted}),
    kept as (
      insert into review_item (tenant_id, sample_id, person_id, ordinal, stratum, computed, fires, organization_pos, positions, label)
      select ${tenantId}::int, ${sampleId}::uuid, person_id, row_number() over (order by md5(${`order ${seed}:`} || person_id)), stratum, computed, fires, organization_pos, positions, label from drawn
      returning stratum)
    select p.stratum, p.persons, coalesce(k.drawn, 0)::int as drawn
    from (select stratum, count(*)::int as persons from pool group by 1) p left join (select stratum, count(*) as drawn from kept group by 1) k using (stratum) order by 1`.execute(tx);
  return ReviewSample.shape.strataCounts.parse(rows);
}

export async function insertSample(tx: Tx, { strataCounts, ...sample }: ReviewSample): Promise<void> {
  await sql`
    insert into review_sample (tenant_id, sample_id, title, strata, wanted, seed, version, organization_id, organization_pos, strata_counts, drawn_on, drawn_at, drawn_by, closed_at)
    values (${sample.tenantId}, ${sample.sampleId}::uuid, ${sample.title}, ${sample.strata}, ${sample.wanted}, ${sample.seed}, ${sample.version}, ${sample.organizationId}, ${sample.organizationPos},
      ${JSON.stringify(strataCounts)}::jsonb, ${sample.drawnOn}::date, ${sample.drawnAt}::timestamptz, ${sample.drawnBy}::uuid, ${sample.closedAt}::timestamptz)`.execute(tx);
}

const Sample = ReviewSample.extend({ organization: Text.nullable(), drawnByName: z.string().nullable(), persons: z.int(), reviewed: z.int(), agreed: z.int() });
export type Sample = z.infer<typeof Sample>;

/** Samples within reach, the latest first; one of them when named. */
export async function samplesKept(tx: Tx, sampleId: string | null = null): Promise<Sample[]> {
  const { rows } = await sql`
    select s.*, jsonb_build_object('zh', o.name_zh, 'en', o.name_en) as organization, a.name as drawn_by_name, coalesce(i.persons, 0)::int as persons, coalesce(i.reviewed, 0)::int as reviewed, coalesce(i.agreed, 0)::int as agreed
    from review_sample s left join organization o using (tenant_id, organization_id) left join account a on a.account_id = s.drawn_by
      left join (select sample_id, count(*) as persons, count(verdict) as reviewed, count(*) filter (where verdict = computed) as agreed from review_item group by 1) i using (sample_id)
    where ${sampleId}::uuid is null or s.sample_id = ${sampleId}::uuid order by s.drawn_at desc limit 200`.execute(tx);
  return z.array(Sample).parse(rows);
}

const Progress = z.object({ stratum: z.string(), computed: Tier, verdict: Outcome.nullable(), persons: z.int() });

export async function countItems(tx: Tx, sampleId: string): Promise<z.infer<typeof Progress>[]> {
  const { rows } = await sql`select stratum, computed, verdict, count(*)::int as persons from review_item where sample_id = ${sampleId}::uuid group by 1, 2, 3 order by 1, 2, 3`.execute(tx);
  return z.array(Progress).parse(rows);
}

const Taken = z.object({ personId: z.int(), ordinal: z.int(), name: z.string(), sex: z.enum(['male', 'female']), birthDate: Day });
export type Taken = z.infer<typeof Taken>;

/** The reviewer's open person of the sample, else the next that nobody took. Two who ask at once get two persons. */
export async function takeItem(tx: Tx, sampleId: string, { by, at }: { readonly by: string; readonly at: Instant }): Promise<Taken | undefined> {
  const { rows } = await sql`
    with mine as (select person_id from review_item where sample_id = ${sampleId}::uuid and verdict is null and claimed_by = ${by}::uuid limit 1),
    next as (select i.person_id from review_item i join person p using (tenant_id, person_id) where i.sample_id = ${sampleId}::uuid and i.verdict is null and i.claimed_by is null and not exists (select from mine) order by i.ordinal limit 1 for update of i skip locked),
    taken as (
      update review_item i set claimed_by = ${by}::uuid, claimed_at = ${at}::timestamptz from (select person_id from mine union all select person_id from next) one
      where i.sample_id = ${sampleId}::uuid and i.person_id = one.person_id returning i.person_id, i.ordinal)
    select t.person_id, t.ordinal, p.name, p.sex, p.birth_date from taken t join person p using (person_id)`.execute(tx);
  return rows[0] === undefined ? undefined : Taken.parse(rows[0]);
}

export async function returnItems(tx: Tx, sampleId: string, by: string): Promise<number> {
  const { numAffectedRows } = await sql`update review_item set claimed_by = null, claimed_at = null where sample_id = ${sampleId}::uuid and verdict is null and claimed_by = ${by}::uuid`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

export async function itemOf(tx: Tx, sampleId: string, personId: number): Promise<ReviewItem | undefined> {
  const { rows } = await sql`select * from review_item where sample_id = ${sampleId}::uuid and person_id = ${personId}`.execute(tx);
  return rows[0] === undefined ? undefined : ReviewItem.parse(rows[0]);
}

/** Whether the account has taken this person for review and not judged yet: the tier stays closed to it. */
export async function isReviewing(tx: Tx, personId: number, account: string): Promise<boolean> {
  const { rows } = await sql`select from review_item where person_id = ${personId} and claimed_by = ${account}::uuid and verdict is null limit 1`.execute(tx);
  return rows.length > 0;
}

type Verdict = Pick<ReviewItem, 'sampleId' | 'personId' | 'verdict' | 'sure' | 'comment' | 'judgedAt' | 'judgedBy'>;

/** @returns how many of the sample still wait; null when the person was judged already */
export async function judgeItem(tx: Tx, { sampleId, personId, verdict, sure, comment, judgedAt, judgedBy }: Verdict): Promise<number | null> {
  const { numAffectedRows } = await sql`
    update review_item set verdict = ${verdict}, sure = ${sure}, comment = ${comment}, judged_at = ${judgedAt}::timestamptz, judged_by = ${judgedBy}::uuid
    where sample_id = ${sampleId}::uuid and person_id = ${personId} and verdict is null and claimed_by = ${judgedBy}::uuid`.execute(tx);
  if (Number(numAffectedRows ?? 0n) === 0) return null;
  const { rows } = await sql<{ open: number }>`select count(*)::int as open from review_item where sample_id = ${sampleId}::uuid and verdict is null`.execute(tx);
  const open = rows[0]?.open ?? 0;
  if (open === 0) await sql`update review_sample set closed_at = ${judgedAt}::timestamptz where sample_id = ${sampleId}::uuid`.execute(tx);
  return open;
}

const JudgedItem = z.object({ personId: z.int(), name: z.string(), stratum: z.string(), computed: Tier, verdict: Outcome, fires: z.array(z.string()), sure: z.boolean(), comment: z.string().nullable(), judgedByName: z.string().nullable(), judgedAt: Instant });
export type JudgedItem = z.infer<typeof JudgedItem>;

export async function judgedItems(tx: Tx, sampleId: string, { disagreeing }: { readonly disagreeing: boolean }): Promise<JudgedItem[]> {
  const { rows } = await sql`
    select i.person_id, p.name, i.stratum, i.computed, i.verdict, i.fires, i.sure, i.comment, a.name as judged_by_name, i.judged_at
    from review_item i join person p using (tenant_id, person_id) left join account a on a.account_id = i.judged_by
    where i.sample_id = ${sampleId}::uuid and i.verdict is not null and (not ${disagreeing}::boolean or i.verdict <> i.computed) order by i.ordinal`.execute(tx);
  return z.array(JudgedItem).parse(rows);
}

const Named = z.object({ organizationId: z.int(), name: Text });

export async function organizationsNamed(tx: Tx, ids: readonly number[]): Promise<z.infer<typeof Named>[]> {
  const { rows } = await sql`select organization_id, jsonb_build_object('zh', name_zh, 'en', name_en) as name from organization where organization_id = any (${`{${ids.join(',')}}`}::int[])`.execute(tx);
  return z.array(Named).parse(rows);
}

const Illness = z.object({ title: z.string(), code: z.string(), onsetOn: Day.nullable() });

export async function illnessesOf(tx: Tx, personId: number): Promise<z.infer<typeof Illness>[]> {
  const { rows } = await sql`select title, code, onset_on from condition where person_id = ${personId} and verification_status <> 'refuted' order by onset_on nulls last, code`.execute(tx);
  return z.array(Illness).parse(rows);
}
