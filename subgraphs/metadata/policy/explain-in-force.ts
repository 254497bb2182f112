// Why a coordinate is open, masked or closed by the rules that serve: the explanation that the prompt gives for files, for whoever
// asks about itself or about a persona.
import { GordianError } from '../../../kit/errors.ts';
import { badInput } from '../../../kit/user-input.ts';
import { askerOf } from '../../../policies/persona.ts';
import type { Asker } from '../../../policies/review/counterfactual.ts';
import {
  changesOf,
  type ExplainedDecision,
  type Explanation,
  explainDecision,
  guardedAt,
} from '../../../policies/review/explain.ts';
import { describeGuarded } from '../../../policies/review/matrix.ts';
import type { PolicedGraph } from '../access/known-targets-store.ts';
import type { MetadataContext } from '../context.ts';
import { urnOf } from './matrix-in-force.ts';

export interface ExplanationInForce extends Omit<ExplainedDecision, 'classification'> {
  readonly classification: string;
  readonly productUrn: string | null;
  readonly policyVersion: string;
  /** Looked for only where they are selected, which only those may do who may know the rules. */
  changes(): Promise<Explanation['changes']>;
}

/** @returns null for what is not there, or not for this caller to know of */
export async function explainOwnInForce(
  coordinate: string,
  context: MetadataContext,
): Promise<ExplanationInForce | null> {
  const { caller } = context;
  return explainInForce(coordinate, context, ({ circumstances }) => ({ caller, circumstances }));
}

/** @throws GordianError BAD_USER_INPUT when the policy is reviewed with no such persona */
export async function explainForPersona(
  id: string,
  coordinate: string,
  context: MetadataContext,
): Promise<ExplanationInForce | null> {
  return explainInForce(coordinate, context, ({ personas }) => {
    const persona = personas.find((candidate) => candidate.id === id);
    if (persona) return askerOf(persona);
    throw badInput('persona', `must be one of ${personas.map((candidate) => candidate.id).join(', ')}`);
  });
}

async function explainInForce(
  coordinate: string,
  { loaders, caller }: MetadataContext,
  askerIn: (graph: PolicedGraph) => Asker,
): Promise<ExplanationInForce | null> {
  requireFew(loaders);
  const graph = await loaders.access.policedGraph();
  if (graph === null) throw new GordianError('NOT_READY', 'Nothing is registered yet that could be explained.');
  const asker = askerIn(graph);
  const isKnown = await loaders.access.knownTo(caller);
  if (!isThere(graph, coordinate) || !isKnown(coordinate)) return null;
  const guarded = guardedAt(graph.policy, coordinate);
  const decision = await explainDecision(graph.policy, asker, coordinate);
  return {
    ...decision,
    changes: () => changesOf(graph.policy, asker, decision),
    classification: describeGuarded(guarded),
    productUrn: urnOf(guarded),
    policyVersion: graph.policy.version,
  };
}

/** A field or an input of the graph, or a type whose rows are guarded. */
function isThere({ policy }: PolicedGraph, coordinate: string): boolean {
  return policy.rowsOf(coordinate) !== undefined || policy.rulesOf(coordinate).classification !== undefined;
}

/** To find out what would change an outcome, hundreds of callers may have to be tried. */
const maxPerRequest = 10;
const explainedIn = new WeakMap<MetadataContext['loaders'], number>();

function requireFew(loaders: MetadataContext['loaders']): void {
  const count = (explainedIn.get(loaders) ?? 0) + 1;
  explainedIn.set(loaders, count);
  if (count > maxPerRequest)
    throw new GordianError('OPERATION_LIMIT_EXCEEDED', `One request explains ${maxPerRequest} decisions at most.`);
}
