// Rules that read the row, in a subgraph: the row is made by the subgraph's own resolvers, and what is hidden stays closed to
// everyone but the gateway.
import { beforeEach, describe, expect, test } from 'vitest';
import { email } from '../../../policies/masks/email.ts';
import { requires } from '../../../policies/requirement.ts';
import { and, or, rule } from '../../../policies/shield.ts';
import { hasScope, type RuleContext } from '../../../policies/vocabulary.ts';
import { askProtected, protectedSchema, refusalsIn } from '../../support/protected-schema.ts';
import { callerWith } from '../../support/small-policy.ts';

const sdl = /* GraphQL */ `
  type Query { customers: [Customer!]! customer(id: ID!): Customer orders: [Order!]! }
  enum Region { EAST WEST }
  type Customer @key(fields: "id") {
    id: ID!
    name: String!
    region: Region
    manager: Manager
    visits: [Visit!]!
    revenue(currency: String = "EUR"): Int
    phone: String
    note: String
    secret: String
  }
  type Manager { id: ID! team: Team }
  type Team { code: String }
  type Visit { at: String }
  type Order @key(fields: "id") { id: ID! region: Region total: Int }
`;

let resolved: string[] = [];
const record = (what: string) => void resolved.push(what);

const people = [
  { id: '1', name: 'Ann', region: 'east', managerId: 'm1', phone: '1', note: 'n1', secret: 's1' },
  { id: '2', name: 'Bob', region: 'west', managerId: 'm2', phone: '2', note: 'n2', secret: 's2' },
];

const resolvers = {
  Region: { EAST: 'east', WEST: 'west' },
  Query: {
    customers: () => people,
    customer: (_: unknown, { id }: { id: string }) => people.find((person) => person.id === id) ?? null,
    orders: () => [
      { id: 'A', region: 'east', total: 1 },
      { id: 'B', region: 'west', total: 2 },
    ],
  },
  Customer: {
    region: ({ id, region }: (typeof people)[number]) => {
      record(`region ${id}`);
      return region;
    },
    manager: async ({ managerId }: (typeof people)[number]) => ({
      id: managerId,
      team: { code: `team of ${managerId}` },
    }),
    visits: () => [{ at: 'monday' }, { at: 'friday' }],
    revenue: (_: unknown, { currency }: { currency: string }) => (currency === 'EUR' ? 10 : 0),
  },
};

type Seen = Readonly<Record<string, unknown>>;

/** What the rules were given, in words. */
let seen: string[] = [];

function reading<Row>(name: string, fragment: string, judge: (row: Row, caller: RuleContext['caller']) => boolean) {
  const asked = rule(`shop.${name}`, { cache: 'no_cache', fragment })((row: unknown, _args, { caller }: RuleContext) =>
    judge(row as Row, caller),
  );
  return requires(asked, `to be ${name}`);
}

const sameRegion = reading('sameRegion', '... on Customer { region }', ({ region }: Seen, { claims }) => {
  seen.push(String(region));
  return region === claims.region;
});
const ownTeam = reading(
  'ownTeam',
  '... on Customer { manager { id team { code } } }',
  ({ manager }: { manager: { team: { code: string } } }, { claims }) => manager.team.code === claims.team,
);
const visited = reading('visited', '... on Customer { visits { at } }', ({ visits }: { visits: { at: string }[] }) =>
  visits.some(({ at }) => at === 'friday'),
);
const wealthy = reading('wealthy', '... on Customer { revenue }', ({ revenue }: { revenue: number }) => revenue > 5);
const ordersOfRegion = reading(
  'ordersOfRegion',
  '... on Order { region }',
  ({ region }: Seen, { claims }) => region === claims.region,
);
const curious = reading('curious', '... on Customer { region }', ({ name }: Seen) => name !== undefined);

const schema = protectedSchema({
  sdl,
  resolvers,
  policy: {
    rules: {
      Customer: {
        phone: sameRegion,
        note: or(hasScope('shop:note:read'), and(sameRegion, ownTeam, visited, wealthy)),
        secret: curious,
      },
    },
    rows: { Order: or(hasScope('shop:order:all'), ordersOfRegion) },
  },
});

const east = callerWith({ claims: { region: 'EAST', team: 'team of m1' } });

beforeEach(() => {
  resolved = [];
  seen = [];
});

describe('a rule that reads the row', () => {
  test('opens the field for some rows, and refuses it for the others', async () => {
    const answer = await askProtected(schema, '{ customers { name phone } }', { caller: east });
    expect(answer.data).toEqual({
      customers: [
        { name: 'Ann', phone: '1' },
        { name: 'Bob', phone: null },
      ],
    });
    expect(answer.errors?.map(({ path, extensions }) => [path?.join('.'), extensions])).toEqual([
      [
        'customers.1.phone',
        { code: 'FORBIDDEN', coordinate: 'Customer.phone', reason: 'The policy does not open this to the caller.' },
      ],
    ]);
  });

  test('gets the values as a client would, not as the resolvers have them', async () => {
    await askProtected(schema, '{ customer(id: 1) { phone } }', { caller: east });
    expect(seen).toEqual(['EAST']);
  });

  test('may read objects, lists, and fields whose arguments have defaults', async () => {
    const { data } = await askProtected(schema, '{ customers { note } }', { caller: east });
    expect(data).toEqual({ customers: [{ note: 'n1' }, { note: null }] });
  });

  test('has its row read once per object, however many fields and aliases ask for it', async () => {
    await askProtected(schema, '{ customers { a: phone b: phone secret } }', { caller: east });
    expect(resolved.filter((what) => what === 'region 1')).toHaveLength(1);
    expect(resolved.filter((what) => what === 'region 2')).toHaveLength(1);
  });

  test('has no row read for it when the caller alone decides', async () => {
    const { data } = await askProtected(schema, '{ customers { note } }', {
      caller: callerWith({ scopes: ['shop:note:read'] }),
    });
    expect(data).toEqual({ customers: [{ note: 'n1' }, { note: 'n2' }] });
    expect(resolved).toEqual([]);
  });

  test('gets a row of its own in each request', async () => {
    const west = callerWith({ claims: { region: 'WEST' } });
    const answers = await Promise.all(
      [east, west, east].map((caller) => askProtected(schema, '{ customers { phone } }', { caller })),
    );
    expect(
      answers.map(({ data }) =>
        (data as { customers: { phone: string | null }[] }).customers.map(({ phone }) => phone),
      ),
    ).toEqual([
      ['1', null],
      [null, '2'],
      ['1', null],
    ]);
  });

  test('that reads more than it has declared fails, and the field stays closed', async () => {
    const faults: object[] = [];
    const log = { error: (fault: object) => faults.push(fault) };
    const answer = await askProtected(schema, '{ customer(id: 1) { secret } }', { caller: east, log });
    expect([answer.data, refusalsIn(answer)]).toEqual([
      { customer: { secret: null } },
      ['POLICY_UNAVAILABLE Customer.secret'],
    ]);
    expect(faults).toMatchObject([{ event: 'policy.fault', rule: 'shop.curious' }]);
  });

  test('is not asked for what the assertion names: the gateway asks it', async () => {
    const answer = await askProtected(schema, '{ customers { phone } }', {
      caller: east,
      internal: ['Customer.phone'],
    });
    expect([answer.data, seen]).toEqual([{ customers: [{ phone: '1' }, { phone: '2' }] }, []]);
  });
});

test('a row that was read of an object as one type judges it as no other, though both read fields of one name', async () => {
  const ofRegion = (typeName: string) =>
    reading(
      `regionOf${typeName}`,
      `... on ${typeName} { region }`,
      ({ region }: Seen, { claims }) => region === claims.region,
    );
  const served = protectedSchema({
    sdl: 'type Query { person: Person } type Person { region: String nick: String file: File } type File { region: String content: String }',
    resolvers: {
      Query: { person: () => ({}) },
      // The same object serves both, as values inside of others often do.
      Person: { region: () => 'EAST', nick: () => 'ann', file: (person: object) => person },
      File: { region: () => 'WEST', content: () => 'of the west' },
    },
    policy: { rules: { Person: { nick: ofRegion('Person') }, File: { content: ofRegion('File') } } },
  });
  const { data } = await askProtected(served, '{ person { nick file { content } } }', { caller: east });
  expect(data).toEqual({ person: { nick: 'ann', file: { content: null } } });
});

test('a row that cannot be read closes what the rule guards, and the log says which field failed', async () => {
  const failing = protectedSchema({
    sdl: 'type Query { thing: Thing } type Thing { a: String b: String open: String }',
    resolvers: {
      Query: { thing: () => ({ open: 'yes' }) },
      Thing: {
        a: () => {
          throw new Error('database down');
        },
        b: () => 'b',
      },
    },
    policy: {
      rules: {
        Thing: { b: reading('aIsThere', '... on Thing { a }', ({ a }: Seen) => a !== 'closed') },
      },
    },
  });
  const lines: object[] = [];
  const log = { error: (line: object) => lines.push(line) };
  const answer = await askProtected(failing, '{ thing { b open } }', { caller: east, log });
  expect([answer.data, refusalsIn(answer)]).toEqual([
    { thing: { b: null, open: 'yes' } },
    ['POLICY_UNAVAILABLE Thing.b'],
  ]);
  expect(lines).toMatchObject([
    { event: 'policy.row', field: 'a', err: { message: 'database down' } },
    { event: 'policy.fault', rule: 'shop.aIsThere' },
  ]);
});

describe('the rows of a type', () => {
  const orders = '{ orders { id total } }';

  test.each<[string, string[], string[], object | null, string[]]>([
    [
      'are all there for who sees all',
      ['shop:order:all'],
      [],
      {
        orders: [
          { id: 'A', total: 1 },
          { id: 'B', total: 2 },
        ],
      },
      [],
    ],
    [
      'are closed in every field where they are hidden; a field that may not be null takes its list with it',
      [],
      [],
      null,
      ['FORBIDDEN Order.id', 'FORBIDDEN Order.total'],
    ],
    [
      'are whole for the gateway, which leaves the hidden ones out itself',
      [],
      ['Order.id', 'Order.total'],
      {
        orders: [
          { id: 'A', total: 1 },
          { id: 'B', total: 2 },
        ],
      },
      [],
    ],
    [
      'give the gateway what it names and nothing else',
      [],
      ['Order.id'],
      {
        orders: [
          { id: 'A', total: 1 },
          { id: 'B', total: null },
        ],
      },
      ['FORBIDDEN Order.total'],
    ],
  ])('%s', async (_name, scopes, internal, data, refusals) => {
    const caller = callerWith({ scopes, claims: { region: 'EAST' } });
    const answer = await askProtected(schema, orders, { caller, internal });
    expect([answer.data, refusalsIn(answer)]).toEqual([data, refusals]);
  });
});

describe('a masked field', () => {
  const masked = protectedSchema({
    sdl: 'type Query { thing: Thing } type Thing { region: String card: String }',
    resolvers: { Query: { thing: () => ({ region: 'EAST', card: '4711' }) } },
    policy: {
      masks: {
        Thing: {
          card: {
            unless: reading(
              'home',
              '... on Thing { region }',
              ({ region }: Seen, { claims }) => region === claims.region,
            ),
            with: email,
          },
        },
      },
    },
  });

  test.each<[string, string, string[], string | null]>([
    ['clear, where the row shows it clear', 'EAST', [], '4711'],
    ['not at all, where it would be masked', 'WEST', [], null],
    ['clear to the gateway, which says that it masks it', 'WEST', ['Thing.card'], '4711'],
  ])('comes %s', async (_name, region, internal, card) => {
    const answer = await askProtected(masked, '{ thing { card } }', {
      caller: callerWith({ claims: { region } }),
      internal,
    });
    expect(answer.data).toEqual({ thing: { card } });
    expect(refusalsIn(answer)).toEqual(card === null ? ['FORBIDDEN Thing.card'] : []);
  });
});

describe('a grant', () => {
  const grant = { id: 'g', targets: ['Thing.a'], outcome: 'ALLOW', validUntil: Date.now() / 1_000 + 60 } as const;
  const granting = protectedSchema({
    sdl: 'type Query { things: [Thing!]! } type Thing { a: String b: String }',
    resolvers: {
      Query: {
        things: () => [
          { a: 'a', b: 'b' },
          { a: 'a', b: 'b' },
        ],
      },
    },
    policy: { rules: { Thing: { a: hasScope('shop:thing:read'), b: hasScope('shop:thing:read') } } },
  });

  test('opens what it names, and not what the same rules guard', async () => {
    const { data } = await askProtected(granting, '{ things { a b } }', { caller: callerWith({ grants: [grant] }) });
    expect(data).toEqual({
      things: [
        { a: 'a', b: null },
        { a: 'a', b: null },
      ],
    });
  });

  test('opens nothing once it has ended', async () => {
    const ended = { ...grant, validUntil: Date.now() / 1_000 - 1 };
    const { data } = await askProtected(granting, '{ things { a } }', { caller: callerWith({ grants: [ended] }) });
    expect(data).toEqual({ things: [{ a: null }, { a: null }] });
  });
});

test('a rule that asks where it runs is told the region of the subgraph', async () => {
  const here = requires(
    rule('shop.runsInEast', { cache: 'contextual' })((_row, _args, { region }: RuleContext) => region === 'EAST'),
    'to run in EAST',
  );
  const answers = ['EAST', 'WEST', undefined].map((region) =>
    askProtected(
      protectedSchema({
        sdl: 'type Query { thing: String }',
        resolvers: { Query: { thing: () => 'here' } },
        policy: { rules: { Query: { thing: here } } },
        ...(region && { region }),
      }),
      '{ thing }',
      { caller: east },
    ),
  );
  expect((await Promise.all(answers)).map(({ data }) => data)).toEqual([
    { thing: 'here' },
    { thing: null },
    { thing: null },
  ]);
});
