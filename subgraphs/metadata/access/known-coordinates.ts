// Which coordinates of the catalogue a caller may know of. What a contract tags `secret` is not there for whoever may not read
// it, in the catalogue as in the graph.
import type { Caller } from '../../../kit/caller.ts';
import type { CompiledPolicy } from '../../../policies/compiler/compiled-policy.ts';
import { isSecret } from '../../../policies/compiler/derived.ts';
import type { Circumstances } from '../../../policies/decide/evaluate.ts';
import { secretsFrom } from '../../../policies/decide/secrets.ts';
import type { Classifications } from '../../../schema/artefact.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';

/** @param tags as an older contract has them; what the contracts in force tag `secret` is one in any case */
export type IsKnown = (coordinate: Coordinate, tags?: readonly string[]) => boolean;

export interface KnowledgeSources {
  /** Over the schema that clients see; null while no rules serve, and then nobody knows a secret. */
  readonly policy: CompiledPolicy | null;
  readonly classifications: Classifications;
}

/** A secret that no client can read any more, or by any way, is known to nobody. */
export function knownTo(
  { policy, classifications }: KnowledgeSources,
  caller: Caller,
  circumstances: Circumstances,
): IsKnown {
  const hidden = new Set(policy === null ? [] : secretsFrom(policy, caller, circumstances));
  const mayRead = (coordinate: Coordinate) => policy !== null && hasRead(policy, coordinate) && !hidden.has(coordinate);
  return (coordinate, tags = []) =>
    mayRead(coordinate) || !(isSecret({ tags }) || isSecret(classifications.get(coordinate)));
}

/** A coordinate that the policy does not know is closed, and unclassified. */
function hasRead(policy: CompiledPolicy, coordinate: Coordinate): boolean {
  return policy.rulesOf(coordinate).classification !== undefined;
}
