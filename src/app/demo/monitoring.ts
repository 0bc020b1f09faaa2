import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { DeviceKind } from '../../capabilities/monitoring/devices.ts';
import { insertBindings, insertDevices } from '../../capabilities/monitoring/devices.store.ts';
import { deliver } from '../../capabilities/monitoring/readings.api.ts';
import type { PlacedOrganization } from '../../capabilities/organizations/organizations.ts';
import { PersonId } from '../../capabilities/people/people.ts';
import { addDays, Instant, type Day } from '../../kernel/day.ts';
import { labels, within, type Tx } from '../../platform/database.ts';
import type { Caller } from '../../platform/handle.ts';
import { systemScope, type Store } from '../open.ts';
import { demoTenant } from './accounts.ts';

const watched = 24;
const days = 12;

function uuidFrom(seed: string): string {
  const hex = createHash('sha256').update(`demo ${seed}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const at = (day: Day, hour: number, minute = 0): Instant => Instant.parse(new Date(Date.parse(`${day}T00:00:00+08:00`) + (hour * 60 + minute) * 60_000).toISOString());

interface Watched {
  readonly personId: number;
  readonly organizationPos: number;
  readonly positions: string | null;
  readonly diabetic: boolean;
}

/** Some people below the hospital measure at home; a few of their values call for somebody. */
export async function loadMonitoring({ database }: Store, { until, organizations }: { readonly until: Day; readonly organizations: readonly PlacedOrganization[] }): Promise<void> {
  const hospital = organizations.find(({ key }) => key === 'hospital');
  if (!hospital) return;
  const scope = systemScope(demoTenant);
  await within(database, scope, async (db) => {
    const people = await patients(db, hospital);
    await giveDevices(db, { people, hospital, since: at(addDays(until, -60), 9) });
    const caller: Caller = { account: uuidFrom('gateway'), name: 'demo', login: 'demo', session: '', organization: hospital.organizationId, position: hospital.pos, role: 'system', permissions: [], emergencies: [], person: null, scope };
    for (let ago = days; ago >= 0; ago -= 1) {
      const day = addDays(until, -ago);
      const now = at(day, ago === 0 ? 8 : 21);
      const readings = people.flatMap((person, i) => dayOf(person, { i, ago, day }));
      await deliver({ db, now, today: day, enqueue: async () => {}, note: () => {}, caller }, readings);
    }
    await someDone(db, until);
  });
}

async function patients(tx: Tx, { pos, posEnd }: PlacedOrganization): Promise<Watched[]> {
  const { rows } = await sql<Watched>`
    select p.person_id, p.organization_pos, p.positions::text as positions, coalesce(f.dx_t2dm, false) as diabetic
    from person p join person_fact f on f.tenant_id = p.tenant_id and f.person_id = p.person_id
    where p.organization_pos between ${pos} and ${posEnd} and (f.dx_htn or f.dx_t2dm) and p.deceased_on is null and p.moved_on is null order by p.person_id limit ${watched}`.execute(tx);
  return rows;
}

async function giveDevices(tx: Tx, { people, hospital, since }: { readonly people: readonly Watched[]; readonly hospital: PlacedOrganization; readonly since: Instant }): Promise<void> {
  const device = (serial: string, kind: DeviceKind, model: string) => ({
    tenantId: demoTenant, deviceId: uuidFrom(serial), kind, serial, model, organizationId: hospital.organizationId, organizationPos: hospital.pos, keyHash: null, active: true, addedAt: since, lastSeenAt: null,
  });
  const made = people.map((person, i) => ({ person, device: device(`KC-${String(1001 + i)}`, person.diabetic ? DeviceKind.enum['glucose-meter'] : DeviceKind.enum['blood-pressure-monitor'], person.diabetic ? 'GM-505' : 'HEM-7136') }));
  await insertDevices(tx, [...made.map((one) => one.device), device('KC-GW-1', DeviceKind.enum.gateway, 'GW-20')]);
  await insertBindings(tx, made.map(({ person: { personId, organizationPos, positions }, device: { deviceId } }) => ({ tenantId: demoTenant, personId: PersonId.parse(personId), deviceId, since, until: null, organizationPos, positions, label: labels.ordinary })));
}

/** A day of somebody's values; the first few people have the stories that alarm. */
function dayOf({ personId, diabetic }: Watched, { i, ago, day }: { readonly i: number; readonly ago: number; readonly day: Day }) {
  const wave = (span: number) => ((personId * 13 + ago * 7) % (2 * span + 1)) - span;
  const one = (code: string, value: number, value2: number | null = null) => ({ id: `${personId} ${code} ${day}`, personId: PersonId.parse(personId), code, value, value2, at: at(day, 7, i % 50) });
  if (ago === 0 && i % 8 !== 0) return [];
  if (diabetic) {
    if (i % 8 === 0 && ago === 0) return [one('capillary-glucose', i % 16 === 0 ? 2.6 : 3.7)];
    return [one('fasting-glucose', (i % 5 === 1 && ago < 6 ? 8.1 : 6.1) + wave(4) / 10)];
  }
  const high = i % 6 === 2 && ago < 5;
  if (i % 8 === 0 && ago === 0) return [one('blood-pressure', 186, 112)];
  return [one('blood-pressure', (high ? 162 : 126) + wave(6), (high ? 98 : 78) + wave(4)), one('heart-rate', 72 + wave(8))];
}

/** What came before this week was dealt with, now and then with nothing to be done. */
async function someDone(tx: Tx, until: Day): Promise<void> {
  await sql`
    update alarm set state = 'closed', closed_at = opened_at + interval '50 minutes', acknowledged_at = opened_at + interval '9 minutes', repeat_from = null, repeat_until = null, tell_next_at = null,
      action = case abs(hashint8(person_id)) % 5 when 0 then 'nothing' when 1 then 'advised' when 2 then 'medication' else 'called' end, note = '',
      acknowledged_by = (select account_id from account where login = 'nurse' limit 1), closed_by = (select account_id from account where login = 'nurse' limit 1)
    where closed_at is null and opened_at < ${at(addDays(until, -2), 0)}::timestamptz and person_id % 3 <> 0`.execute(tx);
  await sql`update work_item w set state = 'done', closed_at = a.closed_at, outcome = a.action from alarm a where w.tenant_id = a.tenant_id and w.person_id = a.person_id and w.source_capability = 'monitoring' and w.source_id = a.alarm_id::text and a.state = 'closed'`.execute(tx);
}
