// What two sets of named things have in common.

export interface Pairing<T> {
  readonly removed: readonly T[];
  readonly added: readonly T[];
  readonly kept: readonly (readonly [before: T, after: T])[];
}

export function pairUp<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): Pairing<T> {
  return {
    removed: [...before].filter(([name]) => !after.has(name)).map(([, thing]) => thing),
    added: [...after].filter(([name]) => !before.has(name)).map(([, thing]) => thing),
    kept: [...before].flatMap(([name, thing]) => (after.has(name) ? [[thing, after.get(name)!] as const] : [])),
  };
}

export function byName<T>(things: readonly T[], nameOf: (thing: T) => string): Map<string, T> {
  return new Map(things.map((thing) => [nameOf(thing), thing]));
}

export function pairNames(before: Iterable<string>, after: Iterable<string>): Omit<Pairing<string>, 'kept'> {
  const [earlier, later] = [new Set(before), new Set(after)];
  return {
    removed: [...earlier].filter((name) => !later.has(name)),
    added: [...later].filter((name) => !earlier.has(name)),
  };
}

/** For messages. */
export function inWords(names: readonly string[]): string {
  return names.length === 0 ? '(none)' : names.join(', ');
}
