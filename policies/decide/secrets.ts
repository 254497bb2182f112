// What a contract tags `secret` does not exist for whoever may not read it: in documents and introspection at the gateway, in the
// catalogue of the metadata service, and as something that access could be requested for.
import type { Caller } from '../../kit/caller.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import type { CompiledPolicy, CoordinateRules } from '../compiler/compiled-policy.ts';
import { isSecret } from '../compiler/derived.ts';
import { createDecisions } from './decisions.ts';
import type { Circumstances } from './evaluate.ts';

/** The coordinates that the caller may not know of, in the order of the policy; empty for most policies. */
export function secretsFrom(policy: CompiledPolicy, caller: Caller, circumstances: Circumstances): Coordinate[] {
  const secrets = secretsOf(policy);
  if (secrets.length === 0) return [];
  const { decide } = createDecisions(policy, caller, () => {}, circumstances);
  return secrets.filter((rules) => isHidden(decide(rules))).map(({ coordinate }) => coordinate);
}

/** What is not known at once stays hidden; what a row decides is known to exist. */
function isHidden(decision: ReturnType<ReturnType<typeof createDecisions>['decide']>): boolean {
  return decision instanceof Promise || decision.kind === 'deny';
}

const secretsOfPolicy = new WeakMap<CompiledPolicy, readonly CoordinateRules[]>();

function secretsOf(policy: CompiledPolicy): readonly CoordinateRules[] {
  const known =
    secretsOfPolicy.get(policy) ?? policy.coordinates.filter(({ classification }) => isSecret(classification));
  secretsOfPolicy.set(policy, known);
  return known;
}
