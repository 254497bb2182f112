// Requests that are observed are answered like others, and tell which columns their fields have read.
import DataLoader from 'dataloader';
import { graphql } from 'graphql';
import { expect, test } from 'vitest';
import { advancingClock } from '../../../../kit/clock.ts';
import { type Observation, observe, unobserved } from '../../../../kit/observed-sql/observation.ts';
import { observeFields } from '../../../../kit/observed-sql/observe-fields.ts';
import { createSqlObserver } from '../../../../kit/observed-sql/sql-observer.ts';
import { subgraphSchema } from '../../../../kit/subgraph-schema.ts';

interface Row {
  id: string;
  label: string;
  size: number;
  parent: string | null;
}

const rows: readonly Row[] = [
  { id: 'a', label: 'Apple', size: 3, parent: null },
  { id: 'b', label: 'Berry', size: 3, parent: 'a' },
];
const columns = ['id', 'label', 'size', 'parent'].map((name, place) => ({ name, tableID: 1, columnID: place + 1 }));

const sdl = `
  type Query { things: [Thing!]! }
  type Mutation { rename(to: String!): Renamed }
  type Renamed { label: String done: Boolean thing: Thing }
  type Thing { id: ID! name: String kind: Kind parent: Thing parentSize: Int copied: String sealed: String shared: Amount }
  type Kind { title: String big: Boolean }
  type Amount @shareable { value: Int }
  directive @shareable on OBJECT`;

interface Context {
  readonly ask: () => readonly Row[];
  readonly loaders: ReturnType<typeof createLoaders>;
}

function createLoaders(ask: () => readonly Row[]) {
  const byId = async (ids: readonly string[]) => ids.map((id) => ask().find((row) => row.id === id) ?? null);
  return {
    thing: new DataLoader(byId),
    of: { size: new DataLoader(async (ids: readonly string[]) => (await byId(ids)).map((row) => row!.size)) },
  };
}

const resolvers = {
  Query: { things: (_: unknown, _args: unknown, { ask }: Context) => ask() },
  Mutation: {
    rename: (_: unknown, { to }: { to: string }, { ask }: Context) => {
      const thing = ask()[0]!;
      return { label: thing.label, done: thing.size > 2 && thing.id !== to, thing };
    },
  },
  Thing: {
    name: async ({ label }: Row) => label,
    kind: ({ label, size }: Row) => ({ title: label, big: size > 2 }),
    parent: ({ parent }: Row, _: unknown, { loaders }: Context) => parent && loaders.thing.load(parent),
    parentSize: ({ parent }: Row, _: unknown, { loaders }: Context) => parent && loaders.of.size.load(parent),
    copied: (row: Row) => ({ ...row }).label,
    sealed: (row: Row) => unobserved(() => row.label.length.toString()),
    shared: ({ size }: Row) => ({ value: size }),
  },
};

const document = `{ things { id name kind { title big } parent { id } parentSize copied sealed shared { value } } }`;
const schema = observeFields(subgraphSchema(sdl, resolvers));

async function ask(observation: Observation | null, source = document) {
  const read = () => (observation ? observation.rows('SELECT', columns, rows) : rows);
  const loaders = createLoaders(read);
  const contextValue = { observation, ask: read, loaders: observation ? observation.loaders(loaders) : loaders };
  return graphql({ schema, source, contextValue });
}

function told(observation: Observation): string[] {
  const findings = observation
    .end()
    .flatMap(({ field, from, transform }) => ('place' in from ? [`${field} ${from.name} ${transform}`] : []));
  return [...new Set(findings)].sort();
}

test('the answer is the same', async () => {
  const observation = observe();
  const answer = await ask(observation);
  observation.end();
  expect(answer.errors).toBeUndefined();
  expect(answer).toEqual(await ask(null));
});

test('each field tells what it has read', async () => {
  const observation = observe();
  await ask(observation);
  expect(told(observation)).toEqual([
    'Kind.title label DIRECT',
    'Thing.copied id DIRECT',
    'Thing.copied label DIRECT',
    'Thing.copied parent DIRECT',
    'Thing.copied size DIRECT',
    'Thing.id id DIRECT',
    'Thing.kind label DIRECT',
    'Thing.kind size DIRECT',
    'Thing.name label DIRECT',
    'Thing.parent parent INDIRECT',
    'Thing.parentSize parent INDIRECT',
    'Thing.parentSize size DIRECT',
    'Thing.shared size DIRECT',
  ]);
});

test('a mutation tells what its answer is made from, and not what it has read to do its work', async () => {
  const observation = observe();
  await ask(observation, 'mutation { rename(to: "x") { label done thing { id } } }');
  expect(told(observation)).toEqual(['Renamed.label label DIRECT', 'Thing.id id DIRECT']);
});

test('rows can be changed, copied and cloned', () => {
  const observation = observe();
  const [row] = observation.rows('SELECT', columns, rows);
  row!.label = 'Changed';
  expect(structuredClone(row)).toEqual({ ...rows[0], label: 'Changed' });
  expect(rows[0]!.label).toBe('Apple');
  observation.end();
});

test('a loader that answers at once does so here as well', () => {
  const observation = observe();
  const { prices } = observation.loaders({ prices: { load: (id: string) => ({ id, price: 3 }) } });
  expect(prices.load('a')).toEqual({ id: 'a', price: 3 });
  observation.end();
});

test('what a request has left running when it was answered is not looked at any more', async () => {
  const observation = observe();
  const loaders = observation.loaders(createLoaders(() => observation.rows('SELECT', columns, rows)));
  observation.end();
  expect(observation.isOpen).toBe(false);
  const row = await loaders.thing.load('a');
  expect(Object.getOwnPropertyDescriptor(row, 'label')).toHaveProperty('value', 'Apple');
});

test('what goes on after the end tells nothing', async () => {
  const observation = observe();
  const [row] = observation.rows('SELECT', columns, rows);
  expect(observation.end()).toEqual([]);
  expect(row!.label).toBe('Apple');
  expect(told(observation)).toEqual([]);
});

test('a document is observed when it is new, and once a minute; one request at a time, ten a second', () => {
  const clock = advancingClock('2026-03-01T12:00:00Z');
  const observer = createSqlObserver(clock);
  const look = (text: unknown) => {
    const observation = observer.observe(text);
    if (observation) observer.take(observation);
    return observation !== null;
  };
  expect(look('{ a }')).toBe(true);
  expect(look('{ b }')).toBe(false);
  clock.advance(100);
  expect([look('{ a }'), look('{ b }')]).toEqual([false, true]);
  clock.advance(60_000);
  const first = observer.observe('{ a }');
  clock.advance(1_000);
  expect(observer.observe('{ c }')).toBeNull();
  observer.take(first!);
  expect(look('{ c }')).toBe(true);
  expect(look(null)).toBe(false);
});
