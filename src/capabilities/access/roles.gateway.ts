import { readContent } from '../../platform/content.ts';
import { refuse, Roles, type Role } from './access.ts';

/** content/roles.yaml by id, in its order. */
export const roles: ReadonlyMap<string, Role> = new Map(readContent('roles.yaml', Roles).map((role) => [role.id, role]));

/** The roles that need the second factor where the tenant has not said otherwise. */
export const forcedByContent: readonly string[] = [...roles.values()].filter(({ secondFactor }) => secondFactor).map(({ id }) => id);

export function roleOf(id: string): Role {
  const role = roles.get(id);
  if (!role) throw refuse.noSuchGrant({ role: id });
  return role;
}
