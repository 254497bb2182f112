// What a subgraph is told beside the operation: who asks, what the gateway reads for itself, and the headers of the client that are
// passed on. The assertion is bound to what it is sent with.
import type { Caller } from '../kit/caller.ts';
import { type BoundOperation, digestOf } from '../kit/gateway-assertion.ts';
import type { CompiledPolicy, Guarded } from '../policies/compiler/compiled-policy.ts';
import { createDecisions, type Decisions } from '../policies/decide/decisions.ts';
import type { Circumstances } from '../policies/decide/evaluate.ts';
import type { Coordinate } from '../schema/coordinates.ts';
import type { AuthorizedRequest, HeadersFor } from './execute/execution.ts';
import type { Gateway } from './gateway.ts';
import type { PropagatedHeaders } from './receive/propagated-headers.ts';
import type { Generation } from './supergraph/generation.ts';

interface Asker {
  readonly caller: Caller;
  readonly propagated?: PropagatedHeaders | undefined;
}

/** @returns what makes the headers of the requests that are made for one request of a client */
export function subgraphHeaders(
  { signer, circumstances }: Gateway,
  { policy }: Generation,
  { caller, propagated }: Asker,
): HeadersFor {
  const isOpenToCaller = openTo(policy, caller, circumstances);
  return async (request, body) => {
    const assertion = await signer.sign({
      audience: request.subgraph,
      caller,
      internal: request.internalCoordinates,
      policyVersion: policy.rulesDigest ?? policy.version,
      operation: boundTo(request, body, isOpenToCaller),
    });
    return { ...propagated?.(request.subgraph), authorization: `Bearer ${assertion}` };
  };
}

/**
 * A signature for the document is used again for other values of its variables, which saves most signatures. Where it would open
 * to its bearer what the caller may not have, or change something, it is good for this one request.
 */
function boundTo(
  { operationKind, internalCoordinates, documentDigest }: AuthorizedRequest,
  body: string,
  isOpenToCaller: (coordinate: Coordinate) => boolean,
): BoundOperation {
  return operationKind !== 'mutation' && internalCoordinates.every(isOpenToCaller)
    ? { kind: 'document', digest: documentDigest }
    : { kind: 'request', digest: digestOf(body) };
}

/** Whether the caller may have the clear value of every row, whatever the arguments. A rule that takes its time is not waited for. */
function openTo(
  policy: CompiledPolicy,
  caller: Caller,
  circumstances: Circumstances,
): (coordinate: Coordinate) => boolean {
  let decisions: Decisions | null = null;
  const isAllowed = (guarded: Guarded): boolean => {
    if (guarded.door.readsArguments) return false;
    decisions ??= createDecisions(policy, caller, () => {}, circumstances);
    const decision = decisions.decide(guarded);
    return !(decision instanceof Promise) && decision.kind === 'allow';
  };
  return (coordinate) => {
    const rows = policy.rowsOf(coordinate.slice(0, coordinate.indexOf('.')));
    return isAllowed(policy.rulesOf(coordinate)) && (rows === undefined || isAllowed(rows));
  };
}
