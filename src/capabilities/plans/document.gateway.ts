import { readDocx } from './document.docx.gateway.ts';
import { readPdf } from './document.pdf.gateway.ts';
import { readPlain } from './document.plain.gateway.ts';
import { documentLimits, refused, refusedAs, refusedAsTooLarge, type DocumentResult, type ForeignFormat } from './document.ts';

/**
 * The text of an uploaded file. What it is, its bytes decide; the name only tells .md from .txt.
 * Never throws. Costs processor time and memory in the calling thread: servers call `readPlanFile`.
 */
export async function readDocument(bytes: Uint8Array, filename: string): Promise<DocumentResult> {
  if (bytes.length === 0) return refused('emptyFile');
  if (bytes.length > documentLimits.bytes) return refusedAsTooLarge();
  try {
    return await readByContent(bytes, filename);
  } catch {
    return refused('brokenFile');
  }
}

async function readByContent(bytes: Uint8Array, filename: string): Promise<DocumentResult> {
  if (startsWith(bytes, 'PK\x03\x04') || startsWith(bytes, 'PK\x05\x06')) return readDocx(bytes);
  if (latin(bytes, 0, 1024).includes('%PDF-')) return readPdf(bytes);
  if (startsWith(bytes, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return refuseCompound(bytes);
  const foreign = foreignOf(bytes);
  return foreign === undefined ? readPlain(bytes, filename) : refusedAs(foreign);
}

const signatures: readonly (readonly [ForeignFormat, readonly string[]])[] = [
  ['image', ['\x89PNG', '\xff\xd8\xff', 'GIF87a', 'GIF89a', 'BM', 'II*\0', 'MM\0*']],
  ['archive', ['Rar!', '7z\xbc\xaf\x27\x1c', '\x1f\x8b', 'BZh', '\xfd7zXZ']],
  ['rtf', ['{\\rtf']],
];

function foreignOf(bytes: Uint8Array): ForeignFormat | undefined {
  const known = signatures.find(([, starts]) => starts.some((start) => startsWith(bytes, start)));
  if (known !== undefined && !(startsWith(bytes, 'BM') && !isBitmap(bytes))) return known[0];
  const isRiff = startsWith(bytes, 'RIFF') && latin(bytes, 8, 12) === 'WEBP';
  if (isRiff || /^ftyp(heic|heix|mif1|avif)/.test(latin(bytes, 4, 12))) return 'image';
  const opening = latin(bytes, 0, 512).replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '').replaceAll('\0', '').trimStart();
  return /^(<!doctype html|<html|<\?xml|mime-version:)/i.test(opening) ? 'html' : undefined;
}

/** "BM" may also begin a text; a bitmap has two empty reserved words after its length. */
function isBitmap(bytes: Uint8Array): boolean {
  return bytes.length > 26 && latin(bytes, 6, 10) === '\0\0\0\0';
}

/** Office files before 2007 and files with a password share this container; its stream names, in UTF-16, tell them apart. */
function refuseCompound(bytes: Uint8Array): DocumentResult {
  const holds = (stream: string) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from(stream, 'utf16le'));
  if (holds('EncryptedPackage')) return refused('encryptedFile');
  if (holds('Workbook')) return refusedAs('spreadsheet');
  if (holds('PowerPoint Document')) return refusedAs('slides');
  return refusedAs('doc');
}

function startsWith(bytes: Uint8Array, start: string): boolean {
  return latin(bytes, 0, start.length) === start;
}

function latin(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
