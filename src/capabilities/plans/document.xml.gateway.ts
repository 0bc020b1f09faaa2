import { XMLParser } from 'fast-xml-parser';
import type { XmlNode } from './document.xml.ts';

const deepest = 400;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  cdataPropName: '#cdata',
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: deepest,
  jPath: false,
});

/** Transitional and strict OOXML under the same short names. */
const shortNames: Record<string, string> = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
  'http://schemas.openxmlformats.org/drawingml/2006/main': 'a',
  'http://purl.oclc.org/ooxml/drawingml/main': 'a',
  'http://schemas.openxmlformats.org/officeDocument/2006/math': 'm',
  'http://purl.oclc.org/ooxml/officeDocument/math': 'm',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
  'urn:schemas-microsoft-com:vml': 'v',
};

type Scope = ReadonlyMap<string, string>;

/** The root element; undefined when it is not XML or declares entities, which no document format here does and every XML bomb needs. */
export function parseXml(bytes: Uint8Array): XmlNode | undefined {
  const source = decodeXml(bytes);
  if (source.includes('<!DOCTYPE') || source.includes('<!ENTITY')) return undefined;
  try {
    return nodesFrom(parser.parse(source), new Map())[0];
  } catch {
    return undefined;
  }
}

function decodeXml(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/** The parser gives `{ name: children, ':@': attributes }` for an element and `{ '#text': words }` between elements. */
function nodesFrom(parsed: unknown, scope: Scope): XmlNode[] {
  if (!Array.isArray(parsed)) return [];
  const nodes: XmlNode[] = [];
  for (const each of parsed) {
    if (!isRecord(each)) continue;
    const name = Object.keys(each).find((key) => key !== ':@');
    if (name !== undefined && !name.startsWith('#')) nodes.push(elementFrom(name, each, scope));
  }
  return nodes;
}

function elementFrom(name: string, raw: Raw, scope: Scope): XmlNode {
  const given = isRecord(raw[':@']) ? raw[':@'] : {};
  const inner = scopeOf(given, scope);
  return { name: resolve(name, inner), attributes: attributesOf(given), children: nodesFrom(raw[name], inner), text: textOf(raw[name]) };
}

function scopeOf(given: Raw, scope: Scope): Scope {
  const declared = Object.entries(given).filter(([key]) => key === 'xmlns' || key.startsWith('xmlns:'));
  if (declared.length === 0) return scope;
  const inner = new Map(scope);
  for (const [key, uri] of declared) inner.set(key === 'xmlns' ? '' : key.slice(6), shortNames[String(uri)] ?? '');
  return inner;
}

function resolve(name: string, scope: Scope): string {
  const colon = name.indexOf(':');
  const prefix = colon < 0 ? '' : name.slice(0, colon);
  const short = scope.get(prefix) ?? prefix;
  return short === '' ? name : `${short}:${name.slice(colon + 1)}`;
}

function attributesOf(given: Raw): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [key, value] of Object.entries(given)) {
    if (!key.startsWith('xmlns')) attributes[key.slice(key.indexOf(':') + 1)] = decodeReferences(String(value));
  }
  return attributes;
}

function textOf(parsed: unknown): string {
  if (!Array.isArray(parsed)) return '';
  let text = '';
  for (const each of parsed) {
    if (!isRecord(each)) continue;
    if ('#text' in each) text += decodeReferences(String(each['#text']));
    else if ('#cdata' in each) text += plainText(each['#cdata']);
  }
  return text;
}

function plainText(parsed: unknown): string {
  const [only]: unknown[] = Array.isArray(parsed) ? parsed : [];
  return isRecord(only) && typeof only['#text'] === 'string' ? only['#text'] : '';
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeReferences(text: string): string {
  return text.includes('&') ? text.replace(/&(#\d{1,7}|#x[\da-fA-F]{1,6}|[a-z]{2,4});/g, (_, name: string) => signNamed(name)) : text;
}

function signNamed(name: string): string {
  if (!name.startsWith('#')) return named[name] ?? `&${name};`;
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

type Raw = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
