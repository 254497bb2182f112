// Everything in a schema that has a name: each with what it is called in messages, and with what the rules ask of it.
import {
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type NameNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  type TypeNode,
} from 'graphql';
import type { Place } from '../problem.ts';
import { isNamed, placeOf, type SubgraphSdl } from '../subgraph-sdl.ts';

export interface Declaration {
  readonly kind: 'type' | 'field' | 'argument' | 'input field' | 'value';
  /** `Customer.orders(first:)` */
  readonly shown: string;
  readonly name: string;
  readonly typeName: string;
  /** Null when there is none. */
  readonly description: string | null;
  readonly directives: readonly ConstDirectiveNode[];
  /** Of fields and arguments; null for types and values. */
  readonly type: TypeNode | null;
  /** Of fields. */
  readonly arguments: readonly string[];
  /** False where another subgraph, or another part of this one, says what it is. */
  readonly isDescribedHere: boolean;
  readonly place: Place;
}

export function declarationsOf({ document, file }: Pick<SubgraphSdl, 'document' | 'file'>): Declaration[] {
  return document.definitions.flatMap((definition) => (isTypeNode(definition) ? ofType(definition, file) : []));
}

type TypeNodes = TypeDefinitionNode | TypeExtensionNode;

function isTypeNode(definition: { readonly kind: Kind }): definition is TypeNodes {
  return /Type(Definition|Extension)$/.test(definition.kind) && definition.kind !== Kind.OPERATION_TYPE_DEFINITION;
}

function ofType(node: TypeNodes, file: string): Declaration[] {
  const typeName = node.name.value;
  const isExtension = node.kind.endsWith('Extension');
  const isInput = node.kind.startsWith('InputObject');
  const isForeign = has(node.directives, 'external');
  const declared = (
    kind: Declaration['kind'],
    shown: string,
    part: { readonly name: NameNode; readonly directives?: readonly ConstDirectiveNode[] | undefined },
    rest: Partial<Declaration> = {},
  ): Declaration => ({
    kind,
    shown,
    name: part.name.value,
    typeName,
    description: null,
    directives: part.directives ?? [],
    type: null,
    arguments: [],
    isDescribedHere: !(isForeign || has(part.directives, 'external')),
    place: placeOf(part.name, file),
    ...rest,
  });
  const textOf = ({ description }: { readonly description?: { readonly value: string } | undefined }) => ({
    description: description?.value ?? null,
  });

  const own = declared('type', typeName, node, {
    ...('description' in node ? textOf(node) : {}),
    ...(isExtension || isForeign ? { isDescribedHere: false } : {}),
  });
  const fields = 'fields' in node ? (node.fields ?? []) : [];
  const values = 'values' in node ? (node.values ?? []) : [];
  return [
    own,
    ...fields.flatMap((field: FieldDefinitionNode | InputValueDefinitionNode) => {
      const shown = `${typeName}.${field.name.value}`;
      const args = 'arguments' in field ? (field.arguments ?? []) : [];
      const names = args.map(({ name }) => name.value);
      return [
        declared(isInput ? 'input field' : 'field', shown, field, {
          ...textOf(field),
          type: field.type,
          arguments: names,
        }),
        ...args.map((argument) =>
          declared('argument', `${shown}(${argument.name.value}:)`, argument, {
            ...textOf(argument),
            type: argument.type,
            ...(has(field.directives, 'external') ? { isDescribedHere: false } : {}),
          }),
        ),
      ];
    }),
    ...values.map((value) => declared('value', `${typeName}.${value.name.value}`, value, textOf(value))),
  ];
}

function has(directives: readonly ConstDirectiveNode[] | undefined, name: string): boolean {
  return directives?.some((directive) => isNamed(directive, name)) === true;
}
