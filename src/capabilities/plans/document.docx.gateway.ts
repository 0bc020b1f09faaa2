import { readBlocks } from './document.body.ts';
import { refused, refusedAs, type DocumentResult } from './document.ts';
import { makeNumbering, readStyles } from './document.numbering.ts';
import { makeWalk } from './document.runs.ts';
import { child, type XmlNode } from './document.xml.ts';
import { parseXml } from './document.xml.gateway.ts';
import { inflateEntry, openZip, type Zip, type ZipFault } from './document.zip.gateway.ts';

/** A .docx; any other archive is refused by what it holds. */
export function readDocx(bytes: Uint8Array): DocumentResult {
  const zip = openZip(bytes);
  if (typeof zip === 'string') return refused(zip);
  const main = mainPart(zip);
  if (main === undefined) return refuseOther(zip);
  const document = xmlPart(zip, main);
  if (typeof document === 'string') return refused(document);
  const body = child(document, 'w:body');
  if (body === undefined) return refused('brokenFile');
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const styles = xmlPart(zip, `${folder}styles.xml`);
  const numbering = xmlPart(zip, `${folder}numbering.xml`);
  const fault = [styles, numbering].find((part) => typeof part === 'string');
  if (typeof fault === 'string') return refused(fault);
  return textOf(body, asNode(styles), asNode(numbering));
}

function textOf(body: XmlNode, stylePart: XmlNode | undefined, numberingPart: XmlNode | undefined): DocumentResult {
  const styles = readStyles(stylePart);
  const walk = makeWalk(styles, makeNumbering(numberingPart, styles));
  const text = readBlocks(body, walk).join('\n').trim();
  if (text === '') return walk.seen.has('imagesIgnored') ? refused('scannedOnly') : refused('emptyFile');
  return { kind: 'text', format: 'docx', text, pages: null, notes: [...walk.seen].map(([code, count]) => ({ code, count })) };
}

function asNode(part: XmlNode | ZipFault | undefined): XmlNode | undefined {
  return typeof part === 'string' ? undefined : part;
}

function xmlPart(zip: Zip, name: string): XmlNode | ZipFault | undefined {
  const bytes = inflateEntry(zip, name);
  if (bytes === undefined || typeof bytes === 'string') return bytes;
  return parseXml(bytes) ?? 'brokenFile';
}

/** The package's own relations name the main part; nearly always it is word/document.xml. */
function mainPart(zip: Zip): string | undefined {
  if (zip.entries.has('word/document.xml')) return 'word/document.xml';
  const relations = xmlPart(zip, '_rels/.rels');
  if (relations === undefined || typeof relations === 'string') return undefined;
  const main = relations.children.find((each) => (each.attributes.Type ?? '').endsWith('/officeDocument'));
  const target = main?.attributes.Target?.replace(/^\//, '');
  return target !== undefined && /^word\//.test(target) && zip.entries.has(target) ? target : undefined;
}

function refuseOther(zip: Zip): DocumentResult {
  const names = [...zip.entries.keys()];
  const has = (start: string) => names.some((name) => name.startsWith(start));
  if (has('xl/')) return refusedAs('spreadsheet');
  if (has('ppt/')) return refusedAs('slides');
  if (has('OFD.xml')) return refusedAs('ofd');
  if (has('content.xml') && has('mimetype')) return refusedAs('odt');
  if (has('[Content_Types].xml')) return refused('brokenFile');
  return refusedAs('archive');
}

