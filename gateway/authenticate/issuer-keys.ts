// The keys of one trusted issuer, wherever it publishes them, for tokens of the algorithms that both it and we accept.
import { errors } from 'jose';
import type { KeyFinder } from '../../kit/key-set.ts';
import type { Log } from '../../kit/log.ts';
import { createKeyFinder } from '../../kit/remote-keys.ts';
import type { IssuerOptions, KeyOptions } from './authentication-options.ts';
import { readIssuerDocument } from './discovery.ts';

export function createIssuerKeys(
  { issuer, jwksUrl, algorithms }: IssuerOptions,
  { refreshMs, honouredMs }: KeyOptions,
  log: Log,
): KeyFinder {
  let accepted = algorithms;

  /** Read anew with the keys: an issuer may move them, and change what it signs with. */
  async function discover(): Promise<string> {
    const document = await readIssuerDocument(issuer);
    accepted = common(issuer, algorithms, document.algorithms);
    return document.jwksUrl;
  }

  const find = createKeyFinder(jwksUrl ?? discover, {
    ...(refreshMs !== undefined && { refreshMs }),
    ...(honouredMs !== undefined && { honouredMs }),
    onChange: (failure) => tell(log, issuer, failure),
  });
  return async (header, token) => {
    const key = await find(header, token);
    if (!accepted.includes(header?.alg ?? ''))
      throw new errors.JOSEAlgNotAllowed('The issuer does not sign like this.');
    return key;
  };
}

function common(issuer: string, ours: readonly string[], theirs: readonly string[] | null): readonly string[] {
  const both = theirs === null ? ours : ours.filter((algorithm) => theirs.includes(algorithm));
  if (both.length > 0) return both;
  throw new Error(
    `${issuer} signs with ${theirs?.join(', ')}, and accepted are ${ours.join(', ')} (setting authentication.issuers[].algorithms).`,
  );
}

function tell(log: Log, issuer: string, failure: Error | null): void {
  if (failure === null) log.info({ event: 'keys.read', issuer }, 'the keys of the issuer can be read again');
  else
    log.warn(
      { event: 'keys.unavailable', issuer, reason: failure.message },
      'the keys of the issuer cannot be read; those known are honoured for a limited time',
    );
}
