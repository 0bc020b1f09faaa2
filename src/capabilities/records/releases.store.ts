import { sql } from 'kysely';
import type { Day, Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import type { PersonId } from '../people/people.ts';
import { HealthRelease } from './releases.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    healthRelease: HealthRelease;
  }
}

export const entities = { health_release: HealthRelease };

export const migrations = [
  {
    id: '2026-11-23 03c releases',
    sql: `
    create table health_release (
      tenant_id        int         not null,
      person_id        bigint      not null,
      release_id       uuid        not null,
      organization_id  int         not null references organization,
      organization_pos int         not null,
      teacher_id       uuid,
      kind             text        not null,
      words            text        not null,
      entry_id         uuid,
      until            date,
      released_at      timestamptz not null,
      released_by      uuid        not null,
      released_by_name text        not null,
      revoked_at       timestamptz,
      revoked_by       uuid,
      label            smallint    not null,
      primary key (tenant_id, person_id, release_id)
    );
    create index health_release_open on health_release (tenant_id, organization_pos) where revoked_at is null;
    ${guarded('health_release')}
    create policy addressed on health_release as restrictive using (teacher_id is null
      or nullif(current_setting('app.purpose', true), '') in ('care', 'self', 'system')
      or teacher_id = nullif(current_setting('app.account', true), '')::uuid);`,
  },
];

export async function insertRelease(tx: Tx, release: HealthRelease): Promise<void> {
  await tx.insertInto('healthRelease').values(release).execute();
}

interface Told extends HealthRelease {
  readonly nameZh: string;
  readonly nameEn: string;
  readonly teacher: string | null;
}

export async function releasesOf(tx: Tx, personId: PersonId): Promise<Told[]> {
  return told(tx).where('r.personId', '=', personId).orderBy('r.releasedAt', 'desc').execute();
}

function told(tx: Tx) {
  return tx
    .selectFrom('healthRelease as r')
    .innerJoin('organization as o', 'o.organizationId', 'r.organizationId')
    .leftJoin('account as a', (join) => join.on(sql<boolean>`a.account_id = r.teacher_id`))
    .selectAll('r')
    .select(['o.nameZh', 'o.nameEn', 'a.name as teacher']);
}

/** Those in force, of persons whom the caller still sees; the latest first. */
export async function releasesInForce(tx: Tx, today: Day): Promise<(Told & { name: string })[]> {
  return told(tx)
    .innerJoin('person as p', (join) => join.onRef('p.tenantId', '=', 'r.tenantId').onRef('p.personId', '=', 'r.personId'))
    .select('p.name')
    .where('r.revokedAt', 'is', null)
    .where((eb) => eb.or([eb('r.until', 'is', null), eb('r.until', '>=', today)]))
    .orderBy('o.pos')
    .orderBy('p.pinyin')
    .orderBy('r.releasedAt', 'desc')
    .limit(500)
    .execute();
}

/** False when there is none to take back. */
export async function revoke(tx: Tx, { personId, releaseId, at, by }: { personId: PersonId; releaseId: string; at: Instant; by: string }): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('healthRelease')
    .set({ revokedAt: at, revokedBy: by })
    .where('personId', '=', personId)
    .where('releaseId', '=', releaseId)
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
