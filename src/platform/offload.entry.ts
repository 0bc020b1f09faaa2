import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';

// The thread's first module: loads what it was told to, calls it once, answers once.
const Job = z.strictObject({ module: z.string(), name: z.string(), input: z.unknown() });
const Module = z.record(z.string(), z.unknown());

async function run(): Promise<{ value: unknown } | { fault: string }> {
  try {
    const job = Job.parse(workerData);
    const named: unknown = Module.parse({ ...(await import(job.module)) })[job.name];
    return typeof named === 'function' ? { value: await named(job.input) } : { fault: `${job.name} is not a function` };
  } catch (fault) {
    return { fault: fault instanceof Error ? fault.message : String(fault) };
  }
}

parentPort?.postMessage(await run());
