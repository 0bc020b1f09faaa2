import { sql } from 'kysely';
import type { Day } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import type { PersonId } from '../people/people.ts';
import { SelfGoal, SelfMark, type MarkView } from './selfcare.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    selfGoal: SelfGoal;
    selfMark: SelfMark;
  }
}

export const entities = { self_goal: SelfGoal, self_mark: SelfMark };

export const migrations = [
  {
    id: '2026-11-23 05 selfcare',
    sql: `
    create table self_goal (
      tenant_id        int              not null,
      person_id        bigint           not null,
      goal_id          uuid             not null,
      kind             text             not null,
      target           double precision not null,
      remind_at        text,
      started_on       date             not null,
      ended_on         date,
      start_value      double precision,
      made_by          uuid             not null,
      organization_pos int              not null,
      positions        int4multirange,
      label            smallint         not null,
      primary key (tenant_id, person_id, goal_id)
    );
    create unique index self_goal_standing on self_goal (tenant_id, person_id, kind) where ended_on is null;
    create table self_mark (
      tenant_id        int              not null,
      person_id        bigint           not null,
      about            uuid             not null,
      day              date             not null,
      value            double precision not null,
      marked_at        timestamptz      not null,
      marked_by        uuid             not null,
      organization_pos int              not null,
      positions        int4multirange,
      label            smallint         not null,
      primary key (tenant_id, person_id, about, day)
    );
    ${guarded('self_goal')}
    ${guarded('self_mark')}`,
  },
];

/** Where the person's rows stand; undefined when the caller does not see the person. */
export async function placeOf(tx: Tx, personId: PersonId): Promise<Pick<SelfGoal, 'organizationPos' | 'positions'> | undefined> {
  return tx.selectFrom('person').select(['organizationPos', 'positions']).where('personId', '=', personId).executeTakeFirst();
}

export async function goalsOf(tx: Tx, personId: PersonId): Promise<SelfGoal[]> {
  return tx.selectFrom('selfGoal').selectAll().where('personId', '=', personId).orderBy('startedOn').orderBy('goalId').execute();
}

export async function saveGoal(tx: Tx, goal: SelfGoal): Promise<void> {
  await tx.insertInto('selfGoal').values(goal).onConflict((on) => on.columns(['tenantId', 'personId', 'goalId']).doUpdateSet({ target: goal.target, remindAt: goal.remindAt })).execute();
}

/** Returns whether there is such a goal. */
export async function closeGoal(tx: Tx, { personId, goalId, endedOn }: { personId: PersonId; goalId: string; endedOn: Day | null }): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('selfGoal').set({ endedOn }).where('personId', '=', personId).where('goalId', '=', goalId).executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function marksOf(tx: Tx, personId: PersonId, from: Day): Promise<MarkView[]> {
  return tx.selectFrom('selfMark').select(['about', 'day', 'value']).where('personId', '=', personId).where('day', '>=', from).orderBy('day').execute();
}

/** Of two marks for one day the one that was made later stands. */
export async function saveMark(tx: Tx, mark: SelfMark): Promise<MarkView> {
  const { rows } = await sql<MarkView>`
    with put as (
      insert into self_mark (tenant_id, person_id, about, day, value, marked_at, marked_by, organization_pos, positions, label)
      values (${mark.tenantId}, ${mark.personId}, ${mark.about}, ${mark.day}, ${mark.value}, ${mark.markedAt}, ${mark.markedBy}, ${mark.organizationPos}, ${mark.positions}::int4multirange, ${mark.label})
      on conflict (tenant_id, person_id, about, day) do update set value = excluded.value, marked_at = excluded.marked_at, marked_by = excluded.marked_by
        where self_mark.marked_at < excluded.marked_at
      returning about, day, value)
    select * from put union all
    select about, day, value from self_mark where person_id = ${mark.personId} and about = ${mark.about} and day = ${mark.day} and not exists (select from put)`.execute(tx);
  const [stands] = rows;
  if (!stands) throw new Error('the mark is not there');
  return stands;
}

