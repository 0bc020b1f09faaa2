import { Instant } from '../../kernel/day.ts';
import { beyondReach } from '../../platform/database.ts';
import { handle, type Endpoint } from '../../platform/handle.ts';
import { readIdCard } from '../people/identifiers.ts';
import { AccountId, refuse } from './access.ts';
import { emergencyHours, listEmergencies, lookUpForEmergency, myEmergencies, openEmergency, reviewEmergency, veiled } from './emergency.ts';
import { emergenciesInReach, emergenciesOf, insertEmergency, personByIdCard, saveReview } from './emergency.store.ts';
import type { NumbersOnFile } from './residents.api.ts';
import { holderOf } from './residents.store.ts';

/** `numbers`: the ID card as the database knows it. */
export function api(numbers: NumbersOnFile): Endpoint[] {
  return [
    handle(lookUpForEmergency, async ({ idNumber }, ctx) => {
      const reading = readIdCard(idNumber);
      if (reading.kind === 'invalid') throw refuse.badIdNumber();
      const { tenant } = ctx.caller.scope;
      const whole = numbers.idCard(ctx.vault, tenant, reading.card.number);
      const found = await beyondReach(ctx.db, ctx.caller.scope, () => personByIdCard(ctx.db, whole));
      ctx.note(found ? [found.personId] : [], 'look-up');
      if (!found) throw refuse.noSuchNumber();
      const { personId, name, sex, birthDate, nameZh, nameEn } = found;
      const inReach = (await holderOf(ctx.db, personId)) !== undefined;
      return { personId, name: veiled(name), sex, birthYear: Number(birthDate.slice(0, 4)), organization: { zh: nameZh, en: nameEn }, inReach };
    }),

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
}
