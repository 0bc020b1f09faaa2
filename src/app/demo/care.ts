import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { loadPathways } from '../../capabilities/care/content.gateway.ts';
import { findKeyPersons } from '../../capabilities/care/key-persons.api.ts';
import { recordVisit } from '../../capabilities/care/followup.ts';
import { insertProgramme } from '../../capabilities/care/pathways.store.ts';
import { plan } from '../../capabilities/care/planning.api.ts';
import { refreshChanged } from '../../capabilities/risk/upkeep.api.ts';
import { markChanged } from '../../capabilities/rules/facts.store.ts';
import type { PlacedOrganization } from '../../capabilities/organizations/organizations.ts';
import { addDays, addMonths, Instant, makeDay, partsOf, type Day } from '../../kernel/day.ts';
import { within, type Tx } from '../../platform/database.ts';
import type { Ctx } from '../../platform/handle.ts';
import { endpoints } from '../capabilities.ts';
import { systemScope, type Store } from '../open.ts';
import { demoTenant } from './accounts.ts';

/** Days before today on which the staff's lists were planned; in between most of what was due was done, as in a good health centre. */
const plannedDaysAgo = [28, 21, 14, 10, 7, 5, 3, 2, 1, 0] as const;

/** Everybody with hypertension or diabetes below the hospital is cared for along the pathway; some weeks of it have happened. */
export async function loadCare(store: Store, { until, organizations }: { readonly until: Day; readonly organizations: readonly PlacedOrganization[] }): Promise<void> {
  const hospital = organizations.find(({ key }) => key === 'hospital');
  const [pathway] = loadPathways();
  if (!hospital || !pathway) return;
  await within(store.database, systemScope(demoTenant), async (tx) => {
    const [year] = partsOf(addDays(until, -60));
    const { rows } = await sql<{ programmeId: string; title: string }>`select programme_id, title from programme where setting = 'hospital' order by launched_at limit 1`.execute(tx);
    await insertProgramme(tx, {
      tenantId: demoTenant, programmeId: rows[0]?.programmeId ?? uuidFrom('care'), title: rows[0]?.title ?? pathway.title.zh, organizationPos: hospital.pos, organizationPosEnd: hospital.posEnd,
      startsOn: makeDay(year, 1, 1), endsOn: addMonths(until, 6), pathway, version: 1, changedAt: at(until), changedBy: null,
    });
    for (const days of plannedDaysAgo) {
      const today = addDays(until, -days);
      await workDone(tx, today);
      await plan(tx, { today, at: at(today), whom: null });
    }
    await findKeyPersons(tx, { today: addDays(until, -9), at: at(addDays(until, -9)) });
    await someLost(tx, until);
    await someVisits(store, tx, { until, hospital });
  });
}

const at = (day: Day): Instant => Instant.parse(`${day}T00:30:00.000Z`);

function uuidFrom(seed: string): string {
  const hex = createHash('sha256').update(`demo ${seed}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Of what was due before a day, nineteen in twenty were done on their day. */
async function workDone(tx: Tx, today: Day): Promise<void> {
  await sql`
    update pathway_step set state = 'done', closed_on = due_on where state = 'open' and due_on < ${today}::date and counts <> 'form'
      and abs(hashint8(person_id * 31 + occurrence)) % 20 <> 0`.execute(tx);
}

/** A few were not reached for more than a year. */
async function someLost(tx: Tx, until: Day): Promise<void> {
  await sql`
    update work_item set due_on = ${until}::date - 380 - (person_id % 90)::int
    where item_id in (select item_id from work_item where state = 'open' and kind = 'visit' and tier = 'low' and due_on > ${until}::date order by person_id limit 6)`.execute(tx);
}

const visits: readonly { sbp: number; dbp: number; days: number }[] = [
  { sbp: 128, dbp: 78, days: 1 }, { sbp: 136, dbp: 84, days: 1 }, { sbp: 186, dbp: 102, days: 2 }, { sbp: 152, dbp: 92, days: 2 }, { sbp: 131, dbp: 80, days: 3 }, { sbp: 184, dbp: 112, days: 12 }, { sbp: 126, dbp: 76, days: 4 }, { sbp: 142, dbp: 88, days: 5 },
];

/** Visits as the nurse enters them, through the same endpoint: sheets to carry over from, and referrals to follow up. */
async function someVisits({ vault }: Store, db: Tx, { until, hospital }: { readonly until: Day; readonly hospital: PlacedOrganization }): Promise<void> {
  const { rows: staff } = await sql<{ accountId: string; name: string }>`select account_id, name from account where login = 'nurse'`.execute(db);
  const { rows: patients } = await sql<{ personId: number }>`
    select e.person_id from enrolment e join person_fact f using (tenant_id, person_id) where e.ended_on is null and e.tier = 'mid' and f.dx_htn and not coalesce(f.dx_t2dm, false) order by e.person_id limit ${visits.length}`.execute(db);
  const endpoint = endpoints.find(({ contract }) => contract === recordVisit);
  const [nurse] = staff;
  if (!nurse || !endpoint || !('run' in endpoint)) return;
  for (const [i, { personId }] of patients.entries()) {
    const { sbp, dbp, days } = visits[i] ?? { sbp: 130, dbp: 80, days: 1 };
    const visitedOn = addDays(until, -days);
    let n = 0;
    const ctx: Ctx = {
      db, today: visitedOn, now: at(visitedOn), locale: 'zh-CN', vault, newId: () => uuidFrom(`visit ${i} ${n++}`), enqueue: () => Promise.resolve(), note: () => {},
      caller: { account: nurse.accountId, name: nurse.name, login: 'nurse', person: null, session: uuidFrom('session'), organization: hospital.organizationId, position: hospital.pos, role: 'nurse', permissions: ['*'], emergencies: [], scope: systemScope(demoTenant) },
    };
    const danger = sbp >= 180 || dbp >= 110 ? { action: 'treated-referred', note: '' } : null;
    await endpoint.run(
      {
        personId, visitId: uuidFrom(`visit of ${personId}`), visitedOn, way: 'clinic', nextOn: addDays(visitedOn, sbp < 140 ? 28 : 10), danger,
        answers: {
          symptoms: ['none'], 'danger-symptom': [false], 'new-complication': [false], systolic: [sbp], diastolic: [dbp], 'heart-rate': [68 + i], height: [160 + i], weight: [62 + i], cigarettes: [i % 3 === 0 ? 10 : 0], alcohol: [0],
          'exercise-times': [i % 5], 'exercise-minutes': [30], salt: [i % 2 === 0 ? 'medium' : 'heavy'], mind: ['good'], compliance: ['good'], adherence: ['regular'], antihypertensive: [true], 'adverse-reaction': [false],
        },
      },
      ctx,
      undefined,
    );
  }
  await markChanged(db, patients.map(({ personId }) => personId));
  await refreshChanged(db, { tenantId: demoTenant, today: until });
  await plan(db, { today: until, at: at(until), whom: null });
}
