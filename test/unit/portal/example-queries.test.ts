// The queries that the playground opens with are checked against the graph that the domains make together, so that a field
// that moves or goes is noticed here and not by a visitor.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { takeAccessDirectives } from '../../../schema/access-directives.ts';
import { composeSupergraph } from '../../../schema/compose.ts';
import { provenanceStubs } from '../../../schema/provenance-stubs.ts';
import { readSubgraphSdl, type SubgraphSdl } from '../../../schema/subgraph-sdl.ts';

const repository = join(import.meta.dirname, '../../..');
const queries = join(repository, 'portal/queries');
const domains = ['catalog', 'customers', 'metadata', 'orders', 'payments', 'support'];

const schema = composedSchema();

test.each(readdirSync(queries))('%s fits the graph', (file) => {
  expect(validate(schema, parse(readFileSync(join(queries, file), 'utf8')))).toEqual([]);
});

function composedSchema() {
  const inputs = domains.map((name) => {
    const file = `subgraphs/${name}/schema.graphql`;
    return { name, file, url: `http://${name}.test/graphql`, sdl: readFileSync(join(repository, file), 'utf8') };
  });
  const stubs = provenanceStubs(inputs.map(({ sdl, file }) => parsed(sdl, file)));
  const composition = composeSupergraph(
    inputs.map((input) => (input.file === stubs.servedBy ? { ...input, generatedSdl: stubs.sdl } : input)),
  );
  if (!composition.ok) throw new Error(composition.problems.map(({ message }) => message).join('\n'));
  return Supergraph.build(takeAccessDirectives(composition.supergraphSdl).sdl).apiSchema().toGraphQLJSSchema();
}

function parsed(sdl: string, file: string): SubgraphSdl {
  const read = readSubgraphSdl(sdl, file);
  if (read.sdl === null) throw new Error(read.problem.message);
  return read.sdl;
}
