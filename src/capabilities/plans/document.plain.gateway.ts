import { refused, refusedAs, type DocumentResult } from './document.ts';
import { looksLikeMarkdown, plainFromMarkdown } from './document.markdown.ts';

/** Text without a container: .txt and .md in the encodings that Chinese offices produce. */
export function readPlain(bytes: Uint8Array, filename: string): DocumentResult {
  const decoded = decode(bytes);
  if (decoded === undefined) return refusedAs('unknown');
  const source = decoded.text.replace(/\r\n?|\u2028|\u2029/g, '\n').replace(/[\ufeff\u200b\u00ad]/g, '').replace(/\f|\v/g, '\n').replace(/\0+$/, '');
  const isMarkdown = /\.(md|markdown|mdown)$/i.test(filename) || looksLikeMarkdown(source);
  const text = tidy(isMarkdown ? plainFromMarkdown(source) : source);
  if (text === '') return refused('emptyFile');
  const notes = decoded.legacy ? [{ code: 'legacyEncoding' as const, count: 1 }] : [];
  return { kind: 'text', format: isMarkdown ? 'md' : 'txt', text, pages: null, notes };
}

type Decoded = { readonly text: string; readonly legacy: boolean };

/** A byte order mark decides; then strict UTF-8; then UTF-16 without a mark (its zero bytes give it away); then GB 18030, which holds GBK and GB 2312. */
function decode(bytes: Uint8Array): Decoded | undefined {
  const marked = encodingByMark(bytes);
  const candidates = marked === undefined ? ['utf-8', ...utf16Guess(bytes), 'gb18030'] : [marked];
  for (const encoding of candidates) {
    const text = decodeAs(encoding, bytes);
    if (text !== undefined && looksLikeText(text)) return { text, legacy: encoding === 'gb18030' };
  }
  return undefined;
}

function encodingByMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0x84 && bytes[1] === 0x31 && bytes[2] === 0x95 && bytes[3] === 0x33) return 'gb18030';
  return undefined;
}

/** Line ends, spaces and digits have a zero byte, on the even side when the big end comes first. */
function utf16Guess(bytes: Uint8Array): string[] {
  if (bytes.length % 2 === 1) return [];
  const sample = bytes.subarray(0, 4096);
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (even + odd === 0) return [];
  return even > odd ? ['utf-16be'] : ['utf-16le'];
}

function decodeAs(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Control characters and the private use area say that these bytes are something else. */
function looksLikeText(text: string): boolean {
  const sample = text.slice(0, 20_000).replace(/\0+$/, '');
  const strange = sample.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f-\u0084\u0086-\u009f\ufffd\ufffe\uffff\ue000-\uf8ff]/g)?.length ?? 0;
  return strange * 100 <= sample.length;
}

function tidy(text: string): string {
  return text.split('\n').map((line) => line.trimEnd()).join('\n').replace(/\n{3,}/g, '\n\n').replace(/^\n+/, '').trimEnd();
}
