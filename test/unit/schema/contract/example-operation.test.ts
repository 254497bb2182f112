import { expect, test } from 'vitest';
import { exampleProblem } from '../../../../schema/contract/example-operation.ts';

test.each<[string, unknown, RegExp | null]>([
  ['a query', { document: 'query Newest { orders { id } }' }, null],
  [
    'a query with variables',
    { document: 'query One($id: ID!) { order(id: $id) { id } }', variables: { id: '1' } },
    null,
  ],
  ['a query with a fragment', { document: 'query Lines { orders { ...Line } } fragment Line on Order { id }' }, null],
  ['text', '{ orders { id } }', /needs a "document"/],
  ['no document', { variables: {} }, /needs a "document"/],
  ['variables in a list', { document: '{ a }', variables: ['1'] }, /are a mapping/],
  ['a text that is no GraphQL', { document: '{ orders {' }, /no GraphQL: .*line 1, column 11/],
  ['a mutation', { document: 'mutation { placeOrder { id } }' }, /must change nothing/],
  ['two queries', { document: 'query A { a } query B { b }' }, /one query/],
  ['a query without a name', { document: '{ orders { id } }' }, /needs a name/],
  ['nothing', { document: 'fragment A on B { c }' }, /one query/],
])('%s', (_, implementation, problem) => {
  if (problem === null) expect(exampleProblem(implementation)).toBeNull();
  else expect(exampleProblem(implementation)).toMatch(problem);
});
