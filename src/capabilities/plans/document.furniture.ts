import { wordsOf, type Line } from './document.page.ts';

type Sheet = { readonly height: number; readonly lines: readonly Line[] };

const edge = 0.12;
const pageNumber = /^(?:[-–—~·\s]*\d{1,4}[-–—~·\s]*|[-–—\s]*\d{1,4}\s*[/／]\s*\d{1,4}[-–—\s]*|第?\s*[\d一二三四五六七八九十百]{1,4}\s*页\s*[/,，]?\s*(?:共\s*[\d一二三四五六七八九十百]{1,4}\s*页)?|page\s*\d+(?:\s*(?:of|\/)\s*\d+)?)$/i;

/** The lines of each page without running heads and page numbers: at the page's edge, and repeated at the same height or plainly a number. */
export function dropFurniture(sheets: readonly Sheet[]): { pages: Line[][]; dropped: number } {
  const seen = new Map<string, number>();
  for (const sheet of sheets) {
    for (const key of new Set(edgeLines(sheet).map(({ line }) => keyOf(line)))) seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  // Odd and even pages may differ, the first may have none.
  const often = Math.max(2, Math.ceil(sheets.length * 0.35));
  let dropped = 0;
  const pages = sheets.map((sheet) => {
    const gone = new Set<Line>();
    for (const { line, outermost } of edgeLines(sheet)) {
      if ((seen.get(keyOf(line)) ?? 0) >= often || (outermost && pageNumber.test(wordsOf(line)))) gone.add(line);
    }
    dropped += gone.size;
    return sheet.lines.filter((line) => !gone.has(line));
  });
  return { pages, dropped };
}

function edgeLines({ height, lines }: Sheet): { line: Line; outermost: boolean }[] {
  const head = lines.slice(0, 3).filter((line) => line.y < height * edge).map((line, index) => ({ line, outermost: index === 0 }));
  const foot = lines.slice(-3).filter((line) => line.y > height * (1 - edge)).toReversed().map((line, index) => ({ line, outermost: index === 0 }));
  return [...head, ...foot];
}

/** Page numbers differ, heights differ by a hair. */
function keyOf(line: Line): string {
  return `${Math.round(line.y / 4)}:${wordsOf(line).replace(/\d+/g, '#').replace(/\s/g, '')}`;
}
