// The row as a rule sees it: what its fragment declares and nothing else. A value that is not there is a fault and never
// `undefined`, because `undefined === undefined` would let a comparison of two missing attributes pass.
import { RuleTrespass } from './fault-in-log.ts';
import { parseRowFragment, type RowSelection } from './row-selection.ts';

type Declared = ReadonlyMap<string, Declared | null>;

/**
 * @param fragment of the rule
 * @returns a function that shows the rule the values that are known of a row, by field name; others may be among them
 */
export function rowViewOf(rule: string, fragment: string): (values: object) => object {
  const declared = declaredBy(parseRowFragment(fragment).selection);
  return (values) => view(values, declared, rule, 'the row');
}

function declaredBy(selection: RowSelection): Declared {
  return new Map(selection.map((field) => [field.name, field.selection && declaredBy(field.selection)]));
}

function view(values: object, declared: Declared, rule: string, where: string): object {
  if (Array.isArray(values))
    return values.map((item: unknown, index) => viewIfObject(item, declared, rule, `${where}[${index}]`));
  return new Proxy(values, {
    get: (target, key) => {
      if (typeof key === 'symbol') return undefined;
      const below = declared.get(key);
      if (below === undefined || !Object.hasOwn(target, key)) throw missing(rule, `${where}.${key}`);
      const inner: unknown = Reflect.get(target, key);
      return below === null ? inner : viewIfObject(inner, below, rule, `${where}.${key}`);
    },
    has: (_target, key) => {
      throw missing(rule, `${where}.${String(key)}`);
    },
    ownKeys: () => {
      throw new RuleTrespass(`The rule ${rule} lists ${where}; it may read what it declares, field by field.`);
    },
    set: (_target, key) => {
      throw new RuleTrespass(`The rule ${rule} writes ${where}.${String(key)}.`);
    },
  });
}

function viewIfObject(value: unknown, declared: Declared, rule: string, where: string): unknown {
  return typeof value === 'object' && value !== null ? view(value, declared, rule, where) : value;
}

function missing(rule: string, what: string): RuleTrespass {
  return new RuleTrespass(
    `The rule ${rule} reads ${what}, which its fragment does not declare or no subgraph has answered.`,
  );
}
