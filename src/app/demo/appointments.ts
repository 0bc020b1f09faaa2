import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { around } from '../../capabilities/appointments/booking.api.ts';
import { setState, takeSeat } from '../../capabilities/appointments/appointments.store.ts';
import type { AppointmentState } from '../../capabilities/appointments/appointments.ts';
import type { Schedule } from '../../capabilities/appointments/schedules.ts';
import { putException, putSchedule, schedulesInReach } from '../../capabilities/appointments/schedules.store.ts';
import { slotsBetween, type Slot } from '../../capabilities/appointments/slots.ts';
import { insertEntry } from '../../capabilities/appointments/waitlist.store.ts';
import type { PlacedOrganization } from '../../capabilities/organizations/organizations.ts';
import { PersonId } from '../../capabilities/people/people.ts';
import { addDays, Instant, weekdayOf, type Day } from '../../kernel/day.ts';
import { beyondReach, within, type Tx } from '../../platform/database.ts';
import { systemScope, type Store } from '../open.ts';
import { demoTenant } from './accounts.ts';

const weekdays = [1, 2, 3, 4, 5];

interface Offer extends Pick<Schedule, 'service' | 'place' | 'times' | 'slotMinutes' | 'capacity'> {
  readonly login: string | null;
}

const offers: readonly Offer[] = [
  { service: 'follow-up', login: 'nurse', place: '二楼 203', times: [{ weekdays, from: 510, until: 690 }], slotMinutes: 30, capacity: 1 },
  { service: 'clinic', login: 'doctor', place: '二楼 205', times: [{ weekdays: [1, 3, 5], from: 840, until: 1020 }], slotMinutes: 30, capacity: 2 },
  { service: 'measuring', login: null, place: '一楼健康小屋', times: [{ weekdays: [2, 4], from: 480, until: 660 }], slotMinutes: 60, capacity: 6 },
  { service: 'nutrition', login: null, place: '三楼 301', times: [{ weekdays: [3], from: 540, until: 660 }], slotMinutes: 60, capacity: 1 },
];

/** Weekly times of the hospital, who came and who comes, and some who wait. */
export async function loadAppointments({ database }: Pick<Store, 'database'>, { until: today, organizations }: { readonly until: Day; readonly organizations: readonly PlacedOrganization[] }): Promise<void> {
  const hospital = organizations.find(({ key }) => key === 'hospital');
  const district = organizations.find(({ key }) => key === 'district');
  if (!hospital || !district) return;
  const scope = systemScope(demoTenant);
  await within(database, scope, (tx) =>
    beyondReach(tx, scope, async () => {
      await openTimes(tx, { hospital, opensTo: district.organizationId, today });
      await bookPeople(tx, { hospital, today });
    }),
  );
}

async function openTimes(tx: Tx, { hospital, opensTo, today }: { readonly hospital: PlacedOrganization; readonly opensTo: number; readonly today: Day }): Promise<void> {
  const { rows: staff } = await sql<{ login: string; accountId: string; name: string }>`select login, account_id, name from account where login in ('nurse', 'doctor')`.execute(tx);
  const place = { tenantId: demoTenant, organizationPos: hospital.pos };
  for (const { login, ...offer } of offers) {
    const actor = staff.find((one) => one.login === login);
    await putSchedule(tx, {
      ...place, ...offer, scheduleId: uuidFrom(offer.service), organizationId: hospital.organizationId, actorId: actor?.accountId ?? null, actorName: actor?.name ?? null, validFrom: addDays(today, -60), validUntil: null, onHolidays: false, opensTo, daysAhead: 14,
    });
  }
  const training = addDays(today, 11 - weekdayOf(today));
  await putException(tx, { ...place, exceptionId: uuidFrom('training'), scheduleId: uuidFrom('clinic'), actorId: null, kind: 'closed', since: training, until: addDays(training, 1), fromMinute: null, untilMinute: null, reason: '外出培训' });
}

/** Two slots in three are taken, the next two days of the nurse wholly; before today most came. */
async function bookPeople(tx: Tx, { hospital, today }: { readonly hospital: PlacedOrganization; readonly today: Day }): Promise<void> {
  const { rows } = await sql<{ personId: number }>`
    select person_id from person where organization_pos between ${hospital.pos} and ${hospital.posEnd} and deceased_on is null and moved_on is null and birth_date < ${today}::date - 6570 order by person_id % 97, person_id limit 150`.execute(tx);
  const people = rows.map(({ personId }) => PersonId.parse(personId));
  const next = () => people.shift();
  for (const schedule of (await schedulesInReach(tx)).toSorted((a, b) => Number(b.service === 'follow-up') - Number(a.service === 'follow-up'))) {
    const nurse = schedule.service === 'follow-up';
    for (const [i, slot] of slotsBetween(schedule, [addDays(today, -7), addDays(today, 9)], await around({ db: tx }, today)).entries()) {
      const wholly = nurse && slot.day > today && slot.day <= addDays(today, 3);
      const personId = i % 3 === 2 && !wholly ? undefined : next();
      if (personId !== undefined) await take(tx, { schedule, slot, personId, state: slot.day >= today ? 'booked' : i % 11 === 0 ? 'noshow' : 'fulfilled', today });
    }
  }
  for (const n of [0, 1, 2]) {
    const personId = next();
    const at = Instant.parse(`${addDays(today, -1)}T0${n + 1}:10:00.000Z`);
    if (personId !== undefined) await insertEntry(tx, { personId, entryId: uuidFrom(`waits ${n}`), scheduleId: uuidFrom('follow-up'), since: today, until: addDays(today, 3), joinedAt: at });
  }
}

interface Take {
  readonly schedule: Schedule;
  readonly slot: Slot;
  readonly personId: PersonId;
  readonly state: AppointmentState;
  readonly today: Day;
}

async function take(tx: Tx, { schedule: { scheduleId, capacity, tenantId }, slot: { startsAt, endsAt }, personId, state, today }: Take): Promise<void> {
  const appointmentId = uuidFrom(`${scheduleId} ${startsAt}`);
  const at = Instant.parse(`${addDays(today, -8)}T02:00:00.000Z`);
  const taken = await takeSeat(tx, { tenantId, personId, appointmentId, scheduleId, startsAt, endsAt, way: personId % 3 === 0 ? 'online' : 'staff', reason: '', state: 'booked', at, by: systemScope(demoTenant).account }, capacity);
  if (taken && state !== 'booked') await setState(tx, { personId, appointmentId }, { state, at: endsAt });
}

function uuidFrom(seed: string): string {
  const hex = createHash('sha256').update(`appointments ${seed}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
