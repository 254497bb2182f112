// Who vouches for the actor of an entry, out of its payload, where it is part of the hash.

/** @returns the empty text where nobody does */
export function issuerIn(payload: string): string {
  const { issuer } = JSON.parse(payload) as { readonly issuer?: unknown };
  // Postgres keeps no text with a zero in it.
  return typeof issuer === 'string' ? issuer.replaceAll('\0', '') : '';
}
