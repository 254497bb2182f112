// One side of a comparison: the table of personas of a git revision, of a folder of policies, or as it was written down.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GordianError } from '../../../kit/errors.ts';
import { type Matrix, matrixOf, parseMatrix } from '../../../policies/review/matrix.ts';
import { readTextFile } from '../../text-files.ts';
import { openWorkspace, type WorkspaceFlags } from './policy-workspace.ts';

/** @throws GordianError BAD_USER_INPUT when it is none of these, and as {@link openWorkspace} */
export async function matrixAt(side: string, flags: WorkspaceFlags): Promise<Matrix> {
  if (!existsSync(side)) return matrixOfRevision(side);
  if (statSync(side).isDirectory()) return matrixOfWorkspace({ ...flags, policies: side });
  const matrix = parseMatrix(readTextFile(side));
  if (matrix === null)
    throw new GordianError('BAD_USER_INPUT', `${side} is no table as "gordian policy test --write" writes it.`);
  return matrix;
}

/** With the contracts of that revision: they decide as much as the rules. */
async function matrixOfRevision(revision: string): Promise<Matrix> {
  const folder = mkdtempSync(join(tmpdir(), 'gordian-policy-'));
  try {
    checkOut(revision, folder);
    return await matrixOfWorkspace({ policies: join(folder, 'policies'), subgraphs: join(folder, 'subgraphs') });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function matrixOfWorkspace(flags: WorkspaceFlags): Promise<Matrix> {
  const { policy, personas } = await openWorkspace(flags);
  return matrixOf(policy, personas);
}

function checkOut(revision: string, folder: string): void {
  const archive = join(folder, 'revision.tar');
  try {
    const options = { stdio: ['ignore', 'ignore', 'pipe'] as ['ignore', 'ignore', 'pipe'] };
    execFileSync(
      'git',
      ['archive', '--output', archive, '--end-of-options', revision, 'policies', 'subgraphs'],
      options,
    );
    execFileSync('tar', ['-xf', archive, '-C', folder], options);
  } catch (error) {
    throw new GordianError(
      'BAD_USER_INPUT',
      `${revision} is no file or folder, and git has no such revision with the folders policies and subgraphs: ${String((error as { stderr?: unknown }).stderr ?? error).trim()}`,
      { cause: error },
    );
  }
}
