// The rules of docs/architecture.md that a machine can hold: who imports whom, where a library may enter, what a file may be called.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const sources = listSources();

/** What the files of a top-level folder may import from other top-level folders. */
const mayImport: Record<string, readonly string[]> = {
  kit: [],
  schema: ['kit'],
  policies: ['kit', 'schema'],
  gateway: ['kit', 'schema', 'policies'],
  subgraphs: ['kit', 'schema', 'policies'],
  cli: ['kit', 'schema', 'policies'],
  portal: [],
  // What is written out as a project has the package by its name only.
  templates: [],
};

/** The walk of a request: a stage may use itself and the stages before it. */
const stages = [
  'admit',
  'receive',
  'authenticate',
  'operation',
  'authorize',
  'metadata',
  'demand',
  'plan',
  'execute',
  'project',
  'respond',
  'audit',
  'usage',
  'report',
  'subscribe',
];

/** Where a package or a global may be used; everywhere else goes through that place. */
const entrances: readonly { what: RegExp; only: RegExp; why: string }[] = [
  {
    what: /from 'pg'/,
    only: /^(kit|test)\//,
    why: 'the pool of kit/postgres.ts has the timeouts and the error listeners',
  },
  {
    what: /from '(graphql-shield|graphql-middleware)[/']/,
    only: /^(policies\/shield\.ts|test\/)/,
    why: 'two copies of graphql-shield do not recognise each other',
  },
  {
    what: /^import (?!type\b)[^;]*from 'esbuild'/m,
    only: /^(kit\/bundle-sources\.ts|test\/)/,
    why: 'its process ends with the last build of all that need it',
  },
  {
    what: /^import (?!type\b)[^;]*from '\.\/(vocabulary|personas|rules|domains\/.*|guardrails\/.*)\.ts'/m,
    only: /^(policies\/((vocabulary|personas|rules|compile)\.ts|domains\/|guardrails\/|masks\/|reload\/load-rules|subgraph\/protect-subgraph)|(?!policies\/))/,
    why: 'the engine of the policies outlives its content, which is loaded anew',
  },
  {
    what: /from '@apollo\/composition'/,
    only: /^(schema\/compose\.ts|test\/|bench\/)/,
    why: 'composition has one module',
  },
  {
    what: /(from |import\(|require\()'@apollo\/query-planner'/,
    only: /^(schema\/planning\/query-planning\.ts|test\/|bench\/)/,
    why: 'the planner has one door',
  },
  {
    what: /^import .*\b(createPlanner|createPlanningEngine|createQueryPlanning)\b/m,
    only: /^(gateway\/plan\/(planner-worker|create-planner|plan-offline|planning-engine)\.ts|schema\/planning\/probe-plans\.ts|test\/|bench\/)/,
    why: 'planning blocks the thread it runs in',
  },
  { what: /from '@apollo\/gateway'/, only: /^(test|bench)\//, why: 'it is the oracle and the peer, never the server' },
  {
    what: /\bprocess\.env\b/,
    only: /(^|[/.])(config|main)\.ts$|^(test|bench)\//,
    why: 'configuration is read once, and checked',
  },
  {
    what: /(^|[^.\w])fetch\(/m,
    only: /^(portal|test|bench)\//,
    why: "Node's bundled undici is old; use the undici package",
  },
];

const emptyNames = /^(utils?|helpers?|common|misc|types|constants|manager)\.tsx?$/;

describe('the layers', () => {
  test.each(Object.keys(mayImport))('%s imports only from itself and the layers below it', (folder) => {
    const allowed = new Set([folder, ...mayImport[folder]!]);
    const strays = importsOf((file) => top(file) === folder).filter(({ target }) => !allowed.has(top(target)));
    expect(strays).toEqual([]);
  });

  test('nothing imports test or bench', () => {
    expect(
      importsOf((file) => !/^(test|bench)\//.test(file)).filter(({ target }) => /^(test|bench)\//.test(target)),
    ).toEqual([]);
  });

  test('a subgraph never imports another subgraph', () => {
    const strays = importsOf((file) => top(file) === 'subgraphs').filter(
      ({ file, target }) => top(target) === 'subgraphs' && second(target) !== second(file),
    );
    expect(strays).toEqual([]);
  });

  test('a stage of the gateway never imports a later stage', () => {
    const strays = importsOf((file) => stages.includes(second(file)) && top(file) === 'gateway').filter(
      ({ file, target }) =>
        top(target) === 'gateway' &&
        !(stages.indexOf(second(target)) >= 0 && stages.indexOf(second(target)) <= stages.indexOf(second(file))),
    );
    expect(strays).toEqual([]);
  });

  test('a thread that plans does not load the rules: each planner that starts would wait for them', () => {
    expect(loadedBy('gateway/plan/planner-worker.ts')).toContain('gateway/plan/row-inputs.ts');
    expect(loadedBy('gateway/plan/planner-worker.ts')).not.toContain('policies/shield.ts');
  });

  test('imports make no circle', () => {
    expect(findCircle()).toBeNull();
  });
});

describe('the entrances', () => {
  test.each(entrances)('$what is used only where $only says', ({ what, only, why }) => {
    const strays = sources.filter((file) => !only.test(file) && what.test(withoutComments(file)));
    expect(strays, why).toEqual([]);
  });

  test('SQL stands only in queries.ts files, migrations and kit', () => {
    const sql =
      /[`'"]\s*(select\s.+\sfrom\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|with\s+\w+\s+as\s*\()/is;
    const strays = sources.filter(
      (file) => !/(^kit\/|^test\/|^bench\/|\/queries\.ts$|\/queries\/)/.test(file) && sql.test(withoutComments(file)),
    );
    expect(strays).toEqual([]);
  });

  test('there is one copy of graphql', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, unknown>;
    };
    expect(Object.keys(lock.packages).filter((path) => path.endsWith('node_modules/graphql'))).toEqual([
      'node_modules/graphql',
    ]);
  });

  test.each([
    'vitest.config.ts',
    'cli/bootstrap.mjs',
    'cli/stack/stack-processes.ts',
    'Dockerfile',
    'cli/stack/standalone-gateway.ts',
    'cli/commands/plan.ts',
    'bench/child.ts',
  ])("%s switches Apollo's telemetry off", (file) => {
    expect(readFileSync(join(root, file), 'utf8')).toMatch(/APOLLO_TELEMETRY_DISABLED\b.{1,4}1/);
  });
});

describe('the names', () => {
  test('no file has a name that says nothing', () => {
    expect(sources.filter((file) => emptyNames.test(basename(file)))).toEqual([]);
  });

  test('file names are kebab-case', () => {
    expect(sources.filter((file) => !/^[a-z0-9.-]+\.tsx?$/.test(basename(file)))).toEqual([]);
  });

  test('every source opens with a comment that says what it holds', () => {
    expect(
      sources.filter(
        (file) =>
          !/^(\/\/|#!)/.test(readFileSync(join(root, file), 'utf8')) && !/^(test|portal\/.*\.config|vitest)/.test(file),
      ),
    ).toEqual([]);
  });
});

function listSources(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'], {
    cwd: root,
    encoding: 'utf8',
  });
  const files = listed
    .split('\n')
    .filter((file) => file !== '' && existsSync(join(root, file)) && !file.endsWith('.d.ts'));
  if (files.length === 0) throw new Error('No sources found: this test must run in the checkout.');
  return files;
}

interface Import {
  readonly file: string;
  readonly target: string;
}

function importsOf(fits: (file: string) => boolean): Import[] {
  return sources.filter(fits).flatMap((file) => relativeImports(file).map((target) => ({ file, target })));
}

/** Every source that is loaded with a file, which imports of types are not. */
function loadedBy(file: string): ReadonlySet<string> {
  const loaded = new Set([file]);
  for (const each of loaded) {
    const text = withoutComments(each).replace(/^(import|export) type\b[^;]*;/gm, '');
    for (const target of relativeImports(each, text)) if (sources.includes(target)) loaded.add(target);
  }
  return loaded;
}

function relativeImports(file: string, text = withoutComments(file)): string[] {
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => match[1]!);
  return specifiers.map((specifier) => normalize(join(dirname(file), specifier)));
}

function withoutComments(file: string): string {
  return readFileSync(join(root, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '');
}

function top(file: string): string {
  return file.split('/', 1)[0]!;
}

function second(file: string): string {
  return file.split('/')[1] ?? '';
}

/** Depth-first search for an import that comes back to a file still being visited; the circle as a list, or null. */
function findCircle(): string[] | null {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file) || !sources.includes(file)) return null;
    path.push(file);
    for (const target of relativeImports(file)) {
      const circle = visit(target);
      if (circle) return circle;
    }
    path.pop();
    done.add(file);
    return null;
  };
  for (const file of sources) {
    const circle = visit(file);
    if (circle) return circle;
  }
  return null;
}
