import { CompiledQuery, sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Day, Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded, tenantWide } from '../../platform/migrations.ts';
import { PersonTier, RiskPass, RuleSetVersion, TierHistory, TierOverride, type Cause } from './kept.ts';
import { carriedSql, settledSql } from './tier-movement.ts';
import type { TierRules } from './tier-rules.ts';
import type { TierQuery } from './tier-sql.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    personTier: PersonTier;
    tierHistory: Omit<TierHistory, 'changeNo'>;
    tierOverride: TierOverride;
    ruleSetVersion: RuleSetVersion;
    riskPass: Omit<RiskPass, 'passNo'>;
  }
}

export const entities = { person_tier: PersonTier, tier_history: TierHistory, tier_override: TierOverride, rule_set_version: RuleSetVersion, risk_pass: RiskPass };

const tier = (column: string, more = 'not null') => `${column} text ${more} check (${column} in ('low', 'mid', 'high', 'not_tiered'))`;
const place = `
      organization_pos int      not null,
      positions        int4multirange,
      label            smallint not null`;

export const migrations = [
  {
    id: '2026-11-22 13 tiers',
    sql: `
    create table person_tier (
      tenant_id        int      not null,
      person_id        bigint   not null,
      version          int      not null,
      ${tier('tier')},
      ${tier('computed')},
      gate             text,
      provisional      boolean  not null,
      emergency        boolean  not null,
      urgent           boolean  not null,
      danger           text[]   not null,
      fires            text[]   not null,
      undecided        text[]   not null,
      missing          text[]   not null,
      awaited          text[]   not null,
      cell             text,
      assessed_on      date     not null,
      tier_since       date     not null,${place},
      primary key (tenant_id, person_id)
    ) with (fillfactor = 85);
    create index person_tier_organization on person_tier (tenant_id, organization_pos, tier);
    create table tier_history (
      tenant_id        int      not null,
      person_id        bigint   not null,
      change_no        bigint   generated always as identity,
      changed_on       date     not null,
      ${tier('tier', '')},
      ${tier('before', '')},
      ${tier('computed', '')},
      version          int      not null,
      cause            text     not null,
      fires            text[]   not null,${place},
      primary key (tenant_id, person_id, change_no)
    );
    create table tier_override (
      tenant_id        int         not null,
      person_id        bigint      not null,
      override_id      uuid        not null,
      tier             text        not null check (tier in ('low', 'mid', 'high')),
      instead          text        not null,
      reason           text        not null,
      starts_on        date        not null,
      expires_on       date        not null,
      made_at          timestamptz not null,
      made_by          uuid        not null,
      ended_at         timestamptz,
      ended_by         uuid,${place},
      primary key (tenant_id, person_id, override_id)
    );
    create unique index tier_override_one on tier_override (tenant_id, person_id) where ended_at is null;
    create table rule_set_version (
      tenant_id        int         not null,
      version          int         not null,
      state            text        not null check (state in ('draft', 'published', 'withdrawn')),
      based_on         int,
      note             text        not null,
      valid_from       date,
      content          jsonb       not null,
      changed_at       timestamptz not null,
      changed_by       uuid,
      published_at     timestamptz,
      published_by     uuid,
      primary key (tenant_id, version)
    );
    create table risk_pass (
      tenant_id        int              not null,
      pass_no          bigint           generated always as identity,
      ran_on           date             not null,
      persons          int              not null,
      facts_drift      int              not null,
      tiers_changed    int              not null,
      seconds          double precision not null,
      primary key (tenant_id, pass_no)
    );
    ${guarded('person_tier')}
    ${guarded('tier_history')}
    ${guarded('tier_override')}
    ${tenantWide('rule_set_version')}
    ${tenantWide('risk_pass')}`,
  },
  {
    id: '2026-11-23 50 movement between tiers',
    sql: `
    alter table person_tier
      add column settled text not null default 'not_tiered' check (settled in ('low', 'mid', 'high', 'not_tiered')),
      add column settled_since date not null default current_date,
      add column held text check (held in ('lasting', 'contacts', 'stay')),
      add column lasting text[] not null default '{}',
      add column danger_on date;
    alter table person_tier no force row level security;
    update person_tier set settled = computed, settled_since = tier_since, lasting = array(select id from unnest(fires) id where id in ('H03', 'H04', 'H05'));
    alter table person_tier force row level security;`,
  },
];

export type Assessment = { readonly query: TierQuery; readonly rules: TierRules; readonly version: number; readonly today: Day; readonly cause: Cause };

const answered = ['gate', 'provisional', 'emergency', 'urgent', 'danger', 'fires', 'undecided', 'missing', 'awaited', 'cell'];
const kept = ['version', 'tier', 'computed', ...answered, 'settled', 'held', 'lasting', 'danger_on', 'organization_pos', 'positions', 'label'];
/** What a query of tiers carries through beside the answer: of the facts, the days of the satisfactory follow-ups in a row. */
const runColumn = 'satisfactory_1y_days';
export const tierKey = ['tenant_id', 'person_id', 'organization_pos', 'positions', 'label', runColumn];

const standingOverride = (today: Day) => `tier_override o on o.tenant_id = s.tenant_id and o.person_id = s.person_id and o.ended_at is null and o.starts_on <= date '${today}' and o.expires_on >= date '${today}'`;
const stood = `t.settled as was, t.settled_since as was_since, t.computed as was_computed, t.version as was_version, t.tier as before`;

/**
 * Assess everybody whom the query selects in one statement. Rows that say the same already stay untouched; a change of the tier
 * itself is kept as history.
 * @returns how many answers, and how many tiers among them, are new
 */
export async function assessTiers(tx: Tx, { query, rules, version, today, cause }: Assessment): Promise<{ answers: number; tiers: number }> {
  const row = (alias: string) => `row(${kept.map((name) => `${alias}.${name}`).join(', ')})`;
  const written = ['assessed_on', 'tier_since', 'settled_since', ...kept];
  const { settled, held, lasting } = settledSql({ ...movementOf(rules), today, version });
  const text = `
    with judged as materialized (
      select a.tenant_id, a.person_id, a.organization_pos, a.positions, a.label, ${version} as version, a.tier as computed, a.${runColumn} as contacts, ${answered.map((name) => `a.${name}`).join(', ')}, ${stood},
        ${carriedSql(version)} as carried, t.danger_on as danger_before, t.tier_since as before_since, t.person_id is null as is_new
      from (${query.sql}) a left join person_tier t on t.tenant_id = a.tenant_id and t.person_id = a.person_id),
    moved as (select s.*, ${settled} as settled, ${held} as held, ${lasting} as lasting, case when cardinality(s.danger) > 0 then date '${today}' else s.danger_before end as danger_on from judged s),
    decided as materialized (select s.*, coalesce(o.tier, s.settled) as tier from moved s left join ${standingOverride(today)}),
    fresh as materialized (
      select j.*, case when j.before = j.tier then j.before_since else date '${today}' end as tier_since, case when j.was = j.settled then j.was_since else date '${today}' end as settled_since
      from decided j left join person_tier t on t.tenant_id = j.tenant_id and t.person_id = j.person_id
      where j.is_new or ${row('t')} is distinct from ${row('j')}),
    written as (
      insert into person_tier (tenant_id, person_id, ${written.join(', ')})
      select tenant_id, person_id, date '${today}', tier_since, settled_since, ${kept.join(', ')} from fresh
      on conflict (tenant_id, person_id) do update set (${written.join(', ')}) = row(${written.map((name) => `excluded.${name}`).join(', ')})
      returning 1),
    noted as (
      insert into tier_history (tenant_id, person_id, changed_on, tier, before, computed, version, cause, fires, organization_pos, positions, label)
      select tenant_id, person_id, date '${today}', tier, before, computed, version, case when was_version <> version then 'rules' else '${cause}' end, fires, organization_pos, positions, label from fresh where before is distinct from tier
      returning 1)
    select (select count(*) from written)::int as answers, (select count(*) from noted)::int as tiers`;
  const { rows } = await tx.executeQuery<{ answers: number; tiers: number }>(CompiledQuery.raw(text, [...query.params]));
  return rows[0] ?? { answers: 0, tiers: 0 };
}

export function movementOf({ content, rules }: TierRules) {
  return { movement: content.movement, sticky: rules.filter(({ sticky }) => sticky).map(({ id }) => id) };
}

/** Take away the tiers of those who have no facts any more: they died or moved away. */
export async function endTiers(tx: Tx, { from, to }: { readonly from: number; readonly to: number }, today: Day): Promise<number> {
  const { numAffectedRows } = await sql`
    with gone as (
      delete from person_tier t where t.person_id between ${from} and ${to} and not exists (select from person_fact f where f.tenant_id = t.tenant_id and f.person_id = t.person_id)
      returning *)
    insert into tier_history (tenant_id, person_id, changed_on, tier, before, computed, version, cause, fires, organization_pos, positions, label)
    select tenant_id, person_id, ${today}::date, null, tier, null, version, 'left', '{}', organization_pos, positions, label from gone`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

export async function insertPass(tx: Tx, pass: Omit<RiskPass, 'passNo'>): Promise<void> {
  await tx.insertInto('riskPass').values(pass).execute();
}

export async function lastPass(tx: Tx): Promise<RiskPass | undefined> {
  const { rows } = await sql`select * from risk_pass order by pass_no desc limit 1`.execute(tx);
  return rows[0] === undefined ? undefined : RiskPass.parse(rows[0]);
}

export async function tierOfPerson(tx: Tx, personId: number): Promise<PersonTier | undefined> {
  const { rows } = await sql`select * from person_tier where person_id = ${personId}`.execute(tx);
  return rows[0] === undefined ? undefined : PersonTier.parse(rows[0]);
}

export async function historyOf(tx: Tx, personId: number): Promise<TierHistory[]> {
  const { rows } = await sql`select * from tier_history where person_id = ${personId} order by change_no desc limit 200`.execute(tx);
  return z.array(TierHistory).parse(rows);
}

const NamedOverride = TierOverride.extend({ madeByName: z.string().nullable() });
export type NamedOverride = z.infer<typeof NamedOverride>;

export async function overridesOf(tx: Tx, personId: number): Promise<NamedOverride[]> {
  const { rows } = await sql`
    select o.*, a.name as made_by_name from tier_override o left join account a on a.account_id = o.made_by
    where o.person_id = ${personId} order by o.made_at desc`.execute(tx);
  return z.array(NamedOverride).parse(rows);
}

export async function insertOverride(tx: Tx, override: TierOverride): Promise<void> {
  await tx.insertInto('tierOverride').values(override).execute();
}

export async function endOverride(tx: Tx, personId: number, { at, by }: { readonly at: Instant; readonly by: string | null }): Promise<boolean> {
  const { numAffectedRows } = await sql`update tier_override set ended_at = ${at}, ended_by = ${by}::uuid where person_id = ${personId} and ended_at is null`.execute(tx);
  return Number(numAffectedRows ?? 0n) > 0;
}

/** End what has expired. Returns whom it was about. */
export async function expireOverrides(tx: Tx, today: Day): Promise<number[]> {
  const { rows } = await sql<{ personId: number }>`
    update tier_override set ended_at = ((expires_on + 1)::timestamp at time zone 'Asia/Shanghai') where ended_at is null and expires_on < ${today}::date returning person_id`.execute(tx);
  return rows.map(({ personId }) => personId);
}

/** The version in force on a day: of those published, the one that began last. */
export async function versionOn(tx: Tx, day: Day): Promise<RuleSetVersion | undefined> {
  const { rows } = await sql`
    select * from rule_set_version where state = 'published' and valid_from <= ${day}::date order by valid_from desc, published_at desc, version desc limit 1`.execute(tx);
  return rows[0] === undefined ? undefined : RuleSetVersion.parse(rows[0]);
}

export async function versionsKept(tx: Tx): Promise<RuleSetVersion[]> {
  const { rows } = await sql`select * from rule_set_version order by version desc`.execute(tx);
  return z.array(RuleSetVersion).parse(rows);
}

export async function versionNumbered(tx: Tx, version: number): Promise<RuleSetVersion | undefined> {
  const { rows } = await sql`select * from rule_set_version where version = ${version}`.execute(tx);
  return rows[0] === undefined ? undefined : RuleSetVersion.parse(rows[0]);
}

/** Keep a version; one of the same number is replaced while it is a draft. Returns whether it was kept. */
export async function saveVersion(tx: Tx, version: RuleSetVersion): Promise<boolean> {
  const { content, ...rest } = version;
  const { numAffectedRows } = await sql`
    insert into rule_set_version (tenant_id, version, state, based_on, note, valid_from, content, changed_at, changed_by, published_at, published_by)
    values (${rest.tenantId}, ${rest.version}, ${rest.state}, ${rest.basedOn}, ${rest.note}, ${rest.validFrom}::date, ${JSON.stringify(content)}::jsonb, ${rest.changedAt}::timestamptz, ${rest.changedBy}::uuid, ${rest.publishedAt}::timestamptz, ${rest.publishedBy}::uuid)
    on conflict (tenant_id, version) do update set state = excluded.state, note = excluded.note, valid_from = excluded.valid_from, content = excluded.content,
      changed_at = excluded.changed_at, changed_by = excluded.changed_by, published_at = excluded.published_at, published_by = excluded.published_by
    where rule_set_version.state = 'draft'`.execute(tx);
  return Number(numAffectedRows ?? 0n) > 0;
}

const Reached = z.object({ name: z.object({ zh: z.string(), en: z.string() }), pos: z.int(), posEnd: z.int() });

/** An organisation with the interval of positions below it. */
export async function organizationNamed(tx: Tx, organizationId: number): Promise<z.infer<typeof Reached> | undefined> {
  const { rows } = await sql`select jsonb_build_object('zh', name_zh, 'en', name_en) as name, pos, pos_end from organization where organization_id = ${organizationId}`.execute(tx);
  return rows[0] === undefined ? undefined : Reached.parse(rows[0]);
}

export type Moved = { readonly from: TierHistory['tier'] | 'none'; readonly to: TierHistory['tier'] | 'none'; readonly persons: number };

const Moves = z.array(z.object({ from: z.enum(['low', 'mid', 'high', 'not_tiered', 'none']), to: z.enum(['low', 'mid', 'high', 'not_tiered', 'none']), persons: z.int() }));

/** Everybody's tier at the end of two days. */
const tierAtEnds = ({ from, to }: { from: Day; to: Day }, where: RawBuilder<unknown>) => sql`
      select person_id, max(organization_pos) as organization_pos,
        (array_agg(tier order by changed_on desc, change_no desc) filter (where changed_on <= ${from}::date))[1] as first,
        (array_agg(tier order by changed_on desc, change_no desc))[1] as last
      from tier_history where changed_on <= ${to}::date and ${where} group by person_id`;

/** How many persons went from which tier at the end of one day to which at the end of another. */
export async function movement(tx: Tx, { reach, from, to }: { readonly reach: { readonly from: number; readonly to: number }; readonly from: Day; readonly to: Day }): Promise<z.infer<typeof Moves>> {
  const { rows } = await sql`
    select coalesce(first, 'none') as from, coalesce(last, 'none') as to, count(*)::int as persons
    from (${tierAtEnds({ from, to }, sql`organization_pos between ${reach.from} and ${reach.to}`)}) ends
    where first is not null or last is not null group by 1, 2 order by 1, 2`.execute(tx);
  return Moves.parse(rows);
}

const MovesAt = z.array(Moves.element.extend({ organizationPos: z.int() }));

/** The same at every organisation within reach, each by itself: what small counts must hide is judged over all of them. */
export async function movementAtOrganizations(tx: Tx, days: { readonly from: Day; readonly to: Day }): Promise<z.infer<typeof MovesAt>> {
  const { rows } = await sql`
    select organization_pos, coalesce(first, 'none') as from, coalesce(last, 'none') as to, count(*)::int as persons
    from (${tierAtEnds(days, sql`true`)}) ends where first is not null or last is not null group by 1, 2, 3`.execute(tx);
  return MovesAt.parse(rows);
}

const Matrix = z.array(z.object({ before: z.enum(['low', 'mid', 'high', 'not_tiered']), after: z.enum(['low', 'mid', 'high', 'not_tiered']), persons: z.int() }));

/** Persons by the tier in which they stand and the one that the query's rules would put them into today. Nothing is written. */
export async function previewMatrix(tx: Tx, { query, rules, today }: { readonly query: TierQuery; readonly rules: TierRules; readonly today: Day }): Promise<z.infer<typeof Matrix>> {
  const { settled } = settledSql({ ...movementOf(rules), today, version: unpublished });
  const text = `
    with judged as (
      select a.tenant_id, a.person_id, a.tier as computed, a.${runColumn} as contacts, ${stood}, ${carriedSql(unpublished)} as carried
      from (${query.sql}) a join person_tier t on t.tenant_id = a.tenant_id and t.person_id = a.person_id)
    select s.before, coalesce(o.tier, ${settled}) as after, count(*)::int as persons from judged s left join ${standingOverride(today)} group by 1, 2 order by 1, 2`;
  const { rows } = await tx.executeQuery(CompiledQuery.raw(text, [...query.params]));
  return Matrix.parse(rows);
}

/** No version has this number. */
const unpublished = 0;
