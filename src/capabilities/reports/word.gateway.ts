import {
  AlignmentType, BorderStyle, Document, DocumentGridType, Footer, LineRuleType, Packer, PageNumber, Paragraph, ShadingType, Table, TableCell, TableLayoutType, TableRow, TextRun, VerticalAlignTable, WidthType,
  type IRunOptions,
} from 'docx';
import { ChartRun } from 'docx/charts';
import { unzipSync, zipSync } from 'fflate';
import type { Locale } from '../../kernel/text.ts';
import type { Block, Chart, Column, OfficialDocument } from './official.ts';

/** The page of GB/T 9704—2012: A4, margins 37/35/28/26 mm, 22 lines of 28 characters of size 3 (16 pt). In twips and half-points. */
const page = { width: 11_906, height: 16_838, top: 2098, bottom: 1984, left: 1588, right: 1474, line: 560 } as const;
const size = { title: 44, body: 32, note: 24, pageNumber: 28 } as const;
/** Two characters; the second figure is for programs that do not count in characters. */
const firstLine = { firstLineChars: 200, firstLine: 2 * 320 } as const;

/** A face for Chinese characters with one for Latin letters and digits. Word falls back on its own where a face is missing. */
const face = (eastAsia: string, latin = 'Times New Roman') => ({ ascii: latin, hAnsi: latin, cs: latin, eastAsia });
const faces = { title: face('方正小标宋简体'), body: face('仿宋'), heading1: face('黑体'), heading2: face('楷体'), pageNumber: face('宋体', 'SimSun') } as const;

/** Write an official document as a Word file. Charts are Word's own, with their figures in an embedded workbook. */
export async function wordFile({ title, subtitle, blocks }: OfficialDocument, locale: Locale): Promise<Uint8Array> {
  const file = new Document({
    title,
    creator: '康程 Kangcheng',
    evenAndOddHeaderAndFooters: true,
    styles: { default: { document: { run: { font: faces.body, size: size.body, language: { value: locale === 'en' ? 'en-GB' : 'zh-CN', eastAsia: 'zh-CN' } } } } },
    sections: [
      {
        properties: {
          page: { size: { width: page.width, height: page.height }, margin: { top: page.top, bottom: page.bottom, left: page.left, right: page.right, footer: 1418 } },
          grid: { type: DocumentGridType.LINES, linePitch: page.line },
        },
        footers: { default: pageNumber(AlignmentType.RIGHT), even: pageNumber(AlignmentType.LEFT) },
        children: [centred(title, { font: faces.title, size: size.title }), ...(subtitle ? [centred(subtitle, { font: faces.heading2 })] : []), new Paragraph({ spacing: line, children: [] }), ...blocks.flatMap((block) => written(block, locale))],
      },
    ],
  });
  return steady(new Uint8Array(await Packer.toBuffer(file)));
}

/** The moment that stands in every file: a report made again is the same to the byte. */
const moment = { iso: '2000-01-01T00:00:00Z', zip: '2000-01-01T00:00:00' } as const;

function steady(packed: Uint8Array): Uint8Array {
  const parts = unzipSync(packed);
  const core = 'docProps/core.xml';
  const dated = new TextDecoder().decode(parts[core]).replace(/(<dcterms:(created|modified)[^>]*>)[^<]*/g, `$1${moment.iso}`);
  return zipSync({ ...parts, [core]: new TextEncoder().encode(dated) }, { mtime: moment.zip });
}

const line = { line: page.line, lineRule: LineRuleType.EXACT } as const;

function centred(text: string, run: IRunOptions): Paragraph {
  return new Paragraph({ alignment: AlignmentType.CENTER, spacing: { line: 640, lineRule: LineRuleType.AT_LEAST }, children: [new TextRun({ text, ...run })] });
}

/** — 1 —, at the outer edge: right on odd pages, left on even ones, a character from the edge. */
function pageNumber(alignment: typeof AlignmentType.RIGHT | typeof AlignmentType.LEFT): Footer {
  const indent = alignment === AlignmentType.RIGHT ? { right: 280 } : { left: 280 };
  return new Footer({ children: [new Paragraph({ alignment, indent, children: [new TextRun({ font: faces.pageNumber, size: size.pageNumber, children: ['— ', PageNumber.CURRENT, ' —'] })] })] });
}

function written(block: Block, locale: Locale): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading':
      return [headingOf(block.level, block.text)];
    case 'paragraph':
      return [
        new Paragraph({
          alignment: AlignmentType.BOTH,
          spacing: line,
          indent: firstLine,
          children: block.sentences.flatMap(({ text, proofs }) => [new TextRun({ text }), ...proofs.map((no) => new TextRun({ text: `〔${no}〕`, superScript: true }))]),
        }),
      ];
    case 'table':
      return [captionOf(block.caption, { keepNext: true }), tableOf(block), new Paragraph({ spacing: { line: 240 }, children: [] })];
    case 'chart':
      return [new Paragraph({ alignment: AlignmentType.CENTER, keepNext: true, spacing: { before: 120 }, children: [chartRun(block.chart, block.caption)] }), captionOf(block.caption, { keepNext: false })];
    case 'signature':
      return [new Paragraph({ spacing: line, children: [] }), ...block.lines.map((text) => new Paragraph({ alignment: AlignmentType.RIGHT, spacing: line, indent: { right: locale === 'en' ? 640 : 1280 }, keepLines: true, children: [new TextRun({ text })] }))];
  }
}

/** 一、in 黑体, (一) in 楷体, 1. in bold 仿宋; each also a heading of Word's outline. */
function headingOf(level: 1 | 2 | 3, text: string): Paragraph {
  const font = level === 1 ? faces.heading1 : level === 2 ? faces.heading2 : faces.body;
  return new Paragraph({ outlineLevel: level - 1, keepNext: true, spacing: line, indent: firstLine, children: [new TextRun({ text, font, bold: level === 3 })] });
}

function captionOf(text: string, { keepNext }: { keepNext: boolean }): Paragraph {
  return new Paragraph({ alignment: AlignmentType.CENTER, keepNext, spacing: { before: 120, after: 60 }, children: [new TextRun({ text, font: faces.heading1, size: size.note })] });
}

const inner = page.width - page.left - page.right;
const thin = { style: BorderStyle.SINGLE, size: 4, color: '808080' } as const;
const aligned = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT } as const;

function tableOf({ columns, rows }: { columns: readonly Column[]; rows: readonly (readonly string[])[] }): Table {
  const sum = columns.reduce((total, column) => total + column.width, 0);
  const widths = columns.map((column) => Math.round((inner * column.width) / sum));
  const cell = (text: string, i: number, head: boolean) =>
    new TableCell({
      width: { size: widths[i] ?? 0, type: WidthType.DXA },
      verticalAlign: VerticalAlignTable.CENTER,
      margins: { left: 80, right: 80, top: 40, bottom: 40 },
      ...(head ? { shading: { type: ShadingType.CLEAR, fill: 'EEF3F1', color: 'auto' } } : {}),
      children: [new Paragraph({ alignment: head ? AlignmentType.CENTER : aligned[columns[i]?.align ?? 'left'], children: [new TextRun({ text, size: size.note, bold: head })] })],
    });
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: inner, type: WidthType.DXA },
    columnWidths: widths,
    borders: { top: thin, bottom: thin, left: thin, right: thin, insideHorizontal: thin, insideVertical: thin },
    rows: [
      new TableRow({ tableHeader: true, cantSplit: true, children: columns.map((column, i) => cell(column.title, i, true)) }),
      ...rows.map((row) => new TableRow({ cantSplit: true, children: columns.map((_column, i) => cell(row[i] ?? '', i, false)) })),
    ],
  });
}

const colours = ['2F6F62', 'C9803B', '5B7DB1', '9A5B83'] as const;

function chartRun(chart: Chart, caption: string): ChartRun {
  const height = chart.kind === 'bar' ? Math.min(640, 110 + 30 * chart.categories.length) : 280;
  const series = chart.series.map((one, i) => ({ name: one.name, values: one.values, color: colours[i % colours.length] ?? colours[0] }));
  const unit = chart.unit === '' ? {} : { title: { text: chart.unit } };
  const shared = { categories: chart.categories, transformation: { width: 560, height }, altText: { name: caption, description: caption }, valueAxis: { ...unit, gridlines: true, ...(chart.kind === 'line' ? {} : { minimum: 0 }) }, font: { name: '宋体' } };
  if (chart.kind === 'bar') return new ChartRun({ type: 'bar', ...shared, series, categoryAxis: { reverseOrder: true }, legend: false, dataLabels: { value: true } });
  const withLevel = chart.level && isNear(chart, chart.level.value) ? [...series, { name: chart.level.name, values: chart.categories.map(() => chart.level?.value ?? null), color: 'B23A3A', ...(chart.kind === 'column' ? { type: 'line' as const } : {}), line: { dash: 'dash' as const } }] : series;
  if (chart.kind === 'column') return new ChartRun({ type: 'column', ...shared, series: withLevel, dataLabels: { value: true } });
  return new ChartRun({ type: 'line', ...shared, series: withLevel.map((one) => ({ ...one, markers: true })) });
}

/** A level far beyond the values would press them flat; the text and the table have it. */
function isNear(chart: Chart, level: number): boolean {
  const highest = Math.max(...chart.series.flatMap(({ values }) => values.map((value) => Math.abs(value ?? 0))));
  return Math.abs(level) <= 3 * highest;
}
