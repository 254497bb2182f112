// Of publishers that race for a contract one wins. The others are told who, so that nobody looks for a mistake in its own files.
import type { Queries } from '../../../kit/postgres.ts';
import type { ContractCheck } from './contract-check.ts';
import type { Refusal } from './judge-registration.ts';
import type { Refused } from './outcome.ts';
import { latestRegistration } from './queries/history.ts';
import { latestVersions } from './queries/versions.ts';
import type { RegistryChange } from './registration.ts';

const lost = [
  'CONTRACT_VERSION_EXISTS',
  'CONTRACT_VERSION_NOT_NEWER',
  'SCHEMA_CHANGED_WITHOUT_VERSION',
  'VERSION_TOO_LOW',
];

/** Only what came between the arrival of the request and its turn is a race. */
export async function orConflict(
  transaction: Queries,
  { code, problems, products }: Pick<Refusal, 'code' | 'problems'> & { readonly products: readonly ContractCheck[] },
  arrivedAt: Date,
): Promise<Refused> {
  const losing = products.filter((one) => one.problems.some((problem) => lost.includes(problem.code)));
  const newest = losing.length === 0 ? [] : await latestVersions(transaction);
  const winners = newest.filter(
    ({ product, registeredAt }) => registeredAt > arrivedAt && losing.some((one) => one.product === product),
  );
  if (winners.length === 0) return { ok: false, code, problems, products };
  const named = winners.map(({ product, version, registeredBy }) => `${product} ${version} by ${registeredBy}`);
  const message = `Another registration came first: ${named.join(', ')}. Nothing was changed; read what it brought, and register on top of it.`;
  return { ok: false, code: 'CONFLICT', message, problems, products };
}

/** A publisher that says what it has seen is told when that is no longer so. @returns null where it is, or nothing was said */
export async function overtaken(transaction: Queries, { variant, onTopOf }: RegistryChange): Promise<Refused | null> {
  if (onTopOf === undefined) return null;
  const latest = await latestRegistration(transaction, variant);
  if ((latest?.number ?? 0) === onTopOf) return null;
  const newest =
    latest === null
      ? `nothing is registered in ${variant}`
      : `${variant} is at registration ${latest.number}, by ${latest.registeredBy} from ${latest.sourceRevision}`;
  const message = `This was made on top of registration ${onTopOf}, and ${newest}. Nothing was changed; read what it brought, and try again on top of it.`;
  return { ok: false, code: 'CONFLICT', message, problems: [], products: [] };
}
