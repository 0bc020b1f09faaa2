import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { faultCodes } from '../../kernel/expression/fault.ts';
import { testApp, testTenant } from '../../app/testing.ts';
import { systemScope } from '../../app/open.ts';
import { addDays, Day } from '../../kernel/day.ts';
import { within } from '../../platform/database.ts';
import { listRuleVersions, previewRules, publishRules, readRuleVersion, rollBackRules, saveRuleDraft, tryRules, workloadOf } from './desk.ts';
import { content } from './fixtures.gateway.ts';
import { markChanged } from '../rules/facts.store.ts';
import { jobs, refreshChanged } from './upkeep.api.ts';

const today = Day.parse('2026-11-22');
const app = await testApp({ today });
const doctor = await app.as('doctor', 'hospital');
const nurse = await app.as('nurse', 'hospital');
const pos = app.organizations.get('hospital')?.pos ?? 0;

/** Thirty patients with hypertension at 121, 122, … 150 mm[Hg]. */
await app.store.owner.query(`insert into person (tenant_id, person_id, organization_id, organization_pos, name, pinyin, sex, birth_date, registered_at) select $1, i, $2, $3, '李', 'li', 'male', '1980-01-01', '2020-01-01' from generate_series(1, 30) i`, [testTenant, app.organizations.get('hospital')?.organizationId, pos]);
await app.store.owner.query(`insert into condition (tenant_id, person_id, entry_id, code, title, clinical_status, verification_status, onset_on, source_id, recorded_at, organization_pos, label) select $1, i, gen_random_uuid(), 'I10', 'I10', 'active', 'confirmed', '2020-01-01', 1, '2020-01-01', $2, 1 from generate_series(1, 30) i`, [testTenant, pos]);
await app.store.owner.query(`insert into observation (tenant_id, person_id, code, effective_at, source_id, recorded_at, value, value2, organization_pos, label, implausible) select $1, i, 3, '2026-11-20', 2, '2026-11-20', 120 + i, 75, $2, 1, false from generate_series(1, 30) i`, [testTenant, pos]);
const inside = <T>(work: Parameters<typeof within<T>>[2]) => within(app.store.database, systemScope(testTenant), work);
await inside(async (tx) => {
  await markChanged(tx, Array.from({ length: 30 }, (_, i) => i + 1));
  await refreshChanged(tx, { tenantId: testTenant, today });
});
const tierCounts = async () => (await app.store.owner.query('select tier, version, count(*)::int as n from person_tier group by 1, 2 order by 1, 2')).rows;

describe('the rule desk', () => {
  test('begins with the shipped rules, in force', async () => {
    expect((await nurse.call(listRuleVersions, {})).body).toMatchObject([{ version: 1, state: 'published', inForce: true }]);
    const { body } = await nurse.call(readRuleVersion, { version: 1 });
    expect(body.rules).toHaveLength(content.tiers.rules.length);
    expect(body.vocabulary['sbp']).toMatchObject({ type: 'number', unit: 'mm[Hg]', title: { zh: '收缩压' } });
  });

  test('previews on the real population: who would move, and the work it makes', async () => {
    const when = '%sbp >= 141 or %dbp >= 110';
    const { body } = await doctor.call(previewRules, { version: 1, changes: [{ id: 'H01', when }] });
    expect(body.matrix).toEqual([{ before: 'mid', after: 'high', persons: 10 }, { before: 'mid', after: 'mid', persons: 20 }]);
    expect(body.before).toEqual({ contactsAWeek: 6.9, nurses: 1 });
    expect(body.after).toEqual({ contactsAWeek: 14.6, nurses: 1 });
    expect(await tierCounts()).toEqual([{ tier: 'mid', version: 1, n: 30 }]);
  });

  test('tries a change on one person', async () => {
    const { body } = await doctor.call(tryRules, { version: 1, changes: [{ id: 'H01', when: '%sbp > 149' }], personId: 30 });
    expect(body).toMatchObject({ before: { tier: 'mid' }, after: { tier: 'high', fires: expect.arrayContaining(['H01']) } });
  });

  test('refuses a faulty text, with its rule', async () => {
    const { problem } = await doctor.call(saveRuleDraft, { version: 1, note: '', changes: [{ id: 'H01', when: '%sbq > 149' }] });
    expect(problem).toMatchObject({ type: 'rules.faulty', params: { rules: 'H01' } });
  });

  test('publishes a draft, keeps the version with the results, and rolls back', async () => {
    const draft = await doctor.call(saveRuleDraft, { version: 1, note: '试行', changes: [{ id: 'H01', when: '%sbp >= 141' }] });
    expect(draft.body).toMatchObject({ version: 2, state: 'draft', basedOn: 1, inForce: false });
    expect((await nurse.call(publishRules, { version: 2, validFrom: today })).status).toBe(403);
    expect((await doctor.call(publishRules, { version: 2, validFrom: addDays(today, -1) })).problem.type).toBe('rules.validFromPast');
    expect((await doctor.call(publishRules, { version: 2, validFrom: today })).body).toMatchObject({ state: 'published', inForce: true });
    await runJob('reassessEverybody');
    expect(await tierCounts()).toEqual([{ tier: 'high', version: 2, n: 10 }, { tier: 'mid', version: 2, n: 20 }]);
    expect((await doctor.call(publishRules, { version: 2, validFrom: today })).problem.type).toBe('rules.notADraft');

    expect((await doctor.call(rollBackRules, { version: 1 })).body).toMatchObject({ version: 3, basedOn: 1, inForce: true });
    await runJob('reassessEverybody');
    expect(await tierCounts()).toEqual([{ tier: 'mid', version: 3, n: 30 }]);
    const { rows } = await app.store.owner.query(`select version, cause, count(*)::int as n from tier_history where before is not null group by 1, 2 order by 1`);
    expect(rows).toEqual([{ version: 2, cause: 'rules', n: 10 }, { version: 3, cause: 'rules', n: 10 }]);
  });
});

async function runJob(name: string): Promise<void> {
  const job = jobs.find((one) => one.name === name) ?? expect.fail(name);
  await job.run({}, { everyTenant: (work) => inside((db) => work({ db, today, tenantId: testTenant })) });
}

test('work is counted by how often a tier is contacted', () => {
  expect(workloadOf({ low: 520, mid: 52, high: 10 }, content.tiers, 30)).toEqual({ contactsAWeek: 62, nurses: 3 });
});

test.each(['zh-CN', 'en'])('every fault of a rule has words in %s', (locale) => {
  const words = JSON.parse(readFileSync(new URL(`../../app/locales/${locale}/rules.json`, import.meta.url), 'utf8'));
  expect(Object.keys(words.fault).toSorted()).toEqual([...faultCodes].toSorted());
});
