import { sql } from 'kysely';
import { insertClinicians, insertGuardianships, insertHouseholdMembers } from '../../capabilities/people/households.store.ts';
import type { ClinicianRole, HouseholdMember } from '../../capabilities/people/households.ts';
import type { Person } from '../../capabilities/people/people.ts';
import { addMonths, type Day } from '../../kernel/day.ts';
import { within, type Tx } from '../../platform/database.ts';
import { systemScope, type Store } from '../open.ts';
import { demoTenant } from './accounts.ts';
import { familiesOf } from './families.ts';

type Free = Pick<Person, 'tenantId' | 'personId' | 'organizationPos' | 'positions' | 'name' | 'sex' | 'birthDate'>;

const atOnce = 2000;

async function inParts<T>(rows: readonly T[], write: (part: readonly T[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < rows.length; from += atOnce) await write(rows.slice(from, from + atOnce));
}

/** Who lives together, who speaks for the children, and who is responsible for those with a chronic disease. */
export async function loadHouseholds({ database }: Pick<Store, 'database'>, until: Day): Promise<void> {
  await within(database, systemScope(demoTenant), async (tx) => {
    await loadFamilies(tx, until);
    await loadClinicians(tx, until);
  });
}

async function loadFamilies(tx: Tx, until: Day): Promise<void> {
  const { rows: people } = await sql<Free>`
    select tenant_id, person_id, organization_pos, positions::text as positions, name, sex, birth_date from person p
    where deceased_on is null and moved_on is null and not exists (select from household_member m where m.tenant_id = p.tenant_id and m.person_id = p.person_id) order by person_id`.execute(tx);
  const families = familiesOf(people, until);
  const since = addMonths(until, -20);
  const owner = ({ tenantId, personId, organizationPos, positions }: Free) => ({ tenantId, personId, organizationPos, positions });
  const members = families.flatMap(({ head, spouse, children }): HouseholdMember[] => {
    const living = { householdId: head.personId, since };
    return [
      { ...owner(head), ...living, relation: 'head' },
      ...(spouse ? [{ ...owner(spouse), ...living, relation: 'spouse' as const }] : []),
      ...children.map((child) => ({ ...owner(child), ...living, relation: 'child' as const })),
    ];
  });
  await inParts(members, (part) => insertHouseholdMembers(tx, part));
  const guardians = families.flatMap(({ head, spouse, children }) =>
    children.flatMap((child) => [
      { ...owner(child), guardianPersonId: head.personId, relation: 'father' as const, since, until: null },
      ...(spouse ? [{ ...owner(child), guardianPersonId: spouse.personId, relation: 'mother' as const, since, until: null }] : []),
    ]),
  );
  await inParts(guardians, (part) => insertGuardianships(tx, part));
  // Who lives together has one address.
  await sql`update person p set address = h.address from household_member m join person h on h.tenant_id = m.tenant_id and h.person_id = m.household_id
    where m.tenant_id = p.tenant_id and m.person_id = p.person_id and p.person_id <> h.person_id`.execute(tx);
}

async function loadClinicians(tx: Tx, until: Day): Promise<void> {
  const { rows: staff } = await sql<{ accountId: string; name: string; role: ClinicianRole }>`
    select a.account_id, a.name, a.login as role from account a where a.tenant_id = ${demoTenant} and a.login in ('doctor', 'nurse')`.execute(tx);
  const { rows: patients } = await sql<Free & { since: Day }>`
    select p.tenant_id, p.person_id, p.organization_pos, p.positions::text as positions, least(max(c.recorded_at)::date, ${until}::date)::text as since
    from person p join condition c on c.tenant_id = p.tenant_id and c.person_id = p.person_id and c.code in ('I10', 'E11')
    where p.deceased_on is null and p.moved_on is null group by 1, 2, 3, 4 order by 2`.execute(tx);
  const rows = patients.flatMap(({ tenantId, personId, organizationPos, positions, since }) => staff.map(({ accountId, name, role }) => ({ tenantId, personId, organizationPos, positions, role, accountId, name, since, until: null })));
  await inParts(rows, (part) => insertClinicians(tx, part));
}
