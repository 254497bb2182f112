// What a registration leaves behind: everything that it published, or the proposals of what it has to wait for. Part of its transaction.
import type { Queries } from '../../../kit/postgres.ts';
import type { ContractChange } from '../../../schema/contract-changes/contract-change.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { keepDeprecations } from '../deprecation/keep-deprecations.ts';
import { publishEvent } from '../events/publish-event.ts';
import { saveLineage } from '../lineage/save-lineage.ts';
import { keepProposal, type Offered } from '../proposals/keep-proposal.ts';
import { saveChecks } from '../quality/save-checks.ts';
import { saveSearch } from '../search/save-search.ts';
import { catalogueOf } from './catalogue/catalogue-of.ts';
import { replaceFields, replaceSlas, saveDomains, saveProducts, saveTeams } from './catalogue/queries.ts';
import { textOf } from './compare-with-force.ts';
import { type ContractCheck, proposalReference } from './contract-check.ts';
import type { ProductJudgement } from './judge-products.ts';
import type { Acceptable, Refusal } from './judge-registration.ts';
import { saveHistory } from './queries/history.ts';
import { type NewChanges, saveChanges } from './queries/versions.ts';
import {
  type ContractInForce,
  type NewVersion,
  publish,
  type Signature,
  saveSubgraphs,
  saveVersions,
} from './queries.ts';
import { everybody } from './verdict/judged-change.ts';

export async function saveRegistration(
  transaction: Queries,
  accepted: Acceptable,
  signature: Signature,
): Promise<void> {
  const { publication, newVersions, changed, artefact } = accepted;
  const { now } = signature;
  const catalogue = catalogueOf(publication);
  const subgraphs = changed.map(({ file, ...subgraph }) => ({ ...subgraph, sdlFile: file }));
  const inForce = contractsInForce(accepted);
  await saveTeams(transaction, catalogue.teams);
  await saveDomains(transaction, catalogue.domains);
  await saveProducts(transaction, catalogue.products);
  await saveVersions(transaction, newVersions.map(withComparison(accepted)), signature);
  await saveSubgraphs(transaction, subgraphs, inForce, signature);
  await replaceFields(transaction, catalogue.fields, now);
  await replaceSlas(transaction, catalogue.slas, now);
  await saveChecks(transaction, publication, now);
  await saveSearch(transaction, publication);
  await keepDeprecations(transaction, publication, signature);
  await saveLineage(transaction, publication, now);
  await publish(transaction, artefact, signature);
  await saveHistory(transaction, subgraphs, inForce, signature);
  await saveChanges(transaction, changesOf(accepted));
  await tellChanges(transaction, accepted, now);
  await closeProposals(transaction, accepted, signature);
  await auditRegistration(transaction, accepted, signature);
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

async function closeProposals(transaction: Queries, { products }: Acceptable, signature: Signature): Promise<void> {
  for (const product of products) {
    const { consent } = product;
    if (consent === null) continue;
    const isAgreed = consent.affected.every(({ consumer }) => consent.agreeing.has(consumer));
    const outcome = isAgreed ? 'PUBLISHED' : 'FORCED';
    await keepProposal(transaction, offeredIn(product, signature), consent, outcome, signature.now);
  }
}

function auditRegistration(
  transaction: Queries,
  { artefact, newVersions, changed, products }: Acceptable,
  signature: Signature,
): Promise<void> {
  const overridden = products.flatMap(({ check }) => check.problems.map(({ message }) => message));
  return appendAudit(transaction, {
    ...actorOf(signature),
    action: 'registry.published',
    target: `gordian:supergraph:${artefact.id}`,
    payload: {
      sourceRevision: signature.sourceRevision,
      subgraphs: changed.map(({ name }) => name),
      versions: newVersions.map(({ productUrn, version }) => `${productUrn} ${version}`),
      ...(overridden.length > 0 ? { reason: signature.reason, overridden } : {}),
    },
  });
}

/** What changes that have to wait for consumers leave behind: the proposals. @returns the checks, with what was opened */
export async function keepRefused(
  transaction: Queries,
  { code, products }: Refusal,
  signature: Signature,
): Promise<ContractCheck[]> {
  const checks: ContractCheck[] = [];
  // What has to be mended first would be another proposal.
  for (const product of products)
    checks.push(code === 'CHANGE_NOT_AGREED' ? await askConsumers(transaction, product, signature) : product.check);
  return checks;
}

async function askConsumers(
  transaction: Queries,
  product: ProductJudgement,
  signature: Signature,
): Promise<ContractCheck> {
  const { check, consent } = product;
  if (consent === null) return check;
  const proposal = await keepProposal(transaction, offeredIn(product, signature), consent, 'ASKED', signature.now);
  const asked = proposalReference(proposal, consent, signature.now, everybody);
  if (consent.proposal === null)
    await appendAudit(transaction, {
      ...actorOf(signature),
      action: 'contract.change-proposed',
      target: `gordian:proposal:${asked.id}`,
      payload: { product: check.product, version: check.version, affected: asked.waitingFor },
    });
  return { ...check, proposal: asked };
}

function offeredIn({ check, comparison }: ProductJudgement, { sourceRevision, registeredBy }: Signature): Offered {
  const { after, before } = comparison;
  return {
    productUrn: comparison.urn,
    baseVersion: before!.contract.version,
    version: check.version,
    odcs: (after ?? before!).contract.text,
    sdl: textOf((after ?? before!).sdl),
    changes: check.changes,
    sourceRevision,
    proposedBy: registeredBy,
  };
}

function actorOf({ now, registeredBy, actorKind }: Signature) {
  return { at: now, actor: registeredBy, actorKind };
}
