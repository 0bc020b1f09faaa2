import type { Tx } from '../../platform/database.ts';
import type { Caller, Trace } from '../../platform/handle.ts';
import { appendAudit } from './audit.store.ts';

/** Write what a call did into the trail, in its own transaction. */
export function appendTrace(db: Tx, caller: Caller, { contract, action, persons, address, outcome }: Trace): Promise<void> {
  return appendAudit(db, {
    tenantId: caller.scope.tenant,
    accountId: caller.account,
    role: caller.role,
    organizationId: caller.organization,
    organizationPos: caller.position,
    purpose: persons.some((person) => caller.emergencies.includes(person)) ? 'emergency' : caller.scope.purpose,
    action,
    contract: `${contract.method} ${contract.path}`,
    persons,
    address,
    outcome,
    waits: contract.method !== 'GET',
  });
}
