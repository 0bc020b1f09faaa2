import { Instant } from '../../kernel/day.ts';
import { handle } from '../../platform/handle.ts';
import { AccountId, refuse } from './access.ts';
import { emergencyHours, listEmergencies, myEmergencies, openEmergency, reviewEmergency } from './emergency.ts';
import { emergenciesInReach, emergenciesOf, insertEmergency, saveReview } from './emergency.store.ts';

export const api = [
  handle(openEmergency, async ({ personId, reason }, { db, caller, now, newId }) => {
    const emergencyId = newId();
    const expiresAt = Instant.parse(new Date(Date.parse(now) + emergencyHours * 3_600_000).toISOString());
    await insertEmergency(db, {
      tenantId: caller.scope.tenant,
      emergencyId,
      accountId: AccountId.parse(caller.account),
      role: caller.role,
      organizationId: caller.organization,
      organizationPos: caller.position,
      personId,
      reason,
      openedAt: now,
      expiresAt,
      reviewedBy: null,
      reviewedAt: null,
      outcome: null,
      remark: null,
    });
    return { emergencyId, expiresAt };
  }),

  handle(myEmergencies, (_input, { db, caller }) => emergenciesOf(db, AccountId.parse(caller.account))),

  handle(listEmergencies, ({ state }, { db }) => emergenciesInReach(db, state)),

  handle(reviewEmergency, async ({ emergencyId, outcome, remark }, { db, caller, now }) => {
    if (!(await saveReview(db, { emergencyId, reviewedBy: AccountId.parse(caller.account), reviewedAt: now, outcome, remark }))) throw refuse.nothingToReview();
    return { reviewed: true as const };
  }),
];
