// How much of an operation the caller may have, in the walk: the shape and its verdicts.

import type { Caller } from '../kit/caller.ts';
import { faultInLog } from '../policies/decide/fault-in-log.ts';
import { authorize } from './authorize/authorize.ts';
import type { Authorization } from './authorize/authorized-operation.ts';
import type { Gateway } from './gateway.ts';
import type { PreparedOperation } from './operation/prepared-operation.ts';
import { requireValues } from './operation/require-values.ts';
import { shapeOperation } from './operation/shape-operation.ts';
import { isGuardedByRows } from './project/judge-rows.ts';
import type { Generation } from './supergraph/generation.ts';

export interface OperationToAuthorize {
  readonly prepared: PreparedOperation;
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  /** Whether parts of the answer may come later. */
  readonly takesIncrements: boolean | undefined;
}

export async function authorizeOperation(
  { config, log, circumstances }: Pick<Gateway, 'config' | 'log' | 'circumstances'>,
  { policy, supergraph }: Generation,
  { prepared, variables, caller, takesIncrements }: OperationToAuthorize,
): Promise<Authorization> {
  const failed = new Set<string>();
  // A rule over rows fails for each of them alike.
  const onFault = (rule: string, cause: unknown) => {
    if (failed.has(rule)) return;
    failed.add(rule);
    log.error({ event: 'policy.fault', rule, err: faultInLog(cause) }, 'A rule failed; what it guards stays closed.');
  };
  const judge = (isIncremental: boolean | undefined): Promise<Authorization> => {
    const shape = shapeOperation(prepared, variables, config.limits, isIncremental);
    requireValues(prepared, shape, variables, config.limits);
    const { identified } = supergraph;
    return authorize({ shape, policy, caller, variables, onFault, circumstances, identified });
  };
  const authorization = await judge(takesIncrements);
  // Rows are judged when all of them are there, so nothing of such an answer comes later.
  const defersRows = authorization.operation.shape.isDeferring && isGuardedByRows(authorization);
  return defersRows ? judge(false) : authorization;
}
