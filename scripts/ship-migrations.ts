/** Note the hashes of the migrations as shipped: from then on a guard test refuses a change to any of them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrations } from '../src/app/capabilities.ts';
import { hashOf } from '../src/platform/migrations.ts';

const file = join(import.meta.dirname, '..', 'src', 'app', 'migrations.json');
writeFileSync(file, `${JSON.stringify(Object.fromEntries(migrations.map((step) => [step.id, hashOf(step)])), null, 2)}\n`);
