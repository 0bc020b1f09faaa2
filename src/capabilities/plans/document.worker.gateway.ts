import { makeGate, offload } from '../../platform/offload.ts';
import { documentLimits, DocumentResult, refused, refusedAsTooLarge } from './document.ts';
import { readDocument } from './document.gateway.ts';

/** Each reading may take a core and half a gigabyte, so few run at once. */
const gate = makeGate(documentLimits.atOnce);

const limits = { milliseconds: documentLimits.milliseconds, heapMegabytes: documentLimits.heapMegabytes, bufferMegabytes: documentLimits.bufferMegabytes };

/** `readDocument` in a thread of its own, with bounds on time and memory: whatever the file does, the server goes on. Never rejects. */
export async function readDocumentSafely(bytes: Uint8Array, filename: string, milliseconds: number = limits.milliseconds): Promise<DocumentResult> {
  if (bytes.length === 0) return refused('emptyFile');
  if (bytes.length > documentLimits.bytes) return refusedAsTooLarge();
  return gate(async () => {
    // A copy: what is transferred is gone here, and a Buffer may be a view of memory it shares.
    const own = new Uint8Array(bytes).buffer;
    const work = { module: new URL(import.meta.url), name: 'readOffloaded', input: { buffer: own, filename }, transfer: [own] };
    const result = await offload(work, { ...limits, milliseconds });
    if (result.kind === 'timedOut') return refused('readingTimedOut', { seconds: Math.round(milliseconds / 1000) });
    if (result.kind === 'outOfMemory') return refused('archiveBomb');
    return (result.kind === 'done' ? DocumentResult.safeParse(result.value).data : undefined) ?? refused('brokenFile');
  });
}

/** What the thread runs. */
export function readOffloaded(input: { readonly buffer: ArrayBuffer; readonly filename: string }): Promise<DocumentResult> {
  return readDocument(new Uint8Array(input.buffer), input.filename);
}
