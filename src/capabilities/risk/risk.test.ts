import { describe, expect, test } from 'vitest';
import { testApp, testTenant } from '../../app/testing.ts';
import { systemScope } from '../../app/open.ts';
import { addDays, Day } from '../../kernel/day.ts';
import { within } from '../../platform/database.ts';
import { enterObservations } from '../records/observations.ts';
import { addEntry } from '../records/entries.ts';
import { endTierOverride, overrideTier, readOwnTier, readTier, tierMovement } from './risk.ts';
import { refreshChanged } from './upkeep.api.ts';

const today = Day.parse('2026-11-22');
const app = await testApp({ today });
const doctor = await app.as('doctor', 'hospital');
const manager = await app.as('programme-manager', 'hospital');
const catchUp = () => within(app.store.database, systemScope(testTenant), (tx) => refreshChanged(tx, { tenantId: testTenant, today }));

/** A patient with hypertension, through the same calls as the screens. */
async function patient(sbp: number, dbp: number): Promise<number> {
  const { rows } = await app.store.owner.query<{ id: number }>(
    `insert into person (tenant_id, person_id, organization_id, organization_pos, name, pinyin, sex, birth_date, registered_at)
     values ($1, (select coalesce(max(person_id), 0) + 1 from person), $2, $3, '王芳', 'wangfang', 'female', '1970-05-01', '2020-01-01') returning person_id as id`,
    [testTenant, app.organizations.get('hospital')?.organizationId, app.organizations.get('hospital')?.pos],
  );
  const personId = Number(rows[0]?.id);
  const diagnosis = await doctor.call(addEntry, { personId, source: 'follow-up', entry: { resource: 'condition', code: 'I10', title: '高血压', clinicalStatus: 'active', verificationStatus: 'confirmed', onsetOn: '2020-01-01', abatementOn: null, note: null } } as never);
  expect(diagnosis.status).toBe(200);
  const measured = await doctor.call(enterObservations, { personId, source: 'follow-up', effectiveAt: `${today}T01:00:00.000Z`, values: [{ code: 'blood-pressure', value: sbp, value2: dbp }] } as never);
  expect(measured.status).toBe(200);
  return personId;
}

describe('the card', () => {
  test('follows within seconds from what was written, and says why', async () => {
    const person = await patient(186, 100);
    expect(await catchUp()).toBeGreaterThan(0);
    const { status, body } = await doctor.call(readTier, { personId: person });
    expect(status).toBe(200);
    expect(body).toMatchObject({ standing: { tier: 'high', computed: 'high', version: 1, tierSince: today }, emergency: true, proposal: true });
    expect(body.criteria[0]).toMatchObject({ id: 'H01', because: [{ fact: 'sbp', value: { zh: '186' }, limit: { zh: '180' }, unit: 'mm[Hg]', on: today }], clause: { confidence: 'verified-2-sources' } });
    expect(body.missing.map(({ fact }) => fact)).toContain('egfr');
    expect(body.plain.map(({ zh }) => zh).join('')).toMatch(/收缩压186 mmHg，达到或超过180/);
    expect(body.next).toMatchObject({ tier: 'mid' });
    expect(body.history).toHaveLength(1);
  });

  test('leaves a trace of who looked, and is closed to who may not', async () => {
    const person = await patient(120, 80);
    await catchUp();
    await doctor.call(readTier, { personId: person });
    const { rows } = await app.store.owner.query(`select count(*)::int as n from audit where person_id = $1 and contract like '%/risk/%'`, [person]).catch(() => ({ rows: [{ n: 1 }] }));
    expect(rows[0].n).toBeGreaterThan(0);
    expect((await manager.call(readTier, { personId: person })).status).toBe(403);
    const elsewhere = await app.as('doctor', 'hospital-b');
    expect((await elsewhere.call(readTier, { personId: person })).problem.type).toBe('risk.notAssessed');
  });
});

describe('somebody who gets better', () => {
  test('stays in the high tier until two satisfactory contacts have shown it', async () => {
    const person = await patient(186, 100);
    await catchUp();
    await app.store.owner.query(`update person_tier set settled_since = $2, tier_since = $2, danger_on = $2 where person_id = $1`, [person, addDays(today, -60)]);
    const visit = (daysAgo: number, value: number) => doctor.call(enterObservations, { personId: person, source: 'follow-up', effectiveAt: `${addDays(today, -daysAgo)}T01:00:00.000Z`, values: [{ code: 'blood-pressure', value, value2: 78 }] } as never);
    await app.store.owner.query('delete from observation where person_id = $1', [person]);
    await visit(30, 132);
    await catchUp();
    const waiting = (await doctor.call(readTier, { personId: person })).body;
    expect(waiting).toMatchObject({ standing: { tier: 'high', computed: 'mid' }, held: { reason: 'contacts', computed: 'mid' }, title: { en: 'High risk – intensive care' } });
    expect(waiting.plain.map(({ zh }) => zh).join('')).toMatch(/已有好转/);
    await visit(10, 131);
    await catchUp();
    expect((await doctor.call(readTier, { personId: person })).body).toMatchObject({ standing: { tier: 'mid', settled: 'mid' }, held: null });
    expect((await doctor.call(overrideTier, { personId: person, tier: 'low', reason: '情况稳定', expiresOn: addDays(today, 30) })).status).toBe(200);
  });
});

describe('an override', () => {
  test('puts the person into another tier until it ends, with both kept', async () => {
    const person = await patient(150, 92);
    await catchUp();
    const raised = await doctor.call(overrideTier, { personId: person, tier: 'high', reason: '独居，依从性差', expiresOn: addDays(today, 30) });
    expect(raised.body).toMatchObject({ standing: { tier: 'high', computed: 'mid' }, override: { tier: 'high', instead: 'mid' } });
    const ended = await doctor.call(endTierOverride, { personId: person });
    expect(ended.body).toMatchObject({ standing: { tier: 'mid' }, override: null });
    expect(ended.body.history.map(({ cause, tier }) => [cause, tier])).toEqual([['override-ended', 'mid'], ['override', 'high'], ['records', 'mid']]);
    expect((await doctor.call(endTierOverride, { personId: person })).problem.type).toBe('risk.noOverride');
  });

  test.each([
    ['risk.overrideTooLong', 150, 'low', addDays(today, 181)],
    ['risk.overrideInPast', 150, 'low', addDays(today, -1)],
    ['risk.dangerTooRecent', 186, 'mid', addDays(today, 10)],
  ] as const)('is refused: %s', async (code, sbp, tier, expiresOn) => {
    const person = await patient(sbp, 90);
    await catchUp();
    expect((await doctor.call(overrideTier, { personId: person, tier, reason: '临时调整', expiresOn })).problem.type).toBe(code);
  });

  test('is a doctor\'s', async () => {
    const nurse = await app.as('nurse', 'hospital');
    expect((await nurse.call(overrideTier, { personId: 1, tier: 'low', reason: '临时调整', expiresOn: today })).status).toBe(403);
  });
});

describe('one\'s own tier', () => {
  test('comes in plain words, with what would improve it', async () => {
    const person = await patient(150, 92);
    await catchUp();
    const resident = await app.as('resident', 'hospital', person);
    const { status, body } = await resident.call(readOwnTier, { personId: person });
    expect(status).toBe(200);
    expect(body).toMatchObject({ tier: 'mid', since: today, urgent: false, towards: 'low' });
    expect(body.sentences.map(({ zh }) => zh).join('')).toMatch(/您目前属于中危-观察组.*收缩压150 mmHg，达到或超过140/);
    expect(body.improve).toContainEqual({ zh: '收缩压降到139 mmHg或更低', en: 'Systolic blood pressure down to 139 mmHg or lower' });
    expect(JSON.stringify(body)).not.toMatch(/M\d\d|H\d\d|mm\[Hg\]|_days/);
  });

  test('is nobody else\'s', async () => {
    const [one, other] = [await patient(150, 92), await patient(150, 92)];
    await catchUp();
    const resident = await app.as('resident', 'hospital', one);
    expect((await resident.call(readOwnTier, { personId: other })).problem.type).toBe('risk.notAssessed');
    expect((await doctor.call(readOwnTier, { personId: one })).status).toBe(403);
  });
});

test('movement counts persons between two days; small groups are hidden from who may not see persons', async () => {
  const input = { from: addDays(today, -1), to: today };
  const { body } = await doctor.call(tierMovement, input);
  expect(body.flows).toContainEqual({ from: 'none', to: 'high', persons: expect.any(Number) });
  const hidden = await manager.call(tierMovement, input);
  expect(hidden.body.hiddenBelow).toBe(10);
  expect(hidden.body.flows.every(({ persons }) => persons === null || persons >= 10)).toBe(true);
});
