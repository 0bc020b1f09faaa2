import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { AccountId, type NewAccount } from '../../capabilities/access/access.ts';
import { hashPassword } from '../../capabilities/access/access.gateway.ts';
import { insertResidentAccount } from '../../capabilities/access/residents.store.ts';
import { phoneTail } from '../../capabilities/access/residents.ts';
import { blindPhone } from '../../capabilities/access/signing.gateway.ts';
import { insertHouseholdMembers, nextHouseholdId, upsertGuardianship } from '../../capabilities/people/households.store.ts';
import { PersonId, type Person } from '../../capabilities/people/people.ts';
import { addMonths, type Day } from '../../kernel/day.ts';
import type { Text } from '../../kernel/text.ts';
import { within, type Tx } from '../../platform/database.ts';
import { systemScope, type Store } from '../open.ts';
import { numbersOf } from '../person-numbers.ts';
import { demoPassword, demoTenant } from './accounts.ts';

/** Residents who can sign in to the demo: one with a rich record, and a parent with a child at school. */
export const demoResidents: readonly { login: string; name: Text }[] = [
  { login: 'resident', name: { zh: '居民', en: 'Resident' } },
  { login: 'parent', name: { zh: '家长', en: 'Parent' } },
];

type Found = Pick<Person, 'tenantId' | 'personId' | 'organizationId' | 'organizationPos' | 'positions' | 'name' | 'sex'>;

const columns = sql`p.tenant_id, p.person_id, p.organization_id, p.organization_pos, p.positions::text as positions, p.name, p.sex`;
const here = sql`p.deceased_on is null and p.moved_on is null`;
const hasPhone = sql`exists (select from person_identifier i where i.tenant_id = p.tenant_id and i.person_id = p.person_id and i.kind = 'phone')`;
const known = sql`(select count(*) from observation o where o.tenant_id = p.tenant_id and o.person_id = p.person_id) + 20 * (select count(*) from condition c where c.tenant_id = p.tenant_id and c.person_id = p.person_id)`;

/** Of the same people the same: whoever has the most on record, and the fullest pupil's record with an adult of the same surname. */
export async function addDemoResidents({ database, vault }: Pick<Store, 'database' | 'vault'>, until: Day): Promise<void> {
  await within(database, systemScope(demoTenant), async (db) => {
    const [resident] = (await sql<Found>`select ${columns} from person p where ${here} and ${hasPhone} and p.birth_date between ${addMonths(until, -70 * 12)}::date and ${addMonths(until, -40 * 12)}::date order by ${known} desc, p.person_id limit 1`.execute(db)).rows;
    const [pair] = (await sql<Found & { child: PersonId }>`
      select ${columns}, c.person_id as child from person c join person p on p.tenant_id = c.tenant_id and left(p.name, 1) = left(c.name, 1)
        and p.birth_date between c.birth_date - interval '40 years' and c.birth_date - interval '23 years'
      where ${here} and ${hasPhone} and c.birth_date between ${addMonths(until, -12 * 12)}::date and ${addMonths(until, -7 * 12)}::date and p.person_id <> ${resident?.personId ?? 0}
      order by (select count(*) from observation o where o.tenant_id = c.tenant_id and o.person_id = c.person_id) desc, ${known} desc, c.person_id, p.person_id limit 1`.execute(db)).rows;
    const passwordHash = await hashPassword(demoPassword);
    if (resident) await openFor(db, resident, { login: 'resident', passwordHash, vault });
    if (!pair) return;
    await openFor(db, pair, { login: 'parent', passwordHash, vault });
    await makeFamily(db, { parent: pair, child: PersonId.parse(pair.child), since: addMonths(until, -1 * 12) });
  });
}

async function openFor(db: Tx, person: Found, { login, passwordHash, vault }: { login: string; passwordHash: string; vault: Store['vault'] }): Promise<void> {
  const { tenantId, personId, organizationId, organizationPos, positions, name } = person;
  const phone = (await numbersOf({ db, vault }, personId)).find(({ kind }) => kind === 'phone')?.number ?? '';
  const account: NewAccount = { tenantId, accountId: AccountId.parse(randomUUID()), login, name, organizationPos, personId, active: true, passwordHash };
  await insertResidentAccount(db, { ...account, organizationId, positions, phone: blindPhone(vault, phone), phoneTail: phoneTail(phone) });
}

async function makeFamily(db: Tx, { parent, child, since }: { parent: Found; child: PersonId; since: Day }): Promise<void> {
  const [row] = (await sql<Found>`select ${columns} from person p where p.person_id = ${child}`.execute(db)).rows;
  if (!row) return;
  const householdId = await nextHouseholdId(db);
  const place = ({ tenantId, personId, organizationPos, positions }: Found) => ({ tenantId, personId, organizationPos, positions });
  await insertHouseholdMembers(db, [
    { ...place(parent), householdId, relation: 'head', since },
    { ...place(row), householdId, relation: 'child', since },
  ]);
  await upsertGuardianship(db, { ...place(row), guardianPersonId: parent.personId, relation: parent.sex === 'male' ? 'father' : 'mother', since, until: null });
}
