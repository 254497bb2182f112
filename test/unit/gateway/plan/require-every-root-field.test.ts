import { parse } from 'graphql';
import { expect, test } from 'vitest';
import type { FetchNode, PlanNode } from '../../../../gateway/plan/plan.ts';
import { requireEveryRootField } from '../../../../gateway/plan/require-every-root-field.ts';

const fetchOf = (...names: readonly string[]): FetchNode => ({
  kind: 'fetch',
  subgraph: 's',
  operationKind: 'query',
  document: '',
  variables: [],
  requires: null,
  needs: [],
  typenameRewrites: [],
  contextInputs: [],
  answer: names.map((name) => ({ responseName: name, keepAs: name, selections: null })),
  internalCoordinates: [],
});

const document = parse('{ a b__1: b }');

test.each<[string, PlanNode | null, string | null]>([
  ['all in one fetch', fetchOf('a', 'b__1'), null],
  [
    'spread over several',
    { kind: 'parallel', nodes: [fetchOf('a'), { kind: 'sequence', nodes: [fetchOf('b__1')] }] },
    null,
  ],
  ['one is missing', fetchOf('a'), 'b'],
  [
    'one is only a field of an entity',
    { kind: 'sequence', nodes: [fetchOf('a'), { kind: 'flatten', path: ['a'], node: fetchOf('b__1') }] },
    'b',
  ],
  ['there is no plan', null, 'a'],
])('%s', (_, node, missing) => {
  const check = () => requireEveryRootField(document, { node, deferred: [], interfaceObjects: [] });
  if (missing) expect(check).toThrow(`No subgraph answers the field "${missing}"`);
  else expect(check).not.toThrow();
});
