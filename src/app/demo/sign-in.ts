import { demoAccounts, demoTenant, Roles } from '../../capabilities/access/access.ts';
import { PersonId } from '../../capabilities/people/people.ts';
import { readContent } from '../../platform/content.ts';
import { within } from '../../platform/database.ts';
import { handlePublic, type PublicEndpoint } from '../../platform/handle.ts';
import { systemScope, type Store } from '../open.ts';
import { numbersOf } from '../person-numbers.ts';
import { demoLogins, demoPassword } from './accounts.ts';
import { demoResidents } from './residents.ts';

/** The sign-in page of an installation that holds the demo offers its accounts; any other answers with none. */
export function demoEndpoints({ owner, database, vault }: Store): PublicEndpoint[] {
  const titles = new Map(readContent('roles.yaml', Roles).map((role) => [role.id, role.title]));
  const people = [...demoLogins.map(({ login, name, grants }) => ({ login, name, role: titles.get(grants[0]?.role ?? '') ?? name })), ...demoResidents.map(({ login, name }) => ({ login, name, role: name }))];
  const phoneOf = async (person: number | null): Promise<string | null> => {
    if (person === null) return null;
    const numbers = await within(database, systemScope(demoTenant), (db) => numbersOf({ db, vault }, PersonId.parse(person)));
    return numbers.find(({ kind }) => kind === 'phone')?.number ?? null;
  };
  return [
    handlePublic(demoAccounts, async () => {
      const { rows } = await owner.query<{ login: string; name: string; person: number | null }>('select login, name, person_id as person from account where tenant_id = $1 and active', [demoTenant]);
      const known = new Map(rows.map((row) => [row.login, row]));
      return Promise.all(
        people.flatMap(({ login, name, role }) => {
          const row = known.get(login);
          return row ? [(async () => ({ login, password: demoPassword, name: row.person === null ? name : { zh: row.name, en: row.name }, role, phone: await phoneOf(row.person) }))()] : [];
        }),
      );
    }),
  ];
}
