import { styleChain } from './document.numbering.ts';
import { readInline, see, type Walk } from './document.runs.ts';
import { joinCell, rowsOf, type Cell } from './document.tables.ts';
import { childrenNamed, chosenOf, child, isOn, valueOf, type XmlNode } from './document.xml.ts';

/** Where blocks go: lines in order, and the words of paragraphs whose end mark is gone, waiting for the next paragraph. */
type Sink = { readonly lines: string[]; pending: string; readonly inCell: boolean };

const emptyLine = '';

/** The lines of a w:body (or of a text box): paragraphs, table rows with TAB, an empty line after each table. */
export function readBlocks(container: XmlNode | undefined, walk: Walk, inCell = false): string[] {
  const sink: Sink = { lines: [], pending: '', inCell };
  readInto(container, walk, sink);
  if (sink.pending !== '') put(sink.pending, '', sink);
  return sink.lines;
}

function readInto(container: XmlNode | undefined, walk: Walk, sink: Sink): void {
  for (const node of container?.children ?? []) readBlock(node, walk, sink);
}

const dropped = new Set(['w:del', 'w:moveFrom', 'w:sectPr', 'w:sdtPr', 'w:sdtEndPr', 'w:tcPr', 'w:pPr', 'w:rPr']);

function readBlock(node: XmlNode, walk: Walk, sink: Sink): void {
  if (node.name === 'w:p') return readParagraph(node, walk, sink);
  if (node.name === 'w:tbl') return readTable(node, walk, sink);
  if (dropped.has(node.name)) return;
  if (node.name === 'w:sdt' && isContents(node)) return see(walk, 'tableOfContentsDropped');
  readInto(node.name === 'mc:AlternateContent' ? chosenOf(node) : node, walk, sink);
}

function readParagraph(paragraph: XmlNode, walk: Walk, sink: Sink): void {
  const properties = child(paragraph, 'w:pPr');
  const inline = readInline(paragraph, walk);
  const contents = isContentsEntry(properties, walk);
  if (contents) see(walk, 'tableOfContentsDropped');
  const text = contents ? '' : inline.text;
  if (!contents && markIsGone(properties)) {
    sink.pending += text;
  } else {
    const words = sink.pending + text;
    sink.pending = '';
    const label = contents ? '' : walk.numbering.next(properties);
    put(words, label, sink);
  }
  for (const box of inline.boxes) sink.lines.push(...readBlocks(box, walk, sink.inCell));
}

/** A deleted, moved-away or hidden paragraph mark lets the words run on into the next paragraph. */
function markIsGone(properties: XmlNode | undefined): boolean {
  const mark = child(properties, 'w:rPr');
  return child(mark, 'w:del') !== undefined || child(mark, 'w:moveFrom') !== undefined || isOn(mark, 'w:vanish') === true || isOn(mark, 'w:specVanish') === true;
}

/** In a cell a bare automatic number is the row's number; elsewhere it is an empty line that Word happens to number. */
function put(words: string, label: string, sink: Sink): void {
  const lines = words.split('\n').map(tidy).filter((line) => line !== '');
  const [first, ...rest] = lines;
  if (first !== undefined) sink.lines.push(label + first, ...rest);
  else if (sink.inCell && label !== '') sink.lines.push(label.trim());
}

/** Indents, soft hyphens and signs of no width go; a tab between words stays, for it sets columns. */
function tidy(text: string): string {
  return text.replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '').replaceAll('\u00a0', ' ').replace(/[ \u3000]*\t[ \t\u3000]*/g, '\t').trim();
}

function readTable(table: XmlNode, walk: Walk, sink: Sink): void {
  const rows = rowsOf(table, (cell) => readCell(cell, walk));
  if (rows.length === 0) return;
  const framed = rows.every((row) => row.length === 1);
  for (const [index, row] of rows.entries()) {
    if (framed) sink.lines.push(...(row[0]?.lines ?? []));
    else if (sink.inCell) sink.lines.push(row.map((cell) => joinCell(cell.lines, index === 0)).join(' ').trim());
    else sink.lines.push(row.map((cell) => joinCell(cell.lines, index === 0).replaceAll('\t', ' ')).join('\t'));
  }
  if (!sink.inCell && !framed) sink.lines.push(emptyLine);
}

function readCell(cell: XmlNode, walk: Walk): Cell['lines'] {
  return readBlocks(cell, walk, true).filter((line) => line !== '');
}

function isContents(control: XmlNode): boolean {
  return childrenNamed(child(control, 'w:sdtPr'), 'w:docPartObj').some((part) => valueOf(part, 'w:docPartGallery') === 'Table of Contents');
}

/** Entries of a table of contents repeat the headings; their styles are called "toc 1" … in every language. */
function isContentsEntry(properties: XmlNode | undefined, walk: Walk): boolean {
  return styleChain(walk.styles, valueOf(properties, 'w:pStyle')).some((style) => /^toc (\d|heading)$/i.test(style.name));
}
