// Chooses a data product. A select holds the first hundred of them: where there are more, words find the rest.

import { useState } from 'react';
import { type ProductsData, ProductsDocument } from '../generated/graph.ts';
import { SearchField, Select } from '../parts/field.tsx';
import type { Option } from '../parts/option.ts';
import { useQuery } from './use-query.ts';

export type ProductsPage = NonNullable<ProductsData['dataProducts']>;

interface Props {
  /** The first of all. */
  readonly products: ProductsPage;
  /** A URN. */
  readonly value: string;
  /** What can be chosen in the place of a product. */
  readonly besides?: readonly Option[];
  readonly onChange: (urn: string) => void;
}

export function ProductSelect({ products, value, besides = [], onChange }: Props) {
  const [words, setWords] = useState('');
  const found = useQuery(ProductsDocument, { text: words }, { skip: words === '' });
  const { nodes, totalCount } = words === '' ? products : ((found.data ?? found.previous)?.dataProducts ?? products);
  // What is chosen keeps its name while others are looked for.
  const chosen = products.nodes.filter(({ urn }) => urn === value && !nodes.some((node) => node.urn === urn));
  const listed = [...chosen, ...nodes].map(({ urn, name }) => ({ value: urn, label: name }));
  return (
    <>
      <Select label="Data product" value={value} options={[...listed, ...besides]} onChange={onChange} />
      {products.totalCount > products.nodes.length && (
        <SearchField
          label={`Find one (${nodes.length} of ${totalCount.toLocaleString('en')} listed)`}
          value={words}
          onSearch={setWords}
        />
      )}
    </>
  );
}
