// What the registry publishes and the gateway runs on: the supergraph, and what the contracts say of its coordinates.
import { createHash } from 'node:crypto';
import { atOnce, type Steps } from '../kit/in-slices.ts';
import type { Coordinate } from './coordinates.ts';

export type Sensitivity = 'PUBLIC' | 'INTERNAL' | 'CONFIDENTIAL' | 'RESTRICTED';

/** What a contract says of one output or input field. */
export interface Classification {
  readonly level: Sensitivity;
  /** Such as `pii`, `pii.email`, `pci`. */
  readonly tags: readonly string[];
  /** The data product that promises the field, `customers/customer-profile`. */
  readonly product: string;
  /** The domain that owns the product, `customers`; the first word of the scopes that open its fields. */
  readonly domain: string;
  /** Coordinates that it copies, or is computed from without concealing them; absent when there are none. */
  readonly derivedFrom?: readonly Coordinate[];
  /** The only regions in which it may be processed; absent: anywhere; empty: nowhere. */
  readonly residency?: readonly string[];
  /** The only purposes for which it may be used; absent: any; empty: none. */
  readonly purposes?: readonly string[];
  /** Held for legal proceedings. */
  readonly legalHold?: true;
  /** The product says that policies leave records out for some callers. */
  readonly rowFiltered?: true;
  /** Of a type that several products promise alike, such as an amount of money: its values are those of the field that leads to it. */
  readonly isShared?: true;
}

export type Classifications = ReadonlyMap<Coordinate, Classification>;

/** One published supergraph, as JSON on the wire (`GET /registry/supergraph`). */
export interface SupergraphArtefact {
  /** SHA-256 (hex) of the supergraph SDL and the classifications: the identity of the publish. */
  readonly id: string;
  readonly publishedAt: string;
  /** Which graph it is of, such as `prod`; absent where nobody said. */
  readonly variant?: string;
  /** A later publication has a larger one; absent where nobody counts. */
  readonly sequence?: number;
  readonly supergraphSdl: string;
  readonly classifications: Readonly<Record<Coordinate, Classification>>;
}

/** `typ` of the signature over a published artefact: a key that signs other things besides cannot be made to vouch for this one. */
export const artefactTokenType = 'gordian-supergraph';

/** The header that carries the signature over the body, a detached JWS. */
export const signatureHeader = 'gordian-signature';

export interface ArtefactContent {
  readonly supergraphSdl: string;
  readonly classifications: Classifications;
  readonly publishedAt: Date;
}

export function buildArtefact({ supergraphSdl, classifications, publishedAt }: ArtefactContent): SupergraphArtefact {
  const byCoordinate = Object.fromEntries([...classifications].sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    id: artefactId(supergraphSdl, byCoordinate),
    publishedAt: publishedAt.toISOString(),
    supergraphSdl,
    classifications: byCoordinate,
  };
}

/** The same content gives the same id, whatever the order of keys on the wire; when it was published does not count. */
export function artefactId(supergraphSdl: string, classifications: SupergraphArtefact['classifications']): string {
  return atOnce(artefactIdSteps(supergraphSdl, classifications));
}

/** See {@link artefactId}. */
export function* artefactIdSteps(
  supergraphSdl: string,
  classifications: SupergraphArtefact['classifications'],
): Steps<string> {
  const lines: string[] = [];
  // Not their entries: of a large graph that takes longer than all else here.
  for (const coordinate of Object.keys(classifications)) {
    const { level, tags, product, domain, derivedFrom = [], ...limits } = classifications[coordinate]!;
    const parts = [coordinate, level, tags, product, domain, ...derivedFrom, ...Object.entries(limits).sort()];
    lines.push(JSON.stringify(parts));
    yield;
  }
  lines.sort();
  yield;
  // What JSON.stringify([supergraphSdl, lines]) gives, in pieces.
  const hash = createHash('sha256').update(`[${JSON.stringify(supergraphSdl)},[`);
  for (const [place, line] of lines.entries()) {
    hash.update(`${place === 0 ? '' : ','}${JSON.stringify(line)}`);
    yield;
  }
  return hash.update(']]').digest('hex');
}
