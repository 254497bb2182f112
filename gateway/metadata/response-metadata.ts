// What stands behind an answer, for clients that ask: contracts, freshness, incidents, what is masked or denied, what is deprecated.
// Whoever may read a field may know these of its product. Bounded: what stands last in it is left out first.
import { type GraphQLSchema, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import type { SupergraphArtefact } from '../../schema/artefact.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import type { FieldDeprecation, ProductStanding } from '../../schema/standing.ts';
import type { AuthorizedOperation } from '../authorize/authorized-operation.ts';
import { ageOfProduct } from './age-of-data.ts';
import { type ContractPin, pinOf } from './contract-pins.ts';
import { fieldFacts, operationFacts } from './operation-facts.ts';
import type { KnownStanding } from './standing.ts';
import type { WantedMetadata } from './wanted-metadata.ts';

export interface MetadataRequest {
  readonly wanted: WantedMetadata;
  readonly operation: AuthorizedOperation;
  readonly classifications: SupergraphArtefact['classifications'];
  /** Null: nothing is known of the products. */
  readonly standing: KnownStanding | null;
  /** Of the request. */
  readonly pins: readonly ContractPin[];
  /** The application that asks, for the versions that it has said it can take; null when unknown. */
  readonly client: string | null;
  readonly now: Date;
}

/** Bytes of the whole as JSON. */
export const maxMetadataBytes = 4 * 1024;
/** For the members that are always there, and the names of all. */
const bytesForFrame = 320;

/** @returns `extensions.gordian.metadata` */
export function responseMetadata(request: MetadataRequest): Readonly<Record<string, unknown>> {
  const { wanted, operation, classifications, standing } = request;
  const facts = operationFacts(operation, classifications);
  const room = createRoom(maxMetadataBytes - bytesForFrame);
  const lists = {
    products: room.take(facts.products.map((product) => describeProduct(product, request))),
    denied: room.take(facts.denied),
    masked: room.take(facts.masked),
    deprecated: room.take(deprecationsOf(request)),
    fields: wanted === 'fields' ? room.take(fieldFacts(operation, classifications)) : [],
  };
  return {
    asOf: standing?.asOf.toISOString() ?? null,
    complete: !room.isExceeded(),
    maxSensitivity: facts.maxSensitivity,
    ...Object.fromEntries(Object.entries(lists).filter(([, entries]) => entries.length > 0)),
  };
}

interface Room {
  /** As many of the entries as there is room for; nothing any more once something was left out. */
  take<Entry>(entries: readonly Entry[]): readonly Entry[];
  isExceeded(): boolean;
}

function createRoom(bytes: number): Room {
  let left = bytes;
  const fits = (entry: unknown): boolean => {
    left -= Buffer.byteLength(JSON.stringify(entry)) + 1;
    return left >= 0;
  };
  return {
    take: (entries) => {
      const end = left < 0 ? 0 : entries.findIndex((entry) => !fits(entry));
      return end < 0 ? entries : entries.slice(0, end);
    },
    isExceeded: () => left < 0,
  };
}

function describeProduct(product: string, { standing, pins, client, now }: MetadataRequest): object {
  const known = standing?.products.get(product);
  if (!known) return { product };
  const { version, status, latest, health, openIncidents } = known;
  const { ageSeconds, promiseSeconds, status: freshness } = ageOfProduct(known, now);
  const pinned = pinOf(pins, product)?.range.text ?? storedPin(known, client);
  return {
    product,
    contract: { version, status, latest, ...(pinned !== undefined && { pinned }) },
    freshness: { status: freshness, ageSeconds: ageSeconds && Math.round(ageSeconds), promiseSeconds },
    health,
    openIncidents,
  };
}

function storedPin({ pins }: ProductStanding, client: string | null): string | undefined {
  return pins.find(({ consumer }) => consumer === client)?.range;
}

/** What the schema says, and what the registry adds: it may know of a replacement and an end. */
function deprecationsOf({ operation, classifications, standing }: MetadataRequest): readonly object[] {
  const { schema } = operation.shape;
  return operationFacts(operation, classifications).read.flatMap((coordinate) => {
    const product = standing?.products.get(classifications[coordinate]?.product ?? '');
    const stored = product?.deprecations.find((deprecation) => deprecation.coordinate === coordinate);
    const reason = stored?.reason ?? fieldAt(schema, coordinate)?.deprecationReason;
    return reason == null ? [] : [{ coordinate, reason, ...(stored && whatComesInstead(stored, schema)) }];
  });
}

/** A replacement that the caller may not know of is not named. */
function whatComesInstead({ replacement, sunsetAt }: FieldDeprecation, schema: GraphQLSchema): object {
  const isKnown = replacement !== null && fieldAt(schema, replacement) !== undefined;
  return { ...(isKnown && { replacement }), ...(sunsetAt !== null && { sunsetAt }) };
}

function fieldAt(schema: GraphQLSchema, coordinate: Coordinate) {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const type = schema.getType(typeName);
  const hasFields = isObjectType(type) || isInterfaceType(type) || isInputObjectType(type);
  return hasFields ? type.getFields()[fieldName] : undefined;
}
