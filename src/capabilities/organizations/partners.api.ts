import type { Day } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { handle } from '../../platform/handle.ts';
import type { Job } from '../../platform/jobs.ts';
import { refuse } from './organizations.ts';
import { addAgreement, addMeeting, addPartner, isToRemind, listMeetings, listPartners, standingOf } from './partners.ts';
import { agreementsInReach, insertAgreement, insertMeeting, insertPartner, meetingsInReach, noteReminded, partnerById, partnersInReach } from './partners.store.ts';

export const api = [
  handle(listPartners, async (_input, { db, today }) => {
    const byPartner = Map.groupBy(await agreementsInReach(db), (agreement) => agreement.partnerId);
    const partners = await partnersInReach(db);
    return partners.map((partner) => ({ ...partner, agreements: (byPartner.get(partner.partnerId) ?? []).map((agreement) => ({ ...agreement, standing: standingOf(agreement, today) })) }));
  }),

  handle(addPartner, async (asked, { db, caller, newId }) => {
    const partnerId = newId();
    await insertPartner(db, { tenantId: caller.scope.tenant, partnerId, organizationPos: caller.position, ...asked });
    return { partnerId };
  }),

  handle(addAgreement, async ({ partnerId, ...terms }, { db, caller, newId }) => {
    const partner = await partnerById(db, partnerId);
    if (!partner) throw refuse.unknownPartner();
    if (terms.endsOn < terms.startsOn) throw refuse.endsBeforeStart();
    const agreementId = newId();
    await insertAgreement(db, { tenantId: caller.scope.tenant, agreementId, partnerId, organizationPos: partner.organizationPos, remindedOn: null, ...terms });
    return { agreementId };
  }),

  handle(listMeetings, (_input, { db }) => meetingsInReach(db)),

  handle(addMeeting, async (asked, { db, caller, newId }) => {
    const meetingId = newId();
    await insertMeeting(db, { tenantId: caller.scope.tenant, meetingId, organizationPos: caller.position, ...asked });
    return { meetingId };
  }),
];

export interface Context {
  everyTenant(work: (ctx: { readonly db: Tx; readonly today: Day }) => Promise<void>): Promise<void>;
}

/** Every morning (08:00 in China) agreements about to end are marked: their partners' page shows them until they are renewed. */
export const jobs: readonly Job<Context>[] = [
  {
    name: 'remindAgreements',
    schedule: '0 0 * * *',
    run: (_payload, { everyTenant }) =>
      everyTenant(async ({ db, today }) => {
        const due = (await agreementsInReach(db)).filter((agreement) => isToRemind(agreement, today));
        await noteReminded(db, due.map(({ agreementId }) => agreementId), today);
      }),
  },
];
