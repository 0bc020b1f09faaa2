/** Documents of a record: which files are taken, told by their content and never by their name. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day } from '../../kernel/day.ts';
import { TeamId } from '../access/teams.ts';
import { PersonId } from '../people/people.ts';
import { RecordDocument } from './entries.ts';

export const documentLimit = 20 * 1024 * 1024;

const starts: readonly { readonly type: string; readonly extension: string; readonly at: number; readonly bytes: readonly number[] }[] = [
  { type: 'application/pdf', extension: 'pdf', at: 0, bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { type: 'image/jpeg', extension: 'jpg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/png', extension: 'png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/webp', extension: 'webp', at: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
  { type: 'image/tiff', extension: 'tif', at: 0, bytes: [0x49, 0x49, 0x2a, 0x00] },
  { type: 'image/tiff', extension: 'tif', at: 0, bytes: [0x4d, 0x4d, 0x00, 0x2a] },
  { type: 'application/dicom', extension: 'dcm', at: 128, bytes: [0x44, 0x49, 0x43, 0x4d] },
];

/** The media type by the first bytes; null for what is not taken, such as anything that a browser or an office program would run. */
export function mediaTypeOf(bytes: Uint8Array): string | null {
  return starts.find(({ at, bytes: wanted }) => wanted.every((byte, i) => bytes[at + i] === byte))?.type ?? null;
}

/** A safe name for the file: no path, no control characters, and the ending of what it is. */
export function safeFilename(name: string, mediaType: string): string {
  const extension = starts.find(({ type }) => type === mediaType)?.extension ?? 'bin';
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last.replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '').replace(/\.[^.]*$/, '').trim().slice(0, 120);
  return `${plain === '' ? 'document' : plain}.${extension}`;
}

// Contract

const ofPerson = { personId: z.coerce.number().pipe(PersonId) };

export const addDocument = contract({
  method: 'POST',
  path: '/api/people/:personId/record/documents',
  permission: 'records.write',
  subject: 'personId',
  upload: true,
  input: z.object({ ...ofPerson, kind: RecordDocument.shape.kind, title: RecordDocument.shape.title, writtenOn: Day, filename: z.string().max(255), teamId: TeamId.nullable().default(null) }),
  output: z.object({ entryId: z.uuid(), mediaType: z.string() }),
});

/** A document's bytes, in base64. */
export const readDocument = contract({
  method: 'GET',
  path: '/api/people/:personId/record/documents/:entryId',
  permission: 'records.read',
  subject: 'personId',
  input: z.object({ ...ofPerson, entryId: z.uuid() }),
  output: z.object({ filename: z.string(), mediaType: z.string(), base64: z.string() }),
});
