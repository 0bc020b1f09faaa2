import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { PlanDocument, PlanDraft, type DocumentId, type DraftId, type DraftSummary } from './plans.ts';
import type { Draft } from './draft.ts';

interface PlanFile {
  tenantId: number;
  documentId: DocumentId;
  organizationPos: number;
  bytes: Buffer;
}

declare module '../../platform/database.ts' {
  interface Tables {
    planDocument: PlanDocument;
    planFile: PlanFile;
    planDraft: PlanDraft;
  }
}

export const entities = { plan_document: PlanDocument, plan_draft: PlanDraft };

export const migrations = [
  {
    id: '2026-11-22 06 plans',
    sql: `
    create table plan_document (
      tenant_id        int         not null,
      document_id      uuid        primary key,
      organization_pos int         not null,
      filename         text        not null,
      format           text        not null,
      sha256           text        not null,
      size_bytes       int         not null,
      text             text        not null,
      uploaded_by      text        not null,
      uploaded_at      timestamptz not null,
      unique (tenant_id, organization_pos, sha256)
    );
    create table plan_file (
      tenant_id        int   not null,
      document_id      uuid  primary key references plan_document on delete cascade,
      organization_pos int   not null,
      bytes            bytea not null
    );
    create table plan_draft (
      tenant_id        int         not null,
      draft_id         uuid        primary key,
      document_id      uuid        not null references plan_document on delete cascade,
      organization_pos int         not null,
      ordinal          int         not null,
      range_start      int         not null,
      range_end        int         not null,
      draft            jsonb       not null,
      version          int         not null,
      programme_id     uuid,
      updated_by       text        not null,
      updated_at       timestamptz not null
    );
    create index plan_draft_document on plan_draft (document_id, ordinal);
    ${guarded('plan_document')}
    ${guarded('plan_file')}
    ${guarded('plan_draft')}`,
  },
];

const json = (draft: Draft) => sql<Draft>`${JSON.stringify(draft)}::jsonb`;

/** Keep a document, unless the organisation has the same file already: the id under which it is kept. */
export async function insertDocument(tx: Tx, document: PlanDocument, bytes: Uint8Array): Promise<DocumentId> {
  const { tenantId, documentId, organizationPos, sha256 } = document;
  const made = await tx
    .insertInto('planDocument')
    .values(document)
    .onConflict((conflict) => conflict.columns(['tenantId', 'organizationPos', 'sha256']).doNothing())
    .returning('documentId')
    .executeTakeFirst();
  if (!made) return (await tx.selectFrom('planDocument').select('documentId').where('sha256', '=', sha256).where('organizationPos', '=', organizationPos).executeTakeFirstOrThrow()).documentId;
  await tx.insertInto('planFile').values({ tenantId, documentId, organizationPos, bytes: Buffer.from(bytes) }).execute();
  return documentId;
}

export async function fileOf(tx: Tx, documentId: DocumentId): Promise<{ filename: string; bytes: Buffer } | undefined> {
  return tx
    .selectFrom('planFile as f')
    .innerJoin('planDocument as d', 'd.documentId', 'f.documentId')
    .where('f.documentId', '=', documentId)
    .select(['d.filename', 'f.bytes'])
    .executeTakeFirst();
}

export async function insertDrafts(tx: Tx, drafts: readonly PlanDraft[]): Promise<void> {
  await tx.insertInto('planDraft').values(drafts.map((draft) => ({ ...draft, draft: json(draft.draft) }))).execute();
}

export async function draftSummaries(tx: Tx, documentId?: DocumentId): Promise<DraftSummary[]> {
  const query = tx
    .selectFrom('planDraft as p')
    .innerJoin('planDocument as d', 'd.documentId', 'p.documentId')
    .select(['p.draftId', 'p.documentId', 'd.filename', 'p.programmeId', 'p.updatedAt'])
    .select([
      sql<string>`p.draft->>'title'`.as('title'),
      sql<string>`p.draft->>'setting'`.as('setting'),
      sql<number>`jsonb_array_length(p.draft->'goals')`.as('goals'),
      sql<number>`jsonb_array_length(p.draft->'activities')`.as('activities'),
    ]);
  return documentId
    ? query.where('p.documentId', '=', documentId).orderBy('p.ordinal').execute()
    : query.orderBy('p.updatedAt', 'desc').orderBy('p.ordinal').limit(500).execute();
}

export async function draftById(tx: Tx, draftId: DraftId): Promise<(PlanDraft & Pick<PlanDocument, 'filename' | 'text'>) | undefined> {
  return tx
    .selectFrom('planDraft as p')
    .innerJoin('planDocument as d', 'd.documentId', 'p.documentId')
    .where('p.draftId', '=', draftId)
    .selectAll('p')
    .select(['d.filename', 'd.text'])
    .executeTakeFirst();
}

/** Save where nobody saved meanwhile: false when the version is no longer the one that was opened. */
export async function updateDraft(tx: Tx, change: Pick<PlanDraft, 'draftId' | 'version' | 'draft' | 'updatedBy' | 'updatedAt'>): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('planDraft')
    .set({ draft: json(change.draft), version: change.version + 1, updatedBy: change.updatedBy, updatedAt: change.updatedAt })
    .where('draftId', '=', change.draftId)
    .where('version', '=', change.version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Mark a draft as launched, once: false when it is already, or its version changed. */
export async function markLaunched(tx: Tx, { draftId, version, programmeId }: { draftId: DraftId; version: number; programmeId: string }): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('planDraft')
    .set({ programmeId })
    .where('draftId', '=', draftId)
    .where('version', '=', version)
    .where('programmeId', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Delete a draft, and its document with the last of its drafts. */
export async function removeDraft(tx: Tx, { draftId, documentId }: Pick<PlanDraft, 'draftId' | 'documentId'>): Promise<void> {
  await tx.deleteFrom('planDraft').where('draftId', '=', draftId).execute();
  const left = await tx.selectFrom('planDraft').select('draftId').where('documentId', '=', documentId).executeTakeFirst();
  if (!left) await tx.deleteFrom('planDocument').where('documentId', '=', documentId).execute();
}
