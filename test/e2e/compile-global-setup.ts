// The processes of end-to-end tests run compiled code: whatever changed is compiled first, however the tests were started.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { packageRoot } from '../../kit/package-files.ts';

export async function setup(): Promise<void> {
  await promisify(execFile)(process.execPath, ['cli/bootstrap.mjs', '--version'], { cwd: packageRoot() });
}
