import { sql } from 'kysely';
import type { Day } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { DutyShift } from './alarms.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    dutyShift: DutyShift;
  }
}

export const entities = { duty_shift: DutyShift };

export const migrations = [
  {
    id: '2026-11-23 42 duty',
    sql: `
    create table duty_shift (
      tenant_id        int  not null,
      organization_id  int  not null,
      organization_pos int  not null,
      day              date not null,
      account_id       uuid not null,
      name             text not null,
      primary key (tenant_id, organization_id, day)
    );
    ${guarded('duty_shift')}`,
  },
];

export type ShiftRow = Pick<DutyShift, 'day' | 'organizationId' | 'accountId' | 'name'> & { readonly nameZh: string; readonly nameEn: string };

export async function shiftsBetween(tx: Tx, { from, to }: { readonly from: Day; readonly to: Day }): Promise<ShiftRow[]> {
  const { rows } = await sql<ShiftRow>`
    select s.day, s.organization_id, s.account_id, s.name, o.name_zh, o.name_en from duty_shift s join organization o on o.organization_id = s.organization_id
    where s.day between ${from}::date and ${to}::date order by s.day, o.pos`.execute(tx);
  return rows;
}

export async function putShift(tx: Tx, shift: DutyShift): Promise<void> {
  await tx.insertInto('dutyShift').values(shift).onConflict((on) => on.columns(['tenantId', 'organizationId', 'day']).doUpdateSet({ accountId: shift.accountId, name: shift.name })).execute();
}

export async function deleteShift(tx: Tx, { organizationId, day }: Pick<DutyShift, 'organizationId' | 'day'>): Promise<void> {
  await tx.deleteFrom('dutyShift').where('organizationId', '=', organizationId).where('day', '=', day).execute();
}
