// Whether some small operation on the candidate is more than a planner can do: then whoever finds it takes the gateway down with twenty
// characters. Said with the type, with those who own it, and with what would help.
import { Kind } from 'graphql';
import { probePlans } from '../../../../schema/planning/probe-plans.ts';
import type { ProbeQuery } from '../../../../schema/planning/probe-queries.ts';
import type { SlowType } from '../../../../schema/planning/probe-types.ts';
import { type Place, type Problem, problemAt } from '../../../../schema/problem.ts';
import type { Publication, PublishedSubgraph } from '../../../../schema/publication.ts';
import { placeOf } from '../../../../schema/subgraph-sdl.ts';

/** All probes of a candidate together; the graphs of large organisations need about a second. */
const totalMs = 10_000;
/** Twice what a gateway gives one plan unless it is told otherwise (planning.budgetMs): machines that publish are busy. */
const slowMs = 500;
/** Beyond this it is not the machine that is slow. */
const unplannableMs = 5_000;

/** @param onRisk see examine.ts */
export async function findUnplannable(
  { supergraphSdl, subgraphs }: Pick<Publication, 'supergraphSdl' | 'subgraphs'>,
  onRisk: (problem: Problem) => void,
): Promise<Problem[]> {
  const slow = await probePlans(supergraphSdl, { totalMs, slowMs }, (probe) =>
    onRisk(unplannable(probe, subgraphs, 'planning it does not end')),
  );
  return slow.map((type) =>
    isUnplannable(type) ? unplannable(type, subgraphs, whyOf(type)) : slowOf(type, subgraphs),
  );
}

function isUnplannable({ refusedWith, tookMs }: SlowType): boolean {
  return refusedWith !== null || tookMs > unplannableMs;
}

function whyOf({ refusedWith, tookMs }: SlowType): string {
  return refusedWith === null
    ? `planning it takes ${tookMs} ms`
    : 'there are more ways to answer it than can be weighed';
}

function unplannable({ typeName, query }: ProbeQuery, subgraphs: readonly PublishedSubgraph[], why: string): Problem {
  return {
    ...about(typeName, subgraphs),
    code: 'UNPLANNABLE_TYPE',
    severity: 'error',
    message: `No gateway can answer small operations on ${typeName}: ${why}: ${query.trim()} ${owned(typeName, subgraphs)}`,
  };
}

function slowOf({ typeName, query, tookMs }: SlowType, subgraphs: readonly PublishedSubgraph[]): Problem {
  return {
    ...about(typeName, subgraphs),
    code: 'SLOW_TO_PLAN',
    severity: 'warning',
    message: `Planning ${query.trim()} takes ${tookMs} ms, more than a gateway gives one operation. ${owned(typeName, subgraphs)}`,
  };
}

function about(
  typeName: string,
  subgraphs: readonly PublishedSubgraph[],
): Omit<Problem, 'code' | 'severity' | 'message'> {
  const [first, ...others] = placesOf(typeName, subgraphs);
  const fix = `Let one subgraph alone resolve the fields that lead back to ${typeName} (no @shareable there; the others keep the @key only), or let them lead to an object type.`;
  const problem = problemAt(first ?? { file: '.', line: 1, column: 1 }, {
    code: '',
    severity: 'error',
    message: '',
    fix,
  });
  return others.length === 0 ? problem : { ...problem, related: others };
}

type NamedPlace = Place & { readonly message: string };

function placesOf(typeName: string, subgraphs: readonly PublishedSubgraph[]): NamedPlace[] {
  return subgraphs.flatMap(({ name, parsed }) => {
    const { definitions } = parsed.document;
    const definition = definitions.find(
      (node) =>
        (node.kind === Kind.INTERFACE_TYPE_DEFINITION || node.kind === Kind.UNION_TYPE_DEFINITION) &&
        node.name.value === typeName,
    );
    return definition === undefined ? [] : [{ ...placeOf(definition, parsed.file), message: `in subgraph "${name}"` }];
  });
}

/** Unions are in no contract: who has the type in a schema answers for it. */
function owned(typeName: string, subgraphs: readonly PublishedSubgraph[]): string {
  const home = subgraphs.filter((subgraph) => placesOf(typeName, [subgraph]).length > 0);
  const promising = home.flatMap(({ contracts }) =>
    contracts.filter(({ objects }) => objects.some(({ name }) => name === typeName)),
  );
  const contracts = promising.length > 0 ? promising : home.flatMap((subgraph) => subgraph.contracts.slice(0, 1));
  const owners = [...new Set(contracts.map(({ owner, product }) => `${owner.name} (${product})`))];
  return `${typeName} belongs to ${owners.join(', ')}.`;
}
