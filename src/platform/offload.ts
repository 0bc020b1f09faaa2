import { Worker } from 'node:worker_threads';
import { z } from 'zod';

/** A function of another module, called once with `input` (structured clone) away from the thread that serves. */
export type Work = { readonly module: URL; readonly name: string; readonly input: unknown; readonly transfer: readonly ArrayBuffer[] };

/** `bufferMegabytes` bounds what lies outside the JavaScript heap, which the engine itself does not. */
export type WorkLimits = { readonly milliseconds: number; readonly heapMegabytes: number; readonly bufferMegabytes: number };

export type WorkResult =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'timedOut' }
  | { readonly kind: 'outOfMemory' };

const Answer = z.union([z.strictObject({ value: z.unknown() }), z.strictObject({ fault: z.string() })]);

const watchEvery = 100;

/** How long a thread that has answered may take to end, in milliseconds. */
const lingerFor = 10_000;

/** Runs the work in a thread of its own that ends with it. Never rejects. */
export function offload(work: Work, limits: WorkLimits): Promise<WorkResult> {
  const { promise, resolve } = Promise.withResolvers<WorkResult>();
  const worker = new Worker(new URL('./offload.entry.ts', import.meta.url), {
    workerData: { module: work.module.href, name: work.name, input: work.input },
    transferList: [...work.transfer],
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes },
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  const clock = setTimeout(() => settle({ kind: 'timedOut' }), limits.milliseconds);
  const watch = watchBuffers(worker, limits.bufferMegabytes, () => settle({ kind: 'outOfMemory' }));
  function settle(result: WorkResult): void {
    clearTimeout(clock);
    clearInterval(watch);
    // A thread that has answered ends by itself; one that has not is ended. Tearing a busy engine down is never quite safe.
    if (result.kind === 'done' || result.kind === 'failed') setTimeout(() => void worker.terminate(), lingerFor).unref();
    else void worker.terminate();
    worker.unref();
    resolve(result);
  }
  worker.once('message', (message: unknown) => {
    const answer = Answer.safeParse(message).data;
    settle(answer !== undefined && 'value' in answer ? { kind: 'done', value: answer.value } : { kind: 'failed', message: answer?.fault ?? 'no answer' });
  });
  worker.once('error', (fault: unknown) => settle(isOutOfMemory(fault) ? { kind: 'outOfMemory' } : { kind: 'failed', message: String(fault) }));
  worker.once('exit', (code) => settle({ kind: 'failed', message: `exit ${code}` }));
  return promise;
}

/** Also answers while the thread is busy: the engine interrupts it to count. */
function watchBuffers(worker: Worker, megabytes: number, exceeded: () => void): NodeJS.Timeout {
  return setInterval(() => {
    worker.getHeapStatistics().then(
      (heap) => {
        if ((heap.external_memory ?? 0) > megabytes * 1024 * 1024) exceeded();
      },
      () => undefined,
    );
  }, watchEvery);
}

function isOutOfMemory(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

/** Lets `places` run at once; the others wait their turn. */
export function makeGate(places: number): <T>(run: () => Promise<T>) => Promise<T> {
  let free = places;
  const waiting: (() => void)[] = [];
  return async (run) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
