import type { Db, Tx } from '../../platform/database.ts';
import { tenantWide } from '../../platform/migrations.ts';
import { Organization, Tenant } from './organizations.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    tenant: Tenant;
    organization: Organization;
  }
}

export const entities = { tenant: Tenant, organization: Organization };

export const migrations = [
  {
    id: '2026-11-22 01 organizations',
    sql: `
    create table tenant (tenant_id int primary key, name text not null);
    create table organization (
      tenant_id       int  not null references tenant,
      organization_id int  primary key,
      parent_id       int  references organization,
      pos             int  not null,
      pos_end         int  not null check (pos_end >= pos),
      kind            text not null,
      name_zh         text not null,
      name_en         text not null,
      unique (tenant_id, pos)
    );
    ${tenantWide('tenant')}
    ${tenantWide('organization')}`,
  },
];

export async function insertTenant(tx: Tx, tenant: Tenant): Promise<void> {
  await tx.insertInto('tenant').values(tenant).execute();
}

export async function insertOrganizations(tx: Tx, organizations: readonly Organization[]): Promise<void> {
  await tx.insertInto('organization').values([...organizations]).execute();
}

/** The nodes whose position lies in [from, to], parents first. */
export async function organizationsBetween(db: Db, from: number, to: number): Promise<Organization[]> {
  return db.selectFrom('organization').selectAll().where('pos', '>=', from).where('pos', '<=', to).orderBy('pos').execute();
}

export async function organizationsById(db: Db, organizationIds: readonly number[]): Promise<Organization[]> {
  if (organizationIds.length === 0) return [];
  return db.selectFrom('organization').selectAll().where('organizationId', 'in', [...organizationIds]).execute();
}

export async function organizationById(db: Db, organizationId: number): Promise<Organization | undefined> {
  return db.selectFrom('organization').selectAll().where('organizationId', '=', organizationId).executeTakeFirst();
}
