import type { Ctx } from '../../platform/handle.ts';
import { handle } from '../../platform/handle.ts';
import type { Locale } from '../../kernel/text.ts';
import type { ProgrammeId, ProgrammeView } from '../programmes/programmes.ts';
import { programmeById } from '../programmes/programmes.store.ts';
import { collect, fingerprintOf } from './collecting.api.ts';
import { tellEvaluation, type Told } from './evaluation.ts';
import { nextPeriod, nextTitle, tellNextPlan } from './next-plan.ts';
import { wordsIn } from './official.ts';
import { printed } from './pdf.gateway.ts';
import { htmlPage } from './page.gateway.ts';
import { deleteReport, downloadReport, editReport, listReports, makeReport, openReport, refuse, renewReport, withEdits, type Report, type ReportFormat, type ReportKind } from './reports.ts';
import { changeReport, insertReport, removeReport, reportById, reportsInReach } from './reports.store.ts';
import { wordFile } from './word.gateway.ts';

/** How a programme stands: the programmes' own answer, given by the composition. */
type ProgrammeOf = (ctx: Ctx, programmeId: ProgrammeId) => Promise<ProgrammeView | null>;

export const api = (programmeOf: ProgrammeOf) => {
  const materialOf = async (ctx: Ctx, programmeId: ProgrammeId) => {
    const [programme, view] = [await programmeById(ctx.db, programmeId), await programmeOf(ctx, programmeId)];
    if (!programme || !view) throw refuse.unknownProgramme();
    return { programme, material: await collect(ctx, programme, view) };
  };

  return [
    handle(makeReport, async ({ programmeId, kind }, ctx) => {
      const { programme, material } = await materialOf(ctx, programmeId);
      const reportId = ctx.newId();
      const { tenantId, organizationPos } = programme;
      const title = kind === 'evaluation' ? programme.title : nextTitle(programme.title, programme, nextPeriod(programme).startsOn);
      await insertReport(ctx.db, { tenantId, reportId, programmeId, organizationPos, kind, title, asOf: ctx.today, material, fingerprint: fingerprintOf(material), edits: [], version: 1, madeBy: ctx.caller.name, madeAt: ctx.now });
      return { reportId };
    }),

    handle(listReports, ({ programmeId }, { db }) => reportsInReach(db, programmeId ?? null)),

    handle(openReport, async ({ reportId, locale }, ctx) => {
      const report = await known(ctx, reportId);
      const { proofs, ...shown } = shownIn(report, locale);
      const { tenantId: _t, organizationPos: _o, material: _m, edits: _e, ...summary } = report;
      return { ...summary, ...shown, proofs: [...proofs] };
    }),

    handle(editReport, async ({ reportId, version, locale, key, text }, ctx) => {
      const report = await known(ctx, reportId);
      const block = tell(report, locale).document.blocks.find((one) => one.key === key);
      if (block?.kind !== 'paragraph') throw refuse.unknownBlock();
      const others = report.edits.filter((edit) => edit.key !== key || edit.locale !== locale);
      const edits = text === null ? others : [...others, { locale, key, text, basis: wordsIn(block) }];
      return { version: await changed(ctx, { reportId, version, edits }) };
    }),

    handle(renewReport, async ({ reportId, version }, ctx) => {
      const report = await known(ctx, reportId);
      const { material } = await materialOf(ctx, report.programmeId);
      return { version: await changed(ctx, { reportId, version, material, fingerprint: fingerprintOf(material), asOf: ctx.today }) };
    }),

    handle(deleteReport, async ({ reportId }, { db }) => {
      if (!(await removeReport(db, reportId))) throw refuse.unknownReport();
      return { deleted: true as const };
    }),

    handle(downloadReport, async ({ reportId, locale, format }, ctx) => {
      const report = await known(ctx, reportId);
      const { document } = shownIn(report, locale);
      const { bytes, mediaType } = await fileOf(document, { locale, format });
      return { filename: `${document.title.replace(/[\\/:*?"<>|]/g, ' ')}.${format}`, mediaType, base64: Buffer.from(bytes).toString('base64') };
    }),
  ];
};

async function known({ db }: Ctx, reportId: string): Promise<Report> {
  const report = await reportById(db, reportId);
  if (!report) throw refuse.unknownReport();
  return report;
}

async function changed({ db }: Ctx, change: Parameters<typeof changeReport>[1]): Promise<number> {
  const version = await changeReport(db, change);
  if (version === undefined) throw refuse.changedMeanwhile();
  return version;
}

function tell({ kind, material }: { kind: ReportKind; material: Report['material'] }, locale: Locale): Told {
  return kind === 'evaluation' ? tellEvaluation(material, locale) : { document: tellNextPlan(material, locale), proofs: [] };
}

function shownIn(report: Report, locale: Locale) {
  const { document, proofs } = tell(report, locale);
  return { ...withEdits(document, report.edits, locale), proofs };
}

async function fileOf(document: Told['document'], { locale, format }: { locale: Locale; format: ReportFormat }): Promise<{ bytes: Uint8Array; mediaType: string }> {
  if (format === 'docx') return { bytes: await wordFile(document, locale), mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' };
  const page = htmlPage(document, locale);
  if (format === 'html') return { bytes: new TextEncoder().encode(page), mediaType: 'text/html; charset=utf-8' };
  const bytes = await printed(page);
  if (!bytes) throw refuse.noPrinter();
  return { bytes, mediaType: 'application/pdf' };
}
