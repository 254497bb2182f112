// Asks one subgraph for the entities of one fetch, or of several in one request.
import type { AnswerReader } from './answer-reader.ts';
import { askSubgraph } from './ask-subgraph.ts';
import type { CompiledFetch } from './compile-plan.ts';
import type { DataRecord } from './data-record.ts';
import { type EntityRequest, entityRequest } from './entity-request.ts';
import type { EntityAsk, Execution } from './execution.ts';
import type { PartError } from './note-failures.ts';
import { type ReadAnswer, readReception } from './read-reception.ts';
import type { SubgraphError } from './subgraph-errors.ts';
import { takeValues } from './take-values.ts';

/** @param asks of one round, or all of one fetch */
export async function askForEntities(execution: Execution, asks: readonly EntityAsk[]): Promise<void> {
  const request = requestFor(asks);
  const reception = await askSubgraph(execution, request, asks);
  const answer = readReception(reception, execution.leaves, (reader) =>
    reader.lists(entityReaders(reader, request, asks)),
  );
  if (asks.length > 1 && !answer.data && !answer.complaint) return askOneByOne(execution, asks);
  asks.forEach((ask, index) => {
    const taken = answerTo(ask, request.parts[index]!.entitiesKey, answer);
    takeValues(execution, ask.fetch, ask, taken, reception.trace);
  });
}

/** One of them makes the subgraph refuse the whole request, and the others shall not suffer for it. */
async function askOneByOne(execution: Execution, asks: readonly EntityAsk[]): Promise<void> {
  await Promise.all(asks.map((ask) => askForEntities(execution, [ask])));
}

function requestFor(asks: readonly EntityAsk[]): EntityRequest {
  const [{ fetch }] = asks as readonly [EntityAsk];
  if (asks.length === 1) return fetch.request;
  if (!fetch.round) return requestForGroups(fetch, asks.length);
  const { fetches, requests } = fetch.round;
  const key = asks.map((ask) => fetches.indexOf(ask.fetch)).join();
  const request = requests.get(key) ?? entityRequest(asks.map((ask) => ask.fetch.fetch));
  requests.set(key, request);
  return request;
}

const groupRequests = new WeakMap<CompiledFetch, Map<number, EntityRequest>>();

/** The same fetch several times, each with other values of what is read around the entities. */
function requestForGroups(fetch: CompiledFetch, count: number): EntityRequest {
  const known = groupRequests.get(fetch) ?? new Map<number, EntityRequest>();
  groupRequests.set(fetch, known);
  const request = known.get(count) ?? entityRequest(new Array(count).fill(fetch.fetch));
  known.set(count, request);
  return request;
}

type Entity = DataRecord | null | undefined;

function entityReaders(
  reader: AnswerReader,
  { parts }: EntityRequest,
  asks: readonly EntityAsk[],
): ReadonlyMap<string, () => Entity> {
  return new Map(asks.map(({ fetch }, index) => [parts[index]!.entitiesKey, () => reader.object(fetch.answer)]));
}

function answerTo(ask: EntityAsk, key: string, { data, errors, complaint }: ReadAnswer<Map<string, Entity[]>>) {
  const entities = data?.get(key);
  return {
    values: entities?.length === ask.targets.length ? entities : null,
    errors: errors.length > 0 ? errors.flatMap((error) => errorOf(error, key)) : [],
    complaint,
  };
}

/** @returns none when the error belongs to another fetch of the request */
function errorOf({ complaint, path }: SubgraphError, key: string): readonly PartError[] {
  if (!path) return [{ complaint, part: null, path: [] }];
  const [name, index, ...inside] = path;
  if (JSON.stringify(name) !== key) return [];
  return [{ complaint, part: typeof index === 'number' ? index : null, path: inside }];
}
