// The authenticated principal of a request, as every process sees it. Made by the gateway from a verified token and
// carried to the subgraphs in the gateway assertion; nobody else may build one from request headers.

/** Who asks. Immutable for the life of a request. */
export interface Caller {
  /** `sub` of the token; null when the caller is anonymous. */
  readonly subject: string | null;
  /**
   * Who vouches for the subject: `iss` of the token. Subjects of different issuers are different people, whatever they are
   * called, so whoever keeps something for a subject keeps it for the pair. Absent: anonymous.
   */
  readonly issuer?: string;
  /** Application that asks (`azp` or `client_id`); null when unknown. */
  readonly client: string | null;
  readonly scopes: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
  /**
   * The other claims of the token, for attribute rules (`region`, `employee_id`, ...) and for step-up (`auth_time` in seconds,
   * `acr`, `amr`): texts, numbers, booleans and lists of them, never objects.
   */
  readonly claims: Readonly<Record<string, unknown>>;
  /** The purpose selected for this request, always one of the purposes granted in the token. */
  readonly purpose: string | null;
  /** Seconds since the epoch at which the token ends; null when the caller is anonymous. */
  readonly expiresAt: number | null;
  /** What was granted beyond the rules, as the gateway knew it when the request came; absent: nothing. */
  readonly grants?: readonly CallerGrant[];
  /** The glass that was broken for this request; absent or null: none. */
  readonly breakGlass?: CallerGrant | null;
}

/** A right for a limited time. */
export interface CallerGrant {
  readonly id: string;
  /** Coordinates (`Customer.email`) and data products (`customers/customer-profile`). */
  readonly targets: readonly string[];
  /** Whether masked fields are shown clear or masked. */
  readonly outcome: 'ALLOW' | 'MASK';
  /** What it opens is used for; absent: for whatever the request is made for. */
  readonly purpose?: string;
  /** Seconds since the epoch. */
  readonly validUntil: number;
}

export const anonymous: Caller = Object.freeze({
  subject: null,
  client: null,
  scopes: new Set<string>(),
  roles: new Set<string>(),
  claims: Object.freeze({}),
  purpose: null,
  expiresAt: null,
});
