// What the gateway must be told of the identity providers that it trusts.

export interface AuthenticationOptions {
  /** Empty: every caller is anonymous, and any token is refused. */
  readonly issuers: readonly IssuerOptions[];
}

export interface IssuerOptions {
  /** The exact `iss` claim. */
  readonly issuer: string;
  /** The exact `aud` claim, or one of its elements. */
  readonly audience: string;
  readonly jwksUrl: string;
  /** Signature algorithms that are accepted; asymmetric ones only. */
  readonly algorithms: readonly string[];
  /** Accepted `typ` headers. */
  readonly tokenTypes?: readonly string[];
  readonly claims?: ClaimNames;
}

/** Where the issuer puts what; each a claim, or a path into one (`realm_access.roles`). */
export interface ClaimNames {
  /** A space-separated string or a list of strings. */
  readonly scopes?: string;
  readonly roles?: string;
  /** The purposes that the token grants; `x-purpose` selects one of them. */
  readonly purposes?: string;
  /** The application; the first of these that is there. */
  readonly client?: readonly string[];
}

export const defaultTokenTypes: readonly string[] = ['at+jwt', 'JWT'];

export const defaultClaimNames: Required<ClaimNames> = {
  scopes: 'scope',
  roles: 'roles',
  purposes: 'purposes',
  client: ['azp', 'client_id'],
};
