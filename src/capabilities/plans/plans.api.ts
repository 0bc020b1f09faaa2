import { createHash } from 'node:crypto';
import { readContent } from '../../platform/content.ts';
import { handle, handleFile, type Ctx } from '../../platform/handle.ts';
import { Problem } from '../../kernel/problem.ts';
import { ActivityTypes } from '../activities/activities.ts';
import { IndicatorDefinitions } from '../indicators/indicators.ts';
import { organizationById } from '../organizations/organizations.store.ts';
import { documentRefusals } from './document.ts';
import { draftOf } from './draft.ts';
import type { Plan } from './plan.ts';
import { deleteDraft, DocumentId, downloadDocument, DraftId, listDrafts, openDraft, refuse, saveDraft, uploadPlan, type PlanDocument, type PlanDraft } from './plans.ts';
import { draftById, draftSummaries, fileOf, insertDocument, insertDrafts, removeDraft, updateDraft } from './plans.store.ts';
import { readPlanFile, type PlanFileRead } from './reading.gateway.ts';

const indicators = readContent('indicators.yaml', IndicatorDefinitions);
const activityTypes = readContent('activity-types.yaml', ActivityTypes);

export const api = [
  handleFile(uploadPlan, {
    prepare: async ({ filename }, file) => ({ file, sha256: createHash('sha256').update(file).digest('hex'), read: await readPlanFile(file, filename) }),
    run: async ({ filename }, ctx, { file, sha256, read }) => {
      const organization = await organizationById(ctx.db, ctx.caller.organization);
      if (!organization) throw refuse.unknownDraft();
      if (read.kind === 'refused') throw new Problem(`plans.${read.reason}`, documentRefusals[read.reason], read.params);
      if (read.plans.every(({ plan }) => isEmpty(plan))) throw refuse.noPlanFound({ filename });
      const fresh = DocumentId.parse(ctx.newId());
      const document = documentOf({ documentId: fresh, filename, sha256, read, sizeBytes: file.length, organizationPos: organization.pos }, ctx);
      const documentId = await insertDocument(ctx.db, document, file);
      if (documentId === fresh) await insertDrafts(ctx.db, draftsOf({ documentId, read, organizationPos: organization.pos }, ctx));
      return { documentId, drafts: await draftSummaries(ctx.db, documentId) };
    },
  }),

  handle(listDrafts, (_input, { db }) => draftSummaries(db)),

  handle(openDraft, async ({ draftId }, { db }) => {
    const found = await draftById(db, draftId);
    if (!found) throw refuse.unknownDraft();
    const { documentId, filename, version, programmeId, draft, text, updatedAt } = found;
    return { draftId, documentId, filename, version, programmeId, draft, text, range: [found.rangeStart, found.rangeEnd] as [number, number], updatedAt };
  }),

  handle(saveDraft, async ({ draftId, version, draft }, { db, caller, now }) => {
    const found = await draftById(db, draftId);
    if (!found) throw refuse.unknownDraft();
    if (found.programmeId) throw refuse.alreadyLaunched();
    const saved = await updateDraft(db, { draftId, version, draft, updatedBy: caller.name, updatedAt: now });
    if (!saved) throw refuse.changedMeanwhile({ by: found.updatedBy });
    return { version: version + 1, updatedAt: now };
  }),

  handle(deleteDraft, async ({ draftId }, { db }) => {
    const found = await draftById(db, draftId);
    if (!found) throw refuse.unknownDraft();
    if (found.programmeId) throw refuse.draftIsRunning();
    await removeDraft(db, found);
    return { deleted: true as const };
  }),

  handle(downloadDocument, async ({ documentId }, { db }) => {
    const found = await fileOf(db, documentId);
    if (!found) throw refuse.unknownDraft();
    return { filename: found.filename, base64: found.bytes.toString('base64') };
  }),
];

/** A text in which nothing of a plan was found is no plan. */
function isEmpty(plan: Plan): boolean {
  return [plan.goals, plan.qualitative_goals, plan.activities, plan.phases, plan.tasks, plan.budget, plan.risks].every((list) => list.length === 0);
}

type Read = Extract<PlanFileRead, { kind: 'read' }>;

function documentOf(known: { documentId: DocumentId; filename: string; sha256: string; read: Read; sizeBytes: number; organizationPos: number }, ctx: Ctx): PlanDocument {
  const { read, ...own } = known;
  return { tenantId: ctx.caller.scope.tenant, ...own, format: read.format, text: read.text, uploadedBy: ctx.caller.name, uploadedAt: ctx.now };
}

function draftsOf({ documentId, read, organizationPos }: { documentId: DocumentId; read: Read; organizationPos: number }, ctx: Ctx): PlanDraft[] {
  return read.plans.map(({ plan, range }, ordinal) => ({
    tenantId: ctx.caller.scope.tenant,
    draftId: DraftId.parse(ctx.newId()),
    documentId,
    organizationPos,
    ordinal,
    rangeStart: range[0],
    rangeEnd: range[1],
    draft: draftOf(plan, { indicators, activityTypes }),
    version: 1,
    programmeId: null,
    updatedBy: ctx.caller.name,
    updatedAt: ctx.now,
  }));
}
