import { z } from 'zod';

/** The files that can be read, named by what they contain, not by how they are called. */
export const DocumentFormat = z.enum(['docx', 'pdf', 'txt', 'md']);
export type DocumentFormat = z.infer<typeof DocumentFormat>;

const megabyte = 1024 * 1024;

/** What one file may cost the server. `ratio` counts only once `ratioFrom` bytes have come out: small XML packs very well. */
export const documentLimits = {
  bytes: 50 * megabyte,
  inflatedBytes: 200 * megabyte,
  ratio: 200,
  ratioFrom: 20 * megabyte,
  entries: 10_000,
  milliseconds: 30_000,
  atOnce: 2,
  heapMegabytes: 512,
  bufferMegabytes: 512,
} as const;

/** Why a file gives no text, with the HTTP answer of each. */
export const documentRefusals = {
  unsupportedFormat: 415,
  brokenFile: 422,
  encryptedFile: 422,
  emptyFile: 422,
  scannedOnly: 422,
  fileTooLarge: 413,
  archiveBomb: 422,
  readingTimedOut: 422,
} as const;

export const DocumentRefusal = z.enum([
  'unsupportedFormat',
  'brokenFile',
  'encryptedFile',
  'emptyFile',
  'scannedOnly',
  'fileTooLarge',
  'archiveBomb',
  'readingTimedOut',
]);
export type DocumentRefusal = z.infer<typeof DocumentRefusal>;

/** What an unsupported file turned out to be, so that the words of the refusal can say what to do. */
export const ForeignFormat = z.enum(['doc', 'rtf', 'html', 'odt', 'ofd', 'spreadsheet', 'slides', 'image', 'archive', 'unknown']);
export type ForeignFormat = z.infer<typeof ForeignFormat>;

/** The way out for each: save it as .docx, turn pictures into text, unpack it, or nothing better than another file. */
type ForeignAdvice = 'saveAsDocx' | 'recogniseText' | 'unpack' | 'chooseAnother';

const adviceByFormat: Record<ForeignFormat, ForeignAdvice> = {
  doc: 'saveAsDocx',
  rtf: 'saveAsDocx',
  html: 'saveAsDocx',
  odt: 'saveAsDocx',
  ofd: 'saveAsDocx',
  spreadsheet: 'saveAsDocx',
  slides: 'saveAsDocx',
  image: 'recogniseText',
  archive: 'unpack',
  unknown: 'chooseAnother',
};

/** What reading left out or decided on the way; `count` is how often (pages, notes, runs), 1 where counting has no meaning. */
export const DocumentNote = z.strictObject({
  code: z.enum([
    'trackedChangesAccepted',
    'hiddenTextDropped',
    'footnotesDropped',
    'commentsDropped',
    'tableOfContentsDropped',
    'imagesIgnored',
    'headersAndFootersDropped',
    'pagesWithoutText',
    'legacyEncoding',
  ]),
  count: z.int().min(1),
});
export type DocumentNote = z.infer<typeof DocumentNote>;

/**
 * The text of a document, or why there is none.
 * `text`: one paragraph a line, one table row a line with its cells parted by TAB, automatic numbers written out,
 * an empty line after each table. `pages` is null where the format has none.
 */
export const DocumentResult = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('text'),
    format: DocumentFormat,
    text: z.string().min(1),
    pages: z.int().min(1).nullable(),
    notes: z.array(DocumentNote),
  }),
  z.strictObject({
    kind: z.literal('refused'),
    reason: DocumentRefusal,
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
]);
export type DocumentResult = z.infer<typeof DocumentResult>;

export type DocumentRefused = Extract<DocumentResult, { kind: 'refused' }>;

export function refused(reason: DocumentRefusal, params: Record<string, string | number> = {}): DocumentRefused {
  return { kind: 'refused', reason, params };
}

export function refusedAsTooLarge(): DocumentResult {
  return refused('fileTooLarge', { limitMb: documentLimits.bytes / megabyte });
}

/** `params.found` says what it is, `params.advice` what to do. */
export function refusedAs(found: ForeignFormat): DocumentRefused {
  return refused('unsupportedFormat', { found, advice: adviceByFormat[found] });
}
