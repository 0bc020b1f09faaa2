import { crc32, inflateRawSync } from 'node:zlib';
import { documentLimits } from './document.ts';

type ZipEntry = { readonly name: string; readonly method: number; readonly encrypted: boolean; readonly crc: number; readonly packed: number; readonly size: number; readonly offset: number };

export type Zip = { readonly bytes: Uint8Array; readonly entries: ReadonlyMap<string, ZipEntry>; left: number };

export type ZipFault = 'brokenFile' | 'archiveBomb' | 'encryptedFile';

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endSize = 22;

/** Reads the table of contents only. Nothing is inflated, and no size a header claims is believed or allocated. */
export function openZip(bytes: Uint8Array): Zip | ZipFault {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === undefined) return 'brokenFile';
  const total = view.getUint16(end + 10, true);
  if (total > documentLimits.entries) return 'archiveBomb';
  const entries = new Map<string, ZipEntry>();
  let at = startOfTable(view, end);
  for (let index = 0; index < total; index += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== entrySignature) return 'brokenFile';
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const entry = readEntry(view, at, nameLength);
    entries.set(entry.name, entry);
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  const claimed = [...entries.values()].reduce((sum, entry) => sum + entry.size, 0);
  if (claimed > documentLimits.inflatedBytes && claimed > bytes.length * documentLimits.ratio) return 'archiveBomb';
  return { bytes, entries, left: documentLimits.inflatedBytes };
}

/** One part, inflated within what the whole archive has left; undefined when it is not there. */
export function inflateEntry(zip: Zip, name: string): Uint8Array | ZipFault | undefined {
  const entry = zip.entries.get(name) ?? zip.entries.get(name.replaceAll('/', '\\'));
  if (entry === undefined) return undefined;
  if (entry.encrypted) return 'encryptedFile';
  const packed = packedBytes(zip.bytes, entry);
  if (packed === undefined) return 'brokenFile';
  const allowed = Math.min(zip.left, Math.max(documentLimits.ratioFrom, packed.length * documentLimits.ratio));
  const inflated = entry.method === 0 ? packed : inflateWithin(packed, entry.method, allowed);
  if (typeof inflated === 'string') return inflated;
  if (inflated.length > allowed) return 'archiveBomb';
  zip.left -= inflated.length;
  return crc32(inflated) === entry.crc ? inflated : 'brokenFile';
}

function inflateWithin(packed: Uint8Array, method: number, allowed: number): Uint8Array | ZipFault {
  if (method !== 8) return 'brokenFile';
  try {
    return inflateRawSync(packed, { maxOutputLength: allowed });
  } catch (fault) {
    return fault instanceof Error && 'code' in fault && fault.code === 'ERR_BUFFER_TOO_LARGE' ? 'archiveBomb' : 'brokenFile';
  }
}

function packedBytes(bytes: Uint8Array, entry: ZipEntry): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== localSignature) return undefined;
  const from = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  return from + entry.packed > bytes.length ? undefined : bytes.subarray(from, from + entry.packed);
}

function findEnd(view: DataView): number | undefined {
  const last = view.byteLength - endSize;
  for (let at = last; at >= 0 && at >= last - 0xffff; at -= 1) {
    if (view.getUint32(at, true) === endSignature) return at;
  }
  return undefined;
}

/** Bytes put before the archive shift every offset; Word opens such files when the table still lies right before the end. */
function startOfTable(view: DataView, end: number): number {
  const offset = view.getUint32(end + 16, true);
  if (offset + 4 <= view.byteLength && view.getUint32(offset, true) === entrySignature) return offset;
  return Math.max(0, end - view.getUint32(end + 12, true));
}

function readEntry(view: DataView, at: number, nameLength: number): ZipEntry {
  const from = view.byteOffset + at + 46;
  const length = Math.min(nameLength, view.byteLength - at - 46);
  return {
    name: new TextDecoder().decode(new Uint8Array(view.buffer, from, length)).replaceAll('\\', '/').replace(/^\//, ''),
    encrypted: (view.getUint16(at + 8, true) & 1) === 1,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
  };
}
