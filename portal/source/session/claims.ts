// What a token says, for display only. The portal trusts nothing it reads here: the gateway verifies.

export type Claims = Readonly<Record<string, unknown>>;

/** Claims of a JWT; throws an Error for the viewer when the text is not one. */
export function decodeClaims(token: string): Claims {
  const payload = token.split('.')[1];
  if (token.split('.').length !== 3 || !payload) {
    throw new Error('This is not a JWT: it needs three parts joined by dots.');
  }
  const claims = readJson(payload);
  if (typeof claims !== 'object' || claims === null) {
    throw new Error('This is not a JWT: its second part is no base64url-encoded JSON object.');
  }
  return claims as Claims;
}

/** Null when it is none. */
function readJson(part: string): unknown {
  try {
    return JSON.parse(fromBase64Url(part));
  } catch {
    return null;
  }
}

/** When the token ends, in milliseconds since the epoch; null when it never says. */
export function expiryOf(claims: Claims): number | null {
  return typeof claims.exp === 'number' ? claims.exp * 1000 : null;
}

/** Claims in the order a person asks for them, as text. */
export function readableClaims(claims: Claims): { name: string; values: string[] }[] {
  const names = [...FIRST_CLAIMS.filter((name) => name in claims), ...otherNames(claims)];
  return names.map((name) => ({ name, values: readableValues(name, claims[name]) }));
}

const FIRST_CLAIMS = ['sub', 'name', 'azp', 'client_id', 'roles', 'scope', 'purposes', 'department', 'region', 'exp'];
const INSTANTS = new Set(['exp', 'iat', 'nbf', 'auth_time']);

function otherNames(claims: Claims): string[] {
  return Object.keys(claims).filter((name) => !FIRST_CLAIMS.includes(name));
}

function readableValues(name: string, value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  if (name === 'scope' && typeof value === 'string') return value.split(' ').filter(Boolean);
  if (INSTANTS.has(name) && typeof value === 'number')
    return [new Date(value * 1000).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })];
  return [typeof value === 'object' ? JSON.stringify(value) : String(value)];
}

function fromBase64Url(text: string): string {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}
