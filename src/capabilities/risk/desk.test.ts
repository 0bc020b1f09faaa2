import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { faultCodes } from '../../kernel/expression/fault.ts';
import { testApp, testTenant } from '../../app/testing.ts';
import { systemScope } from '../../app/open.ts';
import { addDays, Day } from '../../kernel/day.ts';
import { within } from '../../platform/database.ts';
import { differences, listRuleVersions, previewRules, publishRules, readRuleVersion, rollBackRules, saveRuleDraft, tryRules, withChanges, workloadOf } from './desk.ts';
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
    expect(body.texts.filter(({ kind }) => kind === 'rule')).toHaveLength(content.tiers.rules.length);
    expect(body.texts.map(({ id }) => id)).toEqual(expect.arrayContaining(['G1', 'G2.urgent', 'core.bp_days']));
    expect(body.settings).toEqual({ every: { low: 'quarter', mid: 'month', high: 'week' }, apartDays: 14, overDays: 28, stayDays: 90 });
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

  test('changes gates, core data and cadences too, and shows the difference', async () => {
    const settings = { every: { low: 'quarter', mid: 'week', high: 'week' }, apartDays: 7, overDays: 28, stayDays: 60 } as const;
    const changes = [{ id: 'G1', when: '%age < 50' }, { id: 'core.bp_days', when: '%bp_days <= 30' }];
    const { body } = await doctor.call(previewRules, { version: 1, changes, settings });
    expect(body.matrix).toEqual([{ before: 'mid', after: 'not_tiered', persons: 30 }]);
    const weekly = (await doctor.call(previewRules, { version: 1, changes: [], settings })).body;
    expect(weekly).toMatchObject({ before: { contactsAWeek: 6.9 }, after: { contactsAWeek: 30 } });
    expect(weekly.load).toContainEqual({ tier: 'mid', before: 30, after: 30, everyBefore: 'month', everyAfter: 'week' });
    const changed = withChanges(content.tiers, { changes, settings }) ?? expect.fail();
    expect(differences(content.tiers, changed).map(({ id, before, after }) => `${id}: ${before} → ${after}`)).toEqual(['G1: %age < 18 → %age < 50', 'core.bp_days: %bp_days <= 90 → %bp_days <= 30', 'every.mid: month → week', 'apartDays: 14 → 7', 'stayDays: 90 → 60']);
    expect(changed.movement.mid_to_low.zh).toContain('60天');
    expect(changed.tiers.find(({ code }) => code === 'mid')?.cadence.zh).toBe('每周随访');
  });

  test.each([
    ['a syntax error', { id: 'M01', when: '%sbp >=' }, 'M01', 'unexpected'],
    ['an unknown fact', { id: 'G2', when: '%pregnat' }, 'G2', 'unknownFact'],
    ['a wrong unit', { id: 'M04', when: "%fpg >= 7 'kg'" }, 'M04', 'unitMismatch'],
    ['a number for a condition', { id: 'core.sbp', when: '%sbp + 1' }, 'core_sbp', null],
  ])('refuses %s at saving, with the place', async (_, change, rule, fault) => {
    const { problem, status } = await doctor.call(saveRuleDraft, { version: 1, note: '', changes: [change] });
    expect(status).toBe(422);
    expect(problem).toMatchObject({ type: 'rules.faulty', params: { rules: rule } });
    const faults = problem.params['faults'] as { faults: { code: string; at: [number, number] }[] }[];
    expect(faults[0]?.faults[0]).toMatchObject({ at: [expect.any(Number), expect.any(Number)], ...(fault === null ? {} : { code: fault }) });
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

test('a version published for a later day takes over on that day, by itself', async () => {
  const later = addDays(today, 5);
  const draft = await doctor.call(saveRuleDraft, { version: 3, note: '五天后', changes: [{ id: 'H01', when: '%sbp >= 146' }] });
  expect((await doctor.call(readRuleVersion, { version: draft.body.version })).body.differences).toMatchObject([{ id: 'H01', after: '%sbp >= 146' }]);
  expect((await doctor.call(publishRules, { version: draft.body.version, validFrom: later })).body).toMatchObject({ state: 'published', inForce: false, validFrom: later });
  await runJob('reassessEverybody');
  expect(await tierCounts()).toEqual([{ tier: 'mid', version: 3, n: 30 }]);
  await runJob('refreshFacts', later);
  expect(await tierCounts()).toEqual([{ tier: 'high', version: 4, n: 5 }, { tier: 'mid', version: 4, n: 25 }]);
});

async function runJob(name: string, day: Day = today): Promise<void> {
  const job = jobs.find((one) => one.name === name) ?? expect.fail(name);
  await job.run({}, { everyTenant: (work) => inside((db) => work({ db, today: day, tenantId: testTenant })) });
}

test('work is counted by how often a tier is contacted', () => {
  expect(workloadOf({ low: 520, mid: 52, high: 10 }, content.tiers, 30)).toEqual({ contactsAWeek: 62, nurses: 3 });
});

test.each(['zh-CN', 'en'])('every fault of a rule has words in %s', (locale) => {
  const words = JSON.parse(readFileSync(new URL(`../../app/locales/${locale}/rules.json`, import.meta.url), 'utf8'));
  expect(Object.keys(words.fault).toSorted()).toEqual([...faultCodes].toSorted());
});
