// Who may see what of the metadata itself: its own schema, contract and rules, asked by the personas of the repository with and without
// grants, through the walk of the gateway and by graphql-shield. More with other seeds: long-run.ts.
import { expect, test } from 'vitest';
import type { DomainPolicy } from '../../../policies/domain-policy.ts';
import { metadata } from '../../../policies/domains/metadata.ts';
import { personas } from '../../../policies/personas.ts';
import { noResult, runPolicy } from './authorized-campaign.ts';
import { type AuthorizedCase, createAuthorizedDifferential, guardedGraph } from './authorized-differential.ts';
import { personaModel } from './draw-persona.ts';
import { compileMetadata, drawMetadataCaller, metadataPolicy, metadataSupergraph } from './metadata-graph.ts';

const size = { operationsOfEach: 200, callersOfEach: 5, executionsOfEach: 1 };
const graph = guardedGraph(metadataSupergraph());
const policy = metadataPolicy();

test('the gateway shows and denies of the metadata what graphql-shield does', { timeout: 600_000 }, async () => {
  const { run, explain } = createAuthorizedDifferential(graph, policy, compileMetadata(graph));
  const documents = new Set<string>();
  const noting = (one: AuthorizedCase) => {
    documents.add(one.query);
    return run(one);
  };
  const result = noResult();
  await runPolicy({ graph, policy, explain, run: noting }, 'metadata', size, drawMetadataCaller(policy), result);
  for (const { one } of result.failures) expect.soft(await run(one), await explain(one)).toEqual({ kind: 'same' });
  expect(Object.values(result.refused).reduce((sum, count) => sum + count, 0)).toBeLessThan(result.executions * 0.2);
  expect(neverAsked([...documents].join('\n')), 'draw more operations').toEqual([]);
});

test.each([
  ['Query', 'unmaskedPaths', '{ unmaskedPaths(tag: "pii") { masked } }'],
  ['Mutation', 'recordWatermark', 'mutation { recordWatermark(product: "x", eventTime: "y") { unit } }'],
  ['Mutation', 'acknowledgeIncident', 'mutation { acknowledgeIncident(id: "x") { severity } }'],
])('a gateway that forgets the rule of %s.%s is found out', async (typeName, field, query) => {
  const forgetful = compileMetadata(graph, without(metadata, typeName, field));
  const { run } = createAuthorizedDifferential(graph, policy, forgetful);
  const verdicts = personas.map((persona) => run({ query, variables: {}, world: 1, caller: personaModel(persona) }));
  const kinds = (await Promise.all(verdicts)).map(({ kind }) => kind);
  expect(kinds).toContain('different');
});

function neverAsked(documents: string): string[] {
  const words = new Set(documents.match(/\w+/g));
  const { Query, Mutation } = { Query: graph.schema.getQueryType()!, Mutation: graph.schema.getMutationType()! };
  return [Query, Mutation].flatMap((root) => Object.keys(root.getFields()).filter((field) => !words.has(field)));
}

function without(domain: DomainPolicy, typeName: string, field: string): DomainPolicy {
  const { [field]: _, ...rest } = domain.rules[typeName] as Readonly<Record<string, never>>;
  return { ...domain, rules: { ...domain.rules, [typeName]: rest } };
}
