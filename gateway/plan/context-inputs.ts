// From the planner's rewrites for @fromContext to our own data: where the value of each contextual argument is found.
import { type FieldNode, visit } from 'graphql';
import type { PlannedRewrite } from '../../schema/planning/planner-output.ts';
import type { ContextInput, ContextSource } from './plan.ts';

/**
 * @param path of the objects that the fetch completes
 * @param typeNames every `__typename` that an object of a type may have
 */
export function contextInputs(
  rewrites: readonly PlannedRewrite[],
  path: readonly string[],
  typeNames: (typeName: string) => readonly string[],
): readonly ContextInput[] {
  const depth = path.filter((step) => step !== '@').length;
  const sources = new Map<string, ContextSource[]>();
  for (const rewrite of rewrites) {
    if (rewrite.kind !== 'KeyRenamer') throw new Error('the planner sets the value of a contextual argument');
    const source = contextSource(rewrite.path, depth, typeNames);
    sources.set(rewrite.renameKeyTo, [...(sources.get(rewrite.renameKeyTo) ?? []), source]);
  }
  return [...sources].map(([variable, ofVariable]) => ({ variable, sources: ofVariable }));
}

/** A path of the planner is one `..` for each field on the way up, at most one type, and the names on the way down. */
function contextSource(
  path: readonly string[],
  depth: number,
  typeNames: (typeName: string) => readonly string[],
): ContextSource {
  const levelsUp = path.filter((step) => step === '..').length;
  const [first = '', ...rest] = path.slice(levelsUp);
  const isTyped = first.startsWith('... on ');
  // Nobody asks the root for its type.
  const types = isTyped && levelsUp < depth ? typeNames(first.slice('... on '.length)) : null;
  return { levelsUp, types, path: isTyped ? rest : [first, ...rest] };
}

/** The names by which a field says, in its {@link InputNeed}, that it uses such variables. */
export function contextInputsOf(field: FieldNode, inputs: readonly ContextInput[]): readonly string[] {
  if (inputs.length === 0) return [];
  const used = new Set<string>();
  visit(field, { Variable: ({ name }) => void used.add(name.value) });
  return inputs.filter(({ variable }) => used.has(variable)).map(({ variable }) => `$${variable}`);
}
