// A request of one operation or a batch, from its bytes to its answer. What an operation itself passes is in walk.ts.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../kit/caller.ts';
import { GordianError } from '../kit/errors.ts';
import { ClientLeaving, type Leaving } from '../kit/leaving.ts';
import { clientOf } from './admit/client-buckets.ts';
import { answerBatch } from './batch.ts';
import type { Gateway } from './gateway.ts';
import { maySeePlans } from './may-see-plans.ts';
import { readContractPins } from './metadata/contract-pins.ts';
import { readWantedMetadata } from './metadata/wanted-metadata.ts';
import type { MetadataHeaders } from './metadata-of-answer.ts';
import type { PreparedOperation } from './operation/prepared-operation.ts';
import { prepareForCaller } from './prepare-for-caller.ts';
import type { Asker } from './question.ts';
import {
  type BatchedRequest,
  fromParameters,
  type GraphQLRequest,
  receiveGraphQLRequest,
} from './receive/graphql-request.ts';
import { propagatedHeaders } from './receive/propagated-headers.ts';
import type { OperationReport } from './report/report.ts';
import { takesIncrements } from './respond/incremental-media-type.ts';
import { answerToError, type BatchAnswer, type GraphQLAnswer } from './respond/respond.ts';
import type { Generation } from './supergraph/generation.ts';
import { answerOperation } from './walk.ts';

/** Any value asks for the cost. */
const costHeader = 'gordian-cost';
/** Any value asks what was fetched. */
const traceHeader = 'gordian-trace';
/** Selects the ticket of a broken glass. */
const breakGlassHeader = 'x-break-glass';
/** How much the answer says of what stands behind it. */
const metadataHeader = 'x-gordian-metadata';
/** The contracts that the client can take. */
const contractHeader = 'x-gordian-contract';
/** The id of a search, from a client that tries what it has found. */
const searchHeader = 'x-gordian-search';
const searchId = /^[\w-]{1,64}$/;

export function receive(gateway: Gateway, request: IncomingMessage, url: URL) {
  return receiveGraphQLRequest(request, url, {
    maxBodyBytes: gateway.config.limits.bodyBytes,
    maxBatchSize: gateway.config.limits.batchSize,
    documents: gateway.documents,
  });
}

/** Which generation an answer is of: told when the request begins to run on one. */
export interface RunsOn {
  generation: Generation | null;
}

/** Answers what has been received, or is about to be; never rejects. */
export async function answerReceived(
  gateway: Gateway,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  receiving: () => Promise<GraphQLRequest | BatchedRequest>,
  runsOn: RunsOn,
): Promise<GraphQLAnswer | BatchAnswer> {
  return reported<GraphQLAnswer | BatchAnswer>(gateway, requestId, async (report) => {
    const received = await receiving();
    const caller = await gateway.authenticate(request.headers);
    report.asks(caller);
    const asker = askerOf(gateway, request, caller, whenClientLeaves(response), operationsIn(received));
    const generation = requireGeneration(gateway);
    runsOn.generation = generation;
    return await generation.use<GraphQLAnswer | BatchAnswer>(() =>
      'operations' in received
        ? answerOperations(gateway, generation, received, asker, requestId)
        : answerOperation(
            gateway,
            generation,
            { ...asker, asked: received, takesIncrements: takesIncrements(request.headers.accept) },
            report,
          ),
    );
  });
}

export function operationsIn(received: GraphQLRequest | BatchedRequest): number {
  return 'operations' in received ? received.operations.length : 1;
}

/** @throws GordianError RATE_LIMITED, or BAD_REQUEST for a header that cannot be read or passed on */
export function askerOf(
  gateway: Gateway,
  request: IncomingMessage,
  caller: Caller,
  left: Leaving,
  operations = 1,
): Asker {
  gateway.clientBuckets?.take(clientOf(caller, request.socket.remoteAddress), operations);
  return {
    caller,
    // A WebSocket begins as a GET, but no link or image can send what comes over it.
    isGet: request.method === 'GET' && request.headers.upgrade === undefined,
    left,
    asksCost: request.headers[costHeader] !== undefined,
    // How a graph is divided is for those who develop with it.
    asksFetches: request.headers[traceHeader] !== undefined && maySeePlans(gateway.config, caller),
    propagated: propagatedHeaders(gateway.config.execution.propagateHeaders, request.headers),
    breakGlassTicket: request.headers[breakGlassHeader]?.toString() ?? null,
    search: searchOf(request),
    metadata: metadataHeaders(request),
  };
}

function metadataHeaders({ headers }: IncomingMessage): MetadataHeaders {
  return {
    wanted: readWantedMetadata(headers[metadataHeader]?.toString()),
    pins: readContractPins(headers[contractHeader]?.toString()),
  };
}

/** What is no id of a search is nobody's affair: the operation is answered all the same. */
function searchOf({ headers }: IncomingMessage): string | null {
  const id = headers[searchHeader]?.toString();
  return id !== undefined && searchId.test(id) ? id : null;
}

/** A batch. Its operations are as many in every limit; the caller is the same. */
async function answerOperations(
  gateway: Gateway,
  generation: Generation,
  batch: BatchedRequest,
  asker: Asker,
  requestId: string,
): Promise<BatchAnswer> {
  const read = (parameters: unknown) => fromParameters(parameters, gateway.documents);
  const prepare = (parameters: unknown) => prepareForCaller(gateway, generation, { ...asker, asked: read(parameters) });
  return answerBatch(batch, {
    isMutation: (parameters) => isMutation(() => prepare(parameters)),
    answer: (parameters, index) =>
      reported(gateway, `${requestId}.${index}`, async (report) =>
        answerOperation(gateway, generation, { ...asker, asked: read(parameters) }, report),
      ),
  });
}

/** False also for what cannot be prepared: it changes nothing, and its answer says why. */
function isMutation(prepare: () => PreparedOperation): boolean {
  try {
    return prepare().kind === 'mutation';
  } catch {
    return false;
  }
}

/** Never rejects: what `work` throws becomes the answer, and the report is made whatever happens. */
export async function reported<Answer = GraphQLAnswer>(
  gateway: Gateway,
  requestId: string,
  work: (report: OperationReport) => Promise<Answer>,
): Promise<Answer | GraphQLAnswer> {
  const report = gateway.reporter.begin(requestId);
  const answer = await work(report).catch((error: unknown) => {
    report.failed(error);
    return answerToError(error, requestId);
  });
  await (isInParts(answer) ? report.delivering() : report.end());
  return answer;
}

/** The last part of such an answer ends the report. */
function isInParts(answer: unknown): boolean {
  return (answer as GraphQLAnswer).later !== undefined;
}

export function requireGeneration({ generations }: Gateway): Generation {
  const generation = generations.current();
  if (!generation) throw new GordianError('NOT_READY', 'The gateway has no supergraph yet.');
  return generation;
}

/** For the header of a response; what was refused before it ran on any is named for the one that serves. */
export function nameOfGeneration({ config, generations }: Gateway, runsOn?: RunsOn): string | null {
  if (!config.respond.nameGeneration) return null;
  return (runsOn?.generation ?? generations.current())?.id ?? null;
}

function whenClientLeaves(response: ServerResponse): Leaving {
  const leaving = new ClientLeaving();
  response.once('close', () => {
    if (!response.writableFinished) leaving.leave();
  });
  return leaving;
}
