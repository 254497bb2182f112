// A commit of this repository, built in a folder of its own, to measure against.
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** @returns the root of the built checkout */
export function buildSnapshot(repository: string, commit: string, folder: string): string {
  const root = join(folder, `checkout-${commit}`);
  mkdirSync(root);
  const archive = execFileSync('git', ['archive', commit], { cwd: repository, maxBuffer: 1024 * 1024 * 1024 });
  execFileSync('tar', ['-x', '-C', root], { input: archive });
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  return root;
}

export function currentCommit(repository: string): string {
  const run = (...args: string[]) => execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim();
  const isChanged = run('status', '--porcelain', '--', 'gateway', 'kit', 'policies', 'schema', 'bench/*.ts') !== '';
  return run('rev-parse', '--short', 'HEAD') + (isChanged ? ' with uncommitted changes' : '');
}
