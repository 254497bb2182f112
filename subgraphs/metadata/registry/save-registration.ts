// What a registration leaves behind: its place in the history of its variant, the supergraph, and in prod the catalogue. Part of its
// transaction.
import type { Queries } from '../../../kit/postgres.ts';
import { readContract } from '../../../schema/contract/read-contract.ts';
import type { SubgraphSubmission } from '../../../schema/publication.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Acceptable } from './judge-registration.ts';
import type { Offer } from './offer.ts';
import { type BroughtSubgraph, type ProductStep, saveHistory, saveVariant } from './queries/history.ts';
import { actorOf, publish, type Signature } from './queries.ts';
import { saveCatalogue } from './save-catalogue.ts';
import { prod } from './variant.ts';

/** @returns the number of the registration in its variant */
export async function saveRegistration(
  transaction: Queries,
  offer: Offer,
  accepted: Acceptable,
  signature: Signature,
): Promise<number> {
  const { variant, kind, origin } = offer;
  await saveVariant(transaction, variant, signature.now);
  if (variant === prod) await saveCatalogue(transaction, offer, accepted, signature);
  await publish(transaction, variant, accepted.artefact, signature);
  const subgraphs = broughtBy(offer, accepted);
  const number = await saveHistory(transaction, { variant, kind, origin, subgraphs }, signature);
  await auditRegistration(transaction, offer, accepted, number, signature);
  return number;
}

function broughtBy({ before, removed }: Offer, { changed }: Acceptable): BroughtSubgraph[] {
  const inForce = new Map(before.map((subgraph) => [subgraph.name, versionsIn(subgraph)]));
  const steps = (name: string, after: ReadonlyMap<string, string>) =>
    stepsBetween(inForce.get(name) ?? new Map(), after);
  return [
    ...changed.map(({ file, ...subgraph }) => ({
      ...subgraph,
      sdlFile: file,
      change: inForce.has(subgraph.name) ? ('CHANGED' as const) : ('ADDED' as const),
      products: steps(subgraph.name, versionsIn(subgraph)),
    })),
    ...removed.map((name) => ({
      ...{ name, url: null, sdl: null, sdlFile: null, contracts: null },
      change: 'DELETED' as const,
      products: steps(name, new Map()),
    })),
  ];
}

/** By product. */
function versionsIn({ contracts }: Pick<SubgraphSubmission, 'contracts'>): Map<string, string> {
  const read = contracts.flatMap(({ text, file }) => readContract(text, file).contract ?? []);
  return new Map(read.map(({ product, version }) => [product, version]));
}

function stepsBetween(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): ProductStep[] {
  const products = [...new Set([...after.keys(), ...before.keys()])];
  return products.map((product) => ({
    product,
    version: after.get(product) ?? null,
    previousVersion: before.get(product) ?? null,
  }));
}

function auditRegistration(
  transaction: Queries,
  { variant, kind, origin, removed }: Offer,
  { artefact, newVersions, changed, products }: Acceptable,
  number: number,
  signature: Signature,
): Promise<void> {
  const overridden = products.flatMap(({ check }) => check.problems.map(({ message }) => message));
  const { sourceRevision, reason } = signature;
  return appendAudit(transaction, {
    ...actorOf(signature),
    action: 'registry.published',
    target: `gordian:supergraph:${artefact.id}`,
    payload: {
      ...{ variant, registration: number, kind, sourceRevision },
      subgraphs: changed.map(({ name }) => name),
      versions: variant === prod ? newVersions.map(({ productUrn, version }) => `${productUrn} ${version}`) : [],
      ...(origin === null ? {} : { origin }),
      ...(removed.length > 0 ? { removed } : {}),
      ...(reason === null ? {} : { reason }),
      ...(overridden.length > 0 ? { overridden } : {}),
    },
  });
}
