// What speaks for a consumer without asking it: it has stopped asking for what goes, or its operations, as the gateways reported
// them, are valid on the graph that would be published.
import { GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import type { Queries } from '../../../kit/postgres.ts';
import { apiSchemaOf } from '../../../schema/api-schema.ts';
import type { ChangeKindName } from '../../../schema/contract-changes/change-kinds.ts';
import {
  type AffectedConsumer,
  type AffectedOperation,
  type JudgedChange,
  maxOperations,
} from '../registry/verdict/judged-change.ts';
import { trafficOf } from '../usage/traffic.ts';
import type { Fact } from './agreement.ts';
import { needsConsent } from './proposed-changes.ts';
import { documentsOf } from './queries/documents.ts';

/** Of nights and weekends it says nothing yet when a consumer is silent. */
const quietDays = 7;
const dayMs = 86_400_000;

/** Changes that an operation is invalid after, if it minds them at all. A value that may be null now is another matter. */
const testableKinds: ReadonlySet<string> = new Set<ChangeKindName>([
  'TYPE_REMOVED',
  'FIELD_REMOVED',
  'FIELD_RENAMED',
  'ARGUMENT_REMOVED',
  'ARGUMENT_REQUIRED',
  'REQUIRED_ARGUMENT_ADDED',
  'UNION_MEMBER_REMOVED',
  'INTERFACE_REMOVED',
]);

export async function findFacts(
  queries: Queries,
  affected: readonly AffectedConsumer[],
  { changes, supergraphSdl }: { readonly changes: readonly JudgedChange[]; readonly supergraphSdl: string },
  now: Date,
): Promise<Fact[]> {
  const stopped = await findStopped(queries, affected, now);
  const others = affected.filter(({ consumer }) => !stopped.some((fact) => fact.consumer === consumer));
  const testable = others.filter((consumer) => isTestable(consumer, changes));
  return [...stopped, ...(testable.length === 0 ? [] : await findValid(queries, testable, apiSchemaOf(supergraphSdl)))];
}

async function findStopped(queries: Queries, affected: readonly AffectedConsumer[], now: Date): Promise<Fact[]> {
  const from = new Date(now.getTime() - quietDays * dayMs);
  const quiet = affected.filter(
    ({ lastSeen, pin, operations }) =>
      pin === null && lastSeen !== null && new Date(lastSeen) < from && !operations.some(isPublished),
  );
  // Where reports are missing, silence is no answer.
  if (quiet.length === 0 || !(await trafficOf(queries, [], { from, to: now })).coversWindow) return [];
  return quiet.map(({ consumer, lastSeen }) => ({
    consumer,
    source: 'TRAFFIC_STOPPED',
    note: `It has not asked for what changes since ${lastSeen}.`,
  }));
}

/** As long as the client does not retire it, it may be run again. */
function isPublished({ publishedAs }: AffectedOperation): boolean {
  return publishedAs !== undefined;
}

function isTestable({ consumer, operations, pin }: AffectedConsumer, changes: readonly JudgedChange[]): boolean {
  const own = changes.filter(
    (change) => needsConsent(change) && change.affected.consumers.some((other) => other.consumer === consumer),
  );
  const isListedWhole = operations.length > 0 && operations.length < maxOperations;
  return pin === null && isListedWhole && own.every(({ kind }) => testableKinds.has(kind));
}

async function findValid(
  queries: Queries,
  consumers: readonly AffectedConsumer[],
  schema: GraphQLSchema,
): Promise<Fact[]> {
  const hashes = consumers.flatMap(({ operations }) => operations.map(({ hash }) => hash));
  const documents = await documentsOf(queries, [...new Set(hashes)]);
  const valid = new Set(documents.filter(({ document }) => isValid(document, schema)).map(({ hash }) => hash));
  return consumers
    .filter(({ operations }) => operations.every(({ hash }) => valid.has(hash)))
    .map(({ consumer, operations }) => ({
      consumer,
      source: 'CONTRACT_TEST_PASSED',
      note: `All ${operations.length} of its operations that ask for what changes are valid on the new graph.`,
    }));
}

function isValid(document: string, schema: GraphQLSchema): boolean {
  try {
    return validate(schema, parse(document)).length === 0;
  } catch (error) {
    if (error instanceof GraphQLError) return false;
    throw error;
  }
}
