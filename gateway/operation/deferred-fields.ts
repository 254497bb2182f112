// Which fields of one position come at once, and which with which deferred fragments. A field that is also asked outside of
// them comes at once; one that several fragments ask for comes once, and all of them wait for it.
import { type DirectiveNode, type FieldNode, type GraphQLObjectType, Kind } from 'graphql';
import type { CollectedField, CollectedFields, OpenFragment } from './collect-fields.ts';
import type { DeferredFragment } from './shape.ts';

/** The fields of one object type at a position. */
export interface ObjectFields {
  readonly object: GraphQLObjectType;
  readonly fields: CollectedFields;
  readonly occurrenceOf: Occurrences;
  readonly variantOf: Variants;
}

/** What tells fields of one name and arguments apart: how often one type asks for it, and how differently the types do. */
export type Occurrences = (node: FieldNode) => number;
export type Variants = (type: GraphQLObjectType, merged: readonly CollectedField[], occurrence: number) => number;

export interface SeparatedFields {
  /** What comes with the object itself. */
  readonly own: readonly ObjectFields[];
  readonly deferred: readonly DeferredFields[];
}

export interface DeferredFields {
  readonly fragments: readonly DeferredFragment[];
  /** With the fields of the fragments inside these. */
  readonly collected: readonly ObjectFields[];
}

export interface Fragments {
  readonly open: OpenFragment;
  readonly opened: readonly DeferredFragment[];
}

/**
 * The deferred fragments of one position: each @defer is one for all object types there.
 * @param nextIndex counts those of the whole operation
 */
export function createFragments(nextIndex: () => number): Fragments {
  const opened: DeferredFragment[] = [];
  const byDirective = new Map<DirectiveNode, Map<DeferredFragment | null, DeferredFragment>>();
  const open: OpenFragment = (directive, parent) => {
    const byParent = byDirective.get(directive) ?? new Map<DeferredFragment | null, DeferredFragment>();
    byDirective.set(directive, byParent);
    const known = byParent.get(parent);
    if (known) return known;
    const fragment: DeferredFragment = { index: nextIndex(), label: labelOf(directive), parent };
    byParent.set(parent, fragment);
    opened.push(fragment);
    return fragment;
  };
  return { open, opened };
}

/** Validation has made sure that the label is a literal. */
function labelOf({ arguments: args = [] }: DirectiveNode): string | null {
  const value = args.find(({ name }) => name.value === 'label')?.value;
  return value?.kind === Kind.STRING ? value.value : null;
}

/** @param within the fragments with which the object itself comes; what only they ask for comes with it */
export function separateDeferred(
  collected: readonly ObjectFields[],
  within: readonly DeferredFragment[],
): SeparatedFields {
  if (!collected.some(hasDeferred)) return { own: collected, deferred: [] };
  const ownKey = keyOf(within);
  const groups = new Map<string, readonly DeferredFragment[]>();
  const groupKeys = new Map<readonly CollectedField[], string>();
  for (const { fields } of collected) {
    for (const merged of fields.values()) {
      const fragments = fragmentsAskingFor(merged);
      const key = keyOf(fragments);
      groupKeys.set(merged, key);
      if (key !== ownKey) groups.set(key, fragments);
    }
  }
  const pick = (isPicked: (key: string) => boolean): readonly ObjectFields[] =>
    collected.map(({ fields, ...object }) => ({
      ...object,
      fields: new Map([...fields].filter(([, merged]) => isPicked(groupKeys.get(merged)!))),
    }));
  const outermost = [...groups].filter(([key]) => hostOf(key, groups) === key);
  return {
    own: pick((key) => key === ownKey),
    deferred: outermost.map(([host, fragments]) => ({
      fragments,
      collected: pick((key) => key !== ownKey && hostOf(key, groups) === host),
    })),
  };
}

function hasDeferred({ fields }: ObjectFields): boolean {
  for (const merged of fields.values()) if (merged.some(({ deferredBy }) => deferredBy)) return true;
  return false;
}

/** None when the field is asked outside of all fragments. A fragment inside another that asks too adds nothing. */
function fragmentsAskingFor(merged: readonly CollectedField[]): readonly DeferredFragment[] {
  const asking = new Set<DeferredFragment>();
  for (const { deferredBy } of merged) {
    if (!deferredBy) return [];
    asking.add(deferredBy);
  }
  return [...asking].filter((fragment) => !parentsOf(fragment).some((parent) => asking.has(parent)));
}

/** Fields of a fragment inside another come after those of the other. */
function hostOf(key: string, groups: ReadonlyMap<string, readonly DeferredFragment[]>): string {
  const [first, ...others] = groups.get(key) ?? [];
  const parent = first?.parent;
  if (!parent || others.some((other) => other.parent !== parent)) return key;
  const host = keyOf([parent]);
  return groups.has(host) ? hostOf(host, groups) : key;
}

function parentsOf({ parent }: DeferredFragment): readonly DeferredFragment[] {
  return parent ? [parent, ...parentsOf(parent)] : [];
}

function keyOf(fragments: readonly DeferredFragment[]): string {
  const indices = fragments.map(({ index }) => index);
  return indices.sort((one, other) => one - other).join();
}
