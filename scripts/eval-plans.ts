// npm run eval:plans [-- --dir DIR] [--json]: precision, recall and F1 of the plan reader on annotated plans.
// DIR holds NAME.txt beside NAME.gold.yaml, or texts/NAME.txt beside gold/NAME.yaml.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { readPlans } from '../src/capabilities/plans/reading/read-plans.ts';
import { kinds, rates, scorePlans } from '../src/capabilities/plans/reading/scoring.ts';
import type { Kind } from '../src/capabilities/plans/reading/scoring.ts';
import { PlanWords } from '../src/capabilities/plans/reading/words.ts';

const root = join(import.meta.dirname, '..');
const bars: Record<Kind, number> = { goals: 0.95, cadences: 0.85, activities: 0.7, budget: 0.9, risks: 0.9, phases: 0.9 };

const { values } = parseArgs({ options: { dir: { type: 'string' }, json: { type: 'boolean' } } });
const words = PlanWords.parse(parse(readFileSync(join(root, 'content/plan-words.yaml'), 'utf8')));
const pairs = pairsIn(values.dir ?? join(root, 'src/capabilities/plans/fixtures'));
const score = scorePlans(pairs.map(({ text, gold, index }) => ({ plan: readPlans(readFileSync(text, 'utf8'), words).plans[index], gold: z.record(z.string(), z.unknown()).parse(parse(readFileSync(gold, 'utf8'))) })));

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

function pairsIn(dir: string): { text: string; gold: string; index: number }[] {
  const nested = existsSync(join(dir, 'gold'));
  const golds = readdirSync(nested ? join(dir, 'gold') : dir).filter((name) => name.endsWith(nested ? '.yaml' : '.gold.yaml') && !name.includes('.docx.')).sort();
  return golds.flatMap((name) => {
    const gold = nested ? join(dir, 'gold', name) : join(dir, name);
    const stem = basename(name).replace(/(?:\.gold)?\.yaml$/, '');
    const [file = stem, index] = stem.split('#');
    const text = nested ? join(dir, 'texts', `${file}.txt`) : join(dir, `${file}.txt`);
    return existsSync(text) ? [{ text, gold, index: Number(index ?? 0) }] : [];
  });
}
