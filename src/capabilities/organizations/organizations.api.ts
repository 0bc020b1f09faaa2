import { handle } from '../../platform/handle.ts';
import { listAllOrganizations, listOrganizations } from './organizations.ts';
import { organizationsBetween } from './organizations.store.ts';

export const api = [
  handle(listOrganizations, (_input, { db, caller }) => organizationsBetween(db, caller.scope.from, caller.scope.to)),
  handle(listAllOrganizations, (_input, { db }) => organizationsBetween(db, 0, 2_147_483_646)),
];
