import { Command } from 'commander';
import { benchAnswers } from './answers.ts';
import { benchIndicators } from './indicators.ts';
import { benchIngest } from './ingest.ts';
import { benchPeople } from './people.ts';
import { benchReassess, benchTiers } from './tiers.ts';
import { benchWorklist } from './worklist.ts';

/** `npm run bench -- NAME --persons N --json`: each bench measures the product beside a named baseline in the same run. The last line is the figures as JSON. */
export interface BenchOptions {
  readonly persons: number;
  readonly json: boolean;
  /** Keep the loaded people here, and use them again; without it a folder under the system's temporary one, removed afterwards. */
  readonly data: string | null;
}

const benches: Readonly<Record<string, (options: BenchOptions) => Promise<object>>> = {
  people: benchPeople,
  tiers: benchTiers,
  reassess: benchReassess,
  indicators: benchIndicators,
  worklist: benchWorklist,
  ingest: benchIngest,
  answers: benchAnswers,
};

/** How many people where that is not said. */
const usual = 100_000;
const usualFor: Readonly<Record<string, number>> = { answers: 5_000 };

const program = new Command('bench');
for (const [name, run] of Object.entries(benches)) {
  program
    .command(name)
    .option('--persons <n>', 'how many people', String(usualFor[name] ?? usual))
    .option('--json', 'print only the figures')
    .option('--data <folder>', 'keep the loaded people here, and use them again')
    .action(async ({ persons, json, data }: { persons: string; json?: boolean; data?: string }) => {
      const figures = await run({ persons: Number(persons), json: json === true, data: data ?? null });
      console.log(JSON.stringify(figures));
    });
}
await program.parseAsync();
