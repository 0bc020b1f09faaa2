import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { blocksOf } from './document.flow.ts';
import { dropFurniture } from './document.furniture.ts';
import { takeGrids } from './document.grid.ts';
import { linesOf, plainSigns, type Page, type Piece } from './document.page.ts';
import { textOfBlocks } from './document.paragraphs.ts';
import { refused, type DocumentNote, type DocumentResult } from './document.ts';

/** A PDF with a text layer. Nothing is drawn: no canvas, no fonts shown, no scripts, no images decoded. */
export async function readPdf(bytes: Uint8Array): Promise<DocumentResult> {
  const pdfjs = await loadPdfjs();
  // pdf.js takes the buffer for itself, so it gets its own.
  const task = pdfjs.getDocument({ data: new Uint8Array(bytes), ...settings(), verbosity: pdfjs.VerbosityLevel.ERRORS });
  try {
    const pdf = await task.promise;
    const pages: Page[] = [];
    for (let number = 1; number <= pdf.numPages; number += 1) pages.push(await readPage(await pdf.getPage(number)));
    return resultOf(pages);
  } catch (fault) {
    return refused(fault instanceof pdfjs.PasswordException ? 'encryptedFile' : 'brokenFile');
  } finally {
    await task.destroy();
  }
}

/** Only what draws needs these two; their absence would print warnings. */
async function loadPdfjs() {
  for (const name of ['DOMMatrix', 'Path2D']) {
    if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value: class {}, configurable: true, writable: true });
  }
  return import('pdfjs-dist/legacy/build/pdf.mjs');
}

function settings() {
  const home = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  return {
    cMapUrl: `${join(home, 'cmaps')}/`,
    cMapPacked: true,
    standardFontDataUrl: `${join(home, 'standard_fonts')}/`,
    disableFontFace: true,
    useSystemFonts: false,
    isEvalSupported: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    useWorkerFetch: false,
    useWasm: false,
    enableXfa: false,
    stopAtErrors: false,
    maxImageSize: 1,
  };
}

type PdfPage = Awaited<ReturnType<Awaited<ReturnType<Awaited<ReturnType<typeof loadPdfjs>>['getDocument']>['promise']>['getPage']>>;

async function readPage(page: PdfPage): Promise<Page> {
  const { matrixFrom, rulesOf } = await import('./document.pdf.rules.gateway.ts');
  const viewport = page.getViewport({ scale: 1 });
  const view = matrixFrom(viewport.transform);
  const { items } = await page.getTextContent();
  const [a, b, c, d, e, f] = view;
  const pieces: Piece[] = [];
  for (const item of items) {
    if (!('str' in item) || item.str.trim() === '') continue;
    const [ta, tb, tc, td, te, tf] = matrixFrom(item.transform);
    const direction = [a * ta + c * tb, b * ta + d * tb] as const;
    const size = Math.hypot(a * tc + c * td, b * tc + d * td);
    const x = a * te + c * tf + e;
    const y = b * te + d * tf + f;
    const isLevel = direction[0] > 0 && Math.abs(direction[1]) < 0.05 * direction[0];
    const isOnPage = x > -5 && x < viewport.width + 5 && y > -5 && y < viewport.height + 5;
    if (isLevel && isOnPage && size > 1) pieces.push({ text: plainSigns(item.str), x, y, width: item.width, size });
  }
  // Drawn lines only matter where words stand in columns, and finding them costs as much as the words.
  const mayHoldTable = linesOf(pieces).some((line) => line.segments.length > 1);
  const rules = mayHoldTable ? rulesOf(await page.getOperatorList(), view) : [];
  const result = { width: viewport.width, height: viewport.height, pieces, rules };
  page.cleanup();
  return result;
}

const leastPerPage = 10;

function resultOf(pages: readonly Page[]): DocumentResult {
  const taken = pages.map((page) => ({ height: page.height, ...takeGrids(page) }));
  const sheets = taken.map((page) => ({ ...page, lines: linesOf(page.rest) }));
  const { pages: lines, dropped } = dropFurniture(sheets);
  const text = textOfBlocks(sheets.flatMap((sheet, index) => blocksOf(lines[index] ?? [], sheet.grids))).trim();
  if (isTooLittle(text, pages.length)) return refused('scannedOnly', { pages: pages.length });
  const notes: DocumentNote[] = [
    { code: 'headersAndFootersDropped' as const, count: dropped },
    { code: 'pagesWithoutText' as const, count: pages.filter((page) => page.pieces.length === 0).length },
  ].filter((note) => note.count > 0);
  return { kind: 'text', format: 'pdf', text, pages: pages.length, notes };
}

/** A scanner leaves a stamp or a page number on each picture; fonts without a table of characters leave only private signs. */
function isTooLittle(text: string, pages: number): boolean {
  const words = text.replace(/[\s\ue000-\uf8ff\ufffd]/g, '').length;
  return words < leastPerPage * pages || words < text.replace(/\s/g, '').length * 0.7;
}
