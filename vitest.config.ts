import { defineConfig } from 'vitest/config';

/** End-to-end tests that start whatever they need themselves, so that they need not wait for each other. */
const onTheirOwn = ['containers', 'dev', 'packed', 'playground-login', 'start'].map(
  (name) => `test/e2e/${name}.test.ts`,
);

export default defineConfig({
  // Node resolves `graphql` to its CommonJS build, Vite to the ES module build: two copies would not recognise each other's types.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    env: { APOLLO_TELEMETRY_DISABLED: '1' },
    maxWorkers: 2,
    // Against what never ends; a machine that does other things besides may take its time.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000, interval: 20 } },
    // Where a project says `isolate: false`, files follow each other in one process and must leave nothing behind in it: to import
    // our modules anew for each file, and to warm them up, takes longer than most tests.
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          isolate: false,
          globalSetup: 'test/support/compiled-tree-global-setup.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/{integration,property,conformance}/**/*.test.ts'],
          isolate: false,
          globalSetup: ['test/support/compiled-tree-global-setup.ts', 'test/support/postgres-global-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'own',
          include: onTheirOwn,
          globalSetup: ['test/support/compiled-tree-global-setup.ts', 'test/e2e/compile-global-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: onTheirOwn,
          globalSetup: [
            'test/support/compiled-tree-global-setup.ts',
            'test/e2e/compile-global-setup.ts',
            'test/e2e/stack-global-setup.ts',
          ],
          // One system serves them all: two files at once would only share its two cores.
          fileParallelism: false,
        },
      },
    ],
  },
});
