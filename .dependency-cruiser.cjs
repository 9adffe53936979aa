// Needs `typescript` 6 beside 7: with 7 alone it cruises no module and passes. test/boundaries.test.ts keeps it biting.

/** Who may import whom. A folder may import itself; whatever is not listed is forbidden. */
const MAY_IMPORT = {
  'src/domain': [],
  'src/data': ['src/domain'],
  'src/storage': ['src/domain'],
  'src/queue': ['src/domain', 'src/data'],
  'src/outbound': ['src/domain'],
  'src/services': ['src/domain', 'src/data', 'src/storage', 'src/queue', 'src/outbound'],
  'src/api': ['src/domain', 'src/services'],
  'src/client': ['src/domain'],
  'src/ui': ['src/domain', 'src/client'],
  'src/app': ['src/domain', 'src/api', 'src/ui'],
  worker: ['src/domain', 'src/services', 'src/queue', 'src/storage'],
};

/** They put the parts together, so they may import any of them. */
const COMPOSITION_ROOTS = ['worker/main.ts'];

/** For types only: they reach the browser, or are published, without what is behind them. */
const TYPES_FROM_ANYWHERE = ['src/ui', 'src/client'];

/** Where each heavy package is known. Composition roots included: they use it through its home. */
const LIVES_IN = {
  '@prisma/client': ['src/data'],
  '@prisma/adapter-pg': ['src/data'],
  pg: ['src/data', 'src/queue', 'prisma', 'bin'],
  'pg-boss': ['src/queue'],
  '@trpc/server': ['src/api'],
  hono: ['src/api', 'src/server.ts'],
  'prom-client': ['src/api/metrics'],
  '@hono/node-server': ['src/api', 'src/server.ts'],
  busboy: ['src/api'],
  'request-filtering-agent': ['src/outbound'],
  '@tus/server': ['src/api/tus', 'src/storage'],
  '@tus/file-store': ['src/storage'],
  'node-av': ['worker/media'],
  sharp: ['worker/media', 'bin/portraits'],
  '@vladmandic/human': ['worker/vision'],
  '@tensorflow/tfjs-backend-wasm': ['worker/vision'],
  '@echogarden/espeak-ng-emscripten': ['worker/engines/espeak'],
  'onnxruntime-node': ['worker/engines'],
};

/** Leaf modules at the root of src/ that everything but the domain and what reaches the browser may use. */
const SHARED = 'src/(env|logger|parent-process)\\.ts';
const WITHOUT_SHARED = ['src/domain', 'src/ui', 'src/client'];

const exact = (path) => `^${path.replaceAll('.', '\\.')}`;
const within = (home) => (home.endsWith('.ts') ? `${exact(home)}$` : `^${home}/`);
const TESTS = '\\.test\\.tsx?$';

const layers = Object.entries(MAY_IMPORT).map(([from, to]) => ({
  name: `layer:${from}`,
  comment: `${from} may import ${['itself', ...to].join(', ')} and nothing else of ours`,
  severity: 'error',
  from: { path: within(from), pathNot: [TESTS, ...COMPOSITION_ROOTS.map(within)] },
  to: {
    path: '^(src|worker|bin|prisma|test|bench|e2e)/',
    pathNot: [
      within(from),
      ...to.map(within),
      ...(WITHOUT_SHARED.includes(from) ? [] : [`^${SHARED}$`]),
    ],
    ...(TYPES_FROM_ANYWHERE.includes(from) && { dependencyTypesNot: ['type-only'] }),
  },
}));

const homes = Object.entries(LIVES_IN).map(([name, places]) => ({
  name: `home:${name}`,
  severity: 'error',
  from: { path: '^(src|worker|bin|prisma)/', pathNot: places.map(within) },
  to: { path: `(^|/)node_modules/${name}/|^${name}$` },
}));

module.exports = {
  forbidden: [
    ...layers,
    ...homes,
    {
      name: 'src-never-imports-worker',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(worker|bin|test|bench|e2e)/' },
    },
    {
      name: 'domain-knows-only-zod',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: TESTS },
      to: { path: 'node_modules/', pathNot: 'node_modules/zod/' },
    },
    {
      name: 'engines-behind-one-door',
      severity: 'error',
      from: { path: '^worker/', pathNot: ['^worker/engines/', TESTS] },
      to: { path: '^worker/engines/', pathNot: '^worker/engines/(engine|registry)\\.ts$' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^src/data/generated/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/data/generated' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
