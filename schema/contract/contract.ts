// A data contract as the rest of the platform sees it, read from ODCS YAML by read-contract.ts.
// Plain data: printable, comparable, and without a trace of YAML except the places that problems point at.
import type { Sensitivity } from '../artefact.ts';
import type { Coordinate } from '../coordinates.ts';
import type { LintLevels } from '../lint/lint-rules.ts';
import type { Place } from '../problem.ts';
import type { QualityRule } from './quality-rule.ts';
import type { UsageLimits } from './usage-limits.ts';

export type ProductKind = 'SOURCE_ALIGNED' | 'AGGREGATE' | 'CONSUMER_ALIGNED';
export type LifecycleStatus = 'PROPOSED' | 'DRAFT' | 'ACTIVE' | 'DEPRECATED' | 'RETIRED';

export interface Contract {
  /** `customers/customer-profile`: the domain and the product; there is one contract per product. */
  readonly id: string;
  /** The same words as `id`, under the name other modules use for it. */
  readonly product: string;
  /** `gordian:product:customers/customer-profile` */
  readonly urn: string;
  /** For people: `Customer profile`. */
  readonly name: string;
  readonly domain: string;
  /** What the domain is for, in business words; null when the contract does not say. */
  readonly capability: string | null;
  readonly kind: ProductKind;
  /** Semantic version, `1.2.0`. */
  readonly version: string;
  readonly status: LifecycleStatus;
  readonly description: ContractDescription;
  readonly owner: OwnerTeam;
  readonly support: readonly SupportChannel[];
  readonly servers: readonly Server[];
  readonly objects: readonly ContractObject[];
  /** Every field of every object by its coordinate. */
  readonly fields: ReadonlyMap<Coordinate, ContractField>;
  readonly slas: readonly Sla[];
  readonly milestones: Milestones;
  /** What a derived product reads from other products. */
  readonly inputs: readonly ProductInput[];
  /** True when a policy may leave records out for some callers, so that totals and pages differ by who asks. */
  readonly rowFiltered: boolean;
  /** How grave what the lint of the schema finds is to this product. */
  readonly lint: LintLevels;
  readonly roles: readonly Role[];
  readonly price: Price | null;
  readonly billingTag: string | null;
  readonly tags: readonly string[];
  /** The file as given, for messages. */
  readonly file: string;
  /** Where the contract forbids to build other products from this one; null when it does not. */
  readonly republicationForbiddenAt: Place | null;
  /** Where the id stands. */
  readonly place: Place;
  readonly versionPlace: Place;
  /** Where the list of types begins. */
  readonly schemaPlace: Place;
  /** The bytes that were read, unchanged; this is what the registry stores and serves. */
  readonly text: string;
}

export interface ContractDescription {
  readonly purpose: string | null;
  readonly usage: string | null;
  readonly limitations: string | null;
}

export interface OwnerTeam {
  /** The name in kebab-case, the identity of the team across contracts. */
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** Where to reach whoever is on duty; null when the contract does not say. */
  readonly onCall: string | null;
  readonly members: readonly TeamMember[];
}

export interface TeamMember {
  readonly username: string;
  readonly name: string | null;
  readonly role: string | null;
  /** ISO dates. */
  readonly dateIn: string | null;
  readonly dateOut: string | null;
}

export interface SupportChannel {
  readonly channel: string;
  readonly url: string | null;
  readonly tool: string | null;
  readonly scope: string | null;
  readonly description: string | null;
}

/** Where the product can be read (`api`: a GraphQL output port) or where its data rests (`postgres`). */
export interface Server {
  readonly server: string;
  readonly type: string;
  readonly description: string | null;
  readonly environment: string | null;
  readonly location: string | null;
  /** Database schema, for lineage to columns. */
  readonly schema: string | null;
  /** As pipelines name it: `postgres://127.0.0.1:4008` and `gordian`; null for what is no database. */
  readonly database: { readonly namespace: string; readonly name: string } | null;
}

/** One GraphQL object, interface or input type. */
export interface ContractObject {
  readonly name: string;
  readonly description: string | null;
  /** The table behind the type, where it has one. */
  readonly physicalName: string | null;
  readonly tags: readonly string[];
  readonly fields: readonly ContractField[];
  readonly quality: readonly QualityRule[];
  readonly deprecation: Deprecation | null;
  readonly place: Place;
}

/** Announces that a type or a field will go. */
export interface Deprecation {
  /** What to use in its place; null when the contract does not say. */
  readonly replacement: Coordinate | null;
  /** ISO date from which it may be gone; null when the contract does not say. */
  readonly sunset: string | null;
}

export type LogicalType =
  | 'string'
  | 'date'
  | 'timestamp'
  | 'time'
  | 'number'
  | 'integer'
  | 'object'
  | 'array'
  | 'boolean'
  | 'map'
  | 'vector';

export interface ContractField extends UsageLimits {
  readonly coordinate: Coordinate;
  readonly name: string;
  readonly description: string | null;
  readonly businessName: string | null;
  /** The column behind the field, where it has one of its own: `email` or `customer.email`. */
  readonly physicalName: string | null;
  readonly logicalType: LogicalType;
  readonly required: boolean;
  readonly primaryKey: boolean;
  /** Null when nobody has classified the field yet: the field is denied and registration refuses. */
  readonly classification: Sensitivity | null;
  readonly tags: readonly string[];
  readonly quality: readonly QualityRule[];
  readonly examples: readonly unknown[];
  /** Where the value comes from, as URNs. */
  readonly sources: readonly FieldSource[];
  /** True when the transformation removes what was sensitive in the sources (`masking` in customProperties). */
  readonly masking: boolean;
  /** True when the security team agreed that the value gives nothing away of the protected fields it is computed from. */
  readonly safeToDerive: boolean;
  /** ISO-8601 duration; null when the contract does not say. */
  readonly retention: string | null;
  readonly deprecation: Deprecation | null;
  /** The field that this one takes the place of; null when it is nobody's successor. */
  readonly replaces: Coordinate | null;
  /** What values may be, as the contract has it: options of the logical type, a list of values, uniqueness. */
  readonly limits: Readonly<Record<string, unknown>>;
  readonly place: Place;
}

export interface FieldSource {
  /** `postgres://customers#customers.customer.email`, `graphql://gordian#Order.total` or `gordian:product:orders/orders`. */
  readonly urn: string;
  /** In words or code; null when the value is copied as it is. */
  readonly transform: string | null;
  readonly place: Place;
}

export type SlaKind =
  | 'FRESHNESS'
  | 'LATENCY'
  | 'AVAILABILITY'
  | 'ERROR_RATE'
  | 'COMPLETENESS'
  | 'THROUGHPUT'
  | 'FREQUENCY'
  | 'TIME_OF_AVAILABILITY'
  | 'RETENTION'
  | 'TIME_TO_DETECT'
  | 'TIME_TO_NOTIFY'
  | 'TIME_TO_REPAIR';

export interface Sla {
  /** Unique within the contract. */
  readonly id: string;
  readonly kind: SlaKind;
  /** What is measured: a field (`Customer.updatedAt`), a type, or null for the whole product. */
  readonly element: Coordinate | null;
  readonly threshold: number;
  /** As written: `m`, `ms`, `percent` ... */
  readonly unit: string;
  /** The threshold in seconds where the unit is one of time; null otherwise. */
  readonly thresholdSeconds: number | null;
  /** Share of the window in which the threshold must hold, 0 < target <= 1; 1 when the contract does not say, and 0.99 for latency. */
  readonly target: number;
  /** ISO-8601 duration over which the target is judged; `P30D` when the contract does not say. */
  readonly window: string;
  readonly windowSeconds: number;
  readonly driver: string | null;
  readonly description: string | null;
  readonly place: Place;
}

/** ISO dates in the life of the product; null when the contract does not say. */
export interface Milestones {
  readonly generalAvailability: string | null;
  readonly endOfSupport: string | null;
  readonly endOfLife: string | null;
}

export interface ProductInput {
  /** Product id, `orders/orders`. */
  readonly product: string;
  /** Range of contract versions, `^1.0.0`; null when any will do. */
  readonly version: string | null;
  /** The coordinates that are read; empty when the contract names only the product. */
  readonly fields: readonly Coordinate[];
  readonly place: Place;
}

export interface Role {
  readonly role: string;
  readonly description: string | null;
  readonly access: string | null;
  readonly firstLevelApprovers: string | null;
  readonly secondLevelApprovers: string | null;
}

export interface Price {
  readonly amount: number | null;
  readonly currency: string | null;
  readonly unit: string | null;
}

export function productUrn(product: string): string {
  return `gordian:product:${product}`;
}
