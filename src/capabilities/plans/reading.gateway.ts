import { z } from 'zod';
import { readContent } from '../../platform/content.ts';
import { makeGate, offload } from '../../platform/offload.ts';
import { documentLimits, DocumentFormat, DocumentResult, refused } from './document.ts';
import { readDocument } from './document.gateway.ts';
import { Plan, Span } from './plan.ts';
import { readPlans } from './reading/read-plans.ts';
import { PlanWords } from './reading/words.ts';

/** A file as read: its normalised text, and each plan with the part of the text in which it stands. */
export const PlanFileRead = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('read'), format: DocumentFormat, text: z.string(), plans: z.array(z.strictObject({ plan: Plan, range: Span })) }),
  DocumentResult.options[1],
]);
export type PlanFileRead = z.infer<typeof PlanFileRead>;

/** Each reading may take a core and half a gigabyte, so few run at once. */
const gate = makeGate(documentLimits.atOnce);

/**
 * File → text → plans, in a thread of its own with bounds on time and memory: whatever the file does, the server goes on.
 * Never rejects: what cannot be read is refused with a reason.
 */
export async function readPlanFile(bytes: Uint8Array, filename: string, milliseconds: number = documentLimits.milliseconds): Promise<PlanFileRead> {
  if (bytes.length === 0) return refused('emptyFile');
  if (bytes.length > documentLimits.bytes) return refused('fileTooLarge', { limitMb: documentLimits.bytes / 1024 / 1024 });
  return gate(async () => {
    // A copy: what is transferred is gone here, and a Buffer may be a view of memory it shares.
    const own = new Uint8Array(bytes).buffer;
    const work = { module: new URL(import.meta.url), name: 'readOffloaded', input: { buffer: own, filename }, transfer: [own] };
    const result = await offload(work, { milliseconds, heapMegabytes: documentLimits.heapMegabytes, bufferMegabytes: documentLimits.bufferMegabytes });
    if (result.kind === 'timedOut') return refused('readingTimedOut', { seconds: Math.round(milliseconds / 1000) });
    if (result.kind === 'outOfMemory') return refused('archiveBomb');
    return (result.kind === 'done' ? PlanFileRead.safeParse(result.value).data : undefined) ?? refused('brokenFile');
  });
}

/** What the thread runs. */
export async function readOffloaded({ buffer, filename }: { readonly buffer: ArrayBuffer; readonly filename: string }): Promise<PlanFileRead> {
  const document = await readDocument(new Uint8Array(buffer), filename);
  if (document.kind === 'refused') return document;
  const { text, plans, ranges } = readPlans(document.text, readContent('plan-words.yaml', PlanWords));
  return { kind: 'read', format: document.format, text, plans: plans.map((plan, i) => ({ plan, range: ranges[i] ?? [0, text.length] })) };
}
