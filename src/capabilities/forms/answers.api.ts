/** Answers on a person's page: past ones, and those that staff write down with the person. */
import { beyondReach } from '../../platform/database.ts';
import { handle, type Ctx } from '../../platform/handle.ts';
import type { PersonId } from '../people/people.ts';
import { refuseLocked } from './bank.api.ts';
import { refuse } from './bank.ts';
import { respondentOf, type Respondent } from './distribution.store.ts';
import { Form } from './form.ts';
import { pastOf } from './responding.api.ts';
import { answerForPerson, openForPerson, personResponse, personResponses } from './responding.ts';
import { responsesOf } from './responding.store.ts';
import { adopt, ensureTeam } from './sealing.api.ts';
import { respondentsForm } from './submission.ts';
import { contextOf, submitAnswer, type Hooks } from './submitting.api.ts';
import { currentVersion, soundForm } from './versions.gateway.ts';

async function personSeen(ctx: Ctx, personId: PersonId): Promise<Respondent> {
  const found = await respondentOf(ctx.db, personId);
  if (!found) throw refuse.unknownPerson();
  return found;
}

async function versionFor(ctx: Ctx, key: string): Promise<{ readonly versionId: string; readonly form: Form }> {
  const version = await currentVersion(ctx.db, key, { tenantId: ctx.caller.scope.tenant, versionId: ctx.newId(), publishedBy: ctx.caller.account, now: ctx.now });
  await refuseLocked(ctx, version.form);
  return version;
}

export const api = (hooks: Hooks) => [
  handle(personResponses, async ({ personId }, ctx) => {
    await personSeen(ctx, personId);
    await adopt(ctx, personId);
    return (await responsesOf(ctx.db, personId)).map(pastOf);
  }),

  handle(personResponse, async ({ personId, responseId }, ctx) => {
    await personSeen(ctx, personId);
    const [row] = await responsesOf(ctx.db, personId, responseId);
    if (!row) throw refuse.unknownForm({ key: responseId });
    return { form: Form.parse(row.definition), answers: row.answers, response: pastOf(row) };
  }),

  handle(openForPerson, async ({ personId, key }, ctx) => {
    const respondent = await personSeen(ctx, personId);
    const { form } = await versionFor(ctx, key);
    const { sex, age } = contextOf(respondent, ctx.today);
    return { form: respondentsForm(form), context: { sex, age } };
  }),

  handle(answerForPerson, async ({ personId, key, responseId, answers }, ctx) => {
    const respondent = await personSeen(ctx, personId);
    const { versionId, form } = await versionFor(ctx, key);
    const { tenant: tenantId } = ctx.caller.scope;
    const teamId = form.label === 'sealed' ? await ensureTeam(ctx, personId) : null;
    const { organizationPos, positions } = respondent;
    const arrival = {
      tenantId, responseId, distributionId: null, versionId, pseudonym: null, slot: null, organizationPos, positions, teamId, recordedBy: ctx.caller.account, prepared: soundForm(form), answers,
      context: contextOf(respondent, ctx.today), respondent, now: ctx.now, submittedAt: ctx.now, newId: ctx.newId,
    };
    const { submitted } = await beyondReach(ctx.db, ctx.caller.scope, () => submitAnswer(ctx.db, arrival, { ...hooks, onKnown: [] }));
    return submitted;
  }),
];
