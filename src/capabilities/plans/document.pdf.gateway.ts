import { refused, type DocumentResult } from './document.ts';
export async function readPdf(bytes: Uint8Array): Promise<DocumentResult> { return refused('brokenFile', { bytes: bytes.length }); }
