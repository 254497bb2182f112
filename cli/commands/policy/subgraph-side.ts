// The policy as each subgraph compiles it for its own schema: what would keep a subgraph from starting, and what it leaves to the
// gateway.
import { subgraphSchema } from '../../../kit/subgraph-schema.ts';
import { compileSubgraphPolicy, type SchemaFacts } from '../../../policies/compile.ts';
import type { PolicyWarning } from '../../../policies/review/review-policy.ts';
import type { PolicyRules } from '../../../policies/rules.ts';
import type { SubgraphFolder } from '../../../schema/subgraph-folders.ts';

/** @throws GordianError POLICY_INVALID with the problems of the first subgraph that has some */
export function gatewayOnlyRules(
  folders: readonly SubgraphFolder[],
  facts: SchemaFacts,
  rules: PolicyRules,
): PolicyWarning[] {
  return folders.flatMap(({ name, sdl }) => {
    const { gatewayOnly } = compileSubgraphPolicy(subgraphSchema(sdl, {}), facts, name, rules);
    return gatewayOnly.map(({ coordinate, rule }) => ({
      code: 'GATEWAY_ONLY' as const,
      file: `policies/domains/${name}.ts`,
      coordinate,
      message: `the subgraph ${name} does not serve what ${rule} reads of the row, so only the gateway asks it.`,
      mend: 'Let the subgraph serve what the rule reads, or keep everybody but the gateway from reaching it.',
    }));
  });
}
