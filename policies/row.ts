// The row as a rule sees it: only what the rule has declared. A value that is not there is a fault and never `undefined`, because
// `undefined === undefined` would let a comparison of two missing attributes pass.

/** @param values by field name; those of the declared fields that are known */
export function guardedRow(rule: string, values: Readonly<Record<string, unknown>>): object {
  return guard(values, rule, 'the row');
}

function guard(value: unknown, rule: string, where: string): object {
  return new Proxy(value as object, {
    get: (target, key) => {
      if (typeof key === 'symbol') return Reflect.get(target, key) as unknown;
      if (!Object.hasOwn(target, key) && !(Array.isArray(target) && key in target))
        throw missing(rule, `${where}.${key}`);
      const inner: unknown = Reflect.get(target, key);
      return typeof inner === 'object' && inner !== null ? guard(inner, rule, `${where}.${key}`) : inner;
    },
    set: (_target, key) => {
      throw new Error(`The rule ${rule} writes ${where}.${String(key)}.`);
    },
  });
}

function missing(rule: string, what: string): Error {
  return new Error(`The rule ${rule} reads ${what}, which its fragment does not declare or no subgraph has answered.`);
}
