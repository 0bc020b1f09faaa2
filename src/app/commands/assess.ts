/** `kangcheng assess FILE [--json]`: every person of a JSON or YAML list, by the model that the item names. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { prepareAssessor } from '../../capabilities/risk/assess.ts';
import { loadRiskContent } from '../../capabilities/risk/content.gateway.ts';
import type { Answer } from '../../capabilities/risk/assess.ts';

type Options = { readonly json?: boolean; readonly print?: (text: string) => void };

/** Prints the answers, and returns the exit code: 0 when the file could be read, whatever single items answer; 2 otherwise. */
export function runAssess(file: string, { json = false, print = console.log }: Options = {}): number {
  const read = readItems(file);
  if (!read.ok) {
    print(json ? JSON.stringify({ error: { code: 'unreadable', at: file, message: read.message } }) : `${file}: ${read.message}`);
    return 2;
  }
  const assessor = prepareAssessor(loadRiskContent());
  if (!assessor.ok) {
    print(assessor.faulty.map(({ name, text }) => `${name}: ${text}`).join('\n'));
    return 2;
  }
  const answers = assessor.assess(read.items);
  print(json ? JSON.stringify(answers, null, 2) : answers.map(lineOf).join('\n'));
  return 0;
}

type ReadItems = { readonly ok: true; readonly items: unknown } | { readonly ok: false; readonly message: string };

/** `-` reads the standard input. */
function readItems(file: string): ReadItems {
  try {
    const text = readFileSync(file === '-' ? 0 : file, 'utf8').replace(/^\uFEFF/, '');
    const items: unknown = asJson(text) ?? parse(text);
    return items === null || items === undefined ? { ok: false, message: 'The file is empty: a list of { id, model, inputs } was expected' } : { ok: true, items };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** JSON is read as such, being many times faster; undefined when the text is not JSON. */
function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function lineOf(answer: Answer): string {
  const id = String(answer.id);
  const refused = answer.error;
  if (typeof refused === 'object' && refused !== null && 'message' in refused && 'at' in refused) return `${id}\t! ${String(refused.at)}: ${String(refused.message)}`;
  const shown = Object.entries(answer).filter(([key, value]) => shownKeys.has(key) && !isEmpty(value));
  return [id, ...shown.map(([key, value]) => `${key} ${Array.isArray(value) ? value.join(', ') : String(value)}`)].join('\t');
}

const shownKeys = new Set(['model', 'tier', 'gate', 'emergency', 'provisional', 'fires', 'cell', 'percent', 'score', 'value', 'group', 'category', 'range', 'missing', 'reason']);

function isEmpty(value: unknown): boolean {
  return value === null || value === false || value === undefined || (Array.isArray(value) && value.length === 0);
}
