/** Reports: what a programme owes in the end, as an official document with every number proved; and next year's plan. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { problems } from '../../kernel/problem.ts';
import { Locale } from '../../kernel/text.ts';
import { ProgrammeId } from '../programmes/programmes.ts';
import { Material, Proof } from './material.ts';
import { OfficialDocument } from './official.ts';

// Words

export const ReportKind = z.enum(['evaluation', 'next-plan']);
export type ReportKind = z.infer<typeof ReportKind>;

/** Words that a person put in the place of computed ones. `basis` is what was computed then: when it changes, the edit is shown as overtaken. */
export const Edit = z.object({ locale: Locale, key: z.string().min(1).max(200), text: z.string().min(1).max(5000), basis: z.string() });
export type Edit = z.infer<typeof Edit>;

/** A report keeps its material: opened again, it says the same, whatever has happened since. */
export const Report = z.object({
  tenantId: z.int(),
  reportId: z.uuid(),
  programmeId: ProgrammeId,
  organizationPos: z.int(),
  kind: ReportKind,
  title: z.string(),
  asOf: Day,
  material: Material,
  /** SHA-256 of the material. */
  fingerprint: z.string(),
  edits: z.array(Edit),
  version: z.int(),
  madeBy: z.string(),
  madeAt: Instant,
});
export type Report = z.infer<typeof Report>;

export const ReportSummary = Report.pick({ reportId: true, programmeId: true, kind: true, title: true, asOf: true, fingerprint: true, version: true, madeBy: true, madeAt: true });
export type ReportSummary = z.infer<typeof ReportSummary>;

export const ReportView = ReportSummary.extend({
  document: OfficialDocument,
  proofs: z.array(Proof),
  /** The blocks whose words a person wrote, and whether the numbers beneath have changed since. */
  edited: z.array(z.object({ key: z.string(), computed: z.string(), overtaken: z.boolean() })),
});
export type ReportView = z.infer<typeof ReportView>;

// Rules

export interface Edited {
  readonly document: OfficialDocument;
  readonly edited: ReportView['edited'];
}

/** Put the edits of this language in the place of the computed words. An edit of a block that is no more stays kept and is not shown. */
export function withEdits(document: OfficialDocument, edits: readonly Edit[], locale: Locale): Edited {
  const own = new Map(edits.filter((edit) => edit.locale === locale).map((edit) => [edit.key, edit]));
  const edited: ReportView['edited'] = [];
  const blocks = document.blocks.map((block) => {
    const edit = block.kind === 'paragraph' ? own.get(block.key) : undefined;
    if (block.kind !== 'paragraph' || !edit) return block;
    const computed = block.sentences.map(({ text }) => text).join('');
    edited.push({ key: block.key, computed, overtaken: computed !== edit.basis });
    const proofs = [...new Set(block.sentences.flatMap((sentence) => sentence.proofs))];
    return { ...block, sentences: [{ text: edit.text, proofs }] };
  });
  return { document: { ...document, blocks }, edited };
}

// Contract

export const refuse = problems('reports', { unknownReport: 404, unknownProgramme: 404, unknownBlock: 422, changedMeanwhile: 409, noPrinter: 503 });

/** Make the evaluation report, or next year's plan, from what is known today. */
export const makeReport = contract({
  method: 'POST',
  path: '/api/reports',
  permission: 'reports.make',
  input: z.object({ programmeId: ProgrammeId, kind: ReportKind }),
  output: z.object({ reportId: z.uuid() }),
});

export const listReports = contract({ method: 'GET', path: '/api/reports', permission: 'reports.read', input: z.object({ programmeId: ProgrammeId.optional() }), output: z.array(ReportSummary) });

export const openReport = contract({ method: 'GET', path: '/api/reports/:reportId', permission: 'reports.read', input: z.object({ reportId: z.uuid(), locale: Locale }), output: ReportView });

/** Write a paragraph in one's own words; null takes them back. */
export const editReport = contract({
  method: 'PATCH',
  path: '/api/reports/:reportId',
  permission: 'reports.make',
  input: z.object({ reportId: z.uuid(), version: z.int(), locale: Locale, key: z.string().min(1).max(200), text: z.string().trim().min(1).max(5000).nullable() }),
  output: z.object({ version: z.int() }),
});

/** Take the numbers of today; what people wrote stays. */
export const renewReport = contract({
  method: 'POST',
  path: '/api/reports/:reportId/renew',
  permission: 'reports.make',
  input: z.object({ reportId: z.uuid(), version: z.int() }),
  output: z.object({ version: z.int() }),
});

export const deleteReport = contract({ method: 'DELETE', path: '/api/reports/:reportId', permission: 'reports.make', input: z.object({ reportId: z.uuid() }), output: z.object({ deleted: z.literal(true) }) });

export const ReportFormat = z.enum(['docx', 'pdf', 'html']);
export type ReportFormat = z.infer<typeof ReportFormat>;

/** The report as a file. PDF is printed by a browser on the server; without one it is refused, and the web page prints the same. */
export const downloadReport = contract({
  method: 'GET',
  path: '/api/reports/:reportId/file',
  permission: 'reports.read',
  input: z.object({ reportId: z.uuid(), locale: Locale, format: ReportFormat }),
  output: z.object({ filename: z.string(), mediaType: z.string(), base64: z.string() }),
});
