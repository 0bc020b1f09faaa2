import { randomUUID } from 'node:crypto';
import { insertAccounts, insertGrants } from '../../capabilities/access/access.store.ts';
import { savePolicy } from '../../capabilities/access/policy.store.ts';
import { placeOrganizations, type PlacedOrganization } from '../../capabilities/organizations/organizations.ts';
import { insertOrganizations, insertTenant } from '../../capabilities/organizations/organizations.store.ts';
import { multirangeOf, PersonId } from '../../capabilities/people/people.ts';
import { insertPeople, type NewPerson } from '../../capabilities/people/people.store.ts';
import { periodOf, type NewCondition } from '../../capabilities/records/entries.ts';
import { insertConditions, insertEntries } from '../../capabilities/records/entries.store.ts';
import { observationRegistry, ObservationCodes } from '../../capabilities/records/observation-codes.ts';
import { isImplausible, type NewObservation, type Observation } from '../../capabilities/records/observations.ts';
import { insertObservations } from '../../capabilities/records/observations.store.ts';
import { observationSources } from '../../capabilities/records/records.ts';
import { refreshAll } from '../../capabilities/risk/upkeep.api.ts';
import { addMonths, type Day } from '../../kernel/day.ts';
import { readContent } from '../../platform/content.ts';
import { labels, within } from '../../platform/database.ts';
import { systemScope, type Store } from '../open.ts';
import { demoAccountRows, demoTenant } from './accounts.ts';
import { demoConditions } from './conditions.ts';
import { loadConfidences } from './confidences.ts';
import { entriesOf } from './entries.ts';
import { loadHouseholds } from './households.ts';
import { demoOrganizations } from './organizations.ts';
import { generatePeople } from './people.ts';
import type { DemoPerson } from './person.ts';
import { addDemoResidents } from './residents.ts';
import { loadReviews } from './reviews.ts';

/** The same people at every start, on every machine. */
export const demoSeed = 20_261_122;

export interface DemoSize {
  readonly size: number;
  readonly until: Day;
  /** Leave the records out: people alone, for measuring. */
  readonly peopleOnly?: boolean;
}

/** Person numbers of the demo start here, so that a real person's number is never one of them. */
const firstPerson = 900_000_000;
export const personIdOf = (index: number): PersonId => PersonId.parse(firstPerson + index);

const batch = 500;

/** Organisations, accounts and people of the demo, streamed into the database in batches. */
export async function loadPopulation(store: Store, { size, until, peopleOnly = false }: DemoSize, progress: (done: number) => void): Promise<PlacedOrganization[]> {
  const organizations = placeOrganizations(demoOrganizations(size), { tenantId: demoTenant, firstId: demoTenant * 1000, firstPos: 16 });
  const byKey = new Map(organizations.map((organization) => [organization.key, organization]));
  const organizationOf = (key: string) => byKey.get(key) ?? organizations[0] ?? { organizationId: 0, pos: 0 };
  await within(store.database, systemScope(demoTenant), async (tx) => {
    await insertTenant(tx, { tenantId: demoTenant, name: '康程演示' });
    // Whoever tries the demo has no authenticator at hand.
    await savePolicy(tx, { tenantId: demoTenant, idleMinutes: 240, secondFactorRoles: [] });
    await insertOrganizations(tx, organizations.map(({ key: _key, ...organization }) => organization));
    const { accounts, grants } = await demoAccountRows(demoTenant, { organizationOf, newId: randomUUID });
    await insertAccounts(tx, accounts);
    await insertGrants(tx, grants);
  });
  let people: DemoPerson[] = [];
  let done = 0;
  const flush = async () => {
    await insertBatch(store, people, { byKey, until, peopleOnly });
    done += people.length;
    people = [];
    progress(done);
  };
  for (const person of generatePeople({ seed: demoSeed, size, until })) {
    people.push(person);
    if (people.length === batch) await flush();
  }
  if (people.length > 0) await flush();
  if (peopleOnly) return organizations;
  await addDemoResidents(store, until);
  await loadHouseholds(store, until);
  await loadConfidences(store, until);
  await assessPeople(store, until);
  const hospital = byKey.get('hospital');
  if (hospital) await loadReviews(store, { until, hospital });
  return organizations;
}

/** Months ago in which everybody was assessed as known then, so that tiers have a history. */
const assessedMonthsAgo = [9, 6, 3, 1, 0] as const;

async function assessPeople({ owner, database }: Store, until: Day): Promise<void> {
  // Fresh statistics: without them the planner takes the new tables for empty.
  await owner.query('analyze person, observation, condition');
  for (const months of assessedMonthsAgo) {
    const today = addMonths(until, -months);
    await within(database, systemScope(demoTenant), (tx) => refreshAll(tx, { tenantId: demoTenant, today, cause: 'records' }));
  }
}

interface Setting {
  readonly byKey: ReadonlyMap<string, PlacedOrganization>;
  readonly until: Day;
  readonly peopleOnly: boolean;
}

async function insertBatch(store: Store, people: readonly DemoPerson[], { byKey, until, peopleOnly }: Setting): Promise<void> {
  const rows = people.map((person) => rowsOf(person, { byKey, until, peopleOnly }));
  await within(store.database, systemScope(demoTenant), async (tx) => {
    await insertPeople(tx, rows.map((row) => row.person), { vault: store.vault, today: until });
    if (peopleOnly) return;
    await insertConditions(tx, rows.flatMap((row) => row.conditions));
    await insertObservations(tx, rows.flatMap((row) => row.observations));
    await insertEntries(tx, rows.flatMap((row) => row.entries));
  });
}

const codes = observationRegistry(readContent('observations.yaml', ObservationCodes));

interface Rows {
  person: NewPerson;
  conditions: NewCondition[];
  observations: NewObservation[];
  entries: Parameters<typeof insertEntries>[1];
}

function rowsOf(demo: DemoPerson, { byKey, until }: Setting): Rows {
  const personId = personIdOf(demo.index);
  const memberships = demo.memberships.flatMap(({ organization, role, since }) => {
    const node = byKey.get(organization);
    return node ? [{ tenantId: demoTenant, personId, organizationId: node.organizationId, organizationPos: node.pos, role, since, until: demo.statusDay }] : [];
  });
  const [home] = memberships;
  if (!home) throw new Error(`person ${demo.index} belongs nowhere`);
  const active = memberships.filter((membership) => membership.until === null || membership.until > until);
  const own = { tenantId: demoTenant, personId, organizationPos: home.organizationPos, positions: multirangeOf(active.map(({ organizationPos }) => organizationPos), home.organizationPos) };
  const { nameZh: name, sex, birthDate, address, idNumber, phone, status, statusDay } = demo;
  return {
    person: {
      person: {
        ...own,
        organizationId: home.organizationId,
        name,
        sex,
        birthDate,
        address,
        registeredAt: dayStart(home.since),
        deceasedOn: status === 'died' ? statusDay : null,
        movedOn: status === 'moved' ? statusDay : null,
      },
      identifiers: [{ kind: 'id-card', number: idNumber }, ...(phone === null ? [] : [{ kind: 'phone' as const, number: phone }])],
      memberships,
    },
    conditions: demo.conditions.map((condition) => conditionRow(condition, own)),
    observations: demo.observations.map((observation) => observationRow(observation, own)),
    entries: entriesOf(demo, { seed: demoSeed, until }).map((entry) => ({ entry, provenance: { ...own, entryId: randomUUID(), sourceId: observationSources['check-up'], recordedAt: dayStart(periodOf(entry).from), recordedBy: null, label: labels.sensitive } })),
  };
}

type Own = Pick<Observation, 'tenantId' | 'personId' | 'organizationPos' | 'positions'>;

function conditionRow({ code, icd10, onset, recorded }: DemoPerson['conditions'][number], own: Own): NewCondition {
  const found = { title: demoConditions[code].zh, clinicalStatus: 'active' as const, verificationStatus: 'confirmed' as const, abatementOn: null, note: null };
  return { ...own, ...found, entryId: randomUUID(), code: icd10, onsetOn: onset, sourceId: observationSources['check-up'], recordedAt: dayStart(recorded), recordedBy: null, label: labels.sensitive };
}

/** Values that nobody can have are kept and flagged, as those of any import are. */
function observationRow({ code: name, effectiveAt, recordedAt, value, value2, source }: DemoPerson['observations'][number], own: Own): NewObservation {
  const code = codes.byCode(name);
  if (code === undefined) throw new Error(`content/observations.yaml lacks the demo's code ${name}`);
  const implausible = isImplausible(code, { value, value2 });
  return { ...own, code: code.id, effectiveAt, recordedAt, value, value2, sourceId: observationSources[source], recordedBy: null, label: labels.sensitive, implausible };
}

function dayStart(day: Day): Observation['recordedAt'] {
  return `${day}T00:00:00.000Z` as Observation['recordedAt'];
}
