import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { z } from 'zod';
import { AuditHead, verifyChains, type Verified } from '../../capabilities/access/audit.ts';
import { auditHeads, auditTrail, lookUpFaults, type OwnerQueries } from '../../capabilities/access/audit.store.ts';
import { sha256 } from '../../capabilities/access/access.gateway.ts';
import { readConfig } from '../../platform/config.ts';
import { awaitServer, openPool } from '../../platform/database.ts';
import { startEmbedded } from '../../platform/embedded.ts';
import { runningUrl } from '../../platform/running.ts';
import { Stop } from '../../platform/stop.ts';

interface Options {
  readonly json: boolean;
  /** The JSON of an earlier run, kept elsewhere. */
  readonly against?: string;
}

/** `kangcheng audit verify`: 0 when every chain holds, 1 when one does not, with the first broken row of each. Runs beside a running server. */
export async function auditVerifyCommand(env: NodeJS.ProcessEnv, { json, against }: Options): Promise<number> {
  const anchors = against === undefined ? [] : anchorsOf(against);
  const verified = await withOwner(env, (owner) => verifyTrail(owner, anchors));
  console.log(json ? JSON.stringify(verified) : wordsFor(verified));
  return verified.intact ? 0 : 1;
}

export async function verifyTrail(owner: OwnerQueries, anchors: readonly AuditHead[] = []): Promise<Verified> {
  const verified = await verifyChains(auditTrail(owner), { heads: await auditHeads(owner), anchors, hashOf: sha256 });
  if (!verified.intact) return verified;
  const breaks = (await lookUpFaults(owner)).map((at) => ({ ...at, fault: 'changed' as const }));
  return { ...verified, intact: breaks.length === 0, breaks };
}

function wordsFor({ intact, rows, chains, breaks }: Verified): string {
  if (intact) return `审计链完整 · the trail is intact: ${rows} 条 rows, ${chains} 链 chains`;
  const lines = breaks.map(({ tenantId, lane, seq, at, fault }) => `  ${tenantId}/${lane}/${seq}  ${at ?? '—'}  ${faultWords[fault]}`);
  return [`审计链已断裂 · the trail is broken (${rows} 条 rows, ${chains} 链 chains)`, '  tenant/lane/seq  time  fault', ...lines].join('\n');
}

const faultWords = { changed: '内容被改动 · changed', missing: '记录缺失 · missing', cut: '末尾被截断 · cut off at the end', added: '多出的记录 · added' } as const;

function anchorsOf(file: string): AuditHead[] {
  try {
    return z.object({ heads: z.array(AuditHead) }).parse(JSON.parse(readFileSync(file, 'utf8'))).heads;
  } catch (error) {
    throw new Stop(`无法读取先前的结果 · the earlier result cannot be read: ${file} (${error instanceof Error ? error.message.split('\n')[0] : ''})`);
  }
}

async function withOwner<T>(env: NodeJS.ProcessEnv, work: (owner: pg.Pool) => Promise<T>): Promise<T> {
  const config = readConfig(env, join(import.meta.dirname, '..', '..', '..'));
  if (config.databaseUrl) await awaitServer(config.databaseUrl);
  const running = config.databaseUrl ?? runningUrl(config.data, 'kangcheng');
  if (running) return withPool(running, work);
  const embedded = await startEmbedded(config.data, { durable: true });
  try {
    return await withPool(embedded.urlOf('kangcheng'), work);
  } finally {
    await embedded.stop();
  }
}

async function withPool<T>(url: string, work: (owner: pg.Pool) => Promise<T>): Promise<T> {
  const pool = openPool(url, 1);
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}
