import { demoCommunities, demoDepartments, demoEnterpriseUnits, demoGrades, demoYouthGroups } from './organization-names.ts';

export type DemoOrganizationKind =
  | 'district' | 'hospital' | 'department' | 'health-centre' | 'community' | 'grid' | 'enterprise' | 'plant' | 'workshop' | 'school' | 'campus' | 'grade' | 'class' | 'youth-centre' | 'group';

/** A node of the demo tree; parents stand before their children. */
export type DemoOrganization = {
  key: string;
  parent: string | null;
  kind: DemoOrganizationKind;
  name: { zh: string; en: string };
};

export const settings = ['community', 'enterprise', 'school', 'youth'] as const;
export type Setting = (typeof settings)[number];

/** Share of the population whose main setting it is. Patients are residents of the communities. */
export const settingShares: Readonly<Record<Setting, number>> = { community: 0.55, enterprise: 0.2, school: 0.17, youth: 0.08 };

/** How many units of each kind a population of this size needs. */
export type DemoScale = {
  communities: number;
  gridsPerCommunity: number;
  plants: number;
  campuses: number;
  classesPerGrade: number;
  groupsPerTrack: number;
};

const residentsPerCommunity = 12_000;
const residentsPerGrid = 400;
const employeesPerPlant = 2_500;
const pupilsPerClass = 42;
const classesPerGradeAtMost = 8;
const participantsPerGroup = 200;

export function demoScale(size: number): DemoScale {
  const residents = size * settingShares.community;
  const pupils = size * settingShares.school;
  const communities = Math.max(3, Math.ceil(residents / residentsPerCommunity));
  const campuses = Math.max(1, Math.ceil(pupils / (demoGrades.length * classesPerGradeAtMost * pupilsPerClass)));
  return {
    communities,
    gridsPerCommunity: Math.max(4, Math.ceil(residents / communities / residentsPerGrid)),
    plants: Math.max(1, Math.ceil((size * settingShares.enterprise) / employeesPerPlant)),
    campuses,
    classesPerGrade: Math.max(2, Math.ceil(pupils / campuses / demoGrades.length / pupilsPerClass)),
    groupsPerTrack: Math.max(1, Math.ceil((size * settingShares.youth) / demoYouthGroups.length / participantsPerGroup)),
  };
}

/** The whole tree for a population of `size`, parents first. Grows by units at the end, so keys keep their meaning. */
export function demoOrganizations(size: number): DemoOrganization[] {
  const scale = demoScale(size);
  return [
    node('district', null, 'district', ['康城区', 'Kangcheng District']),
    ...hospitalTree(scale),
    ...enterpriseTree(scale),
    ...schoolTree(scale),
    ...youthTree(scale),
  ];
}

const communityKey = (community: number): string => (community < demoCommunities.length ? (demoCommunities[community]?.key ?? '') : `community-${community + 1}`);
export const gridKey = (community: number, grid: number): string => `${communityKey(community)}-grid-${grid + 1}`;
const plantKey = (plant: number): string => (plant === 0 ? 'enterprise' : `plant-${plant + 1}`);
export const workshopKey = (plant: number, unit: string): string => `${plantKey(plant)}-${unit}`;
const campusKey = (campus: number): string => (campus === 0 ? 'school' : `campus-${campus + 1}`);
export const classKey = (campus: number, grade: number, no: number): string => `${campusKey(campus)}-grade-${grade}-class-${no + 1}`;
export const groupKey = (track: string, no: number): string => (no === 0 ? `youth-${track}` : `youth-${track}-${no + 1}`);

type Names = readonly [zh: string, en: string];

function node(...[key, parent, kind, [zh, en]]: readonly [key: string, parent: string | null, kind: DemoOrganizationKind, names: Names]): DemoOrganization {
  return { key, parent, kind, name: { zh, en } };
}

/** The name of a community past the named ones: 滨河二社区, 滨河三社区 … */
export function communityName(community: number): { zh: string; en: string } {
  const base = demoCommunities[community % demoCommunities.length] ?? demoCommunities[0];
  const round = Math.floor(community / demoCommunities.length) + 1;
  return round === 1 ? { zh: base.zh, en: base.en } : { zh: `${base.zh}${chineseNumber(round)}`, en: `${base.en} ${round}` };
}

function hospitalTree(scale: DemoScale): DemoOrganization[] {
  const tree = [node('hospital', 'district', 'hospital', ['康城区人民医院', "Kangcheng District People's Hospital"])];
  for (const { key, zh, en } of demoDepartments) tree.push(node(key, 'hospital', 'department', [zh, en]));
  for (let c = 0; c < scale.communities; c++) {
    const { zh, en } = communityName(c);
    const key = communityKey(c);
    tree.push(node(`${key}-health-centre`, 'hospital', 'health-centre', [`${zh}社区卫生服务中心`, `${en} Community Health Centre`]));
    tree.push(node(key, `${key}-health-centre`, 'community', [`${zh}社区`, `${en} Community`]));
    for (let g = 0; g < scale.gridsPerCommunity; g++) tree.push(node(gridKey(c, g), key, 'grid', [`${zh}第${chineseNumber(g + 1)}网格`, `${en} grid ${g + 1}`]));
  }
  return tree;
}

function enterpriseTree(scale: DemoScale): DemoOrganization[] {
  const tree = [node('enterprise', 'district', 'enterprise', ['康程精密制造有限公司', 'Kangcheng Precision Manufacturing Co., Ltd.'])];
  for (let p = 0; p < scale.plants; p++) {
    if (p > 0) tree.push(node(plantKey(p), 'enterprise', 'plant', [`${chineseNumber(p + 1)}分厂`, `Plant ${p + 1}`]));
    for (const { key, zh, en } of demoEnterpriseUnits) tree.push(node(workshopKey(p, key), plantKey(p), 'workshop', [zh, en]));
  }
  return tree;
}

function schoolTree(scale: DemoScale): DemoOrganization[] {
  const tree = [node('school', 'district', 'school', ['康城实验学校', 'Kangcheng Experimental School'])];
  for (let c = 0; c < scale.campuses; c++) {
    if (c > 0) tree.push(node(campusKey(c), 'school', 'campus', [`第${chineseNumber(c + 1)}校区`, `Campus ${c + 1}`]));
    for (const [i, [zh, en]] of demoGrades.entries()) {
      const grade = `${campusKey(c)}-grade-${i + 1}`;
      tree.push(node(grade, campusKey(c), 'grade', [zh, en]));
      for (let n = 0; n < scale.classesPerGrade; n++) tree.push(node(classKey(c, i + 1, n), grade, 'class', [`${zh}（${n + 1}）班`, `${en} class ${n + 1}`]));
    }
  }
  return tree;
}

function youthTree(scale: DemoScale): DemoOrganization[] {
  const tree = [node('youth-centre', 'district', 'youth-centre', ['康城青年中心', 'Kangcheng Youth Centre'])];
  for (const { key, zh, en } of demoYouthGroups) {
    for (let n = 0; n < scale.groupsPerTrack; n++) tree.push(node(groupKey(key, n), 'youth-centre', 'group', n === 0 ? [zh, en] : [`${zh}${chineseNumber(n + 1)}组`, `${en} ${n + 1}`]));
  }
  return tree;
}

const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** 1–9999 in Chinese: 12 → 十二, 20 → 二十, 105 → 一百零五. */
export function chineseNumber(n: number): string {
  if (n < 10) return digits[n] ?? '';
  if (n < 20) return `十${digits[n - 10] ?? ''}`;
  const [unit, name] = n < 100 ? [10, '十'] : n < 1000 ? [100, '百'] : [1000, '千'];
  const rest = n % unit;
  const gap = rest > 0 && rest < unit / 10 ? '零' : '';
  const tail = rest === 0 ? '' : rest >= 10 && rest < 20 && unit >= 100 ? `一${chineseNumber(rest)}` : chineseNumber(rest);
  return `${digits[Math.floor(n / unit)] ?? ''}${name}${gap}${tail}`;
}
