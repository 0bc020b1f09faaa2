// npm run eval:plans [-- --dir DIR] [--json]: precision, recall and F1 of the plan reader on annotated plans.
// DIR holds NAME.txt beside NAME.gold.yaml, or texts/NAME.txt beside gold/NAME.yaml. NAME.docx.gold.yaml annotates the Word file, `base` names the gold it shares.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { readDocument } from '../src/capabilities/plans/document.gateway.ts';
import { readPlans } from '../src/capabilities/plans/reading/read-plans.ts';
import { kinds, rates, scorePlans } from '../src/capabilities/plans/reading/scoring.ts';
import type { Kind } from '../src/capabilities/plans/reading/scoring.ts';
import { PlanWords } from '../src/capabilities/plans/reading/words.ts';

const root = join(import.meta.dirname, '..');
const bars: Record<Kind, number> = { goals: 0.95, cadences: 0.85, activities: 0.7, budget: 0.9, risks: 0.9, phases: 0.9 };

const { values } = parseArgs({ options: { dir: { type: 'string' }, json: { type: 'boolean' } } });
const words = PlanWords.parse(parse(readFileSync(join(root, 'content/plan-words.yaml'), 'utf8')));
const pairs = pairsIn(values.dir ?? join(root, 'src/capabilities/plans/fixtures'));
const score = scorePlans(await Promise.all(pairs.map(async ({ file, gold, index }) => ({ plan: readPlans(await textOf(file), words).plans[index], gold: goldOf(gold) }))));

if (values.json) console.log(JSON.stringify({ plans: pairs.length, ...score, rates: Object.fromEntries(kinds.map((kind) => [kind, rates(score.figures[kind])])) }, null, 2));
else report();
const belowBar = kinds.filter((kind) => rates(score.figures[kind]).f1 < bars[kind]);
if (belowBar.length > 0 || score.distractorsTaken.length > 0) process.exitCode = 1;

function report(): void {
  for (const [head, rows] of [['missed', score.missed], ['wrong', score.wrong], ['distractor taken', score.distractorsTaken]] as const) for (const row of rows) console.log(`${head}: ${row}`);
  for (const kind of kinds) {
    const { precision, recall, f1 } = rates(score.figures[kind]);
    const { right, wrong, missed } = score.figures[kind];
    console.log(`${kind.padEnd(11)} precision ${precision.toFixed(3)} recall ${recall.toFixed(3)} F1 ${f1.toFixed(3)}  (${right} right, ${wrong} wrong, ${missed} missed; bar ${bars[kind]})`);
  }
}

async function textOf(file: string): Promise<string> {
  const document = await readDocument(readFileSync(file), basename(file));
  if (document.kind === 'refused') throw new Error(`${file}: ${document.reason}`);
  return document.text;
}

function goldOf(file: string): Record<string, unknown> {
  const gold = z.record(z.string(), z.unknown()).parse(parse(readFileSync(file, 'utf8')));
  return typeof gold['base'] === 'string' ? { ...goldOf(join(dirname(file), gold['base'])), id: gold['file'] } : gold;
}

function pairsIn(dir: string): { file: string; gold: string; index: number }[] {
  const nested = existsSync(join(dir, 'gold'));
  const golds = readdirSync(nested ? join(dir, 'gold') : dir).filter((name) => name.endsWith(nested ? '.yaml' : '.gold.yaml')).sort();
  return golds.flatMap((name) => {
    const gold = nested ? join(dir, 'gold', name) : join(dir, name);
    const [stem = '', index] = basename(name).replace(/(?:\.gold)?\.yaml$/, '').split('#');
    const file = join(dir, nested ? 'texts' : '', stem.endsWith('.docx') ? stem : `${stem}.txt`);
    return existsSync(file) ? [{ file, gold, index: Number(index ?? 0) }] : [];
  });
}
