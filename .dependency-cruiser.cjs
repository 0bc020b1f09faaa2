/** Who may import whom. The folder says what, the suffix says where it runs; a capability builds only on those above it. */
const order = [
  'organizations', 'people', 'access', 'records', 'forms', 'rules', 'risk', 'selfcare', 'worklist', 'messaging', 'monitoring', 'care', 'appointments',
  'activities', 'indicators', 'plans', 'programmes', 'reports',
];
const error = (name, from, to, more = {}) => ({ name, severity: 'error', from, to, ...more });
const suffixed = '\\.(store|gateway|api|web|test)\\.tsx?$';
const core = '^src/(kernel|capabilities)/';
const test = '\\.(test|fixtures)\\.tsx?$';

module.exports = {
  forbidden: [
    error('no-cycles', {}, { circular: true }),
    error('kernel-is-lowest', { path: '^src/kernel' }, { path: '^src/(platform|capabilities|app)' }),
    error('platform-knows-no-capability', { path: '^src/platform' }, { path: '^src/(capabilities|app)' }),
    error('capabilities-know-no-app', { path: '^src/capabilities', pathNot: test }, { path: '^src/app' }),
    error('core-is-pure', { path: core, pathNot: suffixed }, { pathNot: [core, '^node_modules/(zod|opencc-js|simple-statistics|re2js|pinyin-pro)/'] }),
    error('core-knows-no-suffix', { path: core, pathNot: suffixed }, { path: '\\.(store|gateway|api|web)\\.tsx?$' }),
    error('sql-only-in-stores', { path: '^src/capabilities', pathNot: ['\\.store\\.ts$', test] }, { path: '^node_modules/(kysely|pg)/' }),
    error('store-knows-no-surface', { path: '\\.store\\.ts$' }, { path: '\\.(api|web)\\.tsx?$' }),
    error('stores-stay-home', { path: '^src/capabilities/([^/]+)/.+\\.store\\.ts$' }, { path: '\\.store\\.ts$', pathNot: '^src/capabilities/$1/' }),
    error('gateways-stay-home', { path: '^src/capabilities/([^/]+)/' }, { path: '\\.gateway\\.ts$', pathNot: '^src/capabilities/$1/' }),
    error('apis-stay-home', { path: '^src/capabilities/([^/]+)/' }, { path: '\\.api\\.ts$', pathNot: '^src/capabilities/$1/' }),
    error('screens-stay-home', { path: '^src/capabilities/([^/]+)/' }, { path: '^src/capabilities/.+\\.web\\.tsx?$', pathNot: '^src/capabilities/$1/' }),
    error('browser-never-sees-server', { path: '\\.web\\.tsx?$' }, { path: ['\\.(store|gateway|api)\\.ts$', '^src/app/[^.]+\\.ts$', '^src/platform/[^.]+\\.ts$', '^node:'] }),
    error('server-never-sees-browser', { pathNot: '\\.web\\.tsx?$' }, { path: '\\.web\\.tsx?$' }),
    ...order.map((name, i) => error(`order-${name}`, { path: `^src/capabilities/${name}/`, pathNot: test }, { path: `^src/capabilities/(${['nothing', ...order.slice(i + 1)].join('|')})/` })),
  ],
  options: {
    exclude: { path: ['\\.test\\.tsx?$', '\\.fixtures\\.ts$'] },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
