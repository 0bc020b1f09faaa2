import { randomUUID } from 'node:crypto';
import { drawItems, insertSample, itemOf, judgeItem, takeItem } from '../../capabilities/risk/reviews.store.ts';
import type { PlacedOrganization } from '../../capabilities/organizations/organizations.ts';
import type { Day, Instant } from '../../kernel/day.ts';
import { within } from '../../platform/database.ts';
import { systemScope, type Store } from '../open.ts';
import { demoTenant } from './accounts.ts';

const wanted = 30;
const judged = 24;
/** Every so many persons the reviewer sees it one step away from the rules. */
const disagreesEvery = 7;

const other = { high: 'mid', mid: 'low', low: 'mid' } as const;

/** A sample of the hospital's patients, most of it reviewed: so that accuracy and agreement have something to show. */
export async function loadReviews({ owner, database }: Store, { until, hospital }: { readonly until: Day; readonly hospital: PlacedOrganization }): Promise<void> {
  const { rows } = await owner.query<{ account_id: string }>(`select account_id from account where tenant_id = $1 and login = 'nurse'`, [demoTenant]);
  const reviewer = rows[0]?.account_id;
  if (reviewer === undefined) return;
  const at = `${until}T01:00:00.000Z` as Instant;
  await within(database, systemScope(demoTenant), async (tx) => {
    const sampleId = randomUUID();
    const draw = { tenantId: demoTenant, sampleId, seed: 20_261_122, strata: 'tier' as const, wanted };
    const strataCounts = await drawItems(tx, { ...draw, reach: { organizationId: hospital.organizationId, from: hospital.pos, to: hospital.posEnd } });
    if (strataCounts.every(({ drawn }) => drawn === 0)) return;
    await insertSample(tx, { ...draw, title: '分层准确性复核', version: 1, organizationId: hospital.organizationId, organizationPos: hospital.pos, strataCounts, drawnOn: until, drawnAt: at, drawnBy: null, closedAt: null });
    for (let n = 1; n <= judged; n += 1) {
      const taken = await takeItem(tx, sampleId, { by: reviewer, at });
      const item = taken && (await itemOf(tx, sampleId, taken.personId));
      if (item === undefined) return;
      const disagrees = n % disagreesEvery === 0;
      await judgeItem(tx, { sampleId, personId: item.personId, verdict: disagrees ? other[item.computed] : item.computed, sure: !disagrees, comment: disagrees ? item.computed === 'low' ? '依从性差，建议加强随访' : '近期已明显好转' : null, judgedAt: at, judgedBy: reviewer });
    }
  });
}
