import { expect, test } from 'vitest';
import { demoTenant } from '../../app/demo/accounts.ts';
import { demoSeed, loadPopulation } from '../../app/demo/load.ts';
import { generatePeople } from '../../app/demo/people.ts';
import type { DemoObservation, DemoPerson } from '../../app/demo/person.ts';
import { systemScope } from '../../app/open.ts';
import { testDatabase } from '../../app/testing.ts';
import { Day } from '../../kernel/day.ts';
import { readContent } from '../../platform/content.ts';
import { within } from '../../platform/database.ts';
import { ObservationCodes } from '../records/observation-codes.ts';
import type { Measure } from './indicators.ts';
import { measure } from './indicators.store.ts';

const until = Day.parse('2026-11-22');
const size = 300;
const store = await testDatabase();
const organizations = await loadPopulation(store, { size, until }, () => {});
const people = [...generatePeople({ seed: demoSeed, size, until })];
const codes = new Map(readContent('observations.yaml', ObservationCodes).observations.map((entry) => [entry.code, entry.id]));

/** The same counting a second time, in plain loops over the people as they were generated. */
type Plain = (members: readonly DemoPerson[], known: (person: DemoPerson, code: string) => DemoObservation[]) => { value: number | null; numerator: number | null; denominator: number | null };

const latest = (observations: readonly DemoObservation[]) => observations.toSorted((a, b) => (a.effectiveAt < b.effectiveAt ? 1 : -1))[0];
const share = (inside: number, all: number) => ({ value: all ? (100 * inside) / all : null, numerator: inside, denominator: all });

const cases: readonly [string, Measure, Plain][] = [
  ['blood pressure below 140/90 among people with hypertension', { by: 'share', code: 'blood-pressure', among: 'I10', bounds: { below: 140, below2: 90 } }, (members, known) => {
    const values = members.filter((person) => person.conditions.some((c) => c.icd10.startsWith('I10'))).flatMap((person) => latest(known(person, 'blood-pressure')) ?? []);
    return share(values.filter((v) => v.value < 140 && (v.value2 ?? 0) < 90).length, values.length);
  }],
  ['current smokers', { by: 'share', code: 'smoking-status', bounds: { equals: [2, 3] } }, (members, known) => {
    const values = members.flatMap((person) => latest(known(person, 'smoking-status')) ?? []);
    return share(values.filter((v) => v.value === 2 || v.value === 3).length, values.length);
  }],
  ['a body weight or a glucose known', { by: 'covered', codes: ['body-weight', 'fasting-glucose'] }, (members, known) =>
    share(members.filter((person) => known(person, 'body-weight').length + known(person, 'fasting-glucose').length > 0).length, members.length)],
  ['mean knowledge', { by: 'mean', code: 'health-knowledge-score' }, (members, known) => {
    const values = members.flatMap((person) => latest(known(person, 'health-knowledge-score'))?.value ?? []);
    const sum = values.reduce((a, b) => a + b, 0);
    return { value: values.length ? sum / values.length : null, numerator: values.length ? sum : null, denominator: values.length };
  }],
  ['change from first to last answer', { by: 'paired', code: 'health-knowledge-score' }, (members, known) => {
    const pairs = members.flatMap((person) => {
      const answers = known(person, 'health-knowledge-score').toSorted((a, b) => (a.effectiveAt < b.effectiveAt ? -1 : 1));
      const [first, last] = [answers[0], answers.at(-1)];
      return first && last && answers.length > 1 ? [[first.value, last.value] as const] : [];
    });
    const mean = (pick: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[pick], 0) / pairs.length;
    return pairs.length ? { value: (100 * (mean(1) - mean(0))) / mean(0), numerator: mean(1) - mean(0), denominator: pairs.length } : { value: null, numerator: null, denominator: 0 };
  }],
  ['people who answered', { by: 'respondents', code: 'health-knowledge-score' }, (members, known) => {
    const n = members.filter((person) => known(person, 'health-knowledge-score').length > 0).length;
    return { value: n, numerator: n, denominator: null };
  }],
];

const places = ['district', 'hospital', 'enterprise', 'school', 'youth-centre'] as const;
const windows = [['2025-11-23', '2026-11-22'], ['2026-03-01', '2026-05-31'], ['2019-01-01', '2019-12-31']] as const;

test.each(cases.flatMap(([name, how, plain]) => places.flatMap((place) => windows.map((window) => ({ name, how, plain, place, window })))))(
  '$name at $place within $window',
  async ({ how, plain, place, window: [from, to] }) => {
    const node = organizations.find(({ key }) => key === place) ?? expect.fail(place);
    const inside = new Set(organizations.filter(({ pos }) => pos >= node.pos && pos <= node.posEnd).map(({ key }) => key));
    const members = people.filter((person) => person.memberships.some(({ organization, since }) => inside.has(organization) && since <= to && (person.statusDay === null || person.statusDay >= from)));
    const chinaDay = (instant: string) => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
    const known = (person: DemoPerson, code: string) => person.observations.filter((o) => o.code === code && o.flaw !== 'implausible' && chinaDay(o.effectiveAt) >= from && chinaDay(o.effectiveAt) <= to);
    const over = { posFrom: node.pos, posTo: node.posEnd, from: Day.parse(from), to: Day.parse(to), programmeId: crypto.randomUUID(), seriesId: null };
    const measured = await within(store.database, systemScope(demoTenant), (tx) => measure(tx, { how, over, codeOf: (code) => codes.get(code) ?? -1 }));
    const expected = plain(members, known);
    for (const key of ['value', 'numerator', 'denominator'] as const) {
      if (expected[key] === null) expect(measured[key], key).toBeNull();
      else expect(measured[key], key).toBeCloseTo(expected[key], 6);
    }
  },
);
