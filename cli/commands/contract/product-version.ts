// A version of a product as it is named at the prompt: a contract file, or one in the history of the repository
// (`HEAD~1:subgraphs/orders/contract.yaml`), with the schema.graphql beside it.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { GordianError } from '../../../kit/errors.ts';
import { readContract } from '../../../schema/contract/read-contract.ts';
import type { ProductVersion } from '../../../schema/contract-changes/diff-contracts.ts';
import { formatProblems, hasErrors } from '../../../schema/problem.ts';
import { readSubgraphSdl } from '../../../schema/subgraph-sdl.ts';
import { readTextFile } from '../../text-files.ts';

/** @param sdl where the schema is, when it is not beside the contract
 *  @throws GordianError CONTRACT_INVALID when either cannot be read as what it is, CONFIG_INVALID when there is none */
export function readProductVersion(path: string, sdl?: string): ProductVersion {
  const { contract, problems } = readContract(readNamed(path), path);
  if (contract === null || hasErrors(problems)) throw new GordianError('CONTRACT_INVALID', formatProblems(problems));
  const schemaPath = sdl ?? beside(path, 'schema.graphql');
  const read = readSubgraphSdl(readNamed(schemaPath), schemaPath);
  if (read.sdl === null) throw new GordianError('CONTRACT_INVALID', formatProblems([read.problem]));
  return { contract, sdl: read.sdl };
}

/** @throws GordianError CONFIG_INVALID */
function readNamed(path: string): string {
  const isRevision = /^[^-:][^:]*:[^:]+$/.test(path) && !existsSync(path);
  return isRevision ? readRevision(path) : readTextFile(path);
}

function readRevision(name: string): string {
  try {
    return execFileSync('git', ['show', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const [reason = ''] = String((error as { stderr?: unknown }).stderr ?? '').split('\n');
    throw new GordianError('CONFIG_INVALID', `Cannot read ${name} from the history: ${reason || 'git is not there.'}`);
  }
}

function beside(path: string, file: string): string {
  const [revision, inside] = path.includes(':') && !existsSync(path) ? path.split(':') : [undefined, path];
  const sibling = posix.join(posix.dirname(inside!), file);
  return revision === undefined ? sibling : `${revision}:${sibling}`;
}
