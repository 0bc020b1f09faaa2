import { makeWorkerUtils, parseCronItems, run, type CronItem, type Runner, type TaskList } from 'graphile-worker';
import { Logger } from 'graphile-worker';
import type pg from 'pg';
import { sql } from 'kysely';
import type { Tx } from './database.ts';

/** Work that runs beside requests: by schedule, or when a transaction enqueued it and committed. */
export interface Job<C> {
  readonly name: string;
  /** When it runs by itself, as cron in UTC. */
  readonly schedule?: string;
  run(payload: Readonly<Record<string, unknown>>, context: C): Promise<void>;
}

const quiet = new Logger(() => (level, message) => {
  if (level === 'error') console.error(message);
});

/** The queue's own tables, and leave for the server's role to add jobs from inside its transactions. */
export async function prepareJobs(owner: pg.Pool, role: string): Promise<void> {
  const utils = await makeWorkerUtils({ pgPool: owner, logger: quiet });
  await utils.migrate();
  await utils.release();
  await owner.query(`
    create or replace function enqueue_job(job text, payload json) returns void language sql security definer set search_path = '' as
      $$ select graphile_worker.add_job(job, payload) $$;
    create or replace function enqueue_job_once(job text) returns void language sql security definer set search_path = '' as
      $$ select graphile_worker.add_job(job, '{}'::json, job_key := job, job_key_mode := 'preserve_run_at') $$;
    revoke all on function enqueue_job(text, json), enqueue_job_once(text) from public;
    grant execute on function enqueue_job(text, json), enqueue_job_once(text) to "${role}"`);
}

export async function startJobs<C>(owner: pg.Pool, jobs: readonly Job<C>[], context: C): Promise<Runner> {
  const taskList: TaskList = Object.fromEntries(
    jobs.map((job) => [job.name, async (payload: unknown) => job.run(isRecord(payload) ? payload : {}, context)]),
  );
  const scheduled: CronItem[] = jobs.flatMap((job) => (job.schedule ? [{ task: job.name, match: job.schedule }] : []));
  return run({ pgPool: owner, taskList, parsedCronItems: parseCronItems(scheduled), concurrency: 2, noHandleSignals: true, logger: quiet });
}

export async function enqueue(tx: Tx, job: string, payload: Readonly<Record<string, unknown>>): Promise<void> {
  await sql`select enqueue_job(${job}, ${JSON.stringify(payload)}::json)`.execute(tx);
}

/** The same for work that finds out by itself what there is to do: one that waits already is enough. */
export async function enqueueOnce(tx: Tx, job: string): Promise<void> {
  await sql`select enqueue_job_once(${job})`.execute(tx);
}

/** Jobs that failed for good; the queue keeps them, and they must not go unseen. */
export async function failedJobs(owner: pg.Pool): Promise<number> {
  const { rows } = await owner.query<{ n: number }>('select count(*)::int as n from graphile_worker.jobs where attempts >= max_attempts and locked_at is null');
  return rows[0]?.n ?? 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
