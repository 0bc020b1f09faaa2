import { describe, expect, test } from 'vitest';
import { testApp, testTenant } from '../../app/testing.ts';
import { systemScope } from '../../app/open.ts';
import { Day } from '../../kernel/day.ts';
import { within } from '../../platform/database.ts';
import { markChanged } from '../rules/facts.store.ts';
import { drawReviewSample, exportReviewSample, judgeReview, listReviewSamples, readReviewSample, returnReview, takeReview, accuracyOf } from './reviews.ts';
import { readTier } from './risk.ts';
import { refreshChanged } from './upkeep.api.ts';

const today = Day.parse('2026-11-22');
const app = await testApp({ today });
const doctor = await app.as('doctor', 'hospital');
const second = await app.as('doctor', 'hospital');
const pos = app.organizations.get('hospital')?.pos ?? 0;

/** Sixty patients with hypertension at 131, 132, … 190 mm[Hg]: those from 180 on are in the high tier. */
const size = 60;
await app.store.owner.query(`insert into person (tenant_id, person_id, organization_id, organization_pos, name, pinyin, sex, birth_date, registered_at) select $1, i, $2, $3, '李', 'li', 'male', '1980-01-01', '2020-01-01' from generate_series(1, ${size}) i`, [testTenant, app.organizations.get('hospital')?.organizationId, pos]);
await app.store.owner.query(`insert into condition (tenant_id, person_id, entry_id, code, title, clinical_status, verification_status, onset_on, source_id, recorded_at, organization_pos, label) select $1, i, gen_random_uuid(), 'I10', '高血压', 'active', 'confirmed', '2020-01-01', 1, '2020-01-01', $2, 1 from generate_series(1, ${size}) i`, [testTenant, pos]);
await app.store.owner.query(`insert into observation (tenant_id, person_id, code, effective_at, source_id, recorded_at, value, value2, organization_pos, label, implausible) select $1, i, 3, '2026-11-20', 2, '2026-11-20', 130 + i, 75, $2, 1, false from generate_series(1, ${size}) i`, [testTenant, pos]);
await within(app.store.database, systemScope(testTenant), async (tx) => {
  await markChanged(tx, Array.from({ length: size }, (_, i) => i + 1));
  await refreshChanged(tx, { tenantId: testTenant, today });
});

const membersOf = async (sampleId: string): Promise<number[]> => (await app.store.owner.query('select person_id from review_item where sample_id = $1 order by ordinal', [sampleId])).rows.map(({ person_id }) => Number(person_id));
const draw = async (more: object) => (await doctor.call(drawReviewSample, { title: '复核', strata: 'none', size: 10, ...more })).body;

describe('a sample', () => {
  test('is drawn from the real population, the same for the same seed', async () => {
    const [one, same, other] = [await draw({ seed: 7 }), await draw({ seed: 7 }), await draw({ seed: 8 })];
    expect(one.persons).toBe(10);
    expect(await membersOf(same.sampleId)).toEqual(await membersOf(one.sampleId));
    expect(await membersOf(other.sampleId)).not.toEqual(await membersOf(one.sampleId));
    const summary = (await doctor.call(listReviewSamples, {})).body;
    expect(summary).toContainEqual(expect.objectContaining({ sampleId: one.sampleId, persons: 10, reviewed: 0, seed: 7, version: 1 }));
  });

  test('by tier is spread evenly, and a small stratum leaves its places to the others', async () => {
    const { sampleId } = await draw({ strata: 'tier', size: 30, seed: 1 });
    const { body } = await doctor.call(readReviewSample, { sampleId });
    expect(body.strataView.map(({ stratum, persons, drawn }) => [stratum, persons, drawn])).toEqual([['high', 11, 11], ['mid', 49, 19]]);
    expect(body.strataView[0]?.title).toMatchObject({ en: 'High risk – intensive care' });
  });

  test('of everybody has everybody once', async () => {
    const { sampleId, persons } = await draw({ strata: 'organization', size: 500, seed: 1 });
    expect(persons).toBe(size);
    expect((await membersOf(sampleId)).toSorted((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, i) => i + 1));
  });

  test('needs somebody in a tier, and a doctor', async () => {
    const elsewhere = await app.as('doctor', 'hospital-b');
    expect((await elsewhere.call(drawReviewSample, { title: '复核', strata: 'none', size: 5 })).problem.type).toBe('reviews.nothingToDraw');
    const nurse = await app.as('nurse', 'hospital');
    expect((await nurse.call(drawReviewSample, { title: '复核', strata: 'none', size: 5 })).status).toBe(403);
    const { sampleId } = await draw({});
    expect((await elsewhere.call(readReviewSample, { sampleId })).problem.type).toBe('reviews.unknownSample');
  });
});

describe('a review', () => {
  test('shows the record and not the tier, and closes the card until the verdict', async () => {
    const { sampleId } = await draw({ size: 3, seed: 3 });
    const { status, body } = await second.call(takeReview, { sampleId });
    expect(status).toBe(200);
    expect(body.facts.find(({ fact }) => fact === 'sbp')).toMatchObject({ title: { zh: '收缩压' }, value: { zh: String(130 + body.personId) }, on: '2026-11-20' });
    expect(body.conditions).toEqual([{ title: '高血压', code: 'I10', onsetOn: '2020-01-01' }]);
    expect(JSON.stringify(body)).not.toMatch(/high|mid|"low"|H\d\d|M\d\d|cell|china_par/);
    expect((await second.call(readTier, { personId: body.personId })).problem.type).toBe('reviews.blind');
    expect((await doctor.call(readTier, { personId: body.personId })).status).toBe(200);
    expect((await second.call(takeReview, { sampleId })).body.personId).toBe(body.personId);
    expect((await doctor.call(takeReview, { sampleId })).body.personId).not.toBe(body.personId);
    await doctor.call(returnReview, { sampleId });
    expect((await doctor.call(judgeReview, { sampleId, personId: body.personId, verdict: 'mid', sure: true, comment: null })).problem.type).toBe('reviews.notClaimed');
    const judged = await second.call(judgeReview, { sampleId, personId: body.personId, verdict: 'mid', sure: true, comment: '' });
    expect(judged.body).toMatchObject({ verdict: 'mid', remaining: 2 });
    expect((await second.call(readTier, { personId: body.personId })).status).toBe(200);
    expect((await second.call(judgeReview, { sampleId, personId: body.personId, verdict: 'low', sure: true, comment: null })).problem.type).toBe('reviews.alreadyJudged');
  });

  test('of everybody comes to accuracy, κ and the list of disagreements', async () => {
    const { sampleId } = await draw({ strata: 'tier', size: 20, seed: 5 });
    for (let n = 0; n < 20; n += 1) {
      const { personId } = (await second.call(takeReview, { sampleId })).body;
      // The reviewer draws the line at 185: of those from 180 on, some are called intermediate.
      const { body } = await second.call(judgeReview, { sampleId, personId, verdict: 130 + personId >= 185 ? 'high' : 'mid', sure: n % 2 === 0, comment: n === 0 ? '=1+1,"好"' : null });
      expect(body.remaining).toBe(19 - n);
    }
    const { body } = await doctor.call(readReviewSample, { sampleId });
    expect(body).toMatchObject({ persons: 20, reviewed: 20, closedAt: expect.any(String) });
    const disagreeing = (await membersOf(sampleId)).filter((personId) => personId >= 50 && personId < 55);
    expect(body.disagreements.map(({ personId }) => personId).toSorted()).toEqual(disagreeing.toSorted());
    expect(body.disagreements[0]).toMatchObject({ computed: 'high', verdict: 'mid', fires: expect.arrayContaining(['H01']) });
    expect(body.accuracy?.share).toBeCloseTo((20 - disagreeing.length) / 20);
    expect(body.weighted?.share).toBeGreaterThan(body.accuracy?.share ?? 1);
    expect(body.kappa?.kappa).toBeCloseTo(body.linear?.kappa ?? 0, 9);
    expect((await second.call(takeReview, { sampleId })).problem.type).toBe('reviews.nothingOpen');
    const { rows } = (await doctor.call(exportReviewSample, { sampleId })).body;
    expect(rows).toHaveLength(20);
    expect(rows[0]).toMatchObject({ comment: expect.anything(), computed: expect.any(String) });
  });
});

test('a verdict of not tiered counts against the rules, and the weighted κ leaves it out', () => {
  const found = accuracyOf([{ computed: 'low', verdict: 'low', persons: 5 }, { computed: 'mid', verdict: 'mid', persons: 4 }, { computed: 'mid', verdict: 'not_tiered', persons: 1 }], []);
  expect(found).toMatchObject({ reviewed: 10, agreed: 9, accuracy: { share: 0.9 }, linear: { kappa: 1 }, weighted: null });
  expect(found.kappa?.kappa).toBeLessThan(1);
});
