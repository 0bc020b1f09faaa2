import { beyondReach, labels } from '../../platform/database.ts';
import { handle, type Ctx, type Endpoint } from '../../platform/handle.ts';
import type { PersonId } from '../people/people.ts';
import { openWork } from '../worklist/worklist.store.ts';
import { refuse } from './care.ts';
import { loadPlanTemplates } from './content.gateway.ts';
import { courseOf } from './followup.store.ts';
import { careCapability } from './pathways.ts';
import { plan } from './planning.api.ts';
import { settleByPlan } from './planning.store.ts';
import { agreeMyPlan, agreePlan, differences, isComplete, listPlans, myPlan, partsFor, planTemplates, savePlan, signPlan, type CarePlan, type PlanSignature, type PlanView } from './plans.ts';
import { insertSignature, markAgreed, markSigning, plansOf, putInForce, signaturesOf, writeDraft } from './plans.store.ts';

const templates = loadPlanTemplates();

export const api: readonly Endpoint[] = [
  handle(planTemplates, () => Promise.resolve([...templates])),

  handle(listPlans, async ({ personId }, ctx) => ({ versions: await viewsOf(ctx, personId), mayDo: [...partsFor(ctx.caller.role)] })),

  handle(savePlan, async ({ personId, seen, content, team, reviewOn, note }, ctx) => {
    const course = await courseOf(ctx.db, personId);
    if (!course) throw refuse.unknownPerson();
    if (course.left) throw refuse.leftCare();
    if (reviewOn <= ctx.today) throw refuse.reviewNotAhead();
    const [latest] = await plansOf(ctx.db, personId);
    const open = latest?.state === 'draft' || latest?.state === 'signing';
    if (open && seen !== latest.changedAt) throw refuse.changedMeanwhile();
    const draft: CarePlan = {
      tenantId: course.tenantId, personId, version: (latest?.version ?? 0) + (open ? 0 : 1), state: 'draft', content, team: [...new Set(team)], reviewOn, note, changedAt: ctx.now, changedBy: ctx.caller.account,
      changedByName: ctx.caller.name, inForceOn: null, agreedOn: null, agreedHow: null, organizationPos: course.organizationPos, positions: course.positions, label: labels.sensitive,
    };
    if (!(await writeDraft(ctx.db, draft, seen))) throw refuse.changedMeanwhile();
    return viewAt(ctx, personId, draft.version);
  }),

  handle(signPlan, async ({ personId, version, part, seen }, ctx) => {
    const found = (await plansOf(ctx.db, personId)).find((one) => one.version === version);
    if (!found) throw refuse.unknownPlan();
    if (!partsFor(ctx.caller.role).includes(part)) throw refuse.notYourPart();
    if (!found.team.includes(part)) throw refuse.notInTeam();
    if (found.state !== 'draft' && found.state !== 'signing') throw refuse.planNotOpen();
    if (found.changedAt !== seen) throw refuse.changedMeanwhile();
    const { tenantId, organizationPos, positions, label } = found;
    await insertSignature(ctx.db, { tenantId, personId, version, part, accountId: ctx.caller.account, name: ctx.caller.name, signedAt: ctx.now, organizationPos, positions, label });
    const signed = (await signaturesOf(ctx.db, personId)).filter((one) => one.version === version).map((one) => one.part);
    if (isComplete(found.team, signed)) await bringIntoForce(ctx, found);
    else await markSigning(ctx.db, found);
    return viewAt(ctx, personId, version);
  }),

  handle(agreePlan, async ({ personId, version, how }, ctx) => {
    if (!(await markAgreed(ctx.db, { personId, version }, { on: ctx.today, how }))) throw refuse.unknownPlan();
    return viewAt(ctx, personId, version);
  }),

  handle(myPlan, async ({ personId }, ctx) => {
    refuseOthers(ctx, personId);
    const [inForce] = (await plansOf(ctx.db, personId)).filter(({ state }) => state === 'in-force');
    if (!inForce) return { plan: null };
    const { version, content, reviewOn, inForceOn, agreedOn } = inForce;
    const team = (await signaturesOf(ctx.db, personId)).filter((one) => one.version === version).map(signedOf);
    return { plan: { version, content, reviewOn, inForceOn, agreedOn, team } };
  }),

  handle(agreeMyPlan, async ({ personId, version }, ctx) => {
    refuseOthers(ctx, personId);
    if (!(await markAgreed(ctx.db, { personId, version }, { on: ctx.today, how: 'app' }))) throw refuse.unknownPlan();
    return { agreedOn: ctx.today };
  }),
];

function refuseOthers({ caller }: Ctx, personId: PersonId): void {
  if (!(caller.scope.persons ?? []).includes(personId)) throw refuse.unknownPerson();
}

/** All have signed: the plan stands, the pathway's step is done, and its review is on the doctor's list. */
async function bringIntoForce(ctx: Ctx, { personId, version, reviewOn }: CarePlan): Promise<void> {
  await putInForce(ctx.db, { personId, version }, ctx.today);
  await beyondReach(ctx.db, ctx.caller.scope, async () => {
    const settled = await settleByPlan(ctx.db, personId, ctx.today);
    if (settled > 0) await plan(ctx.db, { today: ctx.today, at: ctx.now, whom: [personId] });
    else await openWork(ctx.db, [{ personId, kind: 'review', title: 'care:work.planReview', params: { version }, dueOn: reviewOn, severity: 'routine', role: 'doctor', source: { capability: careCapability, id: `plan-review/${personId}/${version}` } }], ctx.now);
  });
}

const signedOf = ({ part, name, signedAt }: PlanSignature) => ({ part, name, signedAt });

/** Versions with their signatures, and what each changed. */
async function viewsOf(ctx: Ctx, personId: PersonId): Promise<PlanView[]> {
  const [plans, signatures] = [await plansOf(ctx.db, personId), await signaturesOf(ctx.db, personId)];
  return plans.map((one) => {
    const before = plans.find(({ version }) => version === one.version - 1);
    return { ...one, signatures: signatures.filter(({ version }) => version === one.version).map(signedOf), changes: before === undefined ? [] : differences(before.content, one.content) };
  });
}

async function viewAt(ctx: Ctx, personId: PersonId, version: number): Promise<PlanView> {
  const found = (await viewsOf(ctx, personId)).find((one) => one.version === version);
  if (!found) throw refuse.unknownPlan();
  return found;
}
