import type pg from 'pg';

interface TestPerson {
  readonly personId: number;
  readonly at: { readonly pos: number; readonly organizationId: number } | undefined;
  readonly birthDate?: string;
  readonly sex?: 'male' | 'female';
  readonly tenantId?: number;
}

/** A person for the tests of records, at an organisation that keeps the record. */
export async function addPerson(owner: pg.Pool, { personId, at, birthDate = '1960-05-01', sex = 'female', tenantId = 1 }: TestPerson): Promise<void> {
  await owner.query(
    `insert into person (tenant_id, person_id, organization_id, organization_pos, name, pinyin, sex, birth_date, registered_at) values ($1, $2, $3, $4, '王秀英', 'wang xiu ying', $5, $6, '2026-01-01')`,
    [tenantId, personId, at?.organizationId, at?.pos, sex, birthDate],
  );
  await owner.query(`insert into membership (tenant_id, person_id, organization_id, organization_pos, role, since) values ($1, $2, $3, $4, 'patient', '2026-01-01')`, [tenantId, personId, at?.organizationId, at?.pos]);
}
