// What narrows the catalogue. Each choice stands in the address.

import { Button } from '../parts/button.tsx';
import { SearchField, Select } from '../parts/field.tsx';
import type { Option } from '../parts/option.ts';
import { kindWords, lifecycleWords } from '../product/product-words.ts';
import { setSearch } from '../shell/use-location.ts';
import { type Choice, choiceNames, isNarrowed } from './choice.ts';

interface Props {
  readonly choice: Choice;
  readonly domains: readonly { readonly slug: string; readonly name: string }[];
}

const kinds = optionsOf('All kinds', Object.entries(kindWords));
const lifecycles = optionsOf(
  'All states',
  Object.entries(lifecycleWords).map(([value, { word }]) => [value, word]),
);
const orders = optionsOf('As listed', [
  ['trust', 'Trust, highest first'],
  ['name', 'Name'],
]);

export function Filters({ choice, domains }: Props) {
  const domainOptions = optionsOf(
    'All domains',
    domains.map(({ slug, name }) => [slug, name]),
  );
  return (
    <search className="fields catalog-filters">
      <SearchField
        label="Search products, fields and terms"
        value={choice.q}
        placeholder="customer email"
        onSearch={(q) => setSearch({ q }, { replace: true })}
      />
      <Select
        label="Domain"
        value={choice.domain}
        options={domainOptions}
        onChange={(domain) => setSearch({ domain })}
      />
      <Select label="Kind" value={choice.kind} options={kinds} onChange={(kind) => setSearch({ kind })} />
      <Select label="State" value={choice.status} options={lifecycles} onChange={(status) => setSearch({ status })} />
      <Select label="Order" value={choice.sort} options={orders} onChange={(sort) => setSearch({ sort })} />
      {isNarrowed(choice) && <Button onClick={showAll}>Show all</Button>}
    </search>
  );
}

export function showAll(): void {
  setSearch(Object.fromEntries(choiceNames.map((name) => [name, null])));
}

function optionsOf(all: string, entries: readonly (readonly [string, string])[]): readonly Option[] {
  return [{ value: '', label: all }, ...entries.map(([value, label]) => ({ value, label }))];
}
