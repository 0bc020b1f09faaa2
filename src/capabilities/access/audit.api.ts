import type { Tx } from '../../platform/database.ts';
import { handle, type Caller, type Trace } from '../../platform/handle.ts';
import { auditTrail, whoLooked, whoLookedAtMine, type LookView } from './audit.ts';
import { appendAudit, eventsInReach, looksAt, type Look } from './audit.store.ts';
import { roles } from './roles.gateway.ts';

/** Write what a call did into the trail, in its own transaction. */
export function appendTrace(db: Tx, caller: Caller, { contract, action, persons, address, outcome }: Trace): Promise<void> {
  return appendAudit(db, {
    tenantId: caller.scope.tenant,
    accountId: caller.account,
    accountName: caller.name,
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

export const api = [
  handle(whoLookedAtMine, async ({ personId, ...asked }, { db }) => (await looksAt(db, personId, asked)).map(lookView)),

  handle(whoLooked, async ({ personId, ...asked }, { db }) => (await looksAt(db, personId, asked)).map(lookView)),

  handle(auditTrail, async (asked, { db }) => {
    const events = await eventsInReach(db, asked);
    return events.map((look) => ({ ...lookView(look), contract: look.contract, persons: look.persons, address: look.address, lane: look.lane, seq: look.seq }));
  }),
];

function lookView({ at, accountName, role, nameZh, nameEn, purpose, action, outcome }: Look): LookView {
  const roleTitle = roles.get(role)?.title ?? { zh: role, en: role };
  return { at, name: accountName, roleTitle, organization: { zh: nameZh ?? '—', en: nameEn ?? '—' }, purpose, action, outcome };
}
