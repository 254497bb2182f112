import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Denial, Masking, Verdict } from '../../../../gateway/authorize/authorized-operation.ts';
import type { DataValue } from '../../../../gateway/execute/data-record.ts';
import type { Failure } from '../../../../gateway/execute/fetched-data.ts';
import { JsonBytes } from '../../../../gateway/execute/json-bytes.ts';
import { nothingLater } from '../../../../gateway/execute/later-fetches.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';
import { compileProjector } from '../../../../gateway/project/compile-projector.ts';
import type { ProjectionContext } from '../../../../gateway/project/projection.ts';
import { JsonLeaf, layoutOf, recordOf } from '../../../support/plain-data.ts';

const apiSchema = buildSchema(`
  scalar Any
  enum Color { RED GREEN }
  type Query { user: User users: [User!] must: User! pets: [Pet] leaf: Leaf }
  type User { id: ID! name: String email: String emails: [String!] strict: String! friend: User }
  type Leaf { int: Int float: Float string: String boolean: Boolean id: ID color: Color any: Any }
  interface Pet { id: ID } type Dog implements Pet { id: ID owner: User } type Cat implements Pet { id: ID }
`);

const denial: Denial = {
  kind: 'deny',
  code: 'FORBIDDEN',
  rule: 'secret-rule',
  reason: 'Needs scope a:read.',
  brief: 'Not for you.',
};
const mask = (apply: Masking['apply']): Masking => ({ kind: 'mask', rule: 'r', mask: 'm', apply });

interface Given {
  readonly verdicts?: Readonly<Record<string, Verdict>>;
  readonly failures?: readonly Failure[];
  /** Values that stand at several places. */
  readonly shared?: readonly unknown[];
  readonly context?: ProjectionContext;
}

function project(
  query: string,
  data: Record<string, unknown>,
  { verdicts = {}, failures = [], shared = [], context }: Given = {},
) {
  const shape = shapeOperation(prepareOperation({ apiSchema }, { query, operationName: null }), {});
  const authorized = { shape, verdicts: shape.fields.map(({ coordinate }) => verdicts[coordinate]), key: '' };
  const layout = layoutOf(data);
  const records = new Map<unknown, DataValue>();
  const leaves = new JsonBytes(64);
  const fetched = {
    data: recordOf(data, layout, leaves, records),
    layout,
    leaves,
    failures,
    fetches: [],
    later: nothingLater,
  };
  const projection = compileProjector(authorized)(
    { ...fetched, shared: new Set(shared.map((value) => records.get(value))) },
    context,
  );
  return {
    ...projection,
    data: JSON.parse(projection.data.toString()),
    brief: projection.errors.map(({ path, extensions }) => `${path.join('.')} ${extensions.code}`),
  };
}

describe('a denied field', () => {
  test.each([
    ['every client', false, 'Not for you.'],
    ['clients that may know the rules', true, 'Needs scope a:read.'],
  ])('is null with an error that says what is for %s', (_whom, tellsReasons, reason) => {
    const context = { decisionId: () => 'd-1', tellsReasons };
    const { data, errors } = project(
      '{ user { n: name mail: email } }',
      { user: { name: 'Ada' } },
      { verdicts: { 'User.email': denial }, context },
    );
    expect(data).toEqual({ user: { n: 'Ada', mail: null } });
    expect(errors).toEqual([
      {
        message: `Access to User.email is denied: ${reason}`,
        path: ['user', 'mail'],
        extensions: { code: 'FORBIDDEN', coordinate: 'User.email', reason, decisionId: 'd-1' },
      },
    ]);
    expect(JSON.stringify(errors)).not.toContain('secret-rule');
  });

  test('is told apart from a parent that is null', () => {
    expect(project('{ user { email } }', { user: {} }, { verdicts: { 'User.email': denial } }).data).toEqual({
      user: { email: null },
    });
    expect(project('{ user { email } }', { user: null }, { verdicts: { 'User.email': denial } })).toMatchObject({
      data: { user: null },
      errors: [],
    });
  });

  test('has an error at every place of a list', () => {
    const { data, brief } = project('{ users { email } }', { users: [{}, {}] }, { verdicts: { 'User.email': denial } });
    expect(data).toEqual({ users: [{ email: null }, { email: null }] });
    expect(brief).toEqual(['users.0.email FORBIDDEN', 'users.1.email FORBIDDEN']);
  });

  test('that is non-null bubbles like any null, up to the data', () => {
    expect(project('{ user { strict } }', { user: {} }, { verdicts: { 'User.strict': denial } })).toMatchObject({
      data: { user: null },
      brief: ['user.strict FORBIDDEN'],
    });
    expect(project('{ must { id } }', {}, { verdicts: { 'Query.must': denial } })).toMatchObject({
      data: null,
      brief: ['must FORBIDDEN'],
    });
  });

  test('a value that a subgraph sent all the same is not shown', () => {
    expect(
      project('{ user { email } }', { user: { email: 'x@y' } }, { verdicts: { 'User.email': denial } }).data,
    ).toEqual({ user: { email: null } });
  });
});

describe('a masked field', () => {
  test.each([
    ['is replaced', (value: unknown) => `${String(value)[0]}***`, { email: 'a***', emails: ['a***', 'b***'] }, []],
    ['may become null', () => null, { email: null, emails: null }, ['user.emails.0 NON_NULL_VIOLATION']],
    [
      'is closed when the mask fails',
      () => {
        throw new Error('a@x');
      },
      { email: null, emails: null },
      ['user.email POLICY_UNAVAILABLE', 'user.emails.0 POLICY_UNAVAILABLE'],
    ],
  ])('%s', (_, apply, user, brief) => {
    const verdicts = { 'User.email': mask(apply), 'User.emails': mask(apply) };
    const projected = project(
      '{ user { email emails } }',
      { user: { email: 'a@x', emails: ['a@x', 'b@x'] } },
      { verdicts },
    );
    expect(projected.data).toEqual({ user });
    expect(projected.brief).toEqual(brief);
    expect(JSON.stringify(projected)).not.toContain('a@x');
  });

  test('null stays null, without asking the mask', () => {
    const verdicts = { 'User.email': mask(() => 'masked') };
    expect(project('{ user { email } }', { user: { email: null } }, { verdicts }).data).toEqual({
      user: { email: null },
    });
  });
});

describe('leaves', () => {
  test.each<[string, unknown, unknown]>([
    ['int', 2_147_483_647, 2_147_483_647],
    ['int', -2_147_483_648, -2_147_483_648],
    ['int', 2_147_483_648, undefined],
    ['int', 1.5, undefined],
    ['int', '1', undefined],
    ['float', 1, 1],
    ['float', 1.5e300, 1.5e300],
    ['string', '', ''],
    ['string', 1, undefined],
    ['boolean', false, false],
    ['boolean', 0, undefined],
    ['id', 7, '7'],
    ['id', 'x', 'x'],
    ['id', 1.5, undefined],
    ['color', 'RED', 'RED'],
    ['color', 'HIDDEN', undefined],
    ['color', 'toString', undefined],
    ['any', { a: [0, false, ''] }, { a: [0, false, ''] }],
    ['string', ['x'], undefined],
  ])('%s of %j', (field, value, expected) => {
    const { data, brief } = project(`{ leaf { ${field} } }`, { leaf: { [field]: new JsonLeaf(value) } });
    expect(data).toEqual({ leaf: { [field]: expected ?? null } });
    expect(brief).toEqual(expected === undefined ? [`leaf.${field} SUBGRAPH_BAD_RESPONSE`] : []);
  });
});

describe('failures', () => {
  const failure = (part: Partial<Failure>): Failure => ({
    code: 'SUBGRAPH_ERROR',
    message: 'm',
    details: {},
    subgraph: 's',
    path: null,
    lost: null,
    ...part,
  });

  test('of a field come under every alias of the client', () => {
    const failures = [failure({ path: ['users', 1, 'name'] })];
    const { brief } = project(
      '{ a: users { x: name y: name } }',
      { users: [{ name: 'n' }, { name: undefined }] },
      { failures },
    );
    expect(brief).toEqual(['a.1.x SUBGRAPH_ERROR', 'a.1.y SUBGRAPH_ERROR']);
  });

  test('below a null keep their whole path, as far as the client asked', () => {
    const failures = [
      failure({ path: ['user', 'friend', 'strict'] }),
      failure({ path: ['user', 'friend', 'notAsked'] }),
    ];
    const { brief } = project('{ u: user { f: friend { s: strict } } }', { user: undefined }, { failures });
    expect(brief).toEqual(['u.f.s SUBGRAPH_ERROR', 'u.f SUBGRAPH_ERROR']);
  });

  test('of a whole fetch come once, at the first field of the client, and not at all when none is affected', () => {
    const failures = [failure({ lost: { path: ['users', 0], fields: ['name', 'email'], scope: 'place' } })];
    const { data, brief } = project(
      '{ users { id e: email name } }',
      { users: [{ id: '1' }, { id: '2' }] },
      { failures },
    );
    expect(data).toEqual({
      users: [
        { id: '1', e: null, name: null },
        { id: '2', e: null, name: null },
      ],
    });
    expect(brief).toEqual(['users.0.e SUBGRAPH_ERROR']);
    expect(project('{ users { id } }', { users: [{ id: '1' }] }, { failures }).brief).toEqual([]);
  });

  test('that nothing explains are told too: no silent null', () => {
    expect(project('{ user { name } }', { user: {} })).toMatchObject({
      data: { user: { name: null } },
      brief: ['user.name SUBGRAPH_BAD_RESPONSE'],
    });
  });
});

describe('abstract types', () => {
  test('an unknown type is null with an error that does not name it', () => {
    const { data, errors } = project('{ pets { id ... on Dog { owner { name } } } }', {
      pets: [{ __typename: 'Ghost', id: '1' }, { __typename: 'Cat', id: '2' }, { id: '3' }],
    });
    expect(data).toEqual({ pets: [null, { id: '2' }, null] });
    expect(errors.map(({ path }) => path)).toEqual([
      ['pets', 0],
      ['pets', 2],
    ]);
    expect(JSON.stringify(errors)).not.toContain('Ghost');
  });

  test('an object without a type is fine where all types are asked alike', () => {
    expect(project('{ pets { id } }', { pets: [{ id: '1' }, { __typename: 'Pet', id: '2' }] })).toMatchObject({
      data: { pets: [{ id: '1' }, { id: '2' }] },
      errors: [],
    });
  });
});

describe('introspection', () => {
  test('is put where the client asked for it', () => {
    const context = { introspection: { s: Buffer.from('{"queryType":{"name":"Query"}}'), t: Buffer.from('null') } };
    const { data } = project(
      '{ s: __schema { queryType { name } } t: __type(name: "None") { name } user { id } }',
      { user: null },
      { context },
    );
    expect(data).toEqual({ s: { queryType: { name: 'Query' } }, t: null, user: null });
  });

  test('that is not allowed is an error', () => {
    expect(project('{ __type(name: "User") { name } }', {}).brief).toEqual(['__type FORBIDDEN']);
  });
});

test('a projector is compiled once for an authorized operation', () => {
  const shape = shapeOperation(prepareOperation({ apiSchema }, { query: '{ user { id } }', operationName: null }), {});
  const authorized = { shape, verdicts: [], key: '' };
  expect(compileProjector(authorized)).toBe(compileProjector(authorized));
});

describe('an answer that would grow beyond measure is refused', () => {
  test('when little data is written again and again', () => {
    const user = { name: 'x'.repeat(1_000) };
    const users = new Array(1_000).fill({ friend: user });
    const aliases = Array.from({ length: 20 }, (_, n) => `a${n}: name`).join(' ');
    const query = `{ users { friend { ${aliases} } } }`;
    expect(() => project(query, { users })).toThrow(/longer than \d+ characters/);
    expect(() => project(query, { users }, { shared: [user] })).toThrow(/longer than \d+ characters/);
  });

  test('when it is made of errors', () => {
    const users = new Array(60_000).fill({});
    expect(() => project('{ users { email } }', { users }, { verdicts: { 'User.email': denial } })).toThrow(
      /longer than \d+ characters/,
    );
  });
});

describe('a value that stands at several places', () => {
  const friend = { name: 'Ada', email: 'ada@example.org' };
  const data = { users: [{ friend }, { friend }, { friend: { name: 'Bob' } }] };

  test('is completed once', () => {
    const names: unknown[] = [];
    const verdicts = { 'User.name': mask((name) => names.push(name)) };
    const { data: projected } = project('{ users { friend { name } } }', data, { verdicts, shared: [friend] });
    expect(names).toEqual(['Ada', 'Bob']);
    expect(projected).toEqual({ users: [1, 1, 2].map((name) => ({ friend: { name } })) });
  });

  test('has its errors at every place', () => {
    const given = { verdicts: { 'User.email': denial }, shared: [friend] };
    const { data: projected, brief } = project('{ users { friend { name email } } }', data, given);
    expect(projected).toMatchObject({
      users: [{ friend: { name: 'Ada', email: null } }, { friend: { name: 'Ada' } }, {}],
    });
    expect(brief).toEqual(['0', '1', '2'].map((index) => `users.${index}.friend.email FORBIDDEN`));
  });
});
