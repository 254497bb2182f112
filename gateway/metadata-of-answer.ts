// Metadata in the walk: what @fresh and contract pins demand before anything is planned, and what the answer says of what stands
// behind it.
import type { Caller } from '../kit/caller.ts';
import { GordianError } from '../kit/errors.ts';
import type { Authorization } from './authorize/authorized-operation.ts';
import type { Gateway } from './gateway.ts';
import { type ContractPin, holdContractPins } from './metadata/contract-pins.ts';
import { demandFreshness, type StaleField } from './metadata/demand-freshness.ts';
import { operationFacts } from './metadata/operation-facts.ts';
import { responseMetadata } from './metadata/response-metadata.ts';
import { detailsOfStale, warningsAbout } from './metadata/stale-fields.ts';
import type { WantedMetadata } from './metadata/wanted-metadata.ts';
import type { ProjectionContext } from './project/projection.ts';
import type { GraphQLAnswer } from './respond/respond.ts';
import type { Generation } from './supergraph/generation.ts';

/** What a request says of metadata in its headers. */
export interface MetadataHeaders {
  readonly wanted: WantedMetadata | null;
  readonly pins: readonly ContractPin[];
}

export interface FreshAuthorization {
  /** Without what is too old. */
  readonly authorization: Authorization;
  readonly stale: readonly StaleField[];
}

const nothingStale: readonly StaleField[] = [];

/** @throws GordianError BAD_USER_INPUT */
export function requireFresh(
  { standing, circumstances }: Gateway,
  { artefact: { classifications } }: Generation,
  authorization: Authorization,
  variables: Readonly<Record<string, unknown>>,
): FreshAuthorization {
  const { operation } = authorization;
  if (!operation.shape.demandsFreshness) return { authorization, stale: nothingStale };
  if (standing === null) throw withoutRegistry('BAD_USER_INPUT', '@fresh');
  const fresh = demandFreshness({
    operation,
    classifications,
    standing: standing.known(),
    variables,
    now: circumstances.now(),
  });
  return { authorization: { ...authorization, operation: fresh.operation }, stale: fresh.stale };
}

/** @throws GordianError CONTRACT_MISMATCH */
export function requirePinned(
  { standing }: Gateway,
  { artefact: { classifications } }: Generation,
  { operation }: Authorization,
  headers: MetadataHeaders | undefined,
): void {
  if (!headers || headers.pins.length === 0) return;
  if (standing === null) throw withoutRegistry('CONTRACT_MISMATCH', 'The header x-gordian-contract');
  holdContractPins(headers.pins, operationFacts(operation, classifications).products, standing.known());
}

/** Whoever asks for what cannot be held must not believe that it was. */
function withoutRegistry(code: 'BAD_USER_INPUT' | 'CONTRACT_MISMATCH', what: string): GordianError {
  return new GordianError(
    code,
    `${what} needs a registry, which says how the products stand. This gateway runs without one; leave it out.`,
  );
}

/** What the projector tells of fields that are too old. */
export function stalenessFor(stale: readonly StaleField[]): Pick<ProjectionContext, 'staleness'> {
  return stale.length === 0
    ? {}
    : { staleness: ({ slot }) => detailsOfStale(stale.find(({ field }) => field.slot === slot)!) };
}

export interface AnsweredOperation {
  readonly authorization: Authorization;
  readonly stale: readonly StaleField[];
  readonly caller: Caller;
  readonly headers: MetadataHeaders | undefined;
}

/** @returns the same answer when it has nothing to say */
export function withMetadata(
  gateway: Gateway,
  { artefact: { classifications } }: Generation,
  answer: GraphQLAnswer,
  { authorization: { operation }, stale, caller, headers }: AnsweredOperation,
): GraphQLAnswer {
  const warnings = warningsAbout(stale);
  const { wanted = null, pins = [] } = headers ?? {};
  if (wanted === null && warnings.length === 0) return answer;
  const metadata = wanted && {
    metadata: responseMetadata({
      wanted,
      operation,
      classifications,
      standing: gateway.standing?.known() ?? null,
      pins,
      client: caller.client,
      now: gateway.circumstances.now(),
    }),
  };
  const gordian = { ...metadata, ...(warnings.length > 0 && { warnings }) };
  return { ...answer, extensions: { ...answer.extensions, gordian } };
}
