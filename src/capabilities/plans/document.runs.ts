import type { DocumentNote } from './document.ts';
import { chosenOf, child, isOn, valueOf, type XmlNode } from './document.xml.ts';
import { styleChain, type Numbering, type Styles } from './document.numbering.ts';

/** What one walk through a document carries along. `fields` are the open fields, `instruction` until their result begins. */
export type Walk = {
  readonly styles: Styles;
  readonly numbering: Numbering;
  readonly fields: ('instruction' | 'result')[];
  readonly seen: Map<DocumentNote['code'], number>;
};

export function makeWalk(styles: Styles, numbering: Numbering): Walk {
  return { styles, numbering, fields: [], seen: new Map() };
}

export function see(walk: Walk, what: DocumentNote['code']): void {
  walk.seen.set(what, (walk.seen.get(what) ?? 0) + 1);
}

/** A paragraph's own words (\t and \n as in the file) and the text boxes anchored in it. */
type Inline = { text: string; readonly boxes: XmlNode[] };

const skipped = new Set([
  'w:pPr', 'w:rPr', 'w:sdtPr', 'w:sdtEndPr', 'w:tblPr', 'w:tblGrid', 'w:trPr', 'w:tcPr', 'w:sectPr', 'w:fldData',
  'w:delText', 'w:delInstrText', 'w:instrText', 'w:pgNum', 'w:rt', 'w:ffData', 'w:smartTagPr', 'w:customXmlPr', 'm:rPr', 'm:ctrlPr',
]);

const written: Record<string, string> = { 'w:tab': '\t', 'w:ptab': '\t', 'w:br': '\n', 'w:cr': '\n', 'w:noBreakHyphen': '-', 'w:softHyphen': '' };
const notesLeftOut: Record<string, DocumentNote['code']> = {
  'w:footnoteReference': 'footnotesDropped',
  'w:endnoteReference': 'footnotesDropped',
  'w:commentReference': 'commentsDropped',
  'a:blip': 'imagesIgnored',
  'v:imagedata': 'imagesIgnored',
};

const tracked = new Set(['w:ins', 'w:del', 'w:moveFrom', 'w:moveTo']);

export function readInline(paragraph: XmlNode, walk: Walk): Inline {
  const inline: Inline = { text: '', boxes: [] };
  for (const node of paragraph.children) take(node, walk, inline);
  // A field that never reaches its result must not swallow the rest of the document.
  while (walk.fields.at(-1) === 'instruction') walk.fields.pop();
  return inline;
}

function take(node: XmlNode, walk: Walk, into: Inline): void {
  const { name } = node;
  if (skipped.has(name)) return;
  if (name === 'w:t' || name === 'm:t') return addText(node, walk, into);
  const sign = written[name];
  if (sign !== undefined) return add(sign, walk, into);
  const note = notesLeftOut[name];
  if (note !== undefined) return see(walk, note);
  if (tracked.has(name)) see(walk, 'trackedChangesAccepted');
  if (name === 'w:del' || name === 'w:moveFrom') return;
  if (name === 'w:sym') return add(symbolOf(node), walk, into);
  if (name === 'w:fldChar') return turnField(node, walk);
  if (name === 'w:txbxContent') return void into.boxes.push(node);
  if (name === 'w:r' && isHidden(node, walk)) return see(walk, 'hiddenTextDropped');
  if (name === 'w:sdt' && isPlaceholder(node)) return;
  const inner = name === 'mc:AlternateContent' ? chosenOf(node) : node;
  for (const each of inner?.children ?? []) take(each, walk, into);
}

function addText(node: XmlNode, walk: Walk, into: Inline): void {
  add(node.attributes.space === 'preserve' ? node.text : node.text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''), walk, into);
}

function add(text: string, walk: Walk, into: Inline): void {
  if (!walk.fields.includes('instruction')) into.text += text;
}

function turnField(node: XmlNode, walk: Walk): void {
  const type = node.attributes.fldCharType;
  if (type === 'begin') walk.fields.push('instruction');
  else if (type === 'separate' && walk.fields.length > 0) walk.fields[walk.fields.length - 1] = 'result';
  else if (type === 'end') walk.fields.pop();
}

function isHidden(run: XmlNode, walk: Walk): boolean {
  const properties = child(run, 'w:rPr');
  const own = isOn(properties, 'w:vanish');
  if (own !== undefined) return own;
  const style = valueOf(properties, 'w:rStyle');
  return styleChain(walk.styles, style).find((each) => each.hidden !== undefined)?.hidden ?? false;
}

/** "Click here to enter text" is the form's voice, not the author's. */
function isPlaceholder(control: XmlNode): boolean {
  return isOn(child(control, 'w:sdtPr'), 'w:showingPlcHdr') ?? false;
}

/** Tick boxes and arrows people set in Wingdings; other pictures of that font carry no words. */
const wingdings: Record<number, string> = {
  0x6c: '●', 0x6e: '■', 0x6f: '□', 0x71: '□', 0x72: '□', 0xa8: '□', 0x52: '☑', 0xfe: '☑', 0xfd: '☒', 0xfc: '✓', 0xfb: '✗', 0xe0: '→', 0xd8: '➢',
};

function symbolOf(node: XmlNode): string {
  const code = Number.parseInt(node.attributes.char ?? '', 16);
  if (Number.isNaN(code) || code > 0xffff) return '';
  if (code < 0xf000 || code > 0xf0ff) return String.fromCodePoint(code);
  return wingdings[code - 0xf000] ?? '';
}
