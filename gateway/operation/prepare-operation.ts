// Prepare, first half: text becomes a valid operation within its limits, or is refused. Cached per schema, because
// parse and validation cost more than the rest of a request.
import { createHash } from 'node:crypto';
import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OverlappingFieldsCanBeMergedRule,
  parse,
  specifiedRules,
  validate,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { type ErrorCode, GordianError } from '../../kit/errors.ts';
import { deferLabelsRule, deferOnRootRule } from './defer-rules.ts';
import { freshRule } from './fresh-directive.ts';
import { requireDocumentWithin } from './measure-document.ts';
import { mergeableFieldsRule } from './mergeable-fields-rule.ts';
import { defaultOperationLimits, limitExceeded, type OperationLimits } from './operation-limits.ts';
import { perSchema } from './per-schema.ts';
import type { PreparedOperation } from './prepared-operation.ts';
import { reservedNamesRule } from './reserved-names-rule.ts';

/** That of graphql-js on mergeable fields takes up to half a second within our limits. */
const rules = [
  ...specifiedRules.filter((rule) => rule !== OverlappingFieldsCanBeMergedRule),
  mergeableFieldsRule,
  reservedNamesRule,
  deferLabelsRule,
  deferOnRootRule,
  freshRule,
];

const cacheEntries = 2_000;
const cacheBytes = 32 * 1024 * 1024;
/** A parsed document takes about this many times the bytes of its text. */
const memoryPerCharacter = 60;

const cacheOf = perSchema(() => new LRUCache<string, PreparedOperation>({ max: cacheEntries, maxSize: cacheBytes }));

/**
 * @throws GordianError GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED, OPERATION_NOT_FOUND or OPERATION_LIMIT_EXCEEDED;
 *   `details.errors` holds every problem of the document with its locations
 */
export function prepareOperation(
  generation: { readonly apiSchema: GraphQLSchema },
  request: { readonly query: string; readonly operationName: string | null },
  limits: OperationLimits = defaultOperationLimits,
): PreparedOperation {
  const cache = cacheOf(generation.apiSchema);
  // Neither a name nor a document holds a NUL, so one cannot pass for a part of the other.
  const key = `${request.operationName ?? ''}\0${request.query}`;
  const cached = cache.get(key);
  if (cached) return cached;
  const prepared = withoutStackOverflow(limits, () => prepare(generation.apiSchema, request, limits));
  cache.set(key, prepared, { size: (request.query.length + 100) * memoryPerCharacter });
  return prepared;
}

function prepare(
  schema: GraphQLSchema,
  { query, operationName }: { readonly query: string; readonly operationName: string | null },
  limits: OperationLimits,
): PreparedOperation {
  const document = parseWithin(query, limits);
  requireDocumentWithin(document, limits);
  requireValid(schema, document);
  const operation = findOperation(document, operationName);
  if (!schema.getRootType(operation.operation)) {
    throw new GordianError('GRAPHQL_VALIDATION_FAILED', `This graph has no ${operation.operation}s.`);
  }
  return {
    schema,
    operation,
    fragments: fragmentsOf(document),
    kind: operation.operation,
    name: operation.name?.value ?? null,
    hash: createHash('sha256')
      .update(`${operation.name?.value ?? ''}\n${query}`)
      .digest('hex'),
    conditionVariables: conditionVariablesOf(document),
    hasDefer: conditionsOf(document).some(({ name }) => name.value === 'defer'),
  };
}

function parseWithin(query: string, limits: OperationLimits): DocumentNode {
  try {
    return parse(query, { maxTokens: limits.maxTokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    if (/more tha[nt] \d+ tokens/.test(error.message)) throw limitExceeded('maxTokens', limits.maxTokens, null);
    throw refusal('GRAPHQL_PARSE_FAILED', [error]);
  }
}

function requireValid(schema: GraphQLSchema, document: DocumentNode): void {
  // Suggestions ("Did you mean ...") would name fields that the caller may not know of.
  const errors = validate(schema, document, rules, { maxErrors: 20, hideSuggestions: true });
  if (errors.length > 0) throw refusal('GRAPHQL_VALIDATION_FAILED', errors);
}

function refusal(code: ErrorCode, errors: readonly GraphQLError[]): GordianError {
  const problems = errors.map(({ message, locations }) => ({ message, locations }));
  return new GordianError(code, problems[0]?.message ?? code, { details: { errors: problems } });
}

function findOperation(document: DocumentNode, name: string | null): OperationDefinitionNode {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const chosen = name === null ? operations : operations.filter((operation) => operation.name?.value === name);
  if (chosen.length === 1) return chosen[0]!;
  const message =
    name === null
      ? `The document holds ${operations.length} operations; choose one with "operationName".`
      : 'The document holds no operation of the name in "operationName".';
  throw new GordianError('OPERATION_NOT_FOUND', message);
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/** Of all operations in the document: one too many only makes the shape cache a little less effective. */
function conditionVariablesOf(document: DocumentNode): readonly string[] {
  const values = conditionsOf(document).flatMap(({ arguments: args = [] }) =>
    args.filter(({ name }) => name.value === 'if').map(({ value }) => value),
  );
  const names = values.flatMap((value) => (value.kind === Kind.VARIABLE ? value.name.value : []));
  return [...new Set(names)].sort();
}

const conditions = new Set(['skip', 'include', 'defer']);

function conditionsOf(document: DocumentNode): readonly DirectiveNode[] {
  const found: DirectiveNode[] = [];
  visit(document, {
    Directive(directive) {
      if (conditions.has(directive.name.value)) found.push(directive);
    },
  });
  return found;
}

/** A document nested thousands of levels deep ends the stack of the parser or of a rule before any limit is reached. */
function withoutStackOverflow<T>(limits: OperationLimits, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw limitExceeded('maxDepth', limits.maxDepth, null);
    throw error;
  }
}
