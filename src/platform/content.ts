import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { Stop } from './stop.ts';

const folder = join(import.meta.dirname, '..', '..', 'content');

/**
 * Read a file of `content/` and check it against its schema.
 * A fault names the file, the line and the reason: content is edited by people who are not programmers.
 */
export function readContent<T extends z.ZodType>(file: string, schema: T): z.output<T> {
  return parseContent(readFileSync(join(folder, file), 'utf8'), { file, schema });
}

export function parseContent<T extends z.ZodType>(source: string, { file, schema }: { file: string; schema: T }): z.output<T> {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const broken = document.errors[0];
  if (broken) throw new Stop(`content/${file}:${broken.linePos?.[0]?.line ?? 1}: ${broken.message.split('\n')[0]}`);
  const read = schema.safeParse(document.toJS());
  if (read.success) return read.data;
  const faults = read.error.issues.slice(0, 5).map((issue) => `content/${file}:${lineAt(document, lines, issue.path)}: ${issue.path.join('.')}: ${issue.message}`);
  throw new Stop(faults.join('\n'));
}

/** The line of the deepest node on the way to `path`. */
function lineAt(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node: unknown = document.getIn(path.slice(0, depth), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) return lines.linePos(Number(node.range[0])).line;
  }
  return 1;
}
