// What the registry publishes and the gateway runs on: the supergraph, and what the contracts say of its coordinates.
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
}

export type Classifications = ReadonlyMap<Coordinate, Classification>;

/** One published supergraph, as JSON on the wire (`GET /registry/supergraph`). */
export interface SupergraphArtefact {
  /** SHA-256 (hex) of the supergraph SDL and the classifications: the identity of the publish. */
  readonly id: string;
  readonly publishedAt: string;
  readonly supergraphSdl: string;
  readonly classifications: Readonly<Record<Coordinate, Classification>>;
}
