import type { Text } from '../kernel/text.ts';

/** Progress on the terminal: one line a step, with its time; a live count on long ones where somebody watches. */
export interface Steps {
  run<T>(title: Text, work: (count: (done: number, of: number) => void) => Promise<T>): Promise<T>;
}

export function stepsOn(out: NodeJS.WriteStream): Steps {
  return {
    run: async ({ zh, en }, work) => {
      const started = performance.now();
      const line = `  ${zh} · ${en}`;
      if (out.isTTY) out.write(`${line} …`);
      const result = await work((done, of) => {
        if (out.isTTY) out.write(`\r${line} … ${Math.floor((100 * done) / of)} % (${done}/${of})`);
      });
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      out.write(`${out.isTTY ? '\r' : ''}${line} … ${seconds} s${out.isTTY ? '          ' : ''}\n`);
      return result;
    },
  };
}
