import { expect, test } from 'vitest';
import { chineseNumber, demoOrganizations, demoScale, settingShares } from './organizations.ts';

test.each([2_000, 20_000, 1_000_000])('a tree for %i people: unique keys, parents first, units of a believable size', (size) => {
  const tree = demoOrganizations(size);
  const seen = new Set<string>();
  for (const { key, parent, name } of tree) {
    expect(seen.has(key)).toBe(false);
    expect(parent === null ? seen.size === 0 : seen.has(parent)).toBe(true);
    expect(name.zh.length * name.en.length).toBeGreaterThan(0);
    seen.add(key);
  }
  const count = (kind: string) => tree.filter((each) => each.kind === kind).length;
  expect((size * settingShares.school) / count('class')).toBeLessThanOrEqual(45);
  expect((size * settingShares.community) / count('grid')).toBeLessThanOrEqual(420);
});

test('the smallest tree has the institutions by name', () => {
  const names = demoOrganizations(2_000).map(({ name }) => name.zh);
  expect(names).toEqual(expect.arrayContaining(['康城区', '康城区人民医院', '慢病管理中心', '滨河社区', '青松社区', '新苑社区', '康程精密制造有限公司', '康城实验学校', '一年级（1）班', '康城青年中心']));
  expect(demoScale(2_000)).toMatchObject({ communities: 3, campuses: 1, plants: 1 });
});

test('names of communities stay apart when there are many', () => {
  const names = demoOrganizations(1_000_000).filter(({ kind }) => kind === 'community').map(({ name }) => name.zh);
  expect(new Set(names).size).toBe(names.length);
});

test.each([
  [10, '十'],
  [12, '十二'],
  [20, '二十'],
  [105, '一百零五'],
  [110, '一百一十'],
])('%i is %s', (n, text) => {
  expect(chineseNumber(n)).toBe(text);
});
