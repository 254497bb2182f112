// The business words of a product: the fields whose contract gives them a business name, brought together by it. A glossary is for
// everybody: the words of what is tagged `secret` are not in it. Pure.
import { isSecret } from '../../../policies/compiler/derived.ts';
import type { Contract, ContractField } from '../../../schema/contract/contract.ts';
import { groupBy } from '../group-by.ts';
import type { NewTerm } from './queries.ts';
import { wordsOf } from './search-words.ts';

export function glossaryOf(contracts: readonly Contract[]): NewTerm[] {
  return contracts.flatMap((contract) => {
    const named = [...contract.fields.values()].filter((field) => field.businessName !== null && !isSecret(field));
    return [...groupBy(named, ({ businessName }) => wordsOf(businessName!)).values()].map((fields) =>
      termOf(contract, fields),
    );
  });
}

function termOf({ product, urn }: Contract, fields: readonly ContractField[]): NewTerm {
  const term = fields[0]!.businessName!;
  return {
    id: `${product}/${wordsOf(term).replaceAll(' ', '-')}`,
    term,
    definition: fields.find(({ description }) => description !== null)?.description ?? null,
    productUrn: urn,
    coordinates: fields.map(({ coordinate }) => coordinate),
  };
}
