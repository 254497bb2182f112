// The way of /graphql: admitted, answered, and sent as the client takes it: at once, in parts, or as events.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { GordianError } from '../kit/errors.ts';
import type { Gateway } from './gateway.ts';
import { acceptsEventStream, answerEventStream } from './listen.ts';
import { answerReceived, nameOfGeneration, operationsIn, type RunsOn, receive } from './request.ts';
import { closeIfMuchIsUnread, closeWhenDraining } from './respond/closing.ts';
import type { LaterParts } from './respond/later-parts.ts';
import { negotiateMediaType, type ResponseMediaType } from './respond/media-type.ts';
import { respondInParts } from './respond/multipart.ts';
import {
  type BatchAnswer,
  type GraphQLAnswer,
  type ResponseOptions,
  respond,
  respondToBatch,
} from './respond/respond.ts';
import { addToVary } from './respond/response-headers.ts';

export async function routeGraphQL(
  gateway: Gateway,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  requestId: string,
): Promise<void> {
  if (isBrowserNavigation(request, url))
    return void response.writeHead(303, { location: '/', vary: addToVary(response, 'accept') }).end();
  gateway.admission.check();
  if (acceptsEventStream(request.headers.accept)) return routeEventStream(gateway, request, response, url, requestId);
  const mediaType = negotiateMediaType(request.headers.accept);
  if (!mediaType)
    throw new GordianError('NOT_ACCEPTABLE', 'Accept application/graphql-response+json or application/json.');
  let operations = 0;
  const runsOn: RunsOn = { generation: null };
  const receiveAdmitted = async () => {
    const received = await receive(gateway, request, url);
    gateway.admission.enter(operationsIn(received));
    operations = operationsIn(received);
    return received;
  };
  try {
    const answer = await answerReceived(gateway, request, response, requestId, receiveAdmitted, runsOn);
    await sendAnswer(gateway, request, response, answer, responseOptions(gateway, mediaType, requestId, runsOn));
  } finally {
    gateway.admission.leave(operations);
  }
}

async function sendAnswer(
  gateway: Gateway,
  request: IncomingMessage,
  response: ServerResponse,
  answer: GraphQLAnswer | BatchAnswer,
  options: ResponseOptions,
): Promise<void> {
  closeIfMuchIsUnread(request, response);
  closeWhenDraining(gateway.draining, response);
  if ('answers' in answer) await respondToBatch(response, answer, options);
  else if (answer.later) await sendParts(gateway, response, answer, answer.later, options);
  else await respond(response, answer, options);
  gateway.slowReaders.watch(response);
}

async function sendParts(
  gateway: Gateway,
  response: ServerResponse,
  answer: GraphQLAnswer,
  later: LaterParts,
  options: ResponseOptions,
): Promise<void> {
  gateway.slowReaders.limitStalls(response, gateway.config.execution.deadlineMs);
  await respondInParts(response, answer, later, options);
}

/** A subscription, or another operation of a client that would take its answer as an event as well. */
async function routeEventStream(
  gateway: Gateway,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  requestId: string,
): Promise<void> {
  const mediaType = negotiateMediaType(request.headers.accept);
  const runsOn: RunsOn = { generation: null };
  const answer = await answerEventStream(gateway, request, response, url, { requestId, runsOn, fallback: mediaType });
  const options = responseOptions(gateway, mediaType ?? 'application/graphql-response+json', requestId, runsOn);
  if (answer) await sendAnswer(gateway, request, response, answer, options);
}

function responseOptions(
  gateway: Gateway,
  mediaType: ResponseMediaType,
  requestId: string,
  runsOn: RunsOn,
): ResponseOptions {
  const { config, varyBy } = gateway;
  return {
    mediaType,
    requestId,
    compressFrom: config.server.compressFromBytes,
    maxErrors: config.limits.maxErrors,
    varyBy,
    generation: nameOfGeneration(gateway, runsOn),
  };
}

function isOperation({ searchParams }: URL): boolean {
  return searchParams.has('query') || searchParams.has('extensions');
}

function isBrowserNavigation(request: IncomingMessage, url: URL): boolean {
  return request.method === 'GET' && !isOperation(url) && (request.headers.accept ?? '').includes('text/html');
}
