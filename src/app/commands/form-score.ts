/** `kangcheng form score SCALE FILE [--json]`: every respondent of a JSON or YAML list, by a scale of the bank. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { loadForms } from '../../capabilities/forms/bank.gateway.ts';
import { prepareScorer, scoreAll, type Scored } from '../../capabilities/forms/score.ts';

type Options = { readonly json?: boolean; readonly print?: (text: string) => void };

/** Prints the results, and returns the exit code: 0 when scale and file could be read, whatever single respondents get; 2 otherwise. */
export function runFormScore(scale: string, file: string, { json = false, print = console.log }: Options = {}): number {
  const refuse = (code: string, message: string): number => {
    print(json ? JSON.stringify({ error: { code, message } }) : message);
    return 2;
  };
  const scorer = prepareScorer(loadForms());
  if (!scorer.ok) return refuse('faultyForm', scorer.faults.map(({ at, message }) => `${at}: ${message}`).join('\n'));
  const found = scorer.find(scale);
  if (found === null) return refuse('unknownScale', `没有量表“${scale}” · There is no scale ${JSON.stringify(scale)}; known are ${scorer.names.join(', ')}.`);
  try {
    const text = readFileSync(file === '-' ? 0 : file, 'utf8').replace(/^\uFEFF/, '');
    const scored = scoreAll(found, asJson(text) ?? parse(text));
    print(json ? JSON.stringify(scored, null, 2) : scored.map(lineOf).join('\n'));
    return 0;
  } catch (error) {
    return refuse('unreadable', `${file}: ${error instanceof Error ? error.message : String(error)}`);
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

function lineOf({ id, ...results }: Scored): string {
  const shown = Object.entries(results).filter(([, value]) => value !== null && value !== undefined);
  return [typeof id === 'string' ? id : JSON.stringify(id), ...shown.map(([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`)].join('\t');
}
