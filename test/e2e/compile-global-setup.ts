// The processes of end-to-end tests run compiled code and serve built pages: whatever changed is compiled and built first, however the
// tests were started.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { buildPortal } from '../../cli/stack/build-portal.ts';
import { packageRoot } from '../../kit/package-files.ts';

export async function setup(): Promise<void> {
  await promisify(execFile)(process.execPath, ['cli/bootstrap.mjs', '--version'], { cwd: packageRoot() });
  const problems: string[] = [];
  if (!(await buildPortal((problem) => problems.push(problem)))) throw new Error(problems.join('\n'));
}
