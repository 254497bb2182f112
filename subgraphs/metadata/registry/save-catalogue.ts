// What a registration in prod says of the business: the catalogue, what is searched, the changes and whom they concern, and the end of
// the proposals that waited for them. Part of its transaction.
import type { Queries } from '../../../kit/postgres.ts';
import type { ContractChange } from '../../../schema/contract-changes/contract-change.ts';
import { keepDeprecations } from '../deprecation/keep-deprecations.ts';
import { publishEvent } from '../events/publish-event.ts';
import { saveLineage } from '../lineage/save-lineage.ts';
import { saveChecks } from '../quality/save-checks.ts';
import { saveSearch } from '../search/save-search.ts';
import { catalogueOf } from './catalogue/catalogue-of.ts';
import { replaceFields, replaceSlas, saveDomains, saveProducts, saveTeams } from './catalogue/queries.ts';
import type { Acceptable } from './judge-registration.ts';
import { closeProposals } from './keep-proposals.ts';
import type { Offer } from './offer.ts';
import { type NewChanges, saveChanges } from './queries/versions.ts';
import {
  type ContractInForce,
  type NewVersion,
  type Signature,
  saveContractsInForce,
  saveVersions,
} from './queries.ts';

export async function saveCatalogue(
  transaction: Queries,
  { removed }: Offer,
  accepted: Acceptable,
  signature: Signature,
): Promise<void> {
  const { publication, newVersions, changed } = accepted;
  const { now } = signature;
  const catalogue = catalogueOf(publication);
  await saveTeams(transaction, catalogue.teams);
  await saveDomains(transaction, catalogue.domains);
  await saveProducts(transaction, catalogue.products);
  await saveVersions(transaction, newVersions.map(withComparison(accepted)), signature);
  const touched = [...changed.map(({ name }) => name), ...removed];
  await saveContractsInForce(transaction, touched, contractsInForce(accepted));
  await replaceFields(transaction, catalogue.fields, now);
  await replaceSlas(transaction, catalogue.slas, now);
  await saveChecks(transaction, publication, now);
  await saveSearch(transaction, publication);
  await keepDeprecations(transaction, publication, signature);
  await saveLineage(transaction, publication, now);
  await saveChanges(transaction, changesOf(accepted));
  await tellChanges(transaction, accepted, now);
  await closeProposals(transaction, accepted, signature);
}

function contractsInForce({ publication, changed }: Acceptable): ContractInForce[] {
  const contractsOf = new Map(publication.subgraphs.map(({ name, contracts }) => [name, contracts]));
  return changed.flatMap(({ name }) =>
    contractsOf
      .get(name)!
      .map(({ urn, version, file }, position) => ({ subgraph: name, productUrn: urn, version, file, position })),
  );
}

function withComparison({ products }: Acceptable) {
  const checks = new Map(products.map(({ comparison, check }) => [comparison.urn, check]));
  return (version: NewVersion) => {
    const { previousVersion, requiredBump } = checks.get(version.productUrn)!;
    return { ...version, baseVersion: previousVersion, requiredBump };
  };
}

function changesOf({ products, newVersions }: Acceptable): NewChanges[] {
  const changes = new Map(products.map(({ comparison, check }) => [comparison.urn, check.changes]));
  return newVersions.map(({ productUrn, version }) => ({ productUrn, version, changes: changes.get(productUrn)! }));
}

/** Of each product that another version is in force of, newer or not, and of each that is gone. */
async function tellChanges(transaction: Queries, { products }: Acceptable, now: Date): Promise<void> {
  for (const { check } of products) {
    const { product, version, previousVersion, changes } = check;
    if (version === previousVersion && changes.length === 0) continue;
    const plain = changes.map(({ verdict: _verdict, affected: _affected, ...change }): ContractChange => change);
    await publishEvent(
      transaction,
      { topic: 'contract.changed', product, version, previousVersion, changes: plain },
      now,
    );
  }
}
