#!/usr/bin/env node
// npm scripts go through here: `node bin/run.js FILE.ts ARGS…` runs FILE on the pinned Node, with the packages installed.
import { runOnPinnedNode } from './node24.js';

const [file, ...args] = process.argv.slice(2);
await runOnPinnedNode(file, args);
