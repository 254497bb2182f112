// An operation as somebody would send it, read without running it: which fields of which object types it asks for. Bounded like an
// operation at the gateway; what would only be wrong with its answer is not looked for.
import {
  type ASTVisitor,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getOperationAST,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  OverlappingFieldsCanBeMergedRule,
  parse,
  specifiedRules,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { GordianError } from '../../../kit/errors.ts';
import { type Coordinate, fieldCoordinate } from '../../../schema/coordinates.ts';

/** A field of an object type, as the document asks for it at one place. */
export interface AskedField {
  readonly coordinate: Coordinate;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly node: FieldNode;
}

export interface AskedOperation {
  readonly operation: OperationDefinitionNode;
  /** In the order of the document, fragments where they are defined. */
  readonly fields: readonly AskedField[];
}

const maxTokens = 10_000;
const maxDepth = 40;
const maxFields = 6_000;
/** That fields merge matters to answers only, and takes long to find out. */
const rules = specifiedRules.filter((rule) => rule !== OverlappingFieldsCanBeMergedRule);

/**
 * @param schema as the caller may know it
 * @throws GordianError GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED, OPERATION_NOT_FOUND, OPERATION_LIMIT_EXCEEDED
 */
export function readAskedOperation(schema: GraphQLSchema, text: string, operationName: string | null): AskedOperation {
  const document = parseBounded(text);
  // Suggestions are for whoever may know the whole schema.
  const [problem] = validate(schema, document, rules, { maxErrors: 1, hideSuggestions: true });
  if (problem) throw new GordianError('GRAPHQL_VALIDATION_FAILED', problem.message);
  const operation = getOperationAST(document, operationName);
  if (!operation)
    throw new GordianError('OPERATION_NOT_FOUND', 'Choose one operation of the document with `operationName`.');
  return { operation, fields: fieldsIn(schema, reachable(document, operation)) };
}

function parseBounded(text: string): DocumentNode {
  try {
    const document = parse(text, { maxTokens, noLocation: true });
    visit(document, withinDepth());
    return document;
  } catch (error) {
    if (error instanceof GordianError) throw error;
    // So deep that the parser had no room left.
    if (error instanceof RangeError) throw tooLarge('maxDepth', maxDepth);
    const { message } = error as Error;
    if (/more tha[nt] \d+ tokens/.test(message)) throw tooLarge('maxTokens', maxTokens);
    throw new GordianError('GRAPHQL_PARSE_FAILED', message);
  }
}

function withinDepth(): ASTVisitor {
  let depth = 0;
  return {
    Field: {
      enter() {
        depth++;
        if (depth > maxDepth) throw tooLarge('maxDepth', maxDepth);
      },
      leave() {
        depth--;
      },
    },
  };
}

function tooLarge(limit: string, allowed: number): GordianError {
  return new GordianError(
    'OPERATION_LIMIT_EXCEEDED',
    `The document is larger than can be explained (${limit} ${allowed}).`,
    {
      details: { limit, allowed },
    },
  );
}

type Definition = OperationDefinitionNode | FragmentDefinitionNode;

/** The operation, and the fragments that it spreads, directly or inside others. */
function reachable(document: DocumentNode, operation: OperationDefinitionNode): Iterable<Definition> {
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  const found = new Set<Definition>([operation]);
  // A set visits what is added while it is walked.
  for (const definition of found)
    visit(definition, { FragmentSpread: ({ name }) => void found.add(fragments.get(name.value)!) });
  return found;
}

function fieldsIn(schema: GraphQLSchema, definitions: Iterable<Definition>): readonly AskedField[] {
  const fields: AskedField[] = [];
  const typeInfo = new TypeInfo(schema);
  const note = (node: FieldNode): void => {
    const parent = typeInfo.getParentType();
    if (!parent || node.name.value.startsWith('__')) return;
    const owners = isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent as GraphQLObjectType];
    for (const owner of owners) {
      const definition = owner.getFields()[node.name.value];
      if (definition) fields.push({ coordinate: fieldCoordinate(owner.name, definition.name), definition, node });
    }
    if (fields.length > maxFields) throw tooLarge('maxShapeFields', maxFields);
  };
  for (const definition of definitions) visit(definition, visitWithTypeInfo(typeInfo, { Field: note }));
  return fields;
}
