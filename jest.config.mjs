// Three costs, three projects: rules touch no I/O; database files each get a database cloned from a
// migrated template; journeys run the whole graph. `npm test` runs all three.
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/.run/'],
};

export default {
  // Modules of a file stay in the memory of the process that ran it: it is replaced before it is full.
  workerIdleMemoryLimit: '1GB',
  // Far above what any test takes: a busy machine must not turn one red.
  testTimeout: 60_000,
  projects: [
    {
      ...shared,
      displayName: 'rules',
      testMatch: ['<rootDir>/{services,gateway,sdk,demo,test}/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.db\\.test\\.ts$', '\\.journey\\.test\\.ts$'],
    },
    {
      ...shared,
      displayName: 'database',
      testMatch: ['<rootDir>/{services,gateway,demo,test}/**/*.db.test.ts'],
    },
    {
      ...shared,
      displayName: 'journeys',
      testMatch: ['<rootDir>/{test,sdk,demo,gateway}/**/*.journey.test.ts'],
    },
  ],
};
