import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelledPersons, personWith, shippedRules } from './fixtures.gateway.ts';
import { anyone } from './persons.fixtures.ts';
import { nextLower } from './tier-change.ts';
import { explain } from './tier-explanation.ts';
import { tierOf, TierInput } from './tier.ts';
import { tiers } from './tier-rules.ts';
import type { Row } from './persons.fixtures.ts';

const rules = shippedRules();
const assess = (given: Row) => tierOf(TierInput.parse(given), rules);
const lower = (given: Row) => nextLower(assess(given), rules);
const changesOf = (given: Row) => lower(given)?.changes.map(({ kind, fact, to }) => `${kind} ${fact} ${String(to)}`);

describe('what would lower the tier', () => {
  test('nothing for those in the lowest tier or not tiered', () => {
    expect(lower(personWith({}))).toBeNull();
    expect(lower(personWith({ age: 17 }))).toBeNull();
  });
  test.each([
    [{ sbp: 140 }, 'low', ['improve sbp 139']],
    [{ sbp: 182 }, 'mid', ['improve sbp 179']],
    [{ age: 58, smoker: true, waist: 92 }, 'low', ['improve waist 89']],
    [{ egfr: null, egfr_days: null }, 'low', ['measure egfr 60']],
    [{ egfr_days: 400 }, 'low', ['renew egfr_days 0']],
    [{ controlled_in_row: 1 }, 'low', ['wait controlled_in_row 2']],
    [{ lifestyle: ['smoking', 'inactivity', 'high_salt'] }, 'low', ['improve lifestyle smoking,inactivity']],
    [{ ldl: 5.0 }, 'low', ['improve ldl 4.8']],
  ])('%o', (changes, tier, expected) => {
    expect(lower(personWith(changes))?.tier).toBe(tier);
    expect(changesOf(personWith(changes))).toEqual(expected);
  });
  test('a disease does not go away', () => {
    expect(lower(personWith({ ascvd: true }))).toMatchObject({ tier: null, changes: [], blockedBy: ['H03', 'H02'] });
  });
});

/** What the changes amount to: a fresh value is of today. */
function after(person: Row, changes: readonly { fact: string; to: unknown }[]): Row {
  const renewed = changes.flatMap(({ fact }) => rules.facts[fact]?.aged_by ?? []);
  return { ...person, ...Object.fromEntries(renewed.map((name) => [name, 0])), ...Object.fromEntries(changes.map(({ fact, to }) => [fact, to])) };
}

test('the changes do what they say, and none is to spare', () => {
  const rank = (outcome: string) => tiers.findIndex((tier) => tier === outcome);
  fc.assert(fc.property(fc.oneof(anyone, fc.constantFrom(...labelledPersons.map(({ inputs }) => inputs))), (person) => {
    const before = assess(person);
    const found = nextLower(before, rules);
    fc.pre(found !== null && found.tier !== null);
    expect(assess(after(person, found?.changes ?? [])).tier).toBe(found?.tier);
    expect(rank(found?.tier ?? '')).toBeLessThan(rank(before.tier));
    for (const { fact } of found?.changes ?? []) {
      const without = (found?.changes ?? []).filter((change) => change.fact !== fact);
      expect(rank(assess(after(person, without)).tier)).toBeGreaterThanOrEqual(rank(before.tier));
    }
  }), { numRuns: 300 });
});

test('no change makes a finding worse or asks for what care cannot give', () => {
  fc.assert(fc.property(anyone, (person) => {
    for (const { fact, kind, from, to } of lower(person)?.changes ?? []) {
      if (kind !== 'measure') expect(['age', 'sex', 'ascvd', 'dx_htn', 'dx_t2dm', 'dm_years', 'heart_failure', 'family_cvd']).not.toContain(fact);
      if (kind === 'improve' && ['sbp', 'dbp', 'ldl', 'tc', 'waist', 'bmi', 'hba1c', 'uacr'].includes(fact)) expect(Number(to)).toBeLessThan(Number(from));
    }
  }), { numRuns: 300 });
});

describe('explanation', () => {
  test('names the values, limits, ages and clauses behind each rule', () => {
    const [first] = explain(assess(personWith({ sbp: 182, bp_days: 3 })), rules);
    expect(first).toMatchObject({ id: 'H01', emergency: true, because: [{ fact: 'sbp', value: 182, operator: '>=', limit: 180, unit: 'mm[Hg]', daysOld: 3 }], text: { zh: '收缩压 182 ≥ 180 mm[Hg]' }, clause: { confidence: 'verified-2-sources' } });
  });
  test('says what put the person into the cell', () => {
    const entry = explain(assess(personWith({ age: 58, smoker: true, waist: 92 })), rules).find(({ id }) => id === 'M03');
    expect(entry?.text.en).toContain('Smoking or passive smoking');
    expect(entry?.text.zh).toContain('中/高危');
  });
  test('proposals are marked', () => {
    const entry = explain(assess(personWith({ china_par: 12 })), rules).find(({ id }) => id === 'M11');
    expect(entry?.clause.proposal).toBe(true);
  });
  test('every fired rule has words in both languages', () => {
    fc.assert(fc.property(anyone, (person) => {
      for (const { text } of explain(assess(person), rules)) expect(text.zh.length * text.en.length).toBeGreaterThan(1);
    }));
  });
});
