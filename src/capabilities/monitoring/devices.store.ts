import { sql } from 'kysely';
import type { Instant } from '../../kernel/day.ts';
import type { Db, Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { Device, DeviceBinding } from './devices.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    device: Device;
    deviceBinding: DeviceBinding;
  }
}

export const entities = { device: Device, device_binding: DeviceBinding };

export const migrations = [
  {
    id: '2026-11-23 39 devices',
    sql: `
    create table device (
      tenant_id        int         not null,
      device_id        uuid        not null,
      kind             text        not null,
      serial           text        not null,
      model            text        not null,
      organization_id  int         not null,
      organization_pos int         not null,
      key_hash         text,
      active           boolean     not null,
      added_at         timestamptz not null,
      last_seen_at     timestamptz,
      primary key (tenant_id, device_id),
      unique (tenant_id, serial)
    );
    create unique index device_key on device (key_hash) where key_hash is not null;
    create table device_binding (
      tenant_id        int         not null,
      person_id        bigint      not null,
      device_id        uuid        not null,
      since            timestamptz not null,
      until            timestamptz,
      organization_pos int         not null,
      positions        int4multirange,
      label            smallint    not null,
      primary key (tenant_id, person_id, device_id, since)
    );
    create unique index device_binding_now on device_binding (tenant_id, device_id) where until is null;
    create index device_binding_device on device_binding (tenant_id, device_id, since);
    ${guarded('device')}
    ${guarded('device_binding')}
    create function device_by_key(hashed text) returns table (tenant_id int, device_id uuid, kind text, serial text, model text, organization_id int, pos int, pos_end int, persons bigint[])
      language sql stable security definer set search_path = public as
      $$ select d.tenant_id, d.device_id, d.kind, d.serial, d.model, d.organization_id, o.pos, o.pos_end,
           array(select b.person_id from device_binding b where b.tenant_id = d.tenant_id and b.device_id = d.device_id order by b.since desc limit 20)
         from device d join organization o on o.organization_id = d.organization_id where d.key_hash = hashed and d.active $$;
    create function device_seen(asked_tenant int, asked uuid, at timestamptz) returns void language sql security definer set search_path = public as
      $$ update device set last_seen_at = at where tenant_id = asked_tenant and device_id = asked and (last_seen_at is null or last_seen_at < at - interval '5 minutes') $$;`,
  },
];

export interface KeyHolder extends Pick<Device, 'tenantId' | 'deviceId' | 'kind' | 'serial' | 'model' | 'organizationId'> {
  readonly pos: number;
  readonly posEnd: number;
  readonly persons: readonly number[];
}

export async function deviceByKey(db: Db, keyHash: string): Promise<KeyHolder | undefined> {
  const { rows } = await sql<KeyHolder>`select * from device_by_key(${keyHash})`.execute(db);
  return rows[0];
}

/** Note that a device was heard from; at most every five minutes, so that its row does not slow its readings down. */
export async function deviceSeen(tx: Tx, { tenant, deviceId, at }: { readonly tenant: number; readonly deviceId: string; readonly at: Instant }): Promise<void> {
  await sql`select device_seen(${tenant}::int, ${deviceId}::uuid, ${at}::timestamptz)`.execute(tx);
}

export async function insertDevices(tx: Tx, devices: readonly Device[]): Promise<number> {
  if (devices.length === 0) return 0;
  const done = await tx.insertInto('device').values([...devices]).onConflict((on) => on.columns(['tenantId', 'serial']).doNothing()).executeTakeFirst();
  return Number(done.numInsertedOrUpdatedRows ?? 0n);
}

export async function insertBindings(tx: Tx, bindings: readonly DeviceBinding[]): Promise<void> {
  if (bindings.length > 0) await tx.insertInto('deviceBinding').values([...bindings]).execute();
}

export interface DeviceLine extends Omit<Device, 'tenantId' | 'organizationId' | 'organizationPos' | 'keyHash'> {
  readonly hasKey: boolean;
  readonly personId: number | null;
  readonly since: Instant | null;
}

export const devicesPerPage = 50;

export async function devicesInReach(tx: Tx, { find, page }: { readonly find: string; readonly page: number }): Promise<DeviceLine[]> {
  const like = `%${find.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<DeviceLine>`
    select d.device_id, d.kind, d.serial, d.model, d.active, d.added_at, d.last_seen_at, d.key_hash is not null as has_key, b.person_id, b.since
    from device d left join device_binding b on b.tenant_id = d.tenant_id and b.device_id = d.device_id and b.until is null
    where ${find === ''}::boolean or d.serial ilike ${like} or d.model ilike ${like}
      or exists (select from person p where p.person_id = b.person_id and (p.name like ${like} or p.pinyin like ${like}))
    order by d.active desc, d.added_at desc, d.serial limit ${devicesPerPage + 1} offset ${page * devicesPerPage}`.execute(tx);
  return rows;
}

export async function deviceById(tx: Tx, deviceId: string): Promise<Device | undefined> {
  return tx.selectFrom('device').selectAll().where('deviceId', '=', deviceId).executeTakeFirst();
}

export async function setDeviceKey(tx: Tx, deviceId: string, keyHash: string): Promise<void> {
  await tx.updateTable('device').set({ keyHash }).where('deviceId', '=', deviceId).execute();
}

/** The device measures nobody from now on. */
export async function endBinding(tx: Tx, deviceId: string, at: Instant): Promise<number[]> {
  const { rows } = await sql<{ personId: number }>`
    update device_binding set until = greatest(since, ${at}::timestamptz) where device_id = ${deviceId}::uuid and until is null returning person_id`.execute(tx);
  return rows.map(({ personId }) => personId);
}

export async function retire(tx: Tx, deviceId: string): Promise<void> {
  await tx.updateTable('device').set({ active: false, keyHash: null }).where('deviceId', '=', deviceId).execute();
}
