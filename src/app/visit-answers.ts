import { Instant } from '../kernel/day.ts';
import { beyondReach } from '../platform/database.ts';
import type { VisitPorts } from '../capabilities/care/followup.api.ts';
import { respondentOf } from '../capabilities/forms/distribution.store.ts';
import { responsesOf } from '../capabilities/forms/responding.store.ts';
import { contextOf, submitAnswer, type Hooks } from '../capabilities/forms/submitting.api.ts';
import { currentVersion, soundForm } from '../capabilities/forms/versions.gateway.ts';
import { personLines } from './person-lines.ts';

/** A follow-up visit keeps its sheet as any other form is kept, with its observations; one entered later stands at the day of the visit. */
export function visitPorts(hooks: Hooks): VisitPorts {
  return {
    lines: personLines,
    saveAnswers: async (ctx, { personId, form: key, responseId, answers, visitedOn }) => {
      const respondent = await respondentOf(ctx.db, personId);
      if (!respondent) return;
      const tenantId = ctx.caller.scope.tenant;
      const { versionId, form } = await currentVersion(ctx.db, key, { tenantId, versionId: ctx.newId(), publishedBy: ctx.caller.account, now: ctx.now });
      const { organizationPos, positions } = respondent;
      const arrival = {
        tenantId, responseId, distributionId: null, versionId, pseudonym: null, slot: null, organizationPos, positions, teamId: null, recordedBy: ctx.caller.account, prepared: soundForm(form), answers,
        context: contextOf(respondent, ctx.today), respondent, now: ctx.now, submittedAt: visitedOn === ctx.today ? ctx.now : Instant.parse(`${visitedOn}T02:00:00.000Z`), newId: ctx.newId,
      };
      await beyondReach(ctx.db, ctx.caller.scope, () => submitAnswer(ctx.db, arrival, { ...hooks, onKnown: [] }));
    },
    lastAnswers: async (ctx, personId, form) => (await responsesOf(ctx.db, personId)).find(({ formKey }) => formKey === form)?.answers ?? null,
  };
}
