// What operations may cost on a supergraph. In a process of its own, because the command line may not load the gateway.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { GordianError } from '../../kit/errors.ts';
import type { ClientOperation } from '../../schema/operation/collect-operations.ts';
import { type Problem, problemAt } from '../../schema/problem.ts';

/** Of the same compiled tree as this file. */
const weighScript = join(import.meta.dirname, '../../gateway/weigh-main.js');

export interface Weighing {
  readonly supergraphSdl: string;
  readonly operations: readonly ClientOperation[];
  /** Of a list about which nothing is said. */
  readonly assumedListSize: number;
  /** More is an error. */
  readonly maxCost: number;
}

type Weight = { readonly estimated: number } | { readonly code: string; readonly message: string };

/** @returns what a gateway with this limit would refuse */
export async function weighOperations(weighing: Weighing, script = weighScript): Promise<Problem[]> {
  const { supergraphSdl, operations, assumedListSize, maxCost } = weighing;
  const documents = operations.map(({ document }) => document);
  const weights = await runScript(script, { supergraphSdl, documents, assumedListSize });
  return operations.flatMap((operation, index) => problemOf(operation, weights[index]!, maxCost) ?? []);
}

async function runScript(script: string, request: object): Promise<readonly Weight[]> {
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'], env: {} });
  // A process that dies early says why itself, and that it gave no answer is what counts.
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify(request));
  const output = await text(child.stdout);
  if (output !== '') return JSON.parse(output) as readonly Weight[];
  throw new GordianError('INTERNAL', 'The operations could not be weighed; the last words of the process are above.');
}

function problemOf({ name, place }: ClientOperation, weight: Weight, maxCost: number): Problem | null {
  if ('code' in weight)
    return problemAt(place, { code: weight.code, severity: 'error', message: `${name}: ${weight.message}` });
  if (weight.estimated <= maxCost) return null;
  return problemAt(place, {
    code: 'COST_LIMIT_EXCEEDED',
    severity: 'error',
    message: `${name} may cost ${weight.estimated}; at most ${maxCost} is allowed.`,
    fix: 'Ask for smaller pages (first:), for less below lists, or for it in two operations.',
  });
}
