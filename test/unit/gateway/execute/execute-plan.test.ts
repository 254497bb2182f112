import { describe, expect, test } from 'vitest';
import { executePlan } from '../../../../gateway/execute/execute-plan.ts';
import type { HeadersFor } from '../../../../gateway/execute/execution.ts';
import type { SubgraphRequest, SubgraphTransport } from '../../../../gateway/execute/subgraph-transport.ts';
import type {
  AnswerField,
  FetchNode,
  FlattenNode,
  PlanNode,
  RequiredSelection,
} from '../../../../gateway/plan/plan.ts';
import { plainData } from '../../../support/plain-data.ts';

/** `'a b{c}'` as fields of an answer. */
function fields(text: string): readonly AnswerField[] {
  const tokens = text.match(/\w+|[{}]/g) ?? [];
  const read = (): AnswerField[] => {
    const found: AnswerField[] = [];
    while (tokens.length > 0 && tokens[0] !== '}') {
      const responseName = tokens.shift()!;
      const hasBelow = tokens[0] === '{' && Boolean(tokens.shift());
      found.push({ responseName, keepAs: responseName, selections: hasBelow ? read() : null });
    }
    tokens.shift();
    return found;
  };
  return read();
}

const fetchOf = (subgraph: string, answer: string, more: Partial<FetchNode> = {}): FetchNode => ({
  kind: 'fetch',
  subgraph,
  operationKind: 'query',
  document: `{${subgraph}}`,
  variables: [],
  requires: null,
  needs: [],
  typenameRewrites: [],
  contextInputs: [],
  answer: fields(answer),
  internalCoordinates: [],
  ...more,
});

const required = (...names: readonly string[]): readonly RequiredSelection[] =>
  ['__typename', ...names].map((name) => ({ kind: 'field', privateName: name, sendAs: name, selections: null }));

const entities = (path: string, subgraph: string, answer: string, ...inputs: readonly string[]): FlattenNode => ({
  kind: 'flatten',
  path: path.split('.'),
  node: fetchOf(subgraph, answer, { requires: required(...inputs) }),
});

type Reply = (representations: readonly Record<string, unknown>[], request: SubgraphRequest) => unknown;

interface RunOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headersFor?: HeadersFor;
  readonly interfaceObjects?: readonly string[];
}

function scripted(replies: Readonly<Record<string, Reply>>) {
  const requests: SubgraphRequest[] = [];
  const transport: SubgraphTransport = {
    async send(request) {
      requests.push(request);
      const { representations = [] } = JSON.parse(request.body).variables;
      const text = JSON.stringify(await replies[request.subgraph]!(representations, request));
      return { kind: 'response', body: Buffer.from(text) };
    },
  };
  const run = async (
    node: PlanNode | null,
    { variables = {}, headersFor = async () => ({}), interfaceObjects = [] }: RunOptions = {},
  ) => {
    const context = { variables, subgraphs: transport, headersFor, deadlineMs: 5_000 };
    const fetched = await executePlan({ node, deferred: [], interfaceObjects }, context);
    return { ...fetched, data: plainData(fetched.data, fetched.layout, fetched.leaves) as Record<string, unknown> };
  };
  return { run, requests };
}

const rows = (...all: readonly object[]) => ({ data: { rows: all.map((row) => ({ __typename: 'Row', ...row })) } });
const root = fetchOf('a', 'rows{__typename id extra dims{x y} name}');

describe('fetches of entities', () => {
  test('send equal representations once and give the answer to all their objects', async () => {
    const { run, requests } = scripted({
      a: () => rows({ id: 1 }, { id: 2 }, { id: 1 }),
      b: (representations) => ({ data: { _entities: representations.map(({ id }) => ({ name: `n${id}` })) } }),
    });
    const { data, fetches } = await run({ kind: 'sequence', nodes: [root, entities('rows.@', 'b', 'name', 'id')] });
    expect(JSON.parse(requests[1]!.body).variables.representations).toHaveLength(2);
    expect((data.rows as { name: string }[]).map(({ name }) => name)).toEqual(['n1', 'n2', 'n1']);
    expect(fetches.map(({ representations }) => representations)).toEqual([0, 2]);
  });

  test('tell apart objects of two types, and keys of two kinds', async () => {
    const { run, requests } = scripted({
      a: () => rows({ id: 1 }, { id: '1' }, { __typename: 'Other', id: 1 }, { id: null }, { __typename: null, id: 1 }),
      b: (representations) => ({ data: { _entities: representations.map((_, index) => ({ name: `n${index}` })) } }),
    });
    const { data } = await run({ kind: 'sequence', nodes: [root, entities('rows.@', 'b', 'name', 'id')] });
    expect(JSON.parse(requests[1]!.body).variables.representations).toEqual([
      { __typename: 'Row', id: 1 },
      { __typename: 'Row', id: '1' },
      { __typename: 'Other', id: 1 },
      { __typename: 'Row', id: null },
    ]);
    expect((data.rows as { name?: string }[]).map(({ name }) => name)).toEqual(['n0', 'n1', 'n2', 'n3', undefined]);
  });

  test('are not sent when there is nothing to ask for', async () => {
    const { run, requests } = scripted({ a: () => ({ data: { rows: [null] } }), b: () => null });
    await run({ kind: 'sequence', nodes: [root, entities('rows.@', 'b', 'name', 'id')] });
    expect(requests).toHaveLength(1);
  });

  test('never mix objects of two rows that happened to share an answer', async () => {
    const { run } = scripted({
      a: () => rows({ id: 1, extra: 'p' }, { id: 1, extra: 'q' }),
      b: (representations) => ({ data: { _entities: representations.map(() => ({ dims: { x: 1 } })) } }),
      c: (representations) => ({ data: { _entities: representations.map(({ extra }) => ({ dims: { y: extra } })) } }),
    });
    const nodes = [root, entities('rows.@', 'b', 'dims{x}', 'id'), entities('rows.@', 'c', 'dims{y}', 'id', 'extra')];
    const { data } = await run({ kind: 'sequence', nodes });
    expect((data.rows as { dims: unknown }[]).map(({ dims }) => dims)).toEqual([
      { x: 1, y: 'p' },
      { x: 1, y: 'q' },
    ]);
  });

  test('that reach one shared object along two rows send it once', async () => {
    const { run, requests } = scripted({
      a: () => rows({ id: 1 }, { id: 1 }),
      b: () => ({ data: { _entities: [{ owner: { __typename: 'Owner', id: 7 } }] } }),
      c: (representations) => ({ data: { _entities: representations.map(({ id }) => ({ name: `o${id}` })) } }),
    });
    const nodes = [
      root,
      entities('rows.@', 'b', 'owner{__typename id}', 'id'),
      entities('rows.@.owner', 'c', 'name', 'id'),
    ];
    const { data } = await run({ kind: 'sequence', nodes });
    expect(requests).toHaveLength(3);
    expect((data.rows as { owner: { name: string } }[]).map(({ owner }) => owner.name)).toEqual(['o7', 'o7']);
  });

  test('keep the concrete type of an object, whatever an interface object calls it', async () => {
    const { run } = scripted({
      a: () => ({
        data: {
          rows: [
            { __typename: 'Media', id: 1 },
            { __typename: 'Book', id: 2 },
          ],
        },
      }),
      b: () => ({ data: { _entities: [{ __typename: 'Book' }, { __typename: 'Media' }] } }),
    });
    const nodes = [root, entities('rows.@', 'b', '__typename', 'id')];
    const { data } = await run({ kind: 'sequence', nodes }, { interfaceObjects: ['Media'] });
    expect((data.rows as { __typename: string }[]).map(({ __typename }) => __typename)).toEqual(['Book', 'Book']);
  });
});

describe('fetches of one round', () => {
  const document = (field: string) =>
    `query($representations:[_Any!]!){_entities(representations:$representations){...on Row{${field}}}}`;
  const asking = (path: string, field: string): FlattenNode => {
    const { node, ...flatten } = entities(path, 'b', field, 'id');
    return { ...flatten, node: { ...node, document: document(field) } };
  };
  const branch = (subgraph: string, name: string, field: string): PlanNode => ({
    kind: 'sequence',
    nodes: [fetchOf(subgraph, `${name}{__typename id}`), asking(`${name}.@`, field)],
  });
  const plan: PlanNode = { kind: 'parallel', nodes: [branch('a', 'as', 'x'), branch('c', 'cs', 'y')] };
  const row = (id: number) => ({ __typename: 'Row', id });
  const roots = { a: () => ({ data: { as: [row(1), row(2)] } }), c: () => ({ data: { cs: [row(3)] } }) };

  test('share a request, each with its own alias and representations', async () => {
    const { run, requests } = scripted({
      ...roots,
      b: () => ({ data: { e0: [{ x: 1 }, { x: 2 }], e1: [{ y: 3 }] } }),
    });
    const { data, failures, fetches } = await run(plan);
    expect(requests.map(({ subgraph }) => subgraph)).toEqual(['a', 'c', 'b']);
    const { query, variables } = JSON.parse(requests[2]!.body);
    expect(query).toBe(
      'query($representations_0:[_Any!]!$representations_1:[_Any!]!){' +
        'e0:_entities(representations:$representations_0){...on Row{x}}' +
        'e1:_entities(representations:$representations_1){...on Row{y}}}',
    );
    expect(variables).toEqual({ representations_0: [row(1), row(2)], representations_1: [row(3)] });
    expect(data).toEqual({
      as: [
        { ...row(1), x: 1 },
        { ...row(2), x: 2 },
      ],
      cs: [{ ...row(3), y: 3 }],
    });
    expect(failures).toEqual([]);
    expect(fetches.at(-1)).toMatchObject({ subgraph: 'b', representations: 3 });
  });

  test.each<[string, object, readonly (readonly string[])[], object]>([
    ['an entity too few', { data: { e0: [{ x: 1 }], e1: [{ y: 3 }] } }, [['x']], { cs: [{ ...row(3), y: 3 }] }],
    ['a list that is missing', { data: { e1: [{ y: 3 }] } }, [['x']], { cs: [{ ...row(3), y: 3 }] }],
    [
      'an error with its path',
      { data: { e0: [{ x: 1 }, { x: 2 }], e1: [null] }, errors: [{ message: 'm', path: ['e1', 0, 'y'] }] },
      [['y']],
      {
        as: [
          { ...row(1), x: 1 },
          { ...row(2), x: 2 },
        ],
      },
    ],
  ])('have their faults alone: %s', async (_, reply, lost, intact) => {
    const { run } = scripted({ ...roots, b: () => reply });
    const { data, failures } = await run(plan);
    expect(failures.map((failure) => failure.lost?.fields)).toEqual(lost);
    expect(data).toMatchObject(intact);
  });

  test('are asked one by one when the subgraph refuses them together', async () => {
    const { run, requests } = scripted({
      ...roots,
      b: (representations, { body }) => {
        if (body.includes('e1:')) return { errors: [{ message: 'too much' }], data: null };
        if (body.includes('{y}')) return { errors: [{ message: 'no y' }], data: null };
        return { data: { _entities: representations.map(({ id }) => ({ x: id })) } };
      },
    });
    const { data, failures } = await run(plan);
    expect(requests).toHaveLength(5);
    expect(data).toMatchObject({ as: [{ x: 1 }, { x: 2 }] });
    expect(failures.map(({ lost }) => lost?.fields)).toEqual([['y']]);
  });

  test('do not wait for a branch that hangs', async () => {
    let release = () => {};
    const hanging = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { run, requests } = scripted({
      ...roots,
      c: async () => {
        await hanging;
        return roots.c();
      },
      b: (representations, { body }) => {
        release();
        const field = body.includes('{x}') ? 'x' : 'y';
        return { data: { _entities: representations.map(({ id }) => ({ [field]: id })) } };
      },
    });
    const { data } = await run(plan);
    expect(requests.map(({ subgraph }) => subgraph)).toEqual(['a', 'c', 'b', 'b']);
    expect(data).toEqual({
      as: [
        { ...row(1), x: 1 },
        { ...row(2), x: 2 },
      ],
      cs: [{ ...row(3), y: 3 }],
    });
  });

  test('of a branch with nothing to ask about hold up nobody', async () => {
    const { run, requests } = scripted({
      ...roots,
      c: () => ({ data: { cs: [] } }),
      b: (representations) => ({ data: { _entities: representations.map(({ id }) => ({ x: id })) } }),
    });
    expect((await run(plan)).data).toMatchObject({ as: [{ x: 1 }, { x: 2 }], cs: [] });
    expect(JSON.parse(requests[2]!.body).query).toBe(document('x'));
  });
});

test('branches run at the same time, and each merges its part', async () => {
  let arrived = 0;
  let open = () => {};
  const both = new Promise<void>((resolve) => {
    open = resolve;
  });
  const wait = (data: unknown) => async () => {
    if (++arrived === 2) open();
    await both;
    return { data };
  };
  const { run } = scripted({ a: wait({ one: { x: 1 }, list: [{ p: 1 }] }), b: wait({ two: 2, list: [{ q: 2 }] }) });
  const { data } = await run({
    kind: 'parallel',
    nodes: [fetchOf('a', 'one{x} list{p}'), fetchOf('b', 'two list{q}')],
  });
  expect(data).toEqual({ one: { x: 1 }, two: 2, list: [{ p: 1, q: 2 }] });
});

describe('a request to a subgraph', () => {
  test('has the variables that its operation uses and that are there', async () => {
    const { run, requests } = scripted({ a: () => ({ data: { x: 1 } }) });
    const variables = { used: { nested: ['"'] }, unused: 1 };
    await run(fetchOf('a', 'x', { variables: ['used', 'absent'] }), { variables });
    expect(JSON.parse(requests[0]!.body)).toEqual({ query: '{a}', variables: { used: { nested: ['"'] } } });
  });

  test('carries what authorizes it', async () => {
    const { run, requests } = scripted({ a: () => ({ data: { x: 1 } }) });
    await run(fetchOf('a', 'x'), { headersFor: async () => ({ authorization: 'Bearer t' }) });
    expect(requests[0]?.headers).toEqual({ authorization: 'Bearer t' });
  });

  test('that cannot be authorized is not sent, and only it fails', async () => {
    const { run, requests } = scripted({ a: () => ({ data: { x: 1 } }), b: () => ({ data: { y: 2 } }) });
    const headersFor: HeadersFor = async ({ subgraph }) =>
      subgraph === 'a' ? Promise.reject(new Error('key lost')) : ({} as Record<string, string>);
    const { data, failures } = await run(
      { kind: 'parallel', nodes: [fetchOf('a', 'x'), fetchOf('b', 'y')] },
      { headersFor },
    );
    expect(requests.map(({ subgraph }) => subgraph)).toEqual(['b']);
    expect(data).toEqual({ y: 2 });
    expect(failures.map(({ code, message, lost }) => [code, message, lost?.fields])).toEqual([
      ['SUBGRAPH_UNAVAILABLE', 'The subgraph "a" cannot be reached.', ['x']],
    ]);
  });
});

test('a plan without a node asks nobody', async () => {
  expect(await scripted({}).run(null)).toMatchObject({ data: {}, failures: [], fetches: [] });
});
