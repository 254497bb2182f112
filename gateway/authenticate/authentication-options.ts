// What the gateway must be told of the identity providers that it trusts.

export interface AuthenticationOptions {
  /** Empty: every caller is anonymous, and any token is refused. */
  readonly issuers: readonly IssuerOptions[];
  /** By how much the clocks of issuers may be ahead or behind. */
  readonly clockToleranceSeconds?: number;
  readonly keys?: KeyOptions;
}

export interface KeyOptions {
  /** Keys of this age are read again. */
  readonly refreshMs?: number;
  /** How long keys are honoured that cannot be read again; then no token can be judged, and requests with one get 503. */
  readonly honouredMs?: number;
}

export interface IssuerOptions {
  /** The exact `iss` claim. */
  readonly issuer: string;
  /** The exact `aud` claim, or one of its elements. */
  readonly audience: string;
  /** The JWKS document; without it, what the issuer's /.well-known/openid-configuration names. */
  readonly jwksUrl?: string;
  /** Signature algorithms that are accepted; asymmetric ones only. */
  readonly algorithms: readonly string[];
  /** Accepted `typ` headers. */
  readonly tokenTypes?: readonly string[];
  readonly claims?: ClaimNames;
  readonly mayGrant?: GrantLimits;
}

/**
 * What tokens of an issuer may grant at most, for one that is not ours: what it says beyond is as if it had not said it. Names, or
 * beginnings of names with a star (`orders:*`); without a list, everything. Attributes are those that `claims.attributes` lists, or none.
 */
export interface GrantLimits {
  readonly scopes?: readonly string[];
  readonly roles?: readonly string[];
  readonly purposes?: readonly string[];
  readonly clients?: readonly string[];
}

/** Where the issuer puts what; each a claim, or a path into one (`realm_access.roles`). */
export interface ClaimNames {
  /** The same person in every token, and never another. */
  readonly subject?: string;
  /** A space-separated string or a list of strings. */
  readonly scopes?: string;
  readonly roles?: string;
  /** The purposes that the token grants; `x-purpose` selects one of them. */
  readonly purposes?: string;
  /** The application; the first of these that is there. */
  readonly client?: readonly string[];
  /** The attributes that rules may read, by the name they have there; without it, every claim of a plain form under its own name. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export const defaultTokenTypes: readonly string[] = ['at+jwt', 'JWT'];

export const defaultAlgorithms: readonly string[] = ['EdDSA', 'ES256', 'RS256', 'PS256'];

export const defaultClockToleranceSeconds = 5;

export const defaultClaimNames: Required<Omit<ClaimNames, 'attributes'>> = {
  subject: 'sub',
  scopes: 'scope',
  roles: 'roles',
  purposes: 'purposes',
  client: ['azp', 'client_id'],
};
