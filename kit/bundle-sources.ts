// The only importer of esbuild. It works in a process of its own, which would stay as long as ours: it ends with the last build that
// needs it, whoever asked for that one.
import { type BuildOptions, type BuildResult, build, type SameShape, stop } from 'esbuild';

let builds = 0;

/** @throws esbuild's failure, with the place of each problem in `errors` */
export async function bundleSources<Options extends BuildOptions>(
  options: SameShape<BuildOptions, Options>,
): Promise<BuildResult<Options>> {
  builds++;
  try {
    return await build(options);
  } finally {
    builds--;
    if (builds === 0) await stop();
  }
}
