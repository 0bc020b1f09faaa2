#!/usr/bin/env node
// The package's command: `npx kangcheng plan read FILE`, `kangcheng start`, … on the pinned Node.
import { runOnPinnedNode } from './node24.js';

await runOnPinnedNode('src/app/cli.ts', process.argv.slice(2));
