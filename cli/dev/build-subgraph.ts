// Makes one script of the TypeScript of a subgraph, by the compiler that loads changed policies. What belongs to the project is
// bundled; Gordian is taken from the package that runs, compiled, and every other package from the project's node_modules.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Message, OnResolveResult, Plugin } from 'esbuild';
import { bundleSources } from '../../kit/bundle-sources.ts';
import { packageFile, packageRoot } from '../../kit/package-files.ts';

export type Build = BuiltSubgraph | FailedBuild;

export interface BuiltSubgraph {
  readonly ok: true;
  /** Named by its content: the same sources make the same script. */
  readonly script: string;
  /** Files of the project that it was made of, relative to the project. */
  readonly inputs: readonly string[];
}

export interface FailedBuild {
  readonly ok: false;
  /** Each problem as `file:line:column`, for people. */
  readonly problems: string;
}

/**
 * @param root of the project
 * @param folder within the project, where the script goes: below the project, so that packages are found
 */
export async function buildSubgraph(root: string, name: string, folder: string): Promise<Build> {
  const entry = join('subgraphs', name, 'main.ts');
  if (!existsSync(join(root, entry)))
    return { ok: false, problems: `${entry} is missing: it starts the process of the subgraph.` };
  try {
    const { outputFiles, metafile } = await bundleSources({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile: join(root, folder, `${name}.js`),
      bundle: true,
      write: false,
      metafile: true,
      sourcemap: 'linked',
      sourcesContent: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'silent',
      define: { 'import.meta.dirname': ownFolder, 'import.meta.filename': ownFile, 'import.meta.url': ownUrl },
      plugins: [packages(), places()],
    });
    const [map, code] = outputFiles;
    return {
      ok: true,
      script: keepScript(name, dirname(code!.path), code!.text, map!.text),
      inputs: Object.keys(metafile.inputs),
    };
  } catch (error) {
    const { errors = [{ text: (error as Error).message }] } = error as { errors?: readonly Partial<Message>[] };
    return { ok: false, problems: errors.map(describe).join('\n') };
  }
}

/** Files of another name stay: a former process may have to be started from them again. */
function keepScript(name: string, folder: string, code: string, map: string): string {
  const digest = createHash('sha256').update(code).digest('hex').slice(0, 12);
  const file = `${name}-${digest}.js`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${file}.map`), map);
  writeFileSync(
    join(folder, file),
    code.replace(/\/\/# sourceMappingURL=.*\n?$/, `//# sourceMappingURL=${file}.map\n`),
  );
  return join(folder, file);
}

function packages(): Plugin {
  return {
    name: 'packages',
    setup({ onResolve }) {
      onResolve({ filter: /.*/ }, ({ path, kind, resolveDir }): OnResolveResult | null => {
        if (kind === 'entry-point') return null;
        const ofGordian = path.startsWith('.')
          ? inPackage(resolve(resolveDir, path))
          : /^gordian\/(.+)$/.exec(path)?.[1];
        if (ofGordian) return compiled(ofGordian);
        return path.startsWith('.') ? null : { path, external: true };
      });
    },
  };
}

/** Gordian's own repository is a project as well, whose subgraphs name what they use by its place. */
function inPackage(file: string): string | null {
  const path = relative(packageRoot(), file).split(sep).join('/');
  return /^(kit|schema|policies)\//.test(path) ? path : null;
}

function compiled(path: string): OnResolveResult {
  const file = packageFile(`dist/${path.replace(/\.(ts|js)$/, '')}.js`);
  if (!existsSync(file)) return { errors: [{ text: `Gordian has no module "${path}".` }] };
  return { path: pathToFileURL(file).href, external: true };
}

const ownFolder = '__gordianFolder';
const ownFile = '__gordianFile';
const ownUrl = '__gordianUrl';

/** A module that asks where it is hears of its source, beside which its files lie. On the first line, so that places stay. */
function places(): Plugin {
  return {
    name: 'places',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        if (!/import\.meta\.(dirname|filename|url)/.test(text)) return null;
        const [folder, file, url] = [dirname(path), path, pathToFileURL(path).href].map((value) =>
          JSON.stringify(value),
        );
        return { contents: `const ${ownFolder}=${folder},${ownFile}=${file},${ownUrl}=${url};${text}`, loader: 'ts' };
      });
    },
  };
}

function describe({ text = '', location }: Partial<Message>): string {
  const where = location ? `${location.file}:${location.line}:${location.column + 1} ` : '';
  const line = location?.lineText.trim();
  return `${where}${text}${line ? `\n    ${line}` : ''}`;
}
