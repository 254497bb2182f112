// Finds, in one subgraph's SDL, types that are used and not declared, and names that are declared twice. Composition
// would stop at the first of these and give no place for the second kind; here all are listed.
import { Kind, type TypeDefinitionNode, visit } from 'graphql';
import { didYouMean } from '../kit/nearest.ts';
import { type Place, type Problem, problemAt } from './problem.ts';
import { placeOf, type SubgraphSdl } from './subgraph-sdl.ts';

export function findBrokenReferences(sdl: SubgraphSdl): Problem[] {
  return [...unknownTypes(sdl), ...repeatedTypes(sdl), ...repeatedFields(sdl)];
}

function unknownTypes({ document, file, kinds }: SubgraphSdl): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    NamedType(node) {
      const name = node.name.value;
      if (kinds.has(name) || isFederationType(name)) return;
      problems.push(
        problemAt(placeOf(node, file), {
          code: 'UNKNOWN_TYPE',
          severity: 'error',
          message: `The type "${name}" is not declared in this subgraph.`,
          fix: didYouMean(
            name,
            [...kinds.keys()],
            `Declare it here. A type of another subgraph is declared as an entity: type ${name} @key(fields: "id") { id: ID! }`,
          ),
        }),
      );
    },
  });
  return problems;
}

function repeatedTypes({ document, file }: SubgraphSdl): Problem[] {
  const definitions = document.definitions.filter(isTypeDefinition);
  return repeated(definitions, file).map(({ name, place, first }) =>
    problemAt(place, {
      code: 'REPEATED_TYPE',
      severity: 'error',
      message: `The type "${name}" is declared twice in this subgraph.`,
      fix: 'Merge the two declarations, or write "extend type" for the second.',
      related: [{ ...first, message: 'first declared here' }],
    }),
  );
}

function repeatedFields({ document, file }: SubgraphSdl): Problem[] {
  return document.definitions.flatMap((definition) => {
    if (!('fields' in definition) || definition.fields === undefined) return [];
    return repeated(definition.fields, file).map(({ name, place, first }) =>
      problemAt(place, {
        code: 'REPEATED_FIELD',
        severity: 'error',
        message: `The field "${definition.name.value}.${name}" is declared twice.`,
        fix: 'Remove one of the two.',
        related: [{ ...first, message: 'first declared here' }],
      }),
    );
  });
}

type Named = { readonly name: { readonly value: string; readonly loc?: TypeDefinitionNode['loc'] } };

function repeated(nodes: readonly Named[], file: string): { name: string; place: Place; first: Place }[] {
  const firsts = new Map<string, Place>();
  return nodes.flatMap(({ name }) => {
    const place = placeOf(name, file);
    const first = firsts.get(name.value);
    if (first === undefined) firsts.set(name.value, place);
    return first === undefined ? [] : [{ name: name.value, place, first }];
  });
}

function isTypeDefinition(node: { readonly kind: string }): node is TypeDefinitionNode {
  return node.kind.endsWith('TypeDefinition') || node.kind === Kind.SCALAR_TYPE_DEFINITION;
}

/** Types that the federation specification brings along, plain or under their namespace. */
function isFederationType(name: string): boolean {
  return name.startsWith('_') || name.includes('__') || name === 'FieldSet';
}
