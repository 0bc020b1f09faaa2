type Named = { readonly key: string; readonly zh: string; readonly en: string };

/** All places and institutions of the demo are invented. */
export const demoCommunities: readonly [Named, ...Named[]] = [
  { key: 'binhe', zh: '滨河', en: 'Binhe' },
  { key: 'qingsong', zh: '青松', en: 'Qingsong' },
  { key: 'xinyuan', zh: '新苑', en: 'Xinyuan' },
];

export const demoDepartments = [
  { key: 'cardiology', zh: '心血管内科', en: 'Cardiology' },
  { key: 'endocrinology', zh: '内分泌科', en: 'Endocrinology' },
  { key: 'chronic-disease-centre', zh: '慢病管理中心', en: 'Chronic Disease Management Centre' },
  { key: 'health-management', zh: '健康管理科', en: 'Health Management' },
] as const satisfies readonly Named[];

export type Hazard = 'noise' | 'dust' | 'welding-fume' | 'organic-solvent' | 'heat';

export type DemoPost = Named & { readonly hazards: readonly Hazard[] };

type EnterpriseUnit = Named & { readonly share: number; readonly men: number; readonly posts: readonly [DemoPost, ...DemoPost[]] };

const post = (key: string, [zh, en]: readonly [string, string], hazards: readonly Hazard[] = []): DemoPost => ({ key, zh, en, hazards });

/** Departments of the enterprise: `share` of its people, `men` the share of men among them, and the posts with their hazards. */
export const demoEnterpriseUnits: readonly [EnterpriseUnit, ...EnterpriseUnit[]] = [
  { key: 'stamping', zh: '冲压车间', en: 'Stamping workshop', share: 0.16, men: 0.85, posts: [post('press-operator', ['冲压工', 'Press operator'], ['noise']), post('die-fitter', ['模具钳工', 'Die fitter'], ['noise'])] },
  { key: 'machining', zh: '机加工车间', en: 'Machining workshop', share: 0.24, men: 0.82, posts: [post('cnc-operator', ['数控操作工', 'CNC operator'], ['noise']), post('grinder', ['打磨工', 'Grinder'], ['noise', 'dust']), post('welder', ['焊工', 'Welder'], ['noise', 'welding-fume'])] },
  { key: 'surface', zh: '表面处理车间', en: 'Surface treatment workshop', share: 0.08, men: 0.75, posts: [post('coater', ['喷涂工', 'Coater'], ['organic-solvent']), post('heat-treater', ['热处理工', 'Heat treater'], ['heat', 'noise'])] },
  { key: 'assembly', zh: '装配车间', en: 'Assembly workshop', share: 0.22, men: 0.5, posts: [post('assembler', ['装配工', 'Assembler']), post('line-leader', ['班组长', 'Line leader'])] },
  { key: 'quality', zh: '质量部', en: 'Quality', share: 0.08, men: 0.42, posts: [post('inspector', ['质检员', 'Inspector'])] },
  { key: 'logistics', zh: '仓储物流部', en: 'Logistics', share: 0.07, men: 0.78, posts: [post('forklift-driver', ['叉车司机', 'Forklift driver']), post('storekeeper', ['仓库管理员', 'Storekeeper'])] },
  { key: 'engineering', zh: '研发工程部', en: 'Engineering', share: 0.09, men: 0.72, posts: [post('engineer', ['工程师', 'Engineer'])] },
  { key: 'administration', zh: '行政人事部', en: 'Administration', share: 0.06, men: 0.35, posts: [post('clerk', ['行政专员', 'Clerk']), post('manager', ['管理人员', 'Manager'])] },
];

export const demoPosts: ReadonlyMap<string, DemoPost> = new Map(demoEnterpriseUnits.flatMap(({ posts }) => posts.map((each) => [each.key, each])));

/** Names of grades 1–9; the number of a grade is its place from 1. */
export const demoGrades: readonly (readonly [zh: string, en: string])[] = [
  ['一年级', 'Grade 1'], ['二年级', 'Grade 2'], ['三年级', 'Grade 3'], ['四年级', 'Grade 4'], ['五年级', 'Grade 5'], ['六年级', 'Grade 6'],
  ['七年级', 'Grade 7'], ['八年级', 'Grade 8'], ['九年级', 'Grade 9'],
];

export const demoYouthGroups: readonly [Named, ...Named[]] = [
  { key: 'growth', zh: '心理成长营', en: 'Growth camp' },
  { key: 'skills', zh: '职业技能坊', en: 'Skills workshop' },
  { key: 'fitness', zh: '活力运动社', en: 'Fitness club' },
  { key: 'volunteers', zh: '志愿服务队', en: 'Volunteers' },
];
