import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import type { ProgrammeRisk } from './programmes.ts';

export async function riskById(tx: Tx, riskId: string): Promise<ProgrammeRisk | undefined> {
  return tx.selectFrom('programmeRisk').selectAll().where('riskId', '=', riskId).executeTakeFirst();
}

/** Add a risk, or write all that was judged of it anew. */
export async function saveRisk(tx: Tx, risk: ProgrammeRisk): Promise<void> {
  const row = { ...risk, mitigations: sql<string[]>`${JSON.stringify(risk.mitigations)}::jsonb`, trigger: risk.trigger && sql<NonNullable<ProgrammeRisk['trigger']>>`${JSON.stringify(risk.trigger)}::jsonb` };
  const { tenantId: _t, programmeId: _p, organizationPos: _o, riskId: _r, ...change } = row;
  await tx.insertInto('programmeRisk').values(row).onConflict((conflict) => conflict.column('riskId').doUpdateSet(change)).execute();
}
