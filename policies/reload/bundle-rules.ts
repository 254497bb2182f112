// Makes one script of the sources of a policy. What is content is bundled; whatever else a source
// imports is taken from the running process, and a name that it does not export is found here, with file and line.
import { extname, posix } from 'node:path';
import type { Message, OnLoadResult, Plugin } from 'esbuild';
import { bundleSources } from '../../kit/bundle-sources.ts';
import { GordianError } from '../../kit/errors.ts';
import { isContent, type RuleFiles } from './rule-files.ts';

export interface RulesBundle {
  /** The body of a function of `running`, which gives a module of the process by its specifier; returns what the rules export. */
  readonly code: string;
  /** Source map of the code, as JSON. */
  readonly map: string;
  /** What the code asks `running` for. */
  readonly modules: ReadonlyMap<string, object>;
}

const contentNamespace = 'policies';
const runningNamespace = 'running';
/** Mean nothing to the reader of a message. */
const namespaces = /\b(policies|running):/g;

/** @throws GordianError POLICY_INVALID with each problem at its file and line */
export async function bundleRules(files: RuleFiles): Promise<RulesBundle> {
  const modules = new Map<string, object>();
  const result = await bundleSources({
    stdin: { contents: entryOf(files), sourcefile: 'policy' },
    bundle: true,
    write: false,
    outfile: 'policy.js',
    sourcemap: 'external',
    sourcesContent: false,
    format: 'iife',
    globalName: 'policy',
    platform: 'neutral',
    target: 'node20',
    logLevel: 'silent',
    // What is imported and not there would be undefined, as what is imported and is a type may be: sources say `import type`.
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    logOverride: { 'import-is-undefined': 'error' },
    plugins: [sourcesOf(files, modules)],
  }).catch((error: { errors?: readonly Message[] } & Error) => {
    throw new GordianError('POLICY_INVALID', describe(files, error.errors ?? [{ text: error.message }]), {
      cause: error,
    });
  });
  const [map, script] = result.outputFiles;
  return { code: `${script!.text}\nreturn policy;`, map: map!.text, modules };
}

/** The personas belong to the table that lies beside the rules; a folder without them is tested with those of the process. */
function entryOf({ sources }: RuleFiles): string {
  const personas = [...sources.keys()].find((path) => /^personas\.(ts|js)$/.test(path));
  return [
    `export { repositoryRules } from './rules.ts';`,
    personas ? `export { personas } from './${personas}';` : '',
  ].join('\n');
}

function sourcesOf({ sources, directory }: RuleFiles, modules: Map<string, object>): Plugin {
  return {
    name: 'policies',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path, importer }) => {
        // Named by the package, it is not of this folder, whatever is called so here.
        if (path.startsWith(packagePrefix)) return { path, namespace: runningNamespace };
        const wanted = path.startsWith('.') ? posix.join(posix.dirname(importer), path) : path;
        const own = spellingsOf(wanted).find((spelling) => sources.has(spelling));
        if (own) return { path: own, namespace: contentNamespace };
        // The process has a file of this name as well, but what is deleted here shall not live on there.
        if (isContent(wanted)) return { errors: [{ text: `"${wanted}" is not in ${directory}.` }] };
        return { path: wanted, namespace: runningNamespace };
      });
      onLoad({ filter: /.*/, namespace: contentNamespace }, ({ path }) => ({
        contents: sources.get(path)!,
        loader: extname(path) === '.ts' ? 'ts' : 'js',
      }));
      onLoad({ filter: /.*/, namespace: runningNamespace }, async ({ path }): Promise<OnLoadResult> => {
        const module = await runningModule(path);
        if (module === null)
          return { errors: [{ text: `"${path}" is neither in ${directory} nor in the policy engine that runs.` }] };
        modules.set(path, module);
        return { contents: `export const { ${Object.keys(module).join(', ')} } = running(${JSON.stringify(path)});` };
      });
    },
  };
}

/** Sources say `.ts` or, once they are compiled, `.js`. */
function spellingsOf(path: string): string[] {
  return [path, path.replace(/\.js$/, '.ts'), path.replace(/\.ts$/, '.js')];
}

/** Below these a policy may import, beside graphql and what Node has. */
const layers = /^(\.\.\/(kit|schema)\/)?[\w/-]+\.(ts|js)$/;

/** What a policy outside of this package calls the same: `gordian/policies/vocabulary`. */
const packageLayers = /^gordian\/((?:kit|schema|policies)\/[\w/-]+)$/;
const packagePrefix = 'gordian/';

async function runningModule(path: string): Promise<object | null> {
  if (path === 'graphql' || path.startsWith('node:')) return import(path);
  const file = runningFile(path);
  return file === null ? null : import(new URL(file, import.meta.url).href).catch(() => null);
}

/** Relative to this file. */
function runningFile(path: string): string | null {
  const extension = extname(import.meta.url);
  const [, ofPackage] = packageLayers.exec(path) ?? [];
  if (ofPackage !== undefined) return `../../${ofPackage}${extension}`;
  return layers.test(path) ? `../${path.replace(/\.(ts|js)$/, extension)}` : null;
}

function describe({ directory }: RuleFiles, messages: readonly Partial<Message>[]): string {
  const lines = messages.map(({ text, location }) => {
    const where = location ? `${location.file.replace(namespaces, '')}:${location.line}` : directory;
    return `${where}: ${text?.replace(namespaces, '')}`;
  });
  return `The policy cannot be loaded.\n${lines.join('\n')}`;
}
