import { expect, inject, test } from 'vitest';
import { groundOn } from './ground.ts';
import { runMatrix } from './matrix.ts';

const server = inject('databaseServer');
const ground = await groundOn((database) => server.replace('/postgres?', `/${database}?`));

test('every table is seeded', () => {
  expect(ground.seeded.failed).toEqual([]);
});

test.each(['doctor', 'leader', 'resident', 'employer-health-officer'])('%s: no leak, and what may be seen is seen', async (role) => {
  const { attempts, leaks, seen, blind } = await runMatrix(ground, { only: [role] });
  expect({ leaks, blind }).toEqual({ leaks: [], blind: [] });
  expect(attempts).toBeGreaterThan(500);
  expect(seen).toBeGreaterThan(10);
});

test('what the employer must never be told is there to be found: values of every kind about the own people', () => {
  const kinds = ['observation', 'observation_history', 'condition', 'medication', 'allergy', 'family_history', 'encounter', 'immunization', 'imaging', 'person_tier', 'response'];
  const sensitive = ground.seeded.rows.filter(({ place, label }) => place === 'own' && label === 1).map(({ table }) => table);
  expect(kinds.filter((kind) => !sensitive.includes(kind))).toEqual([]);
});

test('a dropped policy is seen', async () => {
  const { leaks } = await runMatrix(ground, { only: ['nurse'], plant: async ({ owner }) => void (await owner.query('alter table condition disable row level security')) });
  expect(leaks).toContainEqual({ endpoint: 'SQL select condition', role: 'nurse', place: 'sibling', what: 'label 1' });
  expect(leaks.every(({ endpoint }) => endpoint.includes('condition') || endpoint.includes('/api/'))).toBe(true);
});

test('a policy without its label is seen, and over HTTP too', async () => {
  const { leaks } = await runMatrix(ground, {
    only: ['employer-health-officer'],
    plant: async ({ owner }) => void (await owner.query(`drop policy scope on programme; create policy scope on programme using (tenant_id = nullif(current_setting('app.tenant', true), '')::int)`)),
  });
  expect(leaks).toContainEqual({ endpoint: 'GET /api/programmes', role: 'employer-health-officer', place: 'sibling', what: 'programme, label –' });
});

test('a widened role is seen', async () => {
  const { leaks } = await runMatrix(ground, { only: ['teacher'], widened: { teacher: 'doctor' } });
  expect(leaks).toContainEqual({ endpoint: 'SQL select observation', role: 'teacher', place: 'own', what: 'label 1' });
  expect(leaks).toContainEqual(expect.objectContaining({ role: 'teacher', what: 'answers without the permission' }));
});
