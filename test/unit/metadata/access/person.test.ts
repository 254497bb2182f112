import { expect, test } from 'vitest';
import { anonymous } from '../../../../kit/caller.ts';
import { actorKindOf, personOf } from '../../../../subgraphs/metadata/access/person.ts';

const ann = { ...anonymous, issuer: 'https://identity.test', subject: 'ann' };

test('a service is one by its role, and not by a group that is called alike', () => {
  const pipeline = personOf({ ...ann, roles: new Set(['service']) });
  const member = personOf({ ...ann, claims: { groups: ['service'] } });
  expect([pipeline, member].map((person) => [person.isService, actorKindOf(person)])).toEqual([
    [true, 'service'],
    [false, 'user'],
  ]);
});

test('nobody in particular is no person', () => {
  expect(() => personOf(anonymous)).toThrow('send a token');
});
