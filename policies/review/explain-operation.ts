// Explains an operation for one caller: each coordinate that it uses, once, with the places where it does.
import type { GraphQLSchema } from 'graphql';
import type { CompiledPolicy } from '../compiler/compiled-policy.ts';
import type { Asker } from './counterfactual.ts';
import { type Explanation, explain } from './explain.ts';
import { type AskedOperation, type OperationUse, usesOf } from './operation-uses.ts';

export interface ExplainedUse extends Explanation {
  /** Where the document uses it, 1-based. */
  readonly places: readonly { readonly line: number; readonly column: number }[];
}

/** @throws GordianError as {@link usesOf} */
export async function explainOperation(
  policy: CompiledPolicy,
  schema: GraphQLSchema,
  asker: Asker,
  asked: AskedOperation,
): Promise<ExplainedUse[]> {
  const explained: ExplainedUse[] = [];
  for (const uses of alike(policy, usesOf(schema, asked))) {
    const [{ coordinate, use }] = uses;
    const places = uses.map(({ line, column }) => ({ line, column }));
    explained.push({ ...(await explain(policy, asker, coordinate, use)), places });
  }
  return explained;
}

/** Uses of one coordinate are decided alike, unless a rule reads the arguments or input fields hide in them. */
function alike(policy: CompiledPolicy, uses: readonly OperationUse[]): [OperationUse, ...OperationUse[]][] {
  const groups = new Map<string, [OperationUse, ...OperationUse[]]>();
  for (const one of uses) {
    const isType = !one.coordinate.includes('.');
    if (isType && policy.rowsOf(one.coordinate) === undefined) continue;
    const hasArguments = (one.use?.field.args.length ?? 0) > 0;
    const key = hasArguments ? `${one.coordinate} ${one.line}:${one.column}` : one.coordinate;
    const known = groups.get(key);
    if (known) known.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}
