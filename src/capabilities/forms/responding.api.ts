import { createHash } from 'node:crypto';
import { beyondReach, labels, within, type Scope, type Tx } from '../../platform/database.ts';
import { handle, handlePublic, type Ctx, type PublicCtx } from '../../platform/handle.ts';
import type { Day, Instant } from '../../kernel/day.ts';
import { organizationById } from '../organizations/organizations.store.ts';
import type { PersonId } from '../people/people.ts';
import { PersonId as PersonNumber } from '../people/people.ts';
import { refuse } from './bank.ts';
import { standingAt, type Distribution } from './distribution.ts';
import {
  askedOf, distributionById, doorOf, groupsBelow, hasTicket, insertTicket, invitationOf, markAnswered, respondentOf, takePlace, useTicket, type Door, type Respondent,
} from './distribution.store.ts';
import { Form } from './form.ts';
import { openForm, openMine, myForms, myResponses, saveMyDraft, submitMine, submitOpen, takeTicket, type FormToFill, type PastResponse, type Submitted } from './responding.ts';
import { draftOf, dropDraft, responsesOf, saveDraft, type PastRow } from './responding.store.ts';
import { teamOf } from './sealing.api.ts';
import { minutesFor, questionsIn, respondentsForm, shownBefore } from './submission.ts';
import { contextOf, submitAnswer, type Hooks } from './submitting.api.ts';
import { preparedVersion } from './versions.gateway.ts';

/** An unsigned visitor's work: the whole tenant, as nobody in particular. */
export function visiting(tenant: number): Scope {
  return { tenant, from: 0, to: 2_147_483_646, label: labels.sealed, account: '00000000-0000-0000-0000-000000000000', purpose: 'system' };
}

async function distributionOf(tx: Tx, distributionId: string): Promise<Distribution> {
  const found = await distributionById(tx, distributionId);
  if (!found) throw refuse.unknownDistribution();
  return found;
}

/** A link into a tenant: read before anybody is known. */
async function doorAt(ctx: PublicCtx, token: string): Promise<Door> {
  const door = await doorOf(ctx.database, token);
  if (!door) throw refuse.unknownLink();
  return door;
}

/** What opening and submitting need to know of the way in. */
interface Way {
  readonly distribution: Distribution;
  /** Known by name, whether or not the answer may say so. */
  readonly respondent: Respondent | null;
  readonly how: FormToFill['how'];
}

function wayOf(distribution: Distribution, { respondent, signedIn }: { respondent: Respondent | null; signedIn: boolean }): Way {
  const ticket = distribution.respondents === 'anonymous' && distribution.audience === 'people' && distribution.once;
  const how = ticket ? 'ticket' : respondent === null ? 'open' : signedIn ? 'self' : 'personal';
  return { distribution, respondent, how };
}

async function toFill(tx: Tx, { distribution, respondent, how }: Way, now: { readonly today: Day; readonly now: Instant }): Promise<FormToFill> {
  const { tenantId, distributionId, token, title, versionId, respondents, once, opensAt, closesAt, organizationId } = distribution;
  const { form } = await preparedVersion(tx, { tenantId, versionId });
  const invitation = respondent && (await invitationOf(tx, { distributionId, personId: respondent.personId }));
  const draft = respondent && respondents !== 'anonymous' ? await draftOf(tx, { distributionId, personId: respondent.personId }) : undefined;
  const organization = await organizationById(tx, organizationId);
  const { sex, age } = contextOf(respondents === 'anonymous' ? null : respondent, now.today);
  return {
    distributionId, token, title, organization: { zh: organization?.nameZh ?? '', en: organization?.nameEn ?? '' }, form: respondentsForm(form), respondents, how,
    standing: once && invitation?.answered ? 'answered' : standingAt(distribution, now.now), opensAt, closesAt, once,
    asksCode: respondents === 'pseudonymous' && respondent === null,
    groups: distribution.askGroup && respondents !== 'identified' ? (await groupsBelow(tx, organizationId)).map(({ organizationId: id, name }) => ({ organizationId: id, name })) : [],
    context: { sex, age }, draft: draft ? { answers: draft.answers, savedAt: draft.savedAt } : null,
  };
}

function refuseUnlessOpen(distribution: Distribution, now: Instant): void {
  const standing = standingAt(distribution, now);
  if (standing === 'notYet') throw refuse.notOpenYet({ opensAt: distribution.opensAt });
  if (standing === 'over') throw refuse.closed();
}

/** Midnight in China of the day. */
function dayAlone(today: Day): Instant {
  return new Date(Date.parse(`${today}T00:00:00+08:00`)).toISOString() as Instant;
}

export type Sent = Pick<Ctx, 'today' | 'now' | 'vault' | 'newId'> & {
  readonly responseId: string;
  readonly answers: Parameters<typeof submitAnswer>[1]['answers'];
  readonly groupId: number | null;
  readonly code: string | null;
  readonly device: string | null;
  readonly ticket: string | null;
};

/** Inside the tenant's whole reach: one answer through a way, with everything that it brings about. */
async function submitThrough(tx: Tx, way: Way, { sent, hooks }: { sent: Sent; hooks: Hooks }): Promise<Submitted> {
  const { distribution, respondent } = way;
  refuseUnlessOpen(distribution, sent.now);
  const { tenantId, distributionId, versionId, respondents } = distribution;
  const prepared = await preparedVersion(tx, { tenantId, versionId });
  const known = respondents === 'identified' ? respondent : null;
  if (respondents === 'identified' && known === null) throw refuse.signInNeeded();
  const { submitted, fresh } = await submitAnswer(
    tx,
    {
      tenantId, distributionId, versionId, prepared, answers: sent.answers, responseId: sent.responseId, context: contextOf(respondents === 'anonymous' ? null : respondent, sent.today), respondent: known,
      pseudonym: pseudonymOf(way, sent), slot: slotOf(way, sent), ...(await placeFor(tx, way, sent)), teamId: known === null ? null : await teamOf(tx, known.personId), recordedBy: null, now: sent.now,
      submittedAt: respondents === 'anonymous' ? dayAlone(sent.today) : sent.now, newId: sent.newId,
    },
    hooks,
  );
  if (fresh) await useUp(tx, way, sent);
  return submitted;
}

/** What an answer takes with it: a place of the quota, the ticket, the invitation, the draft. */
async function useUp(tx: Tx, { distribution, respondent, how }: Way, { ticket }: Sent): Promise<void> {
  const { distributionId, quota } = distribution;
  if (quota !== null && !(await takePlace(tx, distributionId))) throw refuse.full();
  if (how === 'ticket' && !(ticket !== null && (await useTicket(tx, { distributionId, ticketHash: sha256(ticket) })))) throw refuse.ticketNeeded();
  if (respondent === null || how === 'ticket') return;
  await markAnswered(tx, { distributionId, personId: respondent.personId });
  await dropDraft(tx, { distributionId, personId: respondent.personId });
}

/** Where an answer stands: with the person, with the group that the respondent names, else with the organisation that asked. */
async function placeFor(tx: Tx, { distribution, respondent }: Way, { groupId }: Sent): Promise<{ organizationPos: number; positions: string | null }> {
  if (distribution.respondents === 'identified' && respondent !== null) return { organizationPos: respondent.organizationPos, positions: respondent.positions };
  if (distribution.askGroup && groupId !== null) {
    const group = (await groupsBelow(tx, distribution.organizationId)).find(({ organizationId }) => organizationId === groupId);
    if (!group) throw refuse.groupNeeded();
    return { organizationPos: group.pos, positions: null };
  }
  return { organizationPos: distribution.organizationPos, positions: null };
}

function pseudonymOf({ distribution, respondent }: Way, { code, vault }: Sent): string | null {
  if (distribution.respondents !== 'pseudonymous') return null;
  if (respondent === null && (code === null || code === '')) throw refuse.codeNeeded();
  const who = respondent === null ? `code ${distribution.organizationId} ${(code ?? '').normalize('NFKC').replaceAll(/\s/g, '').toLowerCase()}` : `person ${respondent.personId}`;
  const hex = (about: string) => vault.blind(who, `${about} ${distribution.tenantId}`).toString(16).padStart(12, '0');
  return `${hex('pseudonym')}${hex('pseudonym 2')}`;
}

function slotOf(way: Way, sent: Sent): string | null {
  const { distribution, respondent, how } = way;
  if (!distribution.once || how === 'ticket') return null;
  if (distribution.respondents === 'pseudonymous') return `c:${pseudonymOf(way, sent)}`;
  if (respondent !== null && distribution.respondents === 'identified') return `p:${respondent.personId}`;
  return sent.device === null ? null : `d:${sha256(`${distribution.distributionId} ${sent.device}`).slice(0, 32)}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The way of a signed-in person, or of a ward, to what they were asked. */
async function myWay(ctx: Ctx, { personId, distributionId }: { personId: PersonId; distributionId: string }): Promise<Way> {
  const respondent = (ctx.caller.scope.persons ?? []).includes(personId) ? await respondentOf(ctx.db, personId) : undefined;
  if (!respondent) throw refuse.unknownPerson();
  const distribution = await distributionOf(ctx.db, distributionId);
  if (!(await invitationOf(ctx.db, { distributionId, personId })) && distribution.audience !== 'link') throw refuse.unknownDistribution();
  return wayOf(distribution, { respondent, signedIn: true });
}

const anywhere = <T>(ctx: Ctx, work: () => Promise<T>): Promise<T> => beyondReach(ctx.db, ctx.caller.scope, work);

export function pastOf({ definition, recordedByName, ...row }: PastRow): PastResponse {
  const form = Form.parse(definition);
  return { responseId: row.responseId, formKey: row.formKey, title: form.title, kind: form.kind, submittedAt: row.submittedAt, recordedBy: recordedByName, results: shownBefore(form, row.scores) };
}

export const api = (hooks: Hooks) => [
  handlePublic(openForm, async ({ token }, ctx) => {
    const door = await doorAt(ctx, token);
    return within(ctx.database, visiting(door.tenantId), async (tx) => {
      const distribution = await distributionOf(tx, door.distributionId);
      const respondent = door.personId === null ? null : ((await respondentOf(tx, PersonNumber.parse(door.personId))) ?? null);
      return toFill(tx, wayOf(distribution, { respondent, signedIn: false }), ctx);
    });
  }),

  handlePublic(submitOpen, async ({ token, ...sent }, ctx) => {
    const door = await doorAt(ctx, token);
    return within(ctx.database, visiting(door.tenantId), async (tx) => {
      const distribution = await distributionOf(tx, door.distributionId);
      const respondent = door.personId === null ? null : ((await respondentOf(tx, PersonNumber.parse(door.personId))) ?? null);
      const way = wayOf(distribution, { respondent, signedIn: false });
      return submitThrough(tx, way, { sent: { ...sent, today: ctx.today, now: ctx.now, vault: ctx.vault, newId: ctx.newId }, hooks });
    });
  }),

  handle(myForms, async ({ personId }, ctx) => {
    if (!(ctx.caller.scope.persons ?? []).includes(personId)) throw refuse.unknownPerson();
    return anywhere(ctx, async () => {
      const asked = await askedOf(ctx.db, personId);
      const views = await Promise.all(asked.map(async ({ savedAt, answered, versionId, opensAt, closesAt, quota, taken, ...row }) => {
        const { form } = await preparedVersion(ctx.db, { tenantId: ctx.caller.scope.tenant, versionId });
        const standing = answered ? ('answered' as const) : standingAt({ opensAt, closesAt, quota, taken }, ctx.now);
        return { distributionId: row.distributionId, title: row.title, organization: row.organization, respondents: row.respondents, formTitle: form.title, kind: form.kind, questions: questionsIn(form), minutes: minutesFor(form), standing, closesAt, draftSavedAt: savedAt };
      }));
      return views.toSorted((a, b) => Number(a.standing !== 'open') - Number(b.standing !== 'open'));
    });
  }),

  handle(openMine, (input, ctx) => anywhere(ctx, async () => toFill(ctx.db, await myWay(ctx, input), ctx))),

  handle(saveMyDraft, (input, ctx) => anywhere(ctx, async () => {
    const { distribution, respondent, how } = await myWay(ctx, input);
    refuseUnlessOpen(distribution, ctx.now);
    if (respondent === null || how !== 'self' || distribution.respondents === 'anonymous') throw refuse.notAnonymous();
    const { personId, organizationPos, positions } = respondent;
    await saveDraft(ctx.db, { tenantId: distribution.tenantId, personId, distributionId: distribution.distributionId, organizationPos, positions, answers: input.answers, savedAt: ctx.now });
    return { savedAt: ctx.now };
  })),

  handle(submitMine, (input, ctx) => anywhere(ctx, async () => {
    const way = await myWay(ctx, input);
    if (way.how === 'ticket') throw refuse.ticketNeeded();
    const { today, now, vault, newId } = ctx;
    return submitThrough(ctx.db, way, { sent: { responseId: input.responseId, answers: input.answers, groupId: null, code: null, device: null, ticket: null, today, now, vault, newId }, hooks: { ...hooks, onKnown: [] } });
  })),

  handle(takeTicket, (input, ctx) => anywhere(ctx, async () => {
    const { distribution, respondent, how } = await myWay(ctx, input);
    refuseUnlessOpen(distribution, ctx.now);
    if (how !== 'ticket' || respondent === null) throw refuse.notAnonymous();
    const { tenantId, distributionId, organizationPos } = distribution;
    const { ticketHash } = input;
    if (!(await markAnswered(ctx.db, { distributionId, personId: respondent.personId })) && !(await hasTicket(ctx.db, { distributionId, ticketHash }))) throw refuse.alreadyAnswered();
    await insertTicket(ctx.db, { tenantId, ticketHash, distributionId, organizationPos });
    return { taken: true as const };
  })),

  handle(myResponses, async ({ personId }, ctx) => {
    if (!(ctx.caller.scope.persons ?? []).includes(personId)) throw refuse.unknownPerson();
    return (await responsesOf(ctx.db, personId)).map(pastOf);
  }),
];
