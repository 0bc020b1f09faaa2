import { strToU8, zipSync } from 'fflate';

/** Small builders of WordprocessingML, so that a test shows the markup it is about and nothing else. */

const transitional = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
export const strict = 'http://purl.oclc.org/ooxml/wordprocessingml/main';

const otherNamespaces = [
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
  'xmlns:v="urn:schemas-microsoft-com:vml"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
].join(' ');

type Parts = { readonly numbering?: string; readonly styles?: string; readonly namespace?: string; readonly extra?: Record<string, Uint8Array> };

/** The bytes of a .docx with this inside w:body. */
export function docx(body: string, parts: Parts = {}): Uint8Array {
  const root = (name: string, inner: string) =>
    strToU8(`<?xml version="1.0" encoding="UTF-8"?><w:${name} xmlns:w="${parts.namespace ?? transitional}" ${otherNamespaces}>${inner}</w:${name}>`);
  return zipSync({
    '[Content_Types].xml': strToU8('<Types/>'),
    'word/document.xml': root('document', `<w:body>${body}<w:sectPr/></w:body>`),
    ...(parts.numbering === undefined ? {} : { 'word/numbering.xml': root('numbering', parts.numbering) }),
    ...(parts.styles === undefined ? {} : { 'word/styles.xml': root('styles', parts.styles) }),
    ...parts.extra,
  });
}

/** A run. */
export function r(text: string, properties = ''): string {
  return `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
}

/** A paragraph of plain words, or of markup when it starts with "<". */
export function p(content: string, properties = ''): string {
  return `<w:p><w:pPr>${properties}</w:pPr>${content === '' || content.startsWith('<') ? content : r(content)}</w:p>`;
}

/** Paragraph properties: item of list `numId` on `level`. */
export function inList(numId: number, level = 0): string {
  return `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${numId}"/></w:numPr>`;
}

/** Paragraph properties: this style. */
export function styled(id: string): string {
  return `<w:pStyle w:val="${id}"/>`;
}

/** One level of a list; `more` goes into w:lvl (suff, lvlRestart, isLgl, pStyle …). */
export function level(index: number, look: { format: string; text: string; start?: number; more?: string }): string {
  return `<w:lvl w:ilvl="${index}"><w:start w:val="${look.start ?? 1}"/><w:numFmt w:val="${look.format}"/>${look.more ?? ''}<w:lvlText w:val="${look.text}"/></w:lvl>`;
}

export function abstractList(id: number, ...levels: string[]): string {
  return `<w:abstractNum w:abstractNumId="${id}">${levels.join('')}</w:abstractNum>`;
}

export function list(numId: number, abstractId: number, overrides = ''): string {
  return `<w:num w:numId="${numId}"><w:abstractNumId w:val="${abstractId}"/>${overrides}</w:num>`;
}

export function style(id: string, inner: string, name = id): string {
  return `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/>${inner}</w:style>`;
}

export function table(...rows: string[]): string {
  return `<w:tbl><w:tblPr/><w:tblGrid/>${rows.join('')}</w:tbl>`;
}

export function row(...cells: string[]): string {
  return `<w:tr>${cells.map((cell) => (cell.startsWith('<w:tc>') ? cell : tc(cell))).join('')}</w:tr>`;
}

/** A cell; several lines of words become several paragraphs. */
export function tc(content: string, properties = ''): string {
  const inner = content.startsWith('<') ? content : content.split('\n').map((line) => p(line)).join('');
  return `<w:tc><w:tcPr>${properties}</w:tcPr>${inner}</w:tc>`;
}
