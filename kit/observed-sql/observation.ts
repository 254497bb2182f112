// What one request shows of where its values come from. Its rows tell when they are read, and by which field: an
// AsyncLocalStorage knows which resolver is running, so it does not matter how a resolver reads, or when. Loaders answer for
// many fields at once, so each has a scope of its own, and a field that asks a loader rests on what the loader has seen.
//
// A value that a resolver or a loader has put into a new object under another name is recognised by being the same. Where
// several columns hold that value, all of them count that always did while the request ran.
import { AsyncLocalStorage } from 'node:async_hooks';
import { type ObservedStatement, observedStatement, type ResultColumn, type ResultField } from './statement.ts';

/** What a resolver or a loader has seen of the database. */
interface Scope {
  /** Coordinates; none for a loader, and for what is no field of ours. */
  readonly fields: readonly string[];
  /** With the values that were read. */
  readonly read: Map<ResultColumn, Set<unknown>>;
  /** Those that it has read for itself, and of these the ones whose values it has given to a loader as keys. */
  readonly own: Set<ResultColumn>;
  readonly keys: Set<ResultColumn>;
  readonly statements: Set<ObservedStatement>;
  readonly loaders: Set<Scope>;
}

type Load = (...given: unknown[]) => unknown;

interface Guess {
  times: number;
  readonly fits: Map<ResultColumn, number>;
}

/** From the database to a field of the graph. */
export interface Finding {
  readonly field: string;
  /** A column of a result; or all that a statement looks at to find its rows. */
  readonly from: ResultColumn | ObservedStatement;
  /** DIRECT: the field has the value. INDIRECT: it has only decided which value that is. */
  readonly transform: 'DIRECT' | 'INDIRECT';
}

export interface Observation {
  /** Whether a resolver may still be looked at: the first ones of a request tell as much as all of them. */
  readonly isOpen: boolean;
  /** Runs a resolver as these fields. */
  resolve(fields: readonly string[], run: () => unknown): unknown;
  /** Rows as the statement gave them, which tell when they are read. */
  rows<Row extends object>(text: string, columns: readonly ResultField[], rows: readonly Row[]): Row[];
  /** The same loaders, each with a scope of its own. */
  loaders<Loaders>(loaders: Loaders): Loaders;
  /** Nothing is looked at from now on. */
  end(): readonly Finding[];
}

const scopes = new AsyncLocalStorage<Scope>();

/** Rows of a statement that tell when they are read; the others are as they were. */
const maxRows = 100;
const maxResolvers = 2_000;

/** Runs what reads rows for another purpose than to give their values to anybody. */
export function unobserved<Result>(run: () => Result): Result {
  return scopes.getStore() === undefined ? run() : scopes.exit(run);
}

/** One at a time in a process: where an AsyncLocalStorage is in use, Node pays for every promise. */
export function observe(): Observation {
  const all: Scope[] = [];
  const own = new WeakSet<object>();
  const guesses = new Map<string, Guess>();
  const statements = new Map<string, ObservedStatement>();
  let resolvers = 0;
  let isOver = false;

  function scopeOf(fields: readonly string[]): Scope {
    const scope: Scope = {
      fields,
      read: new Map(),
      own: new Set(),
      keys: new Set(),
      statements: new Set(),
      loaders: new Set(),
    };
    all.push(scope);
    return scope;
  }

  function keep(scope: Scope, column: ResultColumn, value: unknown): void {
    setOf(scope.read, column).add(value);
  }

  /** The running resolver has read this column. Of a null nobody can say what becomes of it. */
  function readBy(scope: Scope, column: ResultColumn, value: unknown): void {
    if (value === null) return;
    keep(scope, column, value);
    scope.own.add(column);
  }

  /** The running resolver has read a value that somebody else had made from what he had read. */
  function readFrom(maker: Scope, name: string | null, value: unknown): void {
    const scope = scopes.getStore();
    if (scope === undefined || scope === maker || value === null || value === undefined) return;
    const fits = [...maker.read].filter(([, values]) => values.has(value)).map(([column]) => column);
    const named = fits.filter((column) => column.name === name);
    for (const column of named) readBy(scope, column, value);
    // Half of all truth values are the same.
    if (named.length === 0 && fits.length > 0 && typeof value !== 'boolean') guess(scope, name, fits, value);
  }

  function guess(scope: Scope, name: string | null, fits: readonly ResultColumn[], value: unknown): void {
    for (const column of fits) keep(scope, column, value);
    for (const field of scope.fields) {
      const key = JSON.stringify([field, name]);
      const known = guesses.get(key) ?? { times: 0, fits: new Map<ResultColumn, number>() };
      known.times += 1;
      for (const column of fits) known.fits.set(column, (known.fits.get(column) ?? 0) + 1);
      guesses.set(key, known);
    }
  }

  /** What a resolver returns: objects that it has made tell what becomes of what it has read. */
  function made(value: unknown, maker: Scope): unknown {
    if (value instanceof Promise) return value.then((settled) => made(settled, maker));
    if (Array.isArray(value)) return value.map((item) => made(item, maker));
    return isPlain(value) && !own.has(value) ? telling(value, maker) : value;
  }

  function telling(object: object, maker: Scope): object {
    const properties = Object.getOwnPropertyDescriptors(object);
    for (const [name, property] of Object.entries(properties)) {
      const { value, enumerable } = property;
      if (isValue(value)) properties[name] = accessor(name, value, enumerable, () => readFrom(maker, name, value));
    }
    const copy = Object.create(Object.getPrototypeOf(object), properties);
    own.add(copy);
    return copy;
  }

  /** What a loader gives: a value alone has been read by whoever has asked for it. */
  function received(value: unknown, loader: Scope): unknown {
    if (value instanceof Promise) return value.then((settled) => received(settled, loader));
    if (Array.isArray(value)) return value.map((item) => received(item, loader));
    if (isValue(value)) readFrom(loader, null, value);
    return made(value, loader);
  }

  function tellingRow<Row extends object>(statement: ObservedStatement, row: Row): Row {
    const copy = Object.create(Object.getPrototypeOf(row), {});
    for (const column of statement.columns) {
      const value = row[column.name as keyof Row];
      const tell = () => {
        const scope = scopes.getStore();
        if (scope) readBy(scope, column, value);
      };
      Object.defineProperty(copy, column.name, accessor(column.name, value, true, tell));
    }
    own.add(copy);
    return copy;
  }

  function asks(asking: Scope, loader: Scope, given: readonly unknown[]): void {
    asking.loaders.add(loader);
    const keys = given.flat();
    for (const [column, values] of asking.read) if (keys.some((key) => values.has(key))) asking.keys.add(column);
  }

  function withScope<Loader extends object>(loader: Loader): Loader {
    const scope = scopeOf([]);
    const ask = (load: Load, given: unknown[]) => {
      // What a request has left running when it was answered goes on as if nobody had looked.
      if (isOver) return load.apply(loader, given);
      const asking = scopes.getStore();
      if (asking) asks(asking, scope, given);
      return received(
        scopes.run(scope, () => load.apply(loader, given)),
        scope,
      );
    };
    return new Proxy(loader, {
      get: (_, name) => {
        const member = Reflect.get(loader, name, loader);
        if (typeof member !== 'function') return member;
        if (name !== 'load' && name !== 'loadMany') return member.bind(loader);
        return (...given: unknown[]) => ask(member as Load, given);
      },
    });
  }

  function loaders<Loaders>(given: Loaders): Loaders {
    if (typeof given !== 'object' || given === null) return given;
    if ('load' in given && typeof given.load === 'function') return withScope(given);
    if (!isPlain(given)) return given;
    return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, loaders(value)])) as Loaders;
  }

  function findings(): Finding[] {
    const always = [...guesses].flatMap(([key, { times, fits }]) =>
      [...fits].flatMap(([from, fitting]) => (fitting === times ? [direct(JSON.parse(key)[0], from)] : [])),
    );
    const told = all.flatMap((scope) => scope.fields.flatMap((field) => findingsOf(scope, field)));
    return [...told, ...always];
  }

  return {
    get isOpen() {
      return !isOver && resolvers < maxResolvers;
    },
    resolve: (fields, run) => {
      resolvers += 1;
      const scope = scopeOf(fields);
      return made(scopes.run(scope, run), scope);
    },
    rows: (text, columns, rows) => {
      if (isOver) return [...rows];
      const statement = statements.get(text) ?? observedStatement(text, columns);
      statements.set(text, statement);
      scopes.getStore()?.statements.add(statement);
      return rows.map((row, place) => (place < maxRows ? tellingRow(statement, row) : row));
    },
    loaders,
    end: () => {
      isOver = true;
      scopes.disable();
      return findings();
    },
  };
}

function findingsOf(scope: Scope, field: string): Finding[] {
  return [
    ...[...scope.own].map((from) => (scope.keys.has(from) ? indirect(field, from) : direct(field, from))),
    ...[...statementsOf(scope)].map((from) => indirect(field, from)),
  ];
}

function direct(field: string, from: ResultColumn): Finding {
  return { field, from, transform: 'DIRECT' };
}

function indirect(field: string, from: Finding['from']): Finding {
  return { field, from, transform: 'INDIRECT' };
}

/** Its own, and those of the loaders that it has asked, over any number of steps. */
function statementsOf(scope: Scope): ReadonlySet<ObservedStatement> {
  const reached = new Set([scope]);
  // A set may grow while it is walked: new members are met at its end.
  for (const one of reached) for (const loader of one.loaders) reached.add(loader);
  return new Set([...reached].flatMap(({ statements }) => [...statements]));
}

function accessor(name: string, value: unknown, enumerable = true, tell: () => void): PropertyDescriptor {
  return {
    configurable: true,
    enumerable,
    get: () => {
      tell();
      return value;
    },
    set(changed: unknown) {
      Object.defineProperty(this, name, { value: changed, configurable: true, enumerable, writable: true });
    },
  };
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** What a column can hold, apart from JSON. */
function isValue(value: unknown): boolean {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value) || value instanceof Date;
}

function setOf<Key, Value>(map: Map<Key, Set<Value>>, key: Key): Set<Value> {
  const known = map.get(key) ?? new Set<Value>();
  map.set(key, known);
  return known;
}
