/** Workbooks (.xlsx): written from tables, and read with a bound on what they unpack to. */
import { unzipSync, zipSync } from 'fflate';
import { readSheet } from 'read-excel-file/node';
import writeExcelFile from 'write-excel-file/node';
import type { Cell, Sheet } from './table.ts';

/** A cell holds no more characters than this. */
const longest = 32_000;

export async function workbookOf(sheets: readonly { readonly name: string; readonly sheet: Sheet }[]): Promise<Buffer> {
  const pages = sheets.map(({ name, sheet }) => ({
    sheet: name.replaceAll(/[\\/*?:[\]]/g, ' ').slice(0, 31),
    data: [sheet.head.map((value) => ({ value, type: String, fontWeight: 'bold' as const })), ...sheet.rows.map((row) => row.map(cellOf))],
    stickyRowsCount: 1,
  }));
  return writeExcelFile(pages).toBuffer();
}

function cellOf(cell: Cell) {
  if (cell === null) return null;
  return typeof cell === 'number' ? { value: cell, type: Number } : { value: cell.slice(0, longest), type: String };
}

/** What a small file may unpack to, in bytes. */
const mostUnpacked = 40 * 1024 * 1024;

/** The rows of a sheet by its number from 1; null where it is no workbook, or one that unpacks to too much. */
export async function sheetRows(bytes: Uint8Array, number: number): Promise<readonly (readonly unknown[])[] | null> {
  try {
    return await readSheet(Buffer.from(bounded(bytes)), number);
  } catch {
    return null;
  }
}

/** The same workbook without compression: what it holds is counted before it is unpacked, and a part that says less than it is fails. */
function bounded(bytes: Uint8Array): Uint8Array {
  let left = mostUnpacked;
  const parts = unzipSync(bytes, {
    filter: ({ originalSize }) => {
      left -= originalSize;
      if (left < 0) throw new Error('too large');
      return true;
    },
  });
  return zipSync(parts, { level: 0 });
}
