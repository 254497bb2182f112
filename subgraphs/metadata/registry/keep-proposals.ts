// The proposals of a registration: opened for what has to wait for consumers, closed by what is published. Part of its transaction.
import type { Queries } from '../../../kit/postgres.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { keepProposal, type Offered } from '../proposals/keep-proposal.ts';
import { textOf } from './compare-with-force.ts';
import { type ContractCheck, proposalReference } from './contract-check.ts';
import type { ProductJudgement } from './judge-products.ts';
import type { Acceptable, Refusal } from './judge-registration.ts';
import { actorOf, type Signature } from './queries.ts';
import { everybody } from './verdict/judged-change.ts';

export async function closeProposals(
  transaction: Queries,
  { products }: Acceptable,
  signature: Signature,
): Promise<void> {
  for (const product of products) {
    const { consent } = product;
    if (consent === null) continue;
    const isAgreed = consent.affected.every(({ consumer }) => consent.agreeing.has(consumer));
    const outcome = isAgreed ? 'PUBLISHED' : 'FORCED';
    await keepProposal(transaction, offeredIn(product, signature), consent, outcome, signature.now);
  }
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
