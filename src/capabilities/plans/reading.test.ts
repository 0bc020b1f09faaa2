import { readFileSync } from 'node:fs';
import { constants, deflateRawSync } from 'node:zlib';
import { strToU8, unzipSync, Zip, zlibSync, zipSync, type ZipInputFile } from 'fflate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { docx, p, pdf } from './document.fixtures.ts';
import { readDocument } from './document.gateway.ts';
import { documentLimits, DocumentResult } from './document.ts';
import { readPlanFile, type PlanFileRead } from './reading.gateway.ts';

const megabytes = 1024;

/** A gigabyte of spaces, deflated: one packed block that leaves the stream open, a thousand times, and an empty last one. */
function deflatedGigabyte(): Uint8Array<ArrayBuffer> {
  const block = deflateRawSync(Buffer.alloc(1024 * 1024, ' '), { finishFlush: constants.Z_FULL_FLUSH });
  return new Uint8Array(Buffer.concat([...Array.from({ length: megabytes }, () => block), Uint8Array.from([3, 0])]));
}

function zipBomb(): Uint8Array {
  const parts: Uint8Array[] = [];
  const zip = new Zip((_, part) => parts.push(part));
  const entry: ZipInputFile = { filename: 'word/document.xml', size: megabytes * 1024 * 1024, crc: 0, compression: 8 };
  zip.add(entry);
  entry.ondata?.(null, deflatedGigabyte(), true);
  zip.end();
  return new Uint8Array(Buffer.concat(parts));
}

/** A page whose contents are a gigabyte, packed twice into a few kilobytes. */
function pdfBomb(): Uint8Array {
  const packed = zlibSync(Buffer.concat([Uint8Array.from([0x78, 0x01]), deflatedGigabyte(), new Uint8Array(4)]), { level: 9 });
  const plain = Buffer.from(pdf([[]])).toString('latin1');
  const stream = `<</Filter[/FlateDecode/FlateDecode]/Length ${packed.length}>>stream\n${Buffer.from(packed).toString('latin1')}\nendstream`;
  return new Uint8Array(Buffer.from(plain.replace(/<<\/Length 0>>stream\n\nendstream/, () => stream), 'latin1'));
}

/** The longest time in which the event loop did not turn while this ran. */
async function longestPause(run: () => Promise<unknown>): Promise<number> {
  let last = performance.now();
  let longest = 0;
  const beat = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  };
  const timer = setInterval(beat, 5);
  await run();
  beat();
  clearInterval(timer);
  return longest;
}

describe('bombs', () => {
  const bomb = zipBomb();

  test('a gigabyte in a megabyte is refused, whatever its header claims', async () => {
    expect(bomb.length).toBeLessThan(6_000_000);
    expect(await readDocument(bomb, 'a.docx')).toMatchObject({ kind: 'refused', reason: 'archiveBomb' });
    const lying = bomb.slice();
    const table = Buffer.from(lying.buffer).lastIndexOf(Uint8Array.from([0x50, 0x4b, 0x01, 0x02]));
    new DataView(lying.buffer).setUint32(table + 24, 100, true);
    expect(await readDocument(lying, 'a.docx')).toMatchObject({ kind: 'refused', reason: 'archiveBomb' });
  });

  test('a bomb in another part is never opened', async () => {
    const files = { ...unzipSync(docx(p('甲'))), 'word/media/a.docx': bomb };
    expect(await readDocument(zipSync(files, { level: 0 }), 'a.docx')).toMatchObject({ kind: 'text', text: '甲' });
  });

  test.each([
    ['too many parts', zipSync(Object.fromEntries(Array.from({ length: documentLimits.entries + 1 }, (_, index) => [`word/${index}`, new Uint8Array()]))), 'archiveBomb'],
    ['elements in elements without end', docx('<w:sdt>'.repeat(200_000)), 'brokenFile'],
    ['a style based on itself', docx(p('甲', '<w:pStyle w:val="A"/>'), { styles: '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="A"/></w:style>' }), undefined],
  ])('%s', async (_, bytes, reason) => {
    const result = await readPlanFile(bytes, 'a.docx');
    expect(result.kind === 'refused' ? result.reason : undefined).toBe(reason);
  });

  test('while bombs are read the server goes on', async () => {
    const bytes = pdfBomb();
    const results: PlanFileRead[] = [];
    const pause = await longestPause(async () => {
      results.push(...(await Promise.all([readPlanFile(bytes, 'a.pdf'), readPlanFile(bomb, 'a.docx'), readPlanFile(strToU8('甲'), 'a.txt')])));
    });
    expect(results).toMatchObject([{ reason: 'archiveBomb' }, { reason: 'archiveBomb' }, { text: '甲' }]);
    expect(pause).toBeLessThan(500);
  });
});

describe('the thread', () => {
  const layout = new Uint8Array(readFileSync(new URL('./fixtures/layout.pdf', import.meta.url)));

  test('reads file, text and plan, and leaves the bytes to the caller', async () => {
    const shared = Buffer.from(layout);
    const read = await readPlanFile(shared, 'a.pdf');
    expect(read).toMatchObject({ kind: 'read', format: 'pdf', plans: [{ range: [0, expect.any(Number)] }] });
    expect(shared.length).toBe(layout.length);
  });

  test('is ended when its time is over', async () => {
    expect(await readPlanFile(layout, 'a.pdf', 1)).toMatchObject({ kind: 'refused', reason: 'readingTimedOut' });
  });

  test('is not started for nothing, nor for too much', async () => {
    expect(await readPlanFile(new Uint8Array(), 'a.pdf')).toMatchObject({ reason: 'emptyFile' });
    expect(await readPlanFile(new Uint8Array(documentLimits.bytes + 1), 'a.pdf')).toMatchObject({ reason: 'fileTooLarge' });
  });
});

describe('whatever the bytes, there is a result', () => {
  const holds = async (bytes: Uint8Array) => DocumentResult.parse(await readDocument(bytes, 'a.txt')).kind !== undefined;
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 20 });
  const edited = (bytes: Uint8Array, changes: readonly (readonly [number, number])[]) => {
    const copy = bytes.slice();
    for (const [at, value] of changes) copy[at % copy.length] = value;
    return copy;
  };

  test('random, behind any signature', async () => {
    const starts = ['', 'PK\x03\x04', 'PK\x05\x06', '%PDF-1.7\n', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', '\xff\xfe', '\xfe\xff', '<?xml', '# '].map((start) => strToU8(start, true));
    const property = fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 400 }), (start, rest) => holds(new Uint8Array([...start, ...rest])));
    await fc.assert(property, { numRuns: 300 });
  });

  test.each([
    ['a .docx stored', zipSync(unzipSync(docx(p('甲') + p('乙'), { numbering: '', styles: '' })), { level: 0 }), 300],
    ['a .docx packed', docx(p('甲'.repeat(200))), 200],
    ['a PDF', pdf([[{ x: 72, y: 100, text: '健康促进' }, { x1: 1, y1: 1, x2: 90, y2: 1 }]]), 150],
  ])('%s with bytes changed or cut off', async (_, bytes, numRuns) => {
    const cut = fc.nat(bytes.length - 1);
    await fc.assert(fc.asyncProperty(edits, (changes) => holds(edited(bytes, changes))), { numRuns });
    await fc.assert(fc.asyncProperty(cut, (length) => holds(bytes.subarray(0, length))), { numRuns: numRuns / 2 });
  });
});
