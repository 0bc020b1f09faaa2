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

/** Words on a page of a PDF: points from the left and from the top; Chinese signs are `size` wide, ASCII half of it. */
export type Print = { readonly x: number; readonly y: number; readonly text: string; readonly size?: number };
export type Bar = { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number };

/** An A4 PDF without embedded fonts, as Chinese office programs once wrote: the characters are only known from the standard CMaps. */
export function pdf(pages: readonly (readonly (Print | Bar)[])[]): Uint8Array {
  const kids = pages.map((_, index) => `${5 + 2 * index} 0 R`).join(' ');
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Kids[${kids}]/Count ${pages.length}>>`,
    '<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>',
    '<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/W[1 95 500 814 939 500]>>',
    ...pages.flatMap((page, index) => {
      const content = page.map(drawn).join('\n');
      return [
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents ${6 + 2 * index} 0 R>>`,
        `<</Length ${content.length}>>stream\n${content}\nendstream`,
      ];
    }),
  ];
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${file.length}\n%%EOF`;
  return strToU8(file + table, true);
}

function drawn(item: Print | Bar): string {
  if ('x1' in item) return `${item.x1} ${842 - item.y1} m ${item.x2} ${842 - item.y2} l S`;
  const hex = Array.from({ length: item.text.length }, (_, index) => item.text.charCodeAt(index).toString(16).padStart(4, '0')).join('');
  return `BT /F ${item.size ?? 12} Tf 1 0 0 1 ${item.x} ${842 - item.y} Tm <${hex}> Tj ET`;
}
