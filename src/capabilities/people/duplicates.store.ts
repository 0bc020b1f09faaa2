import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { DuplicateCandidate, type Comparable } from './duplicates.ts';
import type { PersonId } from './people.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    duplicateCandidate: DuplicateCandidate;
  }
}

export const entities = { duplicate_candidate: DuplicateCandidate };

export const migrations = [
  {
    id: '2026-11-22 02d duplicates',
    sql: `
    create index person_birth_date_pinyin on person (tenant_id, birth_date, pinyin);
    create table duplicate_candidate (
      tenant_id        int              not null,
      person_id        bigint           not null,
      other_person_id  bigint           not null check (other_person_id > person_id),
      score            double precision not null,
      evidence         jsonb            not null,
      found_at         timestamptz      not null,
      state            text             not null check (state in ('open', 'different', 'merged')),
      decided_by       uuid,
      organization_pos int              not null,
      positions        int4multirange,
      primary key (tenant_id, person_id, other_person_id)
    );
    create index duplicate_candidate_open on duplicate_candidate (tenant_id, score) where state = 'open';
    ${guarded('duplicate_candidate')}`,
  },
];

export interface Pair {
  readonly a: PersonId;
  readonly b: PersonId;
}

/**
 * Pairs that agree in a document, in a phone, in birth date and sound, or in name and all but one part of the birth date: what is
 * not alike in any of these is not worth comparing. Values that very many share (a school's telephone) block nothing.
 */
export async function blockedPairs(tx: Tx): Promise<Pair[]> {
  const { rows } = await sql<Pair>`
    with shared as (
      select kind, whole, array_agg(distinct person_id order by person_id) as people from person_identifier group by kind, whole having count(distinct person_id) between 2 and 12
      union all
      select 'born', 0, array_agg(person_id order by person_id) from person group by birth_date, pinyin having count(*) between 2 and 12
      union all
      select 'swapped', 0, array[x.person_id, y.person_id] from person x
        join person y on y.tenant_id = x.tenant_id and y.pinyin = x.pinyin and y.person_id <> x.person_id
          and extract(day from x.birth_date) <= 12 and extract(day from x.birth_date) <> extract(month from x.birth_date)
          and y.birth_date = make_date(extract(year from x.birth_date)::int, extract(day from x.birth_date)::int, extract(month from x.birth_date)::int)
    )
    select distinct least(a, b) as a, greatest(a, b) as b from shared, unnest(people) as a, unnest(people) as b where a < b or (kind = 'swapped' and a <> b)`.execute(tx);
  return rows;
}

/** What is compared, by person. */
export async function comparables(tx: Tx, personIds: readonly PersonId[]): Promise<Map<PersonId, Comparable & { tenantId: number; organizationPos: number; positions: string | null }>> {
  const blind = (kind: string) => sql`array(select i.whole from person_identifier i where i.tenant_id = p.tenant_id and i.person_id = p.person_id and i.kind = ${sql.lit(kind)})`;
  const { rows } = await sql<Comparable & { tenantId: number; personId: PersonId; organizationPos: number; positions: string | null }>`
    select p.tenant_id, p.person_id, p.organization_pos, p.positions, p.name, p.pinyin, p.sex, p.birth_date, p.address, ${blind('id-card')} as id_cards, ${blind('phone')} as phones,
      (select h.household_id from household_member h where h.tenant_id = p.tenant_id and h.person_id = p.person_id) as household_id
    from person p where p.person_id = any(${personIds}::bigint[])`.execute(tx);
  return new Map(rows.map((row) => [row.personId, row]));
}

/** Add pairs; of one that is known the score is renewed, the decision stays. */
export async function upsertCandidates(tx: Tx, candidates: readonly DuplicateCandidate[]): Promise<void> {
  const column = <K extends keyof DuplicateCandidate>(key: K) => candidates.map((one) => one[key]);
  await sql`
    insert into duplicate_candidate (tenant_id, person_id, other_person_id, score, evidence, found_at, state, decided_by, organization_pos, positions)
    select * from unnest(${column('tenantId')}::int[], ${column('personId')}::bigint[], ${column('otherPersonId')}::bigint[], ${column('score')}::float8[],
      ${candidates.map(({ evidence }) => JSON.stringify(evidence))}::jsonb[], ${column('foundAt')}::timestamptz[], ${column('state')}::text[], ${column('decidedBy')}::uuid[],
      ${column('organizationPos')}::int[], ${column('positions')}::int4multirange[])
    on conflict (tenant_id, person_id, other_person_id) do update set score = excluded.score, evidence = excluded.evidence`.execute(tx);
}

/** Open pairs of which both can be seen, the likeliest first. */
export async function openCandidates(tx: Tx, { personId, limit }: { personId: PersonId | null; limit: number }): Promise<DuplicateCandidate[]> {
  const { rows } = await sql<DuplicateCandidate>`
    select c.* from duplicate_candidate c
    join person a on a.tenant_id = c.tenant_id and a.person_id = c.person_id
    join person b on b.tenant_id = c.tenant_id and b.person_id = c.other_person_id
    where c.state = 'open' and (${personId}::bigint is null or ${personId} in (c.person_id, c.other_person_id))
    order by c.score desc, c.person_id limit ${limit}`.execute(tx);
  return rows;
}

export async function setCandidateState(tx: Tx, pair: readonly [PersonId, PersonId], how: Pick<DuplicateCandidate, 'state' | 'decidedBy'>): Promise<number> {
  const [a, b] = pair[0] < pair[1] ? pair : [pair[1], pair[0]];
  const done = await tx.updateTable('duplicateCandidate').set(how).where('personId', '=', a).where('otherPersonId', '=', b).executeTakeFirst();
  return Number(done.numUpdatedRows);
}
