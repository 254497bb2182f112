// What narrows the matrix: all of it stands in the address.

import '../parts/filters.css';
import { ProductSelect, type ProductsPage } from '../graph/product-select.tsx';
import { SearchField, Select } from '../parts/field.tsx';
import type { Option } from '../parts/option.ts';
import { setSearch } from '../shell/use-location.ts';
import { classesIn, type Matrix, type MatrixFilter } from './matrix-rows.ts';
import { shownVerdicts, verdictWord } from './verdict-words.ts';

/** In the address, in the place of a product. */
export const allProducts = 'all';

export function filterIn(search: URLSearchParams): MatrixFilter {
  return {
    text: search.get('q') ?? '',
    persona: search.get('persona') ?? '',
    verdict: search.get('verdict') ?? '',
    classification: search.get('class') ?? '',
  };
}

interface Props {
  readonly matrix: Matrix;
  readonly product: string;
  readonly products: ProductsPage;
  readonly filter: MatrixFilter;
}

export function MatrixFilters({ matrix, product, products, filter }: Props) {
  const set = (name: string) => (value: string) => setSearch({ [name]: value }, { replace: true });
  return (
    <search className="filters" aria-label="Narrow the matrix">
      <ProductSelect
        products={products}
        value={product}
        besides={[{ value: allProducts, label: 'All products' }]}
        onChange={set('product')}
      />
      <SearchField label="Words" value={filter.text} placeholder="email, hasScope …" onSearch={set('q')} />
      {choicesOf(matrix, filter).map(({ label, name, value, any, options }) => (
        <Select
          key={name}
          label={label}
          value={value}
          options={[{ value: '', label: any }, ...options]}
          onChange={set(name)}
        />
      ))}
    </search>
  );
}

interface Choice {
  readonly label: string;
  /** In the address. */
  readonly name: string;
  readonly value: string;
  readonly any: string;
  readonly options: readonly Option[];
}

function choicesOf({ personas, rows }: Matrix, { persona, verdict, classification }: MatrixFilter): Choice[] {
  return [
    {
      label: 'Persona',
      name: 'persona',
      value: persona,
      any: 'Any persona',
      options: personas.map(({ id, label }) => ({ value: id, label })),
    },
    {
      label: 'Verdict',
      name: 'verdict',
      value: verdict,
      any: 'Any verdict',
      options: shownVerdicts.map((value) => ({ value, label: verdictWord(value) })),
    },
    {
      label: 'Classification',
      name: 'class',
      value: classification,
      any: 'Any',
      options: classesIn(rows).map((value) => ({ value, label: value })),
    },
  ];
}
