// Runs test files on sources of which one is mutated. The mutant lives in this process only: no file is touched, so that a run can
// be stopped at any moment, and nobody who works in the folder notices.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BaseSequencer, createVitest, type TestModule, type TestSpecification } from 'vitest/node';
import { packageRoot } from '../../kit/package-files.ts';
import { type Mutant, mutated } from './mutant.ts';

export interface TestRunner {
  /** In the order given, up to the first that fails. */
  run(files: readonly string[], mutant: Mutant | null): Promise<TestFileResult[]>;
  close(): Promise<void>;
}

export interface TestFileResult {
  /** Relative to the root of the repository. */
  readonly file: string;
  readonly passed: boolean;
  readonly tookMs: number;
  /** The first test that failed, or why the file could not even be run; null when all is well. */
  readonly failed: string | null;
}

/** Long enough for every test of a guard, short enough for one that waits for ever. */
const testTimeoutMs = 20_000;
/** Gateways and databases are started before tests. */
const hookTimeoutMs = 60_000;

class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files;
  }
}

/** @param stopAtFailure false: every file is run to its end, for the run without a mutant */
export async function createTestRunner(stopAtFailure: boolean): Promise<TestRunner> {
  const root = packageRoot();
  const ended: TestModule[] = [];
  let current: { readonly path: string; readonly mutant: Mutant } | null = null;
  const vitest = await createVitest(
    'test',
    {
      config: false,
      root,
      watch: false,
      reporters: [{ onTestModuleEnd: (module) => void ended.push(module) }],
      include: ['test/**/*.test.ts'],
      globalSetup: ['test/support/compiled-tree-global-setup.ts', 'test/support/postgres-global-setup.ts'],
      env: { APOLLO_TELEMETRY_DISABLED: '1' },
      // One thread without isolation: the libraries are loaded once for all files of a run.
      pool: 'threads',
      isolate: false,
      maxWorkers: 1,
      bail: stopAtFailure ? 1 : 0,
      sequence: { sequencer: InOrder },
      testTimeout: testTimeoutMs,
      hookTimeout: hookTimeoutMs,
      update: 'none',
    },
    {
      logLevel: 'silent',
      resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
      plugins: [
        {
          name: 'mutant',
          enforce: 'pre',
          transform: (code, id) =>
            current !== null && id === current.path ? { code: mutated(code, current.mutant), map: null } : undefined,
        },
      ],
    },
  );
  const known = new Map((await vitest.globTestSpecifications()).map((one) => [one.moduleId, one]));

  const forget = () => {
    if (current !== null) vitest.invalidateFile(current.path);
  };
  return {
    async run(files, mutant) {
      forget();
      current = mutant && { path: join(root, mutant.file), mutant };
      forget();
      const specifications = files.flatMap((file) => known.get(join(root, file)) ?? []);
      // What the runner itself keeps are the results of all runs.
      ended.length = 0;
      const { unhandledErrors } = await vitest.runTestSpecifications(specifications, false);
      const results = ended.filter((module) => module.state() !== 'skipped').map((module) => resultOf(module, root));
      if (unhandledErrors.length === 0) return results;
      return [...results, { file: 'outside of tests', passed: false, tookMs: 0, failed: String(unhandledErrors[0]) }];
    },
    close: () => vitest.close(),
  };
}

export function sourceOf(file: string): string {
  return readFileSync(join(packageRoot(), file), 'utf8');
}

function resultOf(module: TestModule, root: string): TestFileResult {
  const [failed] = module.children.allTests('failed');
  return {
    file: module.moduleId.slice(root.length + 1),
    passed: module.ok(),
    tookMs: Math.round(module.diagnostic().duration + module.diagnostic().collectDuration),
    failed: failed?.fullName ?? module.errors()[0]?.message ?? null,
  };
}
