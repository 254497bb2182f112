import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Node resolves `graphql` to its CommonJS build, Vite to the ES module build: two copies would not recognise each other's types.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    env: { APOLLO_TELEMETRY_DISABLED: '1' },
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          // They leave nothing behind in their process, and to import our modules anew for each file takes longer than the tests.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/{integration,property,conformance}/**/*.test.ts'],
          globalSetup: 'test/support/postgres-global-setup.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/stack-global-setup.ts',
          // One system serves them all: two files at once would only share its two cores.
          fileParallelism: false,
        },
      },
    ],
  },
});
