// What a subgraph is told beside the operation: who asks, and the headers of the client that are passed on.
import type { Caller } from '../kit/caller.ts';
import type { Gateway } from './gateway.ts';
import type { PropagatedHeaders } from './receive/propagated-headers.ts';
import type { Generation } from './supergraph/generation.ts';

export async function headersFor(
  gateway: Gateway,
  generation: Generation,
  { caller, propagated }: { readonly caller: Caller; readonly propagated?: PropagatedHeaders | undefined },
  subgraph: string,
  internal: readonly string[],
): Promise<Record<string, string>> {
  const assertion = await assertCaller(gateway, generation, caller, subgraph, internal);
  return propagated ? { ...propagated(subgraph), ...assertion } : assertion;
}

/** Tells the subgraph who asks, and what the plan itself has to read there. */
export async function assertCaller(
  gateway: Gateway,
  { policy }: Generation,
  caller: Caller,
  subgraph: string,
  internal: readonly string[],
): Promise<Record<string, string>> {
  const assertion = await gateway.signer.sign({
    audience: subgraph,
    caller,
    internal,
    policyVersion: policy.version,
  });
  return { authorization: `Bearer ${assertion}` };
}
