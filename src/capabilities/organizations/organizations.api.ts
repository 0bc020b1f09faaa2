import { handle } from '../../platform/handle.ts';
import { listOrganizations } from './organizations.ts';
import { organizationsBetween } from './organizations.store.ts';

export const api = [handle(listOrganizations, (_input, { db, caller }) => organizationsBetween(db, caller.scope.from, caller.scope.to))];
