/** Plans: a work plan's document, what was read out of it, and the draft that people correct before it is launched. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Instant } from '../../kernel/day.ts';
import { problems } from '../../kernel/problem.ts';
import { DocumentFormat } from './document.ts';
import { Draft } from './draft.ts';
import { Span } from './plan.ts';

// Words

export const DocumentId = z.uuid().brand('DocumentId');
export type DocumentId = z.infer<typeof DocumentId>;
export const DraftId = z.uuid().brand('DraftId');
export type DraftId = z.infer<typeof DraftId>;

/** An uploaded file: its bytes as they came, and the normalised text that every span points into. */
export const PlanDocument = z.object({
  tenantId: z.int(),
  documentId: DocumentId,
  organizationPos: z.int(),
  filename: z.string(),
  format: DocumentFormat,
  sha256: z.string(),
  sizeBytes: z.int(),
  text: z.string(),
  uploadedBy: z.string(),
  uploadedAt: Instant,
});
export type PlanDocument = z.infer<typeof PlanDocument>;

/** One plan of a document under review. `version` grows with every save, so that two reviewers never overwrite each other unseen. */
export const PlanDraft = z.object({
  tenantId: z.int(),
  draftId: DraftId,
  documentId: DocumentId,
  organizationPos: z.int(),
  ordinal: z.int(),
  rangeStart: z.int(),
  rangeEnd: z.int(),
  draft: Draft,
  version: z.int(),
  programmeId: z.uuid().nullable(),
  updatedBy: z.string(),
  updatedAt: Instant,
});
export type PlanDraft = z.infer<typeof PlanDraft>;

// Contract

export const refuse = problems('plans', { unknownDraft: 404, changedMeanwhile: 409, alreadyLaunched: 409, noPlanFound: 422, draftIsRunning: 409 });

export const DraftSummary = z.object({
  draftId: DraftId,
  documentId: DocumentId,
  title: z.string(),
  setting: z.string(),
  filename: z.string(),
  goals: z.int(),
  activities: z.int(),
  programmeId: z.uuid().nullable(),
  updatedAt: Instant,
});
export type DraftSummary = z.infer<typeof DraftSummary>;

/** Upload a plan file; it is read at once, and each plan in it becomes a draft. The same file again gives the drafts that exist. */
export const uploadPlan = contract({
  method: 'POST',
  path: '/api/plans/documents',
  permission: 'plans.upload',
  upload: true,
  input: z.object({ filename: z.string().min(1).max(255) }),
  output: z.object({ documentId: DocumentId, drafts: z.array(DraftSummary) }),
});

export const listDrafts = contract({
  method: 'GET',
  path: '/api/plans/drafts',
  permission: 'plans.read',
  input: z.object({}),
  output: z.array(DraftSummary),
});

export const DraftView = z.object({
  draftId: DraftId,
  documentId: DocumentId,
  filename: z.string(),
  version: z.int(),
  programmeId: z.uuid().nullable(),
  draft: Draft,
  /** The whole document's normalised text; this plan stands in `range`. */
  text: z.string(),
  range: Span,
  updatedAt: Instant,
});
export type DraftView = z.infer<typeof DraftView>;

export const openDraft = contract({ method: 'GET', path: '/api/plans/drafts/:draftId', permission: 'plans.read', input: z.object({ draftId: DraftId }), output: DraftView });

/** Save a corrected draft. `version` is the one that was opened; a draft saved by somebody else meanwhile is refused. */
export const saveDraft = contract({
  method: 'PUT',
  path: '/api/plans/drafts/:draftId',
  permission: 'plans.correct',
  input: z.object({ draftId: DraftId, version: z.int(), draft: Draft }),
  output: z.object({ version: z.int(), updatedAt: Instant }),
});

export const deleteDraft = contract({
  method: 'DELETE',
  path: '/api/plans/drafts/:draftId',
  permission: 'plans.correct',
  input: z.object({ draftId: DraftId }),
  output: z.object({ deleted: z.literal(true) }),
});

/** The file as it was uploaded. */
export const downloadDocument = contract({
  method: 'GET',
  path: '/api/plans/documents/:documentId',
  permission: 'plans.read',
  input: z.object({ documentId: DocumentId }),
  output: z.object({ filename: z.string(), base64: z.string() }),
});
