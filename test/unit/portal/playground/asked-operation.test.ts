import { describe, expect, test } from 'vitest';
import { kindOf, withOwnName } from '../../../../portal/source/playground/asked-operation.ts';

const listen = 'subscription TicketUpdates { ticketUpdated { id } }';
const two = 'query One { a } mutation Two { b }';

describe('the kind of an operation', () => {
  test.each([
    ['as it is named', listen, 'TicketUpdates', 'subscription'],
    ['without a name', listen, undefined, 'subscription'],
    ['under the name of the tab before', listen, 'CustomerProfile', 'subscription'],
    ['of several, the one that is named', two, 'Two', 'mutation'],
    ['of several, none that is named', two, 'CustomerProfile', null],
    ['of several without a name', two, null, null],
    ['of what is not finished', 'subscription {', 'TicketUpdates', null],
    ['of nothing', '', undefined, null],
  ] as const)('%s', (_, query, operationName, kind) => {
    expect(kindOf({ query, operationName })).toBe(kind);
  });
});

test.each([
  ['is kept when the document has it', two, 'One', 'One'],
  ['is left out when it is of another document', two, 'Three', undefined],
  ['is left out when nobody can read the document', 'query {', 'One', undefined],
])('a name %s', (_, query, operationName, sent) => {
  expect(withOwnName({ query, operationName }).operationName).toBe(sent);
});
