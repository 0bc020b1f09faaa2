/** The core knows no clock and no chance: time and ids are passed in. The compiler hides the rest of the world from it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const forbidden = /\bnew Date\(\)|\bDate\.now\(|\bMath\.random\(|\bcrypto\.randomUUID\(|\bperformance\.now\(/;

const impure = ['src/kernel', 'src/capabilities'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(store|gateway|api|web|test|fixtures)\.ts$/.test(file))
    .map((file) => join(folder, file))
    .flatMap((file) => readFileSync(join(root, file), 'utf8').split('\n').flatMap((line, i) => (forbidden.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : []))),
);

for (const place of impure) console.log(place);
process.exitCode = impure.length ? 1 : 0;
