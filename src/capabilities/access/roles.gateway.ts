import { readContent } from '../../platform/content.ts';
import { refuse, Roles, type Role } from './access.ts';

/** content/roles.yaml by id, in its order. */
export const roles: ReadonlyMap<string, Role> = new Map(readContent('roles.yaml', Roles).map((role) => [role.id, role]));

export function roleOf(id: string): Role {
  const role = roles.get(id);
  if (!role) throw refuse.noSuchGrant({ role: id });
  return role;
}
