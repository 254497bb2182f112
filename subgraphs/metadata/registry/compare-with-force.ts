// Each product of a registration against its version in force: what changes, and which version that asks for. Pure.

import { readContract } from '../../../schema/contract/read-contract.ts';
import { changeOf } from '../../../schema/contract-changes/change-kinds.ts';
import type { Bump, ContractChange } from '../../../schema/contract-changes/contract-change.ts';
import { diffContracts, type ProductVersion } from '../../../schema/contract-changes/diff-contracts.ts';
import { requiredBump } from '../../../schema/contract-changes/required-bump.ts';
import type { Publication, SubgraphSubmission } from '../../../schema/publication.ts';
import { readSubgraphSdl, type SubgraphSdl } from '../../../schema/subgraph-sdl.ts';

export interface ProductComparison {
  readonly urn: string;
  /** In force; null where the product is new. */
  readonly before: ProductVersion | null;
  /** Null where the registration no longer has the product. */
  readonly after: ProductVersion | null;
  readonly changes: readonly ContractChange[];
  readonly requiredBump: Bump;
}

/** @returns the products of the offered subgraphs, and those that they had and no subgraph has any more */
export function compareWithForce(
  before: readonly SubgraphSubmission[],
  offered: readonly SubgraphSubmission[],
  publication: Publication,
): ProductComparison[] {
  const names = new Set(offered.map(({ name }) => name));
  const inForce = new Map(before.flatMap(versionsIn).map((version) => [version.contract.urn, version]));
  const compared = publication.subgraphs
    .filter(({ name }) => names.has(name))
    .flatMap(({ contracts, parsed }) =>
      contracts.map((contract) => compare(inForce.get(contract.urn) ?? null, { contract, sdl: parsed })),
    );
  const kept = new Set(publication.subgraphs.flatMap(({ contracts }) => contracts.map(({ urn }) => urn)));
  const gone = [...inForce.values()].filter(({ contract }) => !kept.has(contract.urn));
  return [...compared, ...gone.map(retired)];
}

/** What is registered can be read: it was when it was registered, and the readers never become stricter about it. */
function versionsIn({ sdl, file, contracts }: SubgraphSubmission): ProductVersion[] {
  const parsed = readSubgraphSdl(sdl, file).sdl;
  const read = contracts.flatMap((one) => readContract(one.text, one.file).contract ?? []);
  return parsed === null ? [] : read.map((contract) => ({ contract, sdl: parsed }));
}

function compare(before: ProductVersion | null, after: ProductVersion): ProductComparison {
  const changes = before === null || isSame(before, after) ? [] : diffContracts(before, after);
  return { urn: after.contract.urn, before, after, changes, requiredBump: requiredBump(changes) };
}

function isSame(before: ProductVersion, after: ProductVersion): boolean {
  return before.contract.text === after.contract.text && textOf(before.sdl) === textOf(after.sdl);
}

/** As it was read. */
export function textOf({ document }: SubgraphSdl): string {
  return document.loc!.source.body;
}

function retired(before: ProductVersion): ProductComparison {
  const { product, urn, name, status } = before.contract;
  const change = changeOf('PRODUCT_RETIRED', product, status, null, `${name} is in no subgraph any more.`);
  return { urn, before, after: null, changes: [change], requiredBump: 'NONE' };
}
